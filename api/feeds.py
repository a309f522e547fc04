"""Feeds: how fresh each one is, and what its runs of thirty days brought."""

from dataclasses import asdict
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import PublicView, instant
from api.openapi import ERRORS
from api.parameters import refuse_the_unknown
from feeds.monitoring.freshness import FreshnessRow, MonthRow, freshness, month
from feeds.monitoring.outlook import Outlook, outlook


class MonthSerializer(serializers.Serializer):
    """Runs of the last thirty days: how they ended, and what they brought."""

    runs = serializers.IntegerField()
    succeeded = serializers.IntegerField()
    missed = serializers.IntegerField()
    held = serializers.IntegerField(
        help_text="Answers that are held for a person now because they had shrunk."
    )
    added = serializers.IntegerField()
    changed = serializers.IntegerField()
    quarantined = serializers.IntegerField(help_text="Records set aside in that time.")
    waiting = serializers.IntegerField(help_text="Records that are kept for a person now.")


class AttentionSerializer(serializers.Serializer):
    """One thing that needs a person."""

    kind = serializers.ChoiceField(["held", "refused", "failed", "words", "closed", "overdue"])
    sentence = serializers.CharField()


class FeedSerializer(serializers.Serializer):
    """One outside source, now."""

    slug = serializers.SlugField()
    title = serializers.CharField()
    credit = serializers.CharField()
    credit_url = serializers.URLField()
    stale = serializers.BooleanField()
    age_s = serializers.IntegerField(allow_null=True, help_text="Seconds since the last success.")
    stale_after_s = serializers.IntegerField(help_text="The age from which the feed is called stale.")
    told_at = serializers.DateTimeField(
        allow_null=True, help_text="The newest moment it gave by its own clock; null where it has none."
    )
    silent = serializers.BooleanField(
        help_text="It answers, and tells nothing newer than `silent_after_s` by its own clock: stale too."
    )
    silent_after_s = serializers.IntegerField(allow_null=True)
    last_success_at = serializers.DateTimeField(allow_null=True)
    last_run_at = serializers.DateTimeField(allow_null=True)
    last_outcome = serializers.CharField(allow_blank=True)
    last_sentence = serializers.CharField(allow_blank=True)
    failing_since = serializers.DateTimeField(allow_null=True)
    held_at = serializers.DateTimeField(
        allow_null=True, help_text="When the first answer came that is held for a person now."
    )
    next_due_at = serializers.DateTimeField(allow_null=True, help_text="It is not asked before.")
    waits_for = serializers.CharField(
        allow_blank=True, help_text="Why not earlier, beside its own interval: its host is left alone."
    )
    overdue = serializers.BooleanField(help_text="`next_due_at` is past, and so is the next ring: no worker?")
    attention = AttentionSerializer(many=True)
    sentence = serializers.CharField()
    month = MonthSerializer()


class FeedListView(PublicView):
    """Every outside source: its last success, its age against its limit, its next run, and thirty days of runs."""

    @extend_schema(operation_id="feeds_list", responses={200: FeedSerializer(many=True), **ERRORS})
    def get(self, request: Request) -> Response:
        refuse_the_unknown(request.query_params, ("format",))
        at = timezone.now()
        months = month(at)
        rows = freshness(at)
        ahead = outlook(rows, at)
        told = [_told(row, ahead[row.slug], months[row.slug], at) for row in rows]
        return Response(told, headers={"Cache-Control": "no-store"})


def _told(row: FreshnessRow, ahead: Outlook, last: MonthRow, at: Any) -> dict[str, Any]:
    moments = ("last_success_at", "last_run_at", "failing_since", "held_at", "told_at")
    words = (
        "slug", "title", "credit", "credit_url", "stale", "silent", "last_outcome", "last_sentence", "sentence",
    )  # fmt: skip
    return {
        **{name: getattr(row, name) for name in words},
        **{name: _instant(getattr(row, name)) for name in moments},
        "next_due_at": _instant(ahead.next_due_at),
        "waits_for": ahead.waits_for,
        "overdue": ahead.overdue,
        "attention": [{"kind": reason.kind, "sentence": reason.sentence} for reason in ahead.attention],
        "age_s": int((at - row.last_success_at).total_seconds()) if row.last_success_at else None,
        "stale_after_s": int(row.stale_after.total_seconds()),
        "silent_after_s": int(row.silent_after.total_seconds()) if row.silent_after else None,
        "month": asdict(last),
    }


def _instant(at: Any) -> str | None:
    return instant(at) if at else None
