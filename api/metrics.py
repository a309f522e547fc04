"""Metrics: questions over the ledger, answered in rows, as JSON or CSV."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api.answers import Answer
from api.base import AS_OF, CLOCKS, RECORDED, PublicView, look_from
from api.caching import unless_known
from api.errors import NotThere
from api.fields import CitationSerializer, told_source
from api.metric_rows import CsvRenderer, refs, told_row
from api.openapi import ERRORS
from api.parameters import (
    CONFIDENCE_SAYS,
    COUNTRY_SAYS,
    read,
    refuse_the_unknown,
    shared,
)
from common.countries import COUNTRIES
from common.dates import AsOf
from common.parameters import FLOORS, one_of, shown
from facts.citations import sources_of
from facts.models import LedgerVersion
from facts.one_state import one_state
from feeds.monitoring.freshness import freshness
from metrics.all import METRICS
from metrics.question import Question
from metrics.registry import Metric
from metrics.snapshot import kept


class ChangeSerializer(serializers.Serializer):
    """A version of a definition: since when, and what it changed."""

    version = serializers.IntegerField()
    since = serializers.DateField()
    changed = serializers.CharField()


class DefinitionSerializer(serializers.Serializer):
    """What a metric measures, and what it does not."""

    name = serializers.CharField()
    title = serializers.CharField()
    definition = serializers.CharField()
    unit = serializers.CharField()
    not_measured = serializers.CharField()
    definition_version = serializers.IntegerField(
        help_text="Version of the definition that every answer follows, those as of a past day included."
    )
    definition_since = serializers.DateField(help_text="The day from which this version holds.")
    definition_changes = ChangeSerializer(
        many=True, help_text="What each later version changed, oldest first."
    )
    over_time = serializers.BooleanField(help_text="Whether the rows are steps of a figure over time.")
    rests_on = serializers.ListField(
        child=serializers.CharField(),
        help_text="The outside feeds that its newest figures rest on, or can rest on; beside rows: do.",
    )
    url = serializers.URLField()


class StaleFeedSerializer(serializers.Serializer):
    """A feed that this answer rests on and that gave nothing new for longer than it should."""

    slug = serializers.CharField()
    title = serializers.CharField()
    last_success = serializers.DateTimeField(allow_null=True)
    told_at = serializers.DateTimeField(
        allow_null=True, help_text="The newest moment it gave by its own clock."
    )
    silent = serializers.BooleanField(help_text="It answers, and tells nothing newer.")
    limit_seconds = serializers.IntegerField(
        help_text="Called stale after so long without a good answer or, where it is silent, anything newer."
    )


class MetricSerializer(DefinitionSerializer):
    """The rows of a metric, with the question they answer and the sources they rest on."""

    as_of = serializers.DateField(allow_null=True)
    recorded = serializers.DateTimeField(
        allow_null=True, help_text="Up to when our own entries and corrections count; null: all of them."
    )
    day = serializers.DateField(help_text="The day the answer stands for.")
    country = serializers.CharField(allow_blank=True)
    confidence = serializers.CharField(allow_blank=True)
    rows = serializers.ListField(
        child=serializers.DictField(),
        help_text="Frozen rows; `facts` names the facts behind each, `absent` its fields without a figure, "
        "and why.",
    )
    beside = serializers.ListField(
        child=serializers.CharField(), help_text="Sentences without which the figures would be misread."
    )
    sources = CitationSerializer(many=True)
    stale_feeds = StaleFeedSerializer(
        many=True, help_text="Where there are any, the newest figures may be out of date."
    )


# --- Addresses -------------------------------------------------------------------------------------
def _site(request: Request) -> Answer:
    return Answer(site=f"{request.scheme}://{request.get_host()}", day=timezone.now().date())


def definition(metric: Metric, answer: Answer) -> dict:
    return {
        "name": metric.name,
        "title": str(metric.title),
        "definition": str(metric.definition),
        "unit": str(metric.unit),
        "not_measured": str(metric.not_measured),
        "definition_version": metric.version.number,
        "definition_since": metric.version.since,
        "definition_changes": [
            {"version": one.number, "since": one.since, "changed": str(one.changed)}
            for one in metric.versions[1:]
        ],
        "over_time": metric.over_time,
        "rests_on": list(metric.rests_on),
        "url": answer.root_url(f"metrics/{metric.name}/"),
    }


def stale_feeds(rests_on: Collection[str], as_of: AsOf | None) -> list[dict[str, Any]]:
    """The stale ones of the feeds that figures rest on; for a past day, those that told nothing since before it.

    None for an answer asked with both clocks: it stays the same.
    """
    if not rests_on or (as_of and as_of.recorded):
        return []
    return [
        {
            "slug": row.slug,
            "title": row.title,
            "last_success": row.last_success_at,
            "told_at": row.told_at,
            "silent": row.silent,
            "limit_seconds": int(row.limit.total_seconds()),
        }
        for row in freshness()
        if row.slug in rests_on
        and row.stale
        and (as_of is None or row.current_at is None or row.current_at.date() < as_of.day)
    ]


class MetricListView(PublicView):
    """The questions that the ledger answers in figures, each with its definition and its limits."""

    @extend_schema(operation_id="metrics_list", responses={200: DefinitionSerializer(many=True), **ERRORS})
    def get(self, request: Request) -> Response:
        refuse_the_unknown(request.query_params, ("format",))
        versions = [metric.version.number for metric in METRICS.values()]
        return unless_known(request, ("metrics", versions), lambda: self._answer(request))

    def _answer(self, request: Request) -> Response:
        answer = _site(request)
        return Response([definition(metric, answer) for metric in METRICS.values()])


def _choices() -> list[OpenApiParameter]:
    """What may be left of the rows of some metrics, each key once."""
    words: dict[str, dict[str, None]] = {}
    metrics: dict[str, list[str]] = {}
    for name, metric in METRICS.items():
        for choice in metric.choices:
            words.setdefault(choice.key, {}).update(dict.fromkeys(choice.words))
            metrics.setdefault(choice.key, []).append(name)
    return [
        OpenApiParameter(
            key, {"type": "string", "enum": list(known)}, description=f"Of {', '.join(metrics[key])}."
        )
        for key, known in words.items()
    ]


CHOICES = _choices()


class MetricView(PublicView):
    """One metric: its definition, its rows, and the sources of all facts behind them.

    `?format=csv` gives the rows alone as a table.
    """

    renderer_classes = [JSONRenderer, CsvRenderer]

    @extend_schema(
        operation_id="metrics_retrieve",
        parameters=[
            OpenApiParameter("name", {"type": "string", "enum": list(METRICS)}, "path"),
            AS_OF,
            RECORDED,
            OpenApiParameter(
                "country", {"type": "string", "enum": list(COUNTRIES)}, description=COUNTRY_SAYS
            ),
            OpenApiParameter(
                "confidence", {"type": "string", "enum": list(FLOORS)}, description=CONFIDENCE_SAYS
            ),
            *CHOICES,
        ],
        responses={
            (200, "application/json"): MetricSerializer,
            (200, "text/csv"): OpenApiResponse(str, description="The rows alone, a line for each."),
            **ERRORS,
        },
    )
    def get(self, request: Request, name: str) -> Response:
        metric = METRICS.get(name)
        if metric is None:
            raise NotThere(f"There is no metric {shown(name)}.", mend=f"Known are: {', '.join(METRICS)}.")
        hour = timezone.now().strftime("%H")  # a feed grows stale without any write
        with one_state():
            version = LedgerVersion.now()
            known = (version.number, metric.version.number, hour)
            return unless_known(request, known, lambda: self._answer(request, metric, version))

    def _answer(self, request: Request, metric: Metric, version: LedgerVersion) -> Response:
        given = request.query_params
        choices = {choice.key: choice for choice in metric.choices}
        refuse_the_unknown(given, (*CLOCKS, "country", "confidence", "format", *choices))
        asked = {key: read(key, given, shared(key)) for key in ("country", "confidence")}
        as_of, _past = look_from(given, version)
        recorded = as_of.recorded if as_of else None
        answer = _site(request)
        answer.further["clock"] = {"as_of": as_of.day.isoformat()} if as_of else {}
        question = Question(
            day=as_of.day if as_of else answer.day,
            as_of=as_of,
            country=asked["country"] or "",
            confidence=asked["confidence"] or "",
            ledger=kept(version.number, recorded),
        )
        rows = list(metric.rows(question))
        for key, choice in choices.items():
            if word := read(key, given, one_of(choice.words)):
                rows = [row for row in rows if choice.keeps(row, word)]
        is_table = request.accepted_renderer.format == "csv"
        cited = [] if is_table else sources_of(set(refs(rows)), question.ledger.changed)
        response = Response(
            {
                **definition(metric, answer),
                "as_of": as_of and as_of.day,
                "recorded": recorded,
                "day": question.day,
                "country": question.country,
                "confidence": question.confidence,
                "rows": [told_row(metric, row, answer) for row in rows],
                "beside": metric.said_beside(question) if metric.said_beside else [],
                "sources": [told_source(source) for source in cited],
                "rests_on": list(metric.rests_on_in(question)),
                "stale_feeds": stale_feeds(metric.rests_on_in(question), as_of),
            }
        )
        if is_table:
            name = f"{metric.name}-{question.day}.csv"
            response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
