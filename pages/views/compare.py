"""Compare: any measure with a history, the United States against China, over time."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics.all import METRICS
from metrics.registry import Metric
from pages import words
from pages.filtering import bar, compared, day, select
from pages.frames.choice import KEYS, choose
from pages.frames.credit import credited
from pages.frames.frame import Frame
from pages.frames.measure import comparable, measure_frame
from pages.places import metric_place
from pages.query import ReaderQuery
from pages.reader import reader_page

FIRST = "satellites_in_orbit"


@reader_page("compare", keys=("metric", *KEYS))
def compare(request: HttpRequest, query: ReaderQuery) -> tuple[str, dict[str, Any]]:
    metrics = comparable()
    name = query.word("metric", tuple(metrics), FIRST)
    [frame] = credited(query.day, measure_frame(metrics[name], query, choose(query)))
    values = [("absolute", _("absolute")), ("relative", _("share of both"))]
    filters = (
        select(query, "metric", _("Measure"), [(key, item.title) for key, item in metrics.items()], FIRST)
        | {"wide": True},
        compared(query),
        select(query, "values", _("Values"), values, "absolute"),
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
    return "compare.html", {
        "metric": metrics[name],
        "frame": frame,
        "measures": [
            {"title": item.title, "url": f"{reverse('pages:compare')}?metric={key}", "current": key == name}
            for key, item in metrics.items()
        ],
        "others": [
            {"title": item.title, "url": metric_place(key)}
            for key, item in METRICS.items()
            if key not in metrics
        ],
        **bar(query, reverse("pages:compare"), _counted(metrics[name], frame), *filters),
    }


def _counted(metric: Metric, frame: Frame) -> str:
    """How much the chart shows: changes of a stock, totals of single years."""
    numbers = frame.numbers
    if metric.shape == "yearly":
        n = len(numbers.rows) if numbers else 0
        text = ngettext("%(title)s: %(n)s total of a year", "%(title)s: %(n)s totals of years", n)
    else:
        n = numbers.telling("event") if numbers else 0
        text = ngettext("%(title)s: %(n)s change", "%(title)s: %(n)s changes", n)
    return text % {"title": metric.title, "n": words.number(n)}
