"""The runs of each feed over thirty days, as the status page draws them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charts.feeds import FeedRuns, feeds_chart
from feeds.monitoring.freshness import FreshnessRow, MonthRow
from pages.frames.frame import Frame


def feeds_frame(feeds: Sequence[tuple[FreshnessRow, MonthRow]], day: date) -> Frame:
    """How the runs ended; the table of the page holds the same counts."""
    rows = [FeedRuns(feed.title, month.succeeded, month.missed) for feed, month in feeds]
    ran = sum(row.good + row.missed for row in rows)
    return Frame(
        id="feed-runs",
        title=_("Runs of each feed"),
        subtitle=_("Over the last 30 days. Solid answered well, hatched ended without data. Unit: runs."),
        sentence=_sentence(rows),
        figure=feeds_chart(
            rows, words={"good": _("answered well"), "missed": _("without data")}, none=_("not asked")
        ),
        empty="" if ran else _("No feed was asked in the last 30 days."),
        updated=day,
    )


def _sentence(rows: Sequence[FeedRuns]) -> str:
    good, missed = sum(row.good for row in rows), sum(row.missed for row in rows)
    said = ngettext(
        "%(good)s of %(n)s run answered well.", "%(good)s of %(n)s runs answered well.", good + missed
    ) % {"good": f"{good:,}", "n": f"{good + missed:,}"}
    worst = max(rows, key=lambda row: row.missed, default=None)
    if worst is None or not worst.missed:
        return said
    return f"{said} " + _("Most were missed of %(feed)s: %(n)s.") % {
        "feed": worst.title,
        "n": f"{worst.missed:,}",
    }
