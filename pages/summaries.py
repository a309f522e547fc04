"""What the rows of a metric without a history come to, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from common.countries import RIVALS, country_name
from metrics.registry import Metric
from pages import words
from pages.query import ReaderQuery


def summary(metric: Metric, rows: Sequence[Any], query: ReaderQuery) -> str:
    """Where both countries stand, or the one asked for; with the floor of confidence, if one is set.

    Empty where no sentence could say it.
    """
    say = metric.said
    if say is None:
        return ""
    codes = (query.country,) if query.country else RIVALS
    of_each = {code: [row for row in rows if row.country == code] for code in codes}
    return _("%(title)s on %(day)s: %(parts)s.") % {
        "title": words.floored(str(metric.title), query.confidence),
        "day": words.day(query.day),
        "parts": "; ".join(
            f"{country_name(code)} {say(mine) if mine else _('none known')}" for code, mine in of_each.items()
        ),
    }
