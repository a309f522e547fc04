"""About the figures: method, facts behind a metric, data and API, status of the feeds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.confidence import CONFIDENCE, MEANINGS
from common.countries import RIVALS, country_name
from facts.ledger.registry import in_order
from feeds.models import FeedRun
from feeds.monitoring.freshness import freshness as feed_freshness
from feeds.monitoring.freshness import month as feed_month
from feeds.monitoring.outlook import outlook as feed_outlook
from metrics.all import METRICS
from metrics.cadence import nation_years
from metrics.freshness import FreshRow
from metrics.outcomes import OUTCOMES
from metrics.paper_to_orbit import STEPS
from metrics.promises import is_judged
from metrics.question import FactRef
from metrics.registry import Metric
from pages import words
from pages.cadence import cadence_lines
from pages.citing import bibtex, frozen
from pages.evidence import evidence
from pages.filtering import bar, select
from pages.frames.all import KEYS, frame_of
from pages.frames.feeds import feeds_frame
from pages.frames.frame import Frame, Table
from pages.frames.slips import asked_rows, judged_words
from pages.places import metric_place, numbers_place, place
from pages.query import ReaderQuery
from pages.reader import not_found, reader_page
from pages.summaries import score_table, summary

_SHOWN_RUNS = 30


@reader_page("method")
def method(request: HttpRequest, query: ReaderQuery) -> tuple[str, dict[str, Any]]:
    return "method.html", {
        "metrics": [{"metric": metric, "url": metric_place(name)} for name, metric in METRICS.items()],
        "confidence": [(word, label, MEANINGS[word]) for word, label in CONFIDENCE.items()],
        "outcomes": list(OUTCOMES.items()),
    }


@reader_page("method", RIVALS, keys=("step", *KEYS))
def metric(request: HttpRequest, query: ReaderQuery, name: str) -> tuple[str, dict[str, Any]] | HttpResponse:
    found = METRICS.get(name)
    if found is None:
        return not_found(
            request,
            _("No metric “%(name)s”. Known are: %(known)s.") % {"name": name, "known": ", ".join(METRICS)},
        )
    keys = ("country", "confidence", "judged", "step")
    here = metric_place(name, {key: query.raw.get(key, "") for key in keys})
    embed = embed_place(name, query.keep("as_of", "recorded", "step"))  # the chart has every step
    title = words.floored(str(found.title), query.confidence)
    question = query.question()
    rows: Sequence[Any] = asked_rows(query, question) if name == "slippage" else found.rows(question)
    if name == "paper_to_orbit" and (step := query.word("step", tuple(STEPS))):
        rows = [row for row in rows if row.step == step]
    refs = [ref for row in rows for ref in row.facts]
    if name == "promises_missed":
        refs = _due_targets(query)
    years = nation_years(question) if name == "launch_cadence" else []
    refs += [ref for year in years for ref in year.totals]
    return "metric.html", {
        "metric": found,
        "rests_on": found.rests_on_in(question),
        "cadence": cadence_lines(years) if years else [],
        "cited_title": title,
        "frame": (frame := frame_of(name, query)),
        "summary": "" if frame or name == "scoreboard" else summary(found, rows, query),
        "numbers": [] if frame else _numbers(name, query),
        "table": (table := score_table(rows) if name == "scoreboard" else _table(found, rows, frame)),
        "table_chart": {"title": found.title, "table": table},
        "facts": [] if name in _ELSEWHERE else evidence(refs),
        "measures": _ELSEWHERE[name](rows) if name in _ELSEWHERE else [],
        "bibtex": bibtex(name, title, query, request.build_absolute_uri(frozen(here, query))),
        "live_url": request.build_absolute_uri(embed),
        "still_url": request.build_absolute_uri(frozen(embed, query)),
        **bar(
            query,
            metric_place(name),
            ngettext("%(n)s row", "%(n)s rows", len(rows)) % {"n": words.number(len(rows))},
            select(query, "country", _("Country"), [(code, country_name(code)) for code in RIVALS]),
            *([select(query, "step", _("Step"), STEPS.items())] if name == "paper_to_orbit" else []),
            *([select(query, "judged", _("Dates"), judged_words())] if name == "slippage" else []),
        ),
    }


def embed_place(name: str, keys: Sequence[tuple[str, str]]) -> str:
    """The address of a chart alone."""
    url = reverse("pages:embed", kwargs={"name": name})
    return f"{url}?{urlencode(keys)}" if keys else url


def _numbers(name: str, query: ReaderQuery) -> list[tuple[str, str]]:
    """Where the rows of a metric without a chart are taken away."""
    asked = {"country": query.country, "confidence": query.confidence}
    return [
        (_("Numbers (CSV)"), numbers_place(name, **asked, format="csv")),
        (_("Numbers (JSON)"), numbers_place(name, **asked)),
    ]


def _table(found: Metric, rows: Sequence[Any], frame: Frame | None) -> Table | None:
    """The rows of a metric without a history, in the columns that it names; none where its chart has them."""
    if not found.columns or (frame and frame.table and len(frame.table.rows) == len(rows)):
        return None
    values = [[getattr(row, name) for name, _heading in found.columns] for row in rows]
    return Table(
        [str(heading) for _name, heading in found.columns],
        [[_cell(value) for value in row] for row in values],
        frozenset(n for n in range(len(found.columns)) if any(_is_figure(row[n]) for row in values)),
    )


def _is_figure(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _cell(value: Any) -> Any:
    """A value as a table prints it; None stays, and is shown as unknown."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return words.number(round(value, 2))
    return words.day(value) if isinstance(value, date) else value


def _measures(rows: Sequence[Any]) -> list[dict[str, str]]:
    """The metrics whose figures stand on the scoreboard: each page lists its facts."""
    names = (
        "satellites_in_orbit",
        "filings",
        "funding",
        "compute_in_orbit",
        "launches_with_compute",
        "slippage",
    )
    return [{"title": str(METRICS[name].title), "url": metric_place(name)} for name in names]


def _newest(rows: Sequence[FreshRow]) -> list[dict[str, str]]:
    """The newest fact of each kind and country: its own page has the sources."""
    return [
        {
            "title": f"{row.country}, {row.kind_label}: {row.newest}",
            "url": place(row.facts[0].kind, row.facts[0].slug),
        }
        for row in rows
        if row.facts
    ]


# Metrics over so many kinds of facts that their pages lead to the facts in place of listing them.
_ELSEWHERE: dict[str, Callable[[Sequence[Any]], list[dict[str, str]]]] = {
    "freshness": _newest,
    "scoreboard": _measures,
}


def _due_targets(query: ReaderQuery) -> list[FactRef]:
    """All judged targets that came due, kept or not: the whole that those missed are of."""
    question = query.question()
    outcomes = question.outcomes
    return [
        FactRef("targets", target.slug)
        for target in question.targets
        if is_judged(target)
        and outcomes[target.pk] in ("met", "missed", "unknown")
        and query.country in ("", target.project.country)
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
