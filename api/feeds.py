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
from feeds.freshness import FreshnessRow, MonthRow, freshness, month


class MonthSerializer(serializers.Serializer):
    """Runs of the last thirty days: how they ended, and what they brought."""

    runs = serializers.IntegerField()
    succeeded = serializers.IntegerField()
    missed = serializers.IntegerField()
    held = serializers.IntegerField(help_text="Answers held for a person because they had shrunk.")
    added = serializers.IntegerField()
    changed = serializers.IntegerField()
    quarantined = serializers.IntegerField(help_text="Records set aside in that time.")
    waiting = serializers.IntegerField(help_text="Records that are kept for a person now.")


class FeedSerializer(serializers.Serializer):
    """One outside source, now."""

    slug = serializers.SlugField()
    title = serializers.CharField()
    credit = serializers.CharField()
    credit_url = serializers.URLField()
    stale = serializers.BooleanField()
    age_s = serializers.IntegerField(allow_null=True, help_text="Seconds since the last success.")
    stale_after_s = serializers.IntegerField(help_text="The age from which the feed is called stale.")
    last_success_at = serializers.DateTimeField(allow_null=True)
    last_run_at = serializers.DateTimeField(allow_null=True)
    last_outcome = serializers.CharField(allow_blank=True)
    last_sentence = serializers.CharField(allow_blank=True)
    failing_since = serializers.DateTimeField(allow_null=True)
    next_due_at = serializers.DateTimeField(allow_null=True)
    sentence = serializers.CharField()
    month = MonthSerializer()


class FeedListView(PublicView):
    """Every outside source: its last success, its age against its limit, its next run, and thirty days of runs."""

    @extend_schema(operation_id="feeds_list", responses={200: FeedSerializer(many=True), **ERRORS})
    def get(self, request: Request) -> Response:
        refuse_the_unknown(request.query_params, ("format",))
        at = timezone.now()
        months = month(at)
        rows = [_told(row, months[row.slug], at) for row in freshness(at)]
        return Response(rows, headers={"Cache-Control": "no-store"})


def _told(row: FreshnessRow, last: MonthRow, at: Any) -> dict[str, Any]:
    moments = ("last_success_at", "last_run_at", "failing_since", "next_due_at")
    words = ("slug", "title", "credit", "credit_url", "stale", "last_outcome", "last_sentence", "sentence")
    return {
        **{name: getattr(row, name) for name in words},
        **{name: instant(moment) if (moment := getattr(row, name)) else None for name in moments},
        "age_s": int((at - row.last_success_at).total_seconds()) if row.last_success_at else None,
        "stale_after_s": int(row.stale_after.total_seconds()),
        "month": asdict(last),
    }
