"""Metrics: questions over the ledger, answered in rows, as JSON or CSV."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, get_args, get_type_hints
from urllib.parse import urlencode

from django.db.models import Model
from django.utils import timezone
from django.utils.functional import Promise
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import AS_OF, PublicView
from api.caching import unless_known
from api.errors import NotThere
from api.fields import ROUTES, Answer, CitationSerializer, plain_number, told_source
from api.openapi import ERRORS
from api.parameters import (
    CONFIDENCE_SAYS,
    COUNTRY_SAYS,
    RECORDED_SAYS,
    past_day,
    past_moment,
    read,
    refuse_the_unknown,
)
from common.countries import COUNTRIES
from common.dates import recorded_by
from common.parameters import FLOORS, one_of, shown
from common.tables import csv_text, safe_text
from facts.citations import sources_of
from facts.models import LedgerVersion
from feeds.monitoring.freshness import freshness
from metrics.all import METRICS
from metrics.question import FactList, FactRef, Question
from metrics.registry import Metric
from metrics.snapshot import kept


class DefinitionSerializer(serializers.Serializer):
    """What a metric measures, and what it does not."""

    name = serializers.CharField()
    title = serializers.CharField()
    definition = serializers.CharField()
    unit = serializers.CharField()
    not_measured = serializers.CharField()
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
        child=serializers.DictField(), help_text="Frozen rows; `facts` names the facts behind each."
    )
    sources = CitationSerializer(many=True)
    stale_feeds = StaleFeedSerializer(
        many=True, help_text="Where there are any, the newest figures may be out of date."
    )


# --- Rows as plain values --------------------------------------------------------------------------
def plain(value: Any, answer: Answer) -> Any:
    """A value of a row as JSON can hold it."""
    if isinstance(value, FactRef):
        url = answer.url(value.kind, value.slug) if value.kind in ROUTES else None
        return {"kind": value.kind, "slug": value.slug, "url": url}
    if isinstance(value, FactList):
        keys = {**dict(value.keys), **answer.further.get("clock", {})}
        return {"kind": value.kind, "url": f"{answer.list_url(value.kind)}?{urlencode(keys)}"}
    if is_dataclass(value) and not isinstance(value, type):
        return {part.name: plain(getattr(value, part.name), answer) for part in fields(value)}
    if isinstance(value, dict):
        return {str(key): plain(part, answer) for key, part in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(part, answer) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, Model):
        return getattr(value, "slug", str(value))
    return value


def refs(value: Any) -> Iterator[FactRef]:
    """Every reference to a fact inside rows."""
    if isinstance(value, FactRef):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            yield from refs(getattr(value, part.name))
    elif isinstance(value, dict):
        yield from refs(list(value.values()))
    elif isinstance(value, (list, tuple, set, frozenset)):
        for part in value:
            yield from refs(part)


# --- Rows as a table -------------------------------------------------------------------------------
def cell(value: Any) -> Any:
    """One cell: numbers stay numbers, text never starts a formula, lists are joined."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return value
    return safe_text(_text(value))


def _text(value: Any) -> str:
    if isinstance(value, dict):
        if set(value) == {"kind", "url"}:
            return str(value["url"])
        if set(value) == {"kind", "slug", "url"}:
            return f"{value['kind']}/{value['slug']}"
        return "; ".join(f"{key}: {_text(part)}" for key, part in value.items())
    if isinstance(value, list):
        pairs = value and all(isinstance(p, list) and len(p) == 2 and isinstance(p[0], str) for p in value)
        return "; ".join(f"{p[0]}: {_text(p[1])}" if pairs else _text(p) for p in value)
    return "" if value is None else str(value)


def columns(metric: Metric, rows: list[dict]) -> list[str]:
    """The names of a metric's columns, also where it has no rows."""
    if rows:
        return list(rows[0])
    row = next(iter(get_args(get_type_hints(metric.rows).get("return"))), None)
    return [part.name for part in fields(row)] if row is not None and is_dataclass(row) else []


class CsvRenderer(BaseRenderer):
    """The rows alone, as a table that a spreadsheet opens safely."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None) -> str:
        if data is None:
            return ""
        names = columns(METRICS[data["name"]], data["rows"])
        return csv_text(names, ([cell(row.get(name)) for name in names] for row in data["rows"]))


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
        "over_time": metric.over_time,
        "rests_on": list(metric.rests_on),
        "url": answer.root_url(f"metrics/{metric.name}/"),
    }


def stale_feeds(rests_on: Collection[str], as_of: date | None) -> list[dict[str, Any]]:
    """The stale ones of the feeds that figures rest on; for a past day, those that told nothing since before it.

    None for an answer asked with both clocks: it stays the same.
    """
    if not rests_on or recorded_by(as_of):
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
        and (as_of is None or row.current_at is None or row.current_at.date() < as_of)
    ]


class MetricListView(PublicView):
    """The questions that the ledger answers in figures, each with its definition and its limits."""

    @extend_schema(operation_id="metrics_list", responses={200: DefinitionSerializer(many=True), **ERRORS})
    def get(self, request: Request) -> Response:
        refuse_the_unknown(request.query_params, ("format",))
        return unless_known(request, "metrics", lambda: self._answer(request))

    def _answer(self, request: Request) -> Response:
        answer = _site(request)
        return Response([definition(metric, answer) for metric in METRICS.values()])


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
            OpenApiParameter(
                "recorded", {"type": "string", "format": "date-time"}, description=RECORDED_SAYS
            ),
            OpenApiParameter(
                "country", {"type": "string", "enum": list(COUNTRIES)}, description=COUNTRY_SAYS
            ),
            OpenApiParameter(
                "confidence", {"type": "string", "enum": list(FLOORS)}, description=CONFIDENCE_SAYS
            ),
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
        version = LedgerVersion.now()
        hour = timezone.now().strftime("%H")  # a feed grows stale without any write
        return unless_known(request, (version.number, hour), lambda: self._answer(request, metric, version))

    def _answer(self, request: Request, metric: Metric, version: LedgerVersion) -> Response:
        given = request.query_params
        refuse_the_unknown(given, ("as_of", "recorded", "country", "confidence", "format"))
        as_of = version.seen_from(read("as_of", given, past_day), read("recorded", given, past_moment))
        answer = _site(request)
        answer.further["clock"] = {"as_of": as_of.isoformat()} if as_of else {}
        question = Question(
            day=as_of or answer.day,
            as_of=as_of,
            country=read("country", given, one_of(COUNTRIES)) or "",
            confidence=read("confidence", given, one_of(FLOORS)) or "",
            ledger=kept(version.number, recorded_by(as_of)),
        )
        rows = list(metric.rows(question))
        cited = [] if request.accepted_renderer.format == "csv" else sources_of(set(refs(rows)))
        response = Response(
            {
                **definition(metric, answer),
                "as_of": as_of,
                "recorded": recorded_by(as_of),
                "day": question.day,
                "country": question.country,
                "confidence": question.confidence,
                "rows": [plain(row, answer) for row in rows],
                "sources": [told_source(source) for source in cited],
                "rests_on": list(metric.rests_on_in(question)),
                "stale_feeds": stale_feeds(metric.rests_on_in(question), as_of),
            }
        )
        if request.accepted_renderer.format == "csv":
            name = f"{metric.name}-{question.day}.csv"
            response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
