"""NET revisions: every date and status that a feed gave for a launch."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.answers import Answer
from api.base import NounSerializer, NumberedViewSet
from api.fields import Reader, Reference, Told, Url
from api.parameters import Parameters, as_of, country, ordering, project, recorded, slug, word
from launches.models import LaunchStatus, NetRevision
from launches.reasons import STATES, Reason, reasons_of


class _OfReason(Told):
    """What Launch Library's update says of a move; null where it has none."""

    def reader(self) -> Reader:
        name = str(self.field_name)
        return lambda row, answer: _told(answer.further["reasons"][row.pk])[name]


@extend_schema_field(serializers.ChoiceField(choices=list(STATES)))
class ReasonState(_OfReason):
    """stated; none: read, and no update of this launch; not_read; not_applicable: the first statement."""


@extend_schema_field(serializers.CharField(allow_null=True))
class ReasonText(_OfReason):
    """The update's own words, or who wrote them."""


@extend_schema_field(serializers.URLField(allow_null=True))
class ReasonUrl(_OfReason):
    """The page that the update names; null where it names none."""


@extend_schema_field(serializers.DateField(allow_null=True))
class ReasonDay(_OfReason):
    """The day on which the update was written."""


def _told(reason: Reason) -> dict[str, str | None]:
    update = reason.update
    return {
        "reason_state": reason.state,
        "reason": update.comment if update else None,
        "reason_by": (update.author or None) if update else None,
        "reason_url": (update.link or None) if update else None,
        "reason_on": update.known_on.isoformat() if update else None,
    }


class NetRevisionSerializer(NounSerializer):
    url = Url("net_revisions", "pk")
    launch = Reference("launch", "launches")
    reason_state = ReasonState()
    reason = ReasonText()
    reason_by = ReasonText()
    reason_url = ReasonUrl()
    reason_on = ReasonDay()

    class Meta:
        model = NetRevision
        fields = (
            "id", "url", "launch", "net", "net_precision", "net_first", "net_last", "window_start",
            "window_end", "status", "stated_at", "recorded_at",
            "reason_state", "reason", "reason_by", "reason_url", "reason_on",
        )  # fmt: skip


class NetRevisionParameters(Parameters):
    as_of = as_of()
    recorded = recorded()
    country = country()
    project = project(
        lambda rows, key: rows.filter(
            Q(launch__spacecraft__project=key) | Q(launch__spacecraft__projects_also=key)
        ).distinct()
    )
    launch = slug("launch__slug", "Slug of a launch.")
    status = word("status", LaunchStatus.values, "Status as stated then.")
    ordering = ordering("stated_at", net="net_last")


class NetRevisionViewSet(NumberedViewSet):
    """Each date and status of a launch as a feed stated it at one moment: how far it slipped, and when.

    The source is the feed: Launch Library, by the record of the launch. Rows are added, never changed.
    `reason` quotes the newest update of its editors between the statement before and this one.
    """

    queryset = NetRevision.objects.all()
    serializer_class = NetRevisionSerializer
    filterset_class = NetRevisionParameters
    noun = "NET revision"
    says = "Every date and status that was ever stated for a launch."

    def prepare(self, rows: Sequence[Any], answer: Answer, ask: Parameters | None) -> None:
        answer.further["reasons"] = reasons_of({row.launch_id for row in rows}, answer.as_of)
