"""Element sets: where an object was at an epoch."""

from typing import Any

from django.db.models import Q, QuerySet

from api.base import NounSerializer, NumberedViewSet
from api.fields import Url
from api.parameters import COUNTRY_SAYS, Parameter, Parameters, as_of, number, ordering, project, recorded
from common.countries import COUNTRIES
from common.parameters import one_of
from launches.models import NORAD_CAT_ID_MAX, ElementSet, Spacecraft


def _of(**condition: Any) -> QuerySet[Spacecraft, Any]:
    """Catalogue numbers of tracked spacecraft."""
    return Spacecraft.objects.filter(norad_cat_id__isnull=False, **condition).values("norad_cat_id")


class ElementSetSerializer(NounSerializer):
    url = Url("element_sets", "pk")

    class Meta:
        model = ElementSet
        fields = (
            "id", "url", "norad_cat_id", "object_name", "object_id", "epoch", "mean_motion",
            "eccentricity", "inclination", "ra_of_asc_node", "arg_of_pericenter", "mean_anomaly",
            "ephemeris_type", "classification_type", "element_set_no", "rev_at_epoch", "bstar",
            "mean_motion_dot", "mean_motion_ddot", "origin", "recorded_at",
        )  # fmt: skip


class ElementSetParameters(Parameters):
    as_of = as_of()
    recorded = recorded()
    country = Parameter(
        one_of(COUNTRIES),
        lambda rows, code: rows.filter(norad_cat_id__in=_of(country=code)),
        {"type": "string", "enum": list(COUNTRIES), "description": COUNTRY_SAYS},
    )
    project = project(
        lambda rows, key: rows.filter(
            Q(norad_cat_id__in=_of(project=key)) | Q(norad_cat_id__in=_of(projects_also=key))
        )
    )
    norad_cat_id = number("norad_cat_id", 1, NORAD_CAT_ID_MAX, "NORAD catalogue number.")
    ordering = ordering("norad_cat_id", "epoch", "mean_motion")


class ElementSetViewSet(NumberedViewSet):
    """Mean elements (SGP4, TEME, UTC) in the keywords of the OMM. Each is under the terms of its `origin`.

    Units: `mean_motion` rev/day, angles in degrees, `bstar` 1/Earth radii. In the order of the
    catalogue number, newest epoch first. With `as_of`, epochs up to that day. Of days long past only sets
    that were the newest of their day are held. Sets of Space-Track are not given.
    """

    queryset = ElementSet.objects.shown()
    serializer_class = ElementSetSerializer
    filterset_class = ElementSetParameters
    noun = "element set"
    says = "Orbits of tracked spacecraft over time, in the keywords of the OMM."
