"""What is said of a measure over time: where it stands, how it is read, and what its picture leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from common.countries import RIVALS, country_name
from pages import words
from pages.frames.drawing import Drawing, Row

# Of a measure over time, the table shows no more.
NEWEST_ROWS = 200


def sentence(drawing: Drawing, title: str) -> str:
    """Where each country stands at the end, or what its last whole year came to."""
    if not drawing.is_stock:
        return _of_last_years(drawing, title)
    parts = [
        f"{country_name(code)} {drawing.said(mine[-1]) if (mine := drawing.of(code)) else drawing.none()}"
        for code in drawing.choice.codes
    ]
    return _("%(title)s on %(day)s: %(parts)s.") % {
        "title": title,
        "day": words.day(drawing.end),
        "parts": "; ".join(parts),
    }


def _of_last_years(drawing: Drawing, title: str) -> str:
    """The total of the last year shown of each country, under the name of that year."""
    last = {code: mine[-1] for code in drawing.choice.codes if (mine := drawing.of(code))}
    years = sorted({row.label for row in last.values()})
    if len(years) == 1:
        parts = [
            f"{country_name(code)} {drawing.said(last[code]) if code in last else drawing.none()}"
            for code in drawing.choice.codes
        ]
        return _("%(title)s in %(year)s: %(parts)s.") % {
            "title": title,
            "year": years[0],
            "parts": "; ".join(parts),
        }
    parts = [
        _("%(country)s %(value)s in %(year)s")
        % {"country": country_name(code), "value": drawing.said(last[code]), "year": last[code].label}
        if code in last
        else f"{country_name(code)} {drawing.none()}"
        for code in drawing.choice.codes
    ]
    return _("%(title)s: %(parts)s.") % {"title": title, "parts": "; ".join(parts)}


def legend(drawing: Drawing) -> list[str]:
    """How to read what is not self-evident in this drawing."""
    lines = []
    if drawing.scale == "log":
        lines.append(_("Log scale: each line is ten times the one below, or more."))
    if drawing.is_stock and not drawing.choice.is_relative:
        lines.append(_("A line begins at the first fact of its country: unknown is not zero."))
    if drawing.metric.promised:
        lines.append(_("Dashed: asked for or announced, not flown."))
    if drawing.is_stock and any(row.first < row.on for row in drawing.inside):
        lines.append(_("A pale bar covers the days that a vague date can mean."))
    return lines


def nothing(drawing: Drawing) -> str:
    """The sentence in place of a picture; empty where there is something to draw."""
    if drawing.refusal:
        return drawing.refusal
    if drawing.choice.first and drawing.choice.first > drawing.day:
        return _("%(first)s lies ahead: figures end on %(day)s.") % {
            "first": words.day(drawing.choice.first),
            "day": words.day(drawing.day),
        }
    if drawing.choice.is_relative and not drawing.rows:
        return (
            _(
                "There is no share of both to show: by %(day)s the ledger had no figure of this "
                "confidence for %(missing)s, and unknown is not zero."
            )
            if drawing.choice.confidence
            else _(
                "There is no share of both to show: by %(day)s the ledger had no figure of %(missing)s "
                "for this measure, and unknown is not zero."
            )
        ) % {"day": words.day(drawing.end), "missing": _missing(drawing)}
    if not drawing.rows:
        known = [row.on for row in drawing.steps if row.country in drawing.choice.codes]
        if known:
            return _(
                "The days shown end on %(end)s, before the first fact of %(first)s: nothing is to be "
                "drawn, and none known is not zero."
            ) % {"end": words.day(drawing.end), "first": words.day(min(known))}
        return _without(drawing, drawing.choice.codes, drawing.day)
    if not drawing.is_stock and not drawing.inside:
        return _("No whole year lies between %(first)s and %(last)s.") % {
            "first": words.day(drawing.start),
            "last": words.day(drawing.end),
        }
    if drawing.scale == "log" and not any((row.value or 0) > 0 for row in _drawn(drawing)):
        return _("All values here are zero, and a logarithmic scale cannot show zero: choose linear.")
    return ""


def _without(drawing: Drawing, codes: Sequence[str], day: date) -> str:
    """The sentence for countries without a figure; what a floor of confidence hides is not unknown."""
    country = {"country": _listed([country_name(code) for code in codes]), "day": words.day(day)}
    if not drawing.choice.confidence:
        return _("No figure of %(country)s was known by %(day)s: none is not the same as zero.") % country
    if set(codes) & set(drawing.less_sure):
        return (
            _(
                "No figure of this confidence for %(country)s was known by %(day)s, but the ledger holds "
                "facts that are less sure: choose all to see them."
            )
            % country
        )
    return (
        _("No figure of this confidence for %(country)s was known by %(day)s: none is not the same as zero.")
        % country
    )


def _missing(drawing: Drawing) -> str:
    """The countries without a figure by the last day shown."""
    known = {row.country for row in drawing.steps if row.on <= drawing.end}
    return _listed([country_name(code) for code in RIVALS if code not in known] or [_("one year")])


def _drawn(drawing: Drawing) -> list[Row]:
    return [*(row for code in drawing.choice.codes if (row := drawing.entry(code))), *drawing.inside]


def notices(drawing: Drawing) -> list[str]:
    """What the picture leaves out, and why."""
    found = []
    if drawing.choice.last and drawing.choice.last > drawing.day:
        found.append(_("The future is empty here: figures end on %(day)s.") % {"day": words.day(drawing.day)})
    for code in drawing.choice.codes:
        if not drawing.of(code):
            found.append(_without(drawing, (code,), drawing.end))
    first = min(row.on if drawing.is_stock else row.first for row in drawing.rows)
    if drawing.choice.first and drawing.choice.first < first and not drawing.choice.is_relative:
        found.append(
            (
                _("The first fact of this confidence is of %(day)s: nothing is drawn before it.")
                if drawing.choice.confidence
                else _("The first fact is of %(day)s: nothing is drawn before it.")
            )
            % {"day": words.day(first)}
        )
    if drawing.choice.is_relative:
        found += _of_shares(drawing, first)
    if drawing.is_stock and (hidden := len(drawing.inside) - NEWEST_ROWS) > 0:
        found.append(
            _("The table holds the newest %(shown)s rows, the files all %(all)s.")
            % {"shown": words.number(NEWEST_ROWS), "all": words.number(NEWEST_ROWS + hidden)}
        )
    if drawing.scale == "log":
        found += [text for code in drawing.choice.codes if (text := _of_zeros(drawing, code))]
    return found


def _of_shares(drawing: Drawing, first: date) -> list[str]:
    found = []
    if first > drawing.start and any(row.on < first for row in drawing.steps):
        found.append(
            _("Shares begin on %(day)s: before it only one of the two had a figure, and unknown is not zero.")
            % {"day": words.day(first)}
        )
    if drawing.choice.scale == "log":
        found.append(_("Shares run from 0 to 100 %: they are drawn on a linear scale."))
    return found


def _of_zeros(drawing: Drawing, code: str) -> str:
    """What a logarithmic scale does not show of a country."""
    entry = drawing.entry(code)
    mine = [*([entry] if entry else []), *drawing.of(code, drawing.inside)]
    above = [row for row in mine if (row.value or 0) > 0]
    if len(above) == len(mine):
        return ""
    if not above:
        told = _("%(country)s: at zero on the days shown; a logarithmic scale cannot show zero.")
    else:
        told = _("%(country)s: a logarithmic scale cannot show zero; the line breaks where it is at zero.")
    return told % {"country": country_name(code)}


def _listed(names: Sequence[str]) -> str:
    return _(" and ").join(names)
