"""Launch totals: orbital attempts of a nation in a year."""

from api.base import FactSerializer, NounViewSet
from api.fields import Url, When
from api.parameters import FactParameters, number, ordering, word
from launches.models import LaunchTotal


class LaunchTotalSerializer(FactSerializer):
    url = Url("launch_totals")
    counted_on = When("counted_on")

    class Meta:
        model = LaunchTotal
        fields = (
            *FactSerializer.OPENING,
            "country", "year", "attempts", "failures", "world_attempts", "method", "counted_on",
            *FactSerializer.CLOSING,
        )  # fmt: skip


class LaunchTotalParameters(FactParameters):
    year = number("year", 1957, 2150, "Calendar year.")
    method = word("method", LaunchTotal.Method.values, "The convention that counted; never mix two.")
    ordering = ordering("year", "country", "attempts", "known_on")


class LaunchTotalViewSet(NounViewSet):
    """Orbital launch attempts by nation and year, for scale, by the convention that counted them."""

    queryset = LaunchTotal.objects.all()
    serializer_class = LaunchTotalSerializer
    filterset_class = LaunchTotalParameters
    kind = "launch_totals"
    noun = "launch total"
    says = "Orbital launch attempts by nation and year, for scale."
