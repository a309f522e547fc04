"""Spacecraft and hosted payloads that carry compute."""

from collections.abc import Callable
from typing import Any

from django.db.models import Case, Q, QuerySet
from django.db.models import When as If
from django.utils import timezone
from rest_framework import serializers

from api.answers import Answer
from api.base import FactSerializer, NounViewSet
from api.fields import Computed, Reference, References, Url, When, WhenSerializer, told_date
from api.parameters import FactParameters, Parameter, number, ordering, project, search, slug, word
from common.dates import AsOf, PartialDate
from common.parameters import one_of
from launches.models import NORAD_CAT_ID_MAX, Axis, Reported, Spacecraft, Tracked
from launches.models.spacecraft import SpacecraftQuerySet


class ReadingSerializer(serializers.Serializer):
    """Our own reading of its orbit, from one element set."""

    epoch = serializers.DateField(allow_null=True)
    perigee_km = serializers.FloatField(allow_null=True)
    apogee_km = serializers.FloatField(allow_null=True)
    mean_altitude_km = serializers.FloatField(allow_null=True)
    inclination_deg = serializers.FloatField(allow_null=True)


class WorkSerializer(serializers.Serializer):
    """The newest reading that speaks of its own work."""

    status = serializers.CharField(help_text="operational, degraded, retired, failed, or disputed.")
    on = WhenSerializer(help_text="When that reading was made.")


class AxisSerializer(serializers.Serializer):
    """What the catalogues show of it, or what was reported of its work, on the day."""

    status = serializers.CharField(help_text="The word of the metric of the same name.")
    label = serializers.CharField(help_text="The same for readers.")  # type: ignore[assignment]  # a field of that name
    on = WhenSerializer(allow_null=True, help_text="The day of that word.")
    by = serializers.CharField(help_text="elements (a newest element set), ledger (a reading), or empty.")


READING = tuple(ReadingSerializer().fields)


def _flies_later(row: Spacecraft, answer: Answer) -> bool:
    return bool(answer.as_of and row.launched_on_first and row.launched_on_first > answer.day)


def _since_launch(name: str, before: Any) -> Callable[[Spacecraft, Answer], Any]:
    """A column that has a value only since the launch, and what stands for it before."""
    return lambda row, answer: before if _flies_later(row, answer) else getattr(row, name)


def _told_on(when: PartialDate | None) -> dict | None:
    return told_date(when.first, when.last, when.precision) if when else None


def _work(row: Spacecraft, answer: Answer) -> dict | None:
    state = row.state
    return {"status": state.work_word, "on": _told_on(state.work_on)} if state.work else None


def _axis(said: Axis | None) -> dict | None:
    if said is None:
        return None
    return {"status": said.word.value, "label": said.label, "on": _told_on(said.on), "by": said.by}


def _reading(row: Spacecraft, answer: Answer) -> dict | None:
    epoch = row.reading_epoch
    if epoch is None or (answer.as_of and epoch > answer.day):
        return None
    return {name: getattr(row, f"reading_{name}") for name in READING}


class SpacecraftSerializer(FactSerializer):
    url = Url("spacecraft")
    project = Reference("project", "projects")
    projects_also = References("projects_also", "projects")
    operator = Reference("operator", "organizations")
    launch = Reference("launch", "launches")
    launched_on = When("launched_on")
    norad_cat_id = Computed(
        _since_launch("norad_cat_id", None),
        {"type": "integer", "nullable": True, "minimum": 1, "maximum": NORAD_CAT_ID_MAX},
        "NORAD catalogue number; that of the host for a hosted payload.",
    )
    object_id = Computed(_since_launch("object_id", ""), {"type": "string"}, "COSPAR designator.")
    identity = Computed(
        _since_launch("identity", Spacecraft.Identity.NONE),
        serializers.ChoiceField(choices=Spacecraft.Identity.choices),
        "How sure the match with the catalogue is.",
    )
    status = Computed(
        lambda row, answer: row.state.word,
        serializers.ChoiceField(choices=Spacecraft.Status.choices),
        "What the newest reading of its state says, whatever its basis (see status-readings). "
        "A catalogue can say tracked, never operational.",
    )
    status_on = Computed(
        lambda row, answer: _told_on(row.state.on),
        WhenSerializer(allow_null=True),
        "When that reading was made; null where there is none.",
    )
    work = Computed(
        _work,
        WorkSerializer(allow_null=True),
        "The newest reading that speaks of its own work; null where none does.",
    )
    tracked_on = Computed(
        lambda row, answer: _told_on(row.state.tracked.on) if row.state.tracked else None,
        WhenSerializer(allow_null=True),
        "The newest catalogue reading of the ledger that has it in orbit; element sets stand apart.",
    )
    tracked = Computed(
        lambda row, answer: _axis(row.tracked),
        AxisSerializer(allow_null=True),
        "What the catalogues show, by the rule of the metric tracked_in_orbit; null before its flight.",
    )
    reported = Computed(
        lambda row, answer: _axis(row.reported),
        AxisSerializer(allow_null=True),
        "What was reported of its work, by the rule of the metric reported_working; null before its flight.",
    )
    reading = Computed(_reading, ReadingSerializer(allow_null=True))

    class Meta:
        model = Spacecraft
        fields = (
            *FactSerializer.OPENING,
            "name", "native_name", "aliases", "country", "project", "projects_also", "operator",
            "norad_cat_id", "object_id", "identity", "identity_note", "hosted_on", "launch", "launched_on",
            "status", "status_on", "work", "tracked_on", "tracked", "reported",
            "compute", "compute_hardware", "reading", "summary",
            *FactSerializer.CLOSING,
        )  # fmt: skip


