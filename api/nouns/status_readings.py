"""Status readings: what was said of the state of spacecraft."""

from api.base import FactSerializer, NounViewSet
from api.fields import Reference, Url, When
from api.parameters import FactParameters, Rows, ordering, search, slug, word
from common.dates import AsOf
from launches.models import Status, StatusReading

STATES = [word for word in Status.values if word != Status.DISPUTED]


class StatusReadingSerializer(FactSerializer):
    url = Url("status_readings")
    spacecraft = Reference("spacecraft", "spacecraft")
    on = When("on")

    class Meta:
        model = StatusReading
        fields = (
            *FactSerializer.OPENING, "spacecraft", "on", "state", "basis", "says", *FactSerializer.CLOSING
        )  # fmt: skip


class StatusReadingParameters(FactParameters):
    spacecraft = slug("spacecraft__slug", "Slug of a spacecraft.")
    state = word("state", STATES, "What was read.")
    basis = word("basis", StatusReading.Basis.values, "Who or what it rests on.")
    search = search("names of the spacecraft, what the source says, note")
    ordering = ordering("state", "basis", "known_on", on="on_first", spacecraft="spacecraft__name")


class StatusReadingViewSet(NounViewSet):
    """What was said of a spacecraft's state on a day, and on what basis.

    A catalogue says tracked or deorbited, never operational. The state of a spacecraft follows from its readings.
    """

    queryset = StatusReading.objects.all()
    serializer_class = StatusReadingSerializer
    filterset_class = StatusReadingParameters
    kind = "status_readings"
    noun = "status reading"
    says = "What was said of the state of each spacecraft, on what day and basis."

    def rows(self, as_of: AsOf | None) -> Rows:
        return StatusReading.objects.made_by(as_of)
