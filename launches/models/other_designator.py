"""Designators that came with the number of a spacecraft and are not its own, and what a person decided of each.

Catalogues exchange the numbers of objects of one launch now and then. What such a row says is of another object
until somebody looked.
"""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from facts.models.append_only import AppendOnly, AppendOnlyQuerySet
from launches.models.constants import NORAD_CAT_ID_MAX


class OtherDesignatorQuerySet(AppendOnlyQuerySet["OtherDesignator"]):
    def recorded_by(self, recorded: datetime | None = None) -> Self:
        """What stood here at a moment; all of it where none is given."""
        return self.filter(recorded_at__lte=recorded) if recorded else self

    def newest(self, recorded: datetime | None = None) -> Self:
        """The newest word of each number and designator, in the order of numbers."""
        later = OtherDesignator.objects.recorded_by(recorded).filter(
            norad_cat_id=OuterRef("norad_cat_id"), object_id=OuterRef("object_id"), pk__gt=OuterRef("pk")
        )
        return self.recorded_by(recorded).filter(~Exists(later)).order_by("norad_cat_id", "object_id")

    def waiting(self, recorded: datetime | None = None) -> Self:
        """Those of which nobody has decided yet."""
        return self.newest(recorded).filter(decision=OtherDesignator.Decision.OPEN)

    def of_object(self, norad_cat_id: int | None) -> Self:
        return self.filter(norad_cat_id=norad_cat_id)


class OtherDesignator(AppendOnly):
    """A word on a designator that came with a tracked number: found, accepted or left out. The newest counts."""

    class Decision(models.TextChoices):
        OPEN = "open", _("waits for a person")
        ACCEPTED = "accepted", _("accepted on the spacecraft record")
        LEFT_OUT = "left_out", _("left out")

    class FoundIn(models.TextChoices):
        ELEMENTS = "elements", _("element sets")
        CATALOGUE = "catalogue", _("catalogue")

    norad_cat_id = models.PositiveIntegerField(_("NORAD catalogue number"))
    object_id = models.CharField(_("COSPAR designator as it came"), max_length=15)
    own_id = models.CharField(_("COSPAR designator here"), max_length=60)
    found_in = models.CharField(_("found in"), max_length=9, choices=FoundIn.choices)
    decision = models.CharField(_("decision"), max_length=8, choices=Decision.choices, default=Decision.OPEN)
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    objects = OtherDesignatorQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        verbose_name = _("other designator")
        verbose_name_plural = _("other designators")
        indexes = [models.Index(fields=["norad_cat_id", "object_id"], name="otherdesignator_by_number")]
        constraints = [
            models.CheckConstraint(
                name="otherdesignator_norad_in_range",
                condition=Q(norad_cat_id__gte=1, norad_cat_id__lte=NORAD_CAT_ID_MAX),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.norad_cat_id} as {self.object_id}"


def counts(recorded: datetime | None = None) -> Q:
    """Rows of feeds that count for their number: not `apart`, or of a designator that was accepted by then.

    `apart` is set as a row is stored. So an answer of a moment before this was looked at stays as it was.
    """
    decisions = OtherDesignator.objects.recorded_by(recorded).filter(
        norad_cat_id=OuterRef("norad_cat_id"), object_id=OuterRef("object_id")
    )
    newest = Subquery(decisions.order_by("-pk").values("decision")[:1])
    return Q(apart=False) | Q(Exact(newest, Value(OtherDesignator.Decision.ACCEPTED)))
