"""Questions that reach over several nouns of this app."""

from django.db.models import OuterRef, QuerySet, Subquery

from launches.models import ElementSet, Spacecraft
from launches.models.elements import ElementSetQuerySet


def newest_of_spacecraft(sets: ElementSetQuerySet | None = None) -> QuerySet[ElementSet]:
    """Of each number that a spacecraft bears the element set with the newest epoch, among `sets` or all.

    One step down the index a number, however long the histories are.
    """
    among = ElementSet.objects.all() if sets is None else sets
    newest = among.of_object(OuterRef("norad_cat_id")).values("pk")[:1]
    numbers = Spacecraft.objects.filter(norad_cat_id__isnull=False).order_by()
    return ElementSet.objects.filter(pk__in=numbers.values_list(Subquery(newest)))