def axis(name: str, words: list[str], says: str) -> Parameter:
    """Spacecraft of which the catalogues show, or somebody reported, one of these words on the day."""
    return Parameter(
        one_of(words),
        lambda rows, value: rows.on_axis(name, value),
        {"type": "string", "enum": words, "description": says},
    )


class SpacecraftParameters(FactParameters):
    project = project(lambda rows, key: rows.filter(Q(project=key) | Q(projects_also=key)).distinct())
    status = Parameter(
        one_of(Spacecraft.Status.values),
        lambda rows, value: rows.in_state(value),
        {
            "type": "string",
            "enum": Spacecraft.Status.values,
            "description": "What the newest reading of its state says; planned before its launch.",
        },
    )
    tracked = axis(
        "tracked", Tracked.values, "What the catalogues show, in the words of the field of that name."
    )
    reported = axis(
        "reported", Reported.values, "What was reported of its work, in the words of the field of that name."
    )
    identity = word("identity", Spacecraft.Identity.values, "How sure the match with the catalogue is.")
    compute = word("compute", Spacecraft.Compute.values, "Whether it carries compute.")
    launch = slug("launch__slug", "Slug of a launch.")
    norad_cat_id = number("norad_cat_id", 1, NORAD_CAT_ID_MAX, "NORAD catalogue number.")
    search = search("names, aliases, summary, compute hardware, COSPAR designator, name of the project")
    ordering = ordering(
        "name", "country", "norad_cat_id", "known_on", launched_on="launched_on_first", status="state_word"
    )

    def filter_queryset(self, queryset: SpacecraftQuerySet) -> QuerySet[Spacecraft]:
        rows = queryset.with_state(self.seen_from.day, self.clocks, self.value("confidence"))
        if any(key.endswith("state_word") for key in self.value("ordering") or ()):
            rows = rows.with_state_word()
        found: QuerySet[Spacecraft] = super().filter_queryset(rows)
        return found


class SpacecraftViewSet(NounViewSet):
    """Satellites and hosted payloads that carry compute, flown and planned.

    The detail goes by slug or by NORAD catalogue number; a number that a host and its payloads share
    leads to the host where the ledger has it. With `as_of` before its launch a spacecraft is planned,
    without catalogue numbers.
    """

    queryset = Spacecraft.objects.all()
    serializer_class = SpacecraftSerializer
    filterset_class = SpacecraftParameters
    kind = "spacecraft"
    noun = "spacecraft"
    preference = (Case(If(identity=Spacecraft.Identity.HOSTED, then=1), default=0), "pk")
    says = "Satellites and hosted payloads that carry compute; by slug or NORAD number."

    def rows(self, as_of: AsOf | None) -> QuerySet[Spacecraft]:
        rows = Spacecraft.objects.known_by(as_of)
        if not getattr(self, "kwargs", None):  # those of a list get their state by its parameters
            return rows
        return rows.with_state(as_of.day if as_of else timezone.now().date(), as_of)

    def match(self, key: str) -> Q | None:
        if key.isascii() and key.isdigit():
            return Q(norad_cat_id=int(key)) if len(key) <= len(str(NORAD_CAT_ID_MAX)) else None
        return super().match(key)
