"""Launches, with what was said of their date by the day asked for."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Case, F, Max, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from rest_framework.serializers import ChoiceField

from api.answers import Answer
from api.base import FactSerializer, NounViewSet
from api.fields import Computed, References, Url
from api.parameters import FactParameters, Parameter, Parameters, Rows, flag, ordering, project, search
from common.confidence import at_least
from common.dates import AsOf
from common.parameters import one_of, whole
from facts.ordering import ByLetter
from launches.models import FLOWN, Launch, LaunchStatus, Listing, NetPrecision, NetRevision, Spacecraft
from launches.models.launch import LaunchQuerySet


def _said(name: str) -> Callable[[Launch, Answer], Any]:
    """A column of the NET: as the newest revision of that day says, where there is one."""

    def read(row: Launch, answer: Answer) -> Any:
        return getattr(answer.further.get("revisions", {}).get(row.pk, row), name)

    return read


def _status(row: Launch, answer: Answer) -> str | None:
    """The status; null where only a later one is known."""
    revision = answer.further.get("revisions", {}).get(row.pk)
    if revision is not None:
        return revision.status
    flew_later = answer.as_of is not None and row.net_first > answer.day and row.status in FLOWN
    return None if flew_later else row.status


LIBRARY = ("listed", "withdrawn", "none")
# The words of the parameter, and those of the ledger.
COMPUTE = {"true": "yes", "unknown": "unknown", "false": "no"}
_SLUGS = {"type": "array", "items": {"type": "string"}}
_INSTANT = {"type": "string", "format": "date-time", "nullable": True}


class Carried(References):
    """The spacecraft of a launch; `carried` keeps them for what is said of the compute aboard."""

    def names(self, rows: Sequence[Any], answer: Answer) -> tuple[str, Iterable[int]]:
        carried: dict[int, list[Spacecraft]] = {}
        crafts = (
            Spacecraft.objects.known_by(answer.as_of).filter(launch__in=rows).order_by(ByLetter("name"), "pk")
        )
        for craft in crafts.only("slug", "launch", "compute", "confidence"):
            assert craft.launch_id is not None  # filtered by it
            carried.setdefault(craft.launch_id, []).append(craft)
        answer.further["carried"] = carried
        answer.linked[self.name] = {key: [craft.pk for craft in found] for key, found in carried.items()}
        return self.kind, {craft.pk for found in carried.values() for craft in found}


def _slugs_with_compute(word: str) -> Callable[[Launch, Answer], list[str]]:
    def read(row: Launch, answer: Answer) -> list[str]:
        return [craft.slug for craft in answer.further["carried"].get(row.pk, ()) if craft.compute == word]

    return read


class LaunchSerializer(FactSerializer):
    url = Url("launches")
    net = Computed(_said("net"), _INSTANT, "The instant as stated: with a vague precision a placeholder.")
    net_precision = Computed(_said("net_precision"), ChoiceField(choices=NetPrecision.choices))
    net_first = Computed(
        _said("net_first"), {"type": "string", "format": "date"}, "First day that the statement leaves open."
    )
    net_last = Computed(
        _said("net_last"), {"type": "string", "format": "date"}, "Last day that the statement leaves open."
    )
    window_start = Computed(_said("window_start"), _INSTANT)
    window_end = Computed(_said("window_end"), _INSTANT)
    status = Computed(
        _status,
        ChoiceField(choices=LaunchStatus.choices, allow_null=True),
        "With as_of: the status known by then; null where only a later one is known.",
    )
    spacecraft = Carried("spacecraft", "spacecraft")
    compute = Computed(
        lambda row, answer: str(Spacecraft.Compute.of_launch(answer.further["carried"].get(row.pk, ()))),
        ChoiceField(choices=Spacecraft.Compute.choices),
        "yes: a spacecraft with compute is aboard. unknown: none such, but at least one of which nobody states "
        "whether it carries compute. no: neither.",
    )
    compute_aboard = Computed(
        _slugs_with_compute("yes"), _SLUGS, "Slugs of its spacecraft with compute aboard."
    )
    compute_unknown = Computed(
        _slugs_with_compute("unknown"),
        _SLUGS,
        "Slugs of its spacecraft of which nobody states whether they carry compute.",
    )
    unlisted_since = Computed(
        lambda row, answer: answer.further["unlisted"].get(row.pk),
        _INSTANT,
        "When Launch Library was found to list it no longer; null while it does, or never told of it.",
    )

    ll2_updated_at = Computed(
        lambda row, answer: (
            answer.further.get("spoken", {}).get(row.pk) if answer.as_of else row.ll2_updated_at
        ),
        _INSTANT,
        "Since when Launch Library says what it said last (with as_of: by then).",
    )

    class Meta:
        model = Launch
        fields = (
            *FactSerializer.OPENING,
            "name", "country", "provider", "vehicle", "pad", "site", "orbit", "designator", "net",
            "net_precision", "net_first", "net_last", "window_start", "window_end", "status", "spacecraft",
            "compute", "compute_aboard", "compute_unknown", "summary", "ll2_id", "ll2_updated_at", "unlisted_since",
            *FactSerializer.CLOSING,
        )  # fmt: skip


def as_stated(rows: LaunchQuerySet, as_of: AsOf | None) -> LaunchQuerySet:
    """Launches with `then_last` and `then_status`: last day and status as stated by that day."""
    if as_of is None:
        return rows.annotate(then_last=F("net_last"), then_status=F("status"))
    said = NetRevision.objects.known_by(as_of).filter(launch=OuterRef("pk")).order_by("-stated_at", "-pk")
    known = Case(When(Q(net_first__gt=as_of.day, status__in=FLOWN), then=None), default=F("status"))
    return rows.annotate(
        then_last=Coalesce(Subquery(said.values("net_last")[:1]), F("net_last")),
        then_status=Coalesce(Subquery(said.values("status")[:1]), known),
    )


def _as_told(rows: Rows, value: Any) -> Rows:
    """Compared in `LaunchParameters.filter_queryset`, where the day is known."""
    return rows


class LaunchParameters(FactParameters):
    project = project(
        lambda rows, key: rows.filter(
            Q(spacecraft__project=key) | Q(spacecraft__projects_also=key)
        ).distinct()
    )
    status = Parameter(
        one_of(LaunchStatus.values),
        _as_told,
        {"type": "string", "enum": LaunchStatus.values, "description": "Status as last stated by then."},
    )
    upcoming = flag(_as_told, "Whether it is still ahead on the day asked for (today, or as_of).")
    compute = Parameter(
        one_of(tuple(COMPUTE)),
        _as_told,
        {
            "type": "string",
            "enum": list(COMPUTE),
            "description": "true: it carries a spacecraft with compute aboard. unknown: none such, but at least "
            "one of which nobody states it. false: neither.",
        },
    )
    flown = flag(
        _as_told, "Whether it left the ground by the day asked for (today, or as_of), failures included."
    )
    year = Parameter(
        whole(1957, 2999),
        lambda rows, value: rows.in_year(value),
        {
            "type": "integer",
            "minimum": 1957,
            "maximum": 2999,
            "description": "Year of its last possible day.",
        },
    )
    launch_library = Parameter(
        one_of(LIBRARY),
        _as_told,
        {
            "type": "string",
            "enum": list(LIBRARY),
            "description": "What Launch Library has of it: listed there, withdrawn, or none: never told by it.",
        },
    )
    search = search("name, provider, vehicle, site, designator, names of the spacecraft aboard")
    ordering = ordering("name", "country", "provider", "vehicle", "known_on", net="net_last")

    def filter_queryset(self, queryset: LaunchQuerySet) -> LaunchQuerySet:
        """Status and date are compared as they are told: with `as_of`, as stated by then."""
        rows: LaunchQuerySet = super().filter_queryset(queryset)
        seen_from, status, upcoming = self.seen_from, self.value("status"), self.value("upcoming")
        if (flown := self.value("flown")) is not None:
            rows = rows.flown_by(seen_from) if flown else rows.ahead_on(seen_from)
        if library := self.value("launch_library"):
            rows = rows.of_library(library, seen_from)
        if compute := self.value("compute"):
            rows = rows.with_compute(COMPUTE[compute], self.clocks, self.value("confidence") or "")
        if status is None and upcoming is None:
            return rows
        rows = as_stated(rows, self.clocks)
        if status is not None:
            rows = rows.filter(then_status=status)
        if upcoming is not None:
            ahead = Q(then_last__gte=seen_from.day) & (Q(then_status=None) | ~Q(then_status__in=FLOWN))
            ahead &= ~Launch.objects.all().is_withdrawn(seen_from)
            rows = rows.filter(ahead if upcoming else ~ahead)
        return rows


class LaunchViewSet(NounViewSet):
    """Launches of the ledger and of the feed, tied where both know one.

    `net` is the instant as stated; with a vague `net_precision` it is a placeholder: `net_first` and
    `net_last` are the days that the statement leaves open. With `as_of`, date and status are those
    stated by then.
    """

    queryset = Launch.objects.all()
    serializer_class = LaunchSerializer
    filterset_class = LaunchParameters
    kind = "launches"
    noun = "launch"
    says = "Launches, flown and ahead, with the spacecraft they carry."

    def prepare(self, rows: Sequence[Any], answer: Answer, ask: Parameters | None) -> None:
        if floor := ask and ask.value("confidence"):
            answer.further["carried"] = {
                key: [craft for craft in crafts if craft.confidence in at_least(floor)]
                for key, crafts in answer.further["carried"].items()
            }
        absent = Listing.objects.absent(answer.as_of).filter(launch__in=rows)
        answer.further["unlisted"] = dict(absent.values_list("launch", "at"))
        if answer.as_of is None:
            return
        revisions = NetRevision.objects.known_by(answer.as_of).filter(launch__in=rows)
        spoken = NetRevision.statements.known_by(answer.as_of).filter(launch__in=rows).order_by()
        answer.further["spoken"] = dict(spoken.values_list("launch").annotate(Max("stated_at")))
        answer.further["revisions"] = {
            revision.launch_id: revision for revision in revisions.order_by("stated_at", "pk")
        }
