"""About the figures: method, facts behind a metric, data and API, status of the feeds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.confidence import CONFIDENCE, MEANINGS
from facts.ledger.registry import in_order
from feeds.models import FeedRun
from feeds.monitoring.freshness import freshness as feed_freshness
from feeds.monitoring.freshness import month as feed_month
from feeds.monitoring.outlook import outlook as feed_outlook
from metrics.all import METRICS
from metrics.outcomes import OUTCOMES
from metrics.registry import Metric, changes
from pages import words
from pages.citing import bibtex, frozen
from pages.evidence import evidence, without_sentence
from pages.filtering import bar, choice, compared
from pages.frames.all import CHOICES, KEYS, frame_of, rows_of, shown
from pages.frames.feeds import feeds_frame
from pages.frames.frame import MOST_ROWS
from pages.frames.rows import rows_table
from pages.places import lead_place, metric_place, numbers_place
from pages.query import ReaderQuery
from pages.reader import not_found, reader_page
from pages.summaries import summary

_SHOWN_RUNS = 30


@reader_page("method")
def method(request: HttpRequest, query: ReaderQuery) -> tuple[str, dict[str, Any]]:
    return "method.html", {
        "metrics": [{"metric": metric, "url": metric_place(name)} for name, metric in METRICS.items()],
        "confidence": [(word, label, MEANINGS[word]) for word, label in CONFIDENCE.items()],
        "outcomes": list(OUTCOMES.items()),
        "changes": changes(),
    }


@reader_page("method", keys=KEYS)
def metric(request: HttpRequest, query: ReaderQuery, name: str) -> tuple[str, dict[str, Any]] | HttpResponse:
    found = METRICS.get(name)
    if found is None:
        return not_found(
            request,
            _("No metric “%(name)s”. Known are: %(known)s.") % {"name": name, "known": ", ".join(METRICS)},
        )
    question, how = query.question(), shown(name)
    rows = rows_of(found, query, question)
    frame = frame_of(name, query)
    facts = list(dict.fromkeys(found.facts_behind(question, rows)))
    listed_facts = evidence(
        facts[:MOST_ROWS], query.as_of and query.as_of.day, found.carriers(question) if found.carriers else {}
    )
    listed = rows_table(found, rows[:MOST_ROWS]) if found.columns and not frame else None
    table = how.table(rows) if how.table else listed
    return "metric.html", {
        "metric": found,
        "rests_on": found.rests_on_in(question),
        "apart": how.apart() if how.apart else None,
        "cadence": how.conventions(question) if how.conventions else [],
        "frame": frame,
        "summary": "" if frame else summary(found, rows, query),
        "numbers": [] if frame else _numbers(name, query),
        "table": table,
        "table_chart": {"title": found.title, "table": table},
        "rows_count": 0 if how.table else len(rows),
        "facts": listed_facts,
        "unsaid": without_sentence(listed_facts),
        "facts_count": len(facts),
        "measures": _leads(found, rows),
        **_addresses(request, found, query),
        **bar(
            query,
            metric_place(name),
            ngettext("%(n)s row", "%(n)s rows", len(rows)) % {"n": words.number(len(rows))},
            compared(query),
            *(choice(query, of) for of in found.choices),
        ),
    }


def _addresses(request: HttpRequest, found: Metric, query: ReaderQuery) -> dict[str, Any]:
    """How the page of a metric is cited, and the addresses by which its chart is embedded."""
    title = words.floored(str(found.title), query.confidence)
    keys = ("country", "confidence", *CHOICES)
    here = metric_place(found.name, {key: query.raw.get(key, "") for key in keys})
    embed = embed_place(found.name, query.keep("as_of", "recorded"))
    return {
        "cited_title": title,
        "bibtex": bibtex(
            found.name, title, query, request.build_absolute_uri(frozen(here, query)), found.version
        ),
        "live_url": request.build_absolute_uri(embed),
        "still_url": request.build_absolute_uri(frozen(embed, query)),
    }


def _leads(found: Metric, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Where the facts are, of a metric whose page cannot list them."""
    leads = found.leads(rows) if found.leads else []
    return [{"title": lead.title, "url": lead_place(lead)} for lead in leads]


def embed_place(name: str, keys: Sequence[tuple[str, str]]) -> str:
    """The address of a chart alone."""
    url = reverse("pages:embed", kwargs={"name": name})
    return f"{url}?{urlencode(keys)}" if keys else url


def _numbers(name: str, query: ReaderQuery) -> list[tuple[str, str]]:
    """Where the rows of a metric without a chart are taken away, as many as the page shows of them."""
    asked = {"country": query.country, "confidence": query.confidence}
    asked |= {choice.key: query.raw.get(choice.key, "") for choice in METRICS[name].choices}
    return [
        (_("Numbers (CSV)"), numbers_place(name, **asked, format="csv")),
        (_("Numbers (JSON)"), numbers_place(name, **asked)),
    ]


@reader_page("data")
def data(request: HttpRequest, query: ReaderQuery) -> tuple[str, dict[str, Any]]:
    return "data.html", {"kinds": in_order(), "metrics": METRICS.values()}


@reader_page("status")
def status(request: HttpRequest, query: ReaderQuery) -> tuple[str, dict[str, Any]]:
    months, rows = feed_month(), feed_freshness()
    ahead = feed_outlook(rows)
    feeds = [(row, months[row.slug]) for row in rows]
    return "status.html", {
        "feeds": feeds,
        "cards": [(row, ahead[row.slug]) for row in rows],
        "frame": feeds_frame(feeds, query.day),
        "runs": list(FeedRun.objects.known_by(query.as_of)[:_SHOWN_RUNS]),
    }
