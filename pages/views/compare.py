"""Compare: any measure, the United States against China, over time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charts.steps import step_chart, window
from charts.theme import compact, money
from common.countries import RIVALS, country_name
from metrics.all import METRICS
from metrics.registry import Metric
from metrics.steps import StepRow
from pages import words
from pages.filtering import bar, day, select
from pages.frames import Frame, Table
from pages.places import metric_place, numbers_place
from pages.query import BadQuery, ReaderQuery
from pages.reader import reader_page

FIRST = "satellites_in_orbit"
PROMISED = ("filings", "projects_announced")
_NEWEST_ROWS = 200


def comparable() -> dict[str, Metric]:
    """The metrics that have a history."""
    return {name: metric for name, metric in METRICS.items() if metric.over_time}


@reader_page("compare")
def compare(request: HttpRequest, query: ReaderQuery) -> tuple[str, dict[str, Any]]:
    metrics = comparable()
    name = query.word("metric", tuple(metrics), FIRST)
    country = query.word("country", RIVALS)
    scale = query.word("scale", ("linear", "log"), "linear")
    first, last = query.day_of("from"), query.day_of("to")
    if first and last and first >= last:
        raise BadQuery(
            _("from=%(first)s is not before to=%(last)s: swap them.") % {"first": first, "last": last}
        )
    metric = metrics[name]
    frame = metric_frame(metric, query, country, first, last, scale)
    filters = (
        select(query, "metric", _("Measure"), [(key, item.title) for key, item in metrics.items()], FIRST)
        | {"wide": True},
        select(query, "country", _("Country"), [(code, country_name(code)) for code in RIVALS]),
        select(query, "scale", _("Scale"), [("linear", _("linear")), ("log", _("logarithmic"))], "linear"),
        day(query, "from", _("From")),
        day(query, "to", _("To")),
        select(
            query,
            "confidence",
            _("Confidence"),
            [
                ("claimed", _("without disputed")),
                ("reported", _("reported or better")),
                ("confirmed", _("confirmed")),
            ],
        ),
    )
    changes = len(frame.table.rows) if frame.table else 0
    count = ngettext("%(title)s: %(n)s change", "%(title)s: %(n)s changes", changes) % {
        "title": metric.title,
        "n": words.number(changes),
    }
    return "compare.html", {
        "metric": metric,
        "frame": frame,
        "measures": [
            {"title": item.title, "url": f"{reverse('pages:compare')}?metric={key}", "current": key == name}
            for key, item in metrics.items()
        ],
        **bar(query, reverse("pages:compare"), count, *filters),
    }


def metric_frame(
    metric: Metric,
    query: ReaderQuery,
    country: str = "",
    first: date | None = None,
    last: date | None = None,
    scale: str = "linear",
) -> Frame:
    """The chart of a metric, its table of the same rows, and the sentence for those who cannot see it."""
    everything = metric.rows(query.question())
    codes = (country,) if country else RIVALS
    rows = [row for row in everything if row.country in codes]
    start, end = window(rows, query.day)
    if metric.shape == "yearly" and rows:  # a year stands at its first day
        start = min(row.first for row in rows) - timedelta(days=60)
    start, end = first or start, last or end
    shown = [row for row in rows if row.on <= end]
    print_value = words.sum_of if metric.unit == METRICS["funding"].unit else words.number
    notices = _notices(shown, start, end, scale, codes, query)
    return Frame(
        id=metric.name.replace("_", "-"),
        title=str(metric.title),
        subtitle=f"{metric.definition} " + _("Unit: %(unit)s.") % {"unit": metric.unit},
        sentence=_sentence(shown, codes, end, metric, print_value),
        figure=step_chart(
            shown,
            countries={code: country_name(code) for code in codes},
            first=start,
            last=max(end, start),
            scale=scale,
            shape=metric.shape,
            promised=metric.name in PROMISED,
            number=money if print_value is words.sum_of else compact,
        ),
        table=Table(
            [_("Day"), _("Country"), _("Event"), _("Change"), _("Value after it")],
            [
                [
                    words.day(row.on)
                    if row.first == row.on
                    else _("by %(day)s") % {"day": words.day(row.on)},
                    country_name(row.country),
                    row.label,
                    ("+" if row.change > 0 else "−") + print_value(abs(row.change)),
                    print_value(row.value),
                ]
                for row in reversed([row for row in shown if row.on >= start][-_NEWEST_ROWS:])
            ],
        ),
        sources_note=_("%(n)s facts, each with its sources")
        % {"n": len({f for r in shown for f in r.facts})},
        not_measured=str(metric.not_measured),
        updated=query.day,
        csv_url=numbers_place(metric.name, country=country, confidence=query.confidence, format="csv"),
        json_url=numbers_place(metric.name, country=country, confidence=query.confidence),
        cite_url=metric_place(metric.name, {"country": country}) + "#cite",
        notices=notices,
    )


def _sentence(
    rows: list[StepRow], codes: tuple[str, ...], end: date, metric: Metric, print_value: Any
) -> str:
    """Where each country stands at the end, in words."""
    parts = []
    for code in codes:
        mine = [row for row in rows if row.country == code]
        value = print_value(mine[-1].value) if mine else _("none known")
        parts.append(f"{country_name(code)} {value}")
    return _("%(title)s on %(day)s: %(parts)s.") % {
        "title": metric.title,
        "day": words.day(end),
        "parts": "; ".join(parts),
    }


def _notices(
    rows: list[StepRow], start: date, end: date, scale: str, codes: tuple[str, ...], query: ReaderQuery
) -> list[str]:
    notices = []
    if end > query.day:
        notices.append(_("The future is empty here: figures end on %(day)s.") % {"day": words.day(query.day)})
    for code in codes:
        if not any(row.country == code for row in rows):
            notices.append(
                _("No fact for %(country)s was known by %(day)s: none is not the same as zero.")
                % {"country": country_name(code), "day": words.day(query.day)}
            )
    if rows and start < min(row.on for row in rows) and query.raw.get("from"):
        notices.append(
            _("The first fact is of %(day)s; before it there is nothing to show.")
            % {"day": words.day(min(row.on for row in rows))}
        )
    if scale == "log" and any(row.value <= 0 for row in rows):
        notices.append(_("A logarithmic scale cannot show zero: those stretches are left out."))
    return notices
