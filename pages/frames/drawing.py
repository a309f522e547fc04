"""The rows of a measure between two days, and all that is said of them: words, table, numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import isclose
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from charts.theme import percent
from common.countries import RIVALS, country_name
from metrics.question import FactRef
from metrics.registry import Metric
from metrics.steps import ShareRow, StepRow
from metrics.wording import sum_of
from pages import words
from pages.frames.choice import Choice
from pages.frames.frame import Numbers, Table

_NEWEST_ROWS = 200
Row = StepRow | ShareRow


@dataclass(frozen=True)
class Drawing:
    """The rows of a measure from `start` to `end`, and what is to be said of them.

    `steps` are the figures of both countries on all days; `rows` those asked for, up to the end;
    `less_sure` the countries whose facts all stand below the floor of confidence.
    """

    metric: Metric
    choice: Choice
    day: date
    start: date
    end: date
    steps: list[StepRow]
    rows: list[Row]
    refusal: str = ""
    less_sure: tuple[str, ...] = ()
    print_value: Callable[[float], str] = field(init=False)

    def __post_init__(self) -> None:
        plain = sum_of if self.metric.kind == "money" else words.number
        object.__setattr__(self, "print_value", percent if self.choice.is_relative else plain)

    @property
    def scale(self) -> str:
        return "linear" if self.choice.is_relative else self.choice.scale

    @property
    def is_stock(self) -> bool:
        return self.metric.shape == "stock"

    @property
    def inside(self) -> list[Row]:
        """The rows of the days that are shown."""
        return [row for row in self.rows if (row.on if self.is_stock else row.first) >= self.start]

    def of(self, code: str, rows: Sequence[Row] | None = None) -> list[Row]:
        return [row for row in (self.rows if rows is None else rows) if row.country == code]

    def entry(self, code: str) -> Row | None:
        """The row whose value a country has on the first day shown, where an earlier event gave it."""
        before = [row for row in self.of(code) if row.on < self.start] if self.is_stock else []
        starts_anew = any(row.on == self.start for row in self.of(code))
        return before[-1] if before and not starts_anew else None

    def refs(self) -> list[FactRef]:
        """The facts that the picture rests on; a share rests on the figures of both."""
        rows: Sequence[Row] = self.steps if self.choice.is_relative and self.rows else self.rows
        return [fact for row in rows if row.on <= self.end for fact in row.facts]

    # --- Words --------------------------------------------------------------------------------------
    def said(self, row: Row) -> str:
        """A value in words, with the part that is disputed."""
        if row.value is None:
            return self.none()
        text = self.print_value(row.value)
        if not row.disputed:
            return text
        if isclose(row.disputed, row.value):
            return _("%(value)s (disputed)") % {"value": text}
        return _("%(value)s (%(part)s disputed)") % {"value": text, "part": self.print_value(row.disputed)}

    def none(self) -> str:
        return _("none at this confidence") if self.choice.confidence else _("none known")

    def sentence(self, title: str) -> str:
        """Where each country stands at the end, or what its last whole year came to."""
        if not self.is_stock:
            return self._of_last_years(title)
        parts = [
            f"{country_name(code)} {self.said(mine[-1]) if (mine := self.of(code)) else self.none()}"
            for code in self.choice.codes
        ]
        return _("%(title)s on %(day)s: %(parts)s.") % {
            "title": title,
            "day": words.day(self.end),
            "parts": "; ".join(parts),
        }

    def _of_last_years(self, title: str) -> str:
        """The total of the last year shown of each country, under the name of that year."""
        last = {code: mine[-1] for code in self.choice.codes if (mine := self.of(code))}
        years = sorted({row.label for row in last.values()})
        if len(years) == 1:
            parts = [
                f"{country_name(code)} {self.said(last[code]) if code in last else self.none()}"
                for code in self.choice.codes
            ]
            return _("%(title)s in %(year)s: %(parts)s.") % {
                "title": title,
                "year": years[0],
                "parts": "; ".join(parts),
            }
        parts = [
            _("%(country)s %(value)s in %(year)s")
            % {"country": country_name(code), "value": self.said(last[code]), "year": last[code].label}
            if code in last
            else f"{country_name(code)} {self.none()}"
            for code in self.choice.codes
        ]
        return _("%(title)s: %(parts)s.") % {"title": title, "parts": "; ".join(parts)}

    def legend(self) -> list[str]:
        """How to read what is not self-evident in this drawing."""
        lines = []
        if self.scale == "log":
            lines.append(_("Log scale: each line is ten times the one below, or more."))
        if self.is_stock and not self.choice.is_relative:
            lines.append(_("A line begins at the first fact of its country: unknown is not zero."))
        if self.metric.promised:
            lines.append(_("Dashed: asked for or announced, not flown."))
        if self.is_stock and any(row.first < row.on for row in self.inside):
            lines.append(_("A pale bar covers the days that a vague date can mean."))
        return lines

    def nothing(self) -> str:
        """The sentence in place of a picture; empty where there is something to draw."""
        if self.refusal:
            return self.refusal
        if self.choice.first and self.choice.first > self.day:
            return _("%(first)s lies ahead: figures end on %(day)s.") % {
                "first": words.day(self.choice.first),
                "day": words.day(self.day),
            }
        if self.choice.is_relative and not self.rows:
            return (
                _(
                    "There is no share of both to show: by %(day)s the ledger had no figure of this "
                    "confidence for %(missing)s, and unknown is not zero."
                )
                if self.choice.confidence
                else _(
                    "There is no share of both to show: by %(day)s the ledger had no figure of %(missing)s "
                    "for this measure, and unknown is not zero."
                )
            ) % {"day": words.day(self.end), "missing": self._missing()}
        if not self.rows:
            known = [row.on for row in self.steps if row.country in self.choice.codes]
            if known:
                return _(
                    "The days shown end on %(end)s, before the first fact of %(first)s: nothing is to be "
                    "drawn, and none known is not zero."
                ) % {"end": words.day(self.end), "first": words.day(min(known))}
            return self._without(self.choice.codes, self.day)
        if not self.is_stock and not self.inside:
            return _("No whole year lies between %(first)s and %(last)s.") % {
                "first": words.day(self.start),
                "last": words.day(self.end),
            }
        if self.scale == "log" and not any((row.value or 0) > 0 for row in self._drawn()):
            return _("All values here are zero, and a logarithmic scale cannot show zero: choose linear.")
        return ""

    def _without(self, codes: Sequence[str], day: date) -> str:
        """The sentence for countries without a figure; what a floor of confidence hides is not unknown."""
        country = {"country": _listed([country_name(code) for code in codes]), "day": words.day(day)}
        if not self.choice.confidence:
            return _("No figure of %(country)s was known by %(day)s: none is not the same as zero.") % country
        if set(codes) & set(self.less_sure):
            return (
                _(
                    "No figure of this confidence for %(country)s was known by %(day)s, but the ledger holds "
                    "facts that are less sure: choose all to see them."
                )
                % country
            )
        return (
            _(
                "No figure of this confidence for %(country)s was known by %(day)s: none is not the same as zero."
            )
            % country
        )

    def _missing(self) -> str:
        """The countries without a figure by the last day shown."""
        known = {row.country for row in self.steps if row.on <= self.end}
        return _listed([country_name(code) for code in RIVALS if code not in known] or [_("one year")])

    def _drawn(self) -> list[Row]:
        return [*(row for code in self.choice.codes if (row := self.entry(code))), *self.inside]

    def notices(self) -> list[str]:
        """What the picture leaves out, and why."""
        notices = []
        if self.choice.last and self.choice.last > self.day:
            notices.append(
                _("The future is empty here: figures end on %(day)s.") % {"day": words.day(self.day)}
            )
        for code in self.choice.codes:
            if not self.of(code):
                notices.append(self._without((code,), self.end))
        first = min(row.on if self.is_stock else row.first for row in self.rows)
        if self.choice.first and self.choice.first < first and not self.choice.is_relative:
            notices.append(
                (
                    _("The first fact of this confidence is of %(day)s: nothing is drawn before it.")
                    if self.choice.confidence
                    else _("The first fact is of %(day)s: nothing is drawn before it.")
                )
                % {"day": words.day(first)}
            )
        if self.choice.is_relative:
            notices += self._of_shares(first)
        if self.scale == "log":
            notices += [text for code in self.choice.codes if (text := self._of_zeros(code))]
        return notices

    def _of_shares(self, first: date) -> list[str]:
        notices = []
        if first > self.start and any(row.on < first for row in self.steps):
            notices.append(
                _(
                    "Shares begin on %(day)s: before it only one of the two had a figure, and unknown "
                    "is not zero."
                )
                % {"day": words.day(first)}
            )
        if self.choice.scale == "log":
            notices.append(_("Shares run from 0 to 100 %: they are drawn on a linear scale."))
        return notices

    def _of_zeros(self, code: str) -> str:
        """What a logarithmic scale does not show of a country."""
        entry = self.entry(code)
        mine = [*([entry] if entry else []), *self.of(code, self.inside)]
        above = [row for row in mine if (row.value or 0) > 0]
        if len(above) == len(mine):
            return ""
        if not above:
            told = _("%(country)s: at zero on the days shown; a logarithmic scale cannot show zero.")
        else:
            told = _(
                "%(country)s: a logarithmic scale cannot show zero; the line breaks where it is at zero."
            )
        return told % {"country": country_name(code)}

    # --- Rows ---------------------------------------------------------------------------------------
    def table(self) -> Table:
        """What is drawn, newest first, with the values that stood at the start of the window."""
        if not self.is_stock:
            return Table(
                [_("Year"), _("Country"), self._unit()],
                [[row.label, country_name(row.country), self.said(row)] for row in reversed(self.inside)],
                frozenset({2}),
            )
        entries = [
            [words.day(self.start), country_name(code), _("stood so before"), "–", self.said(row)]
            for code in self.choice.codes
            if (row := self.entry(code))
        ]
        value = _("Share after it") if self.choice.is_relative else _("Value after it")
        return Table(
            [_("Day"), _("Country"), _("Event"), _("Change"), value],
            [*(self._line(row) for row in reversed(self.inside[-_NEWEST_ROWS:])), *entries],
            frozenset({3, 4}),
        )

    def _unit(self) -> str:
        """The unit as the heading of a column."""
        return capfirst(_("Share of both") if self.choice.is_relative else str(self.metric.unit))

    def _line(self, row: Row) -> list[Any]:
        on = words.day(row.on)
        change = "–"
        if row.change is not None:
            sign = "+" if row.change > 0 else "−" if row.change < 0 else "±"
            change = sign + self.print_value(abs(row.change))
        return [
            on if row.first == row.on else _("by %(day)s") % {"day": on},
            country_name(row.country),
            row.label,
            change,
            self.said(row),
        ]

    def numbers(self) -> Numbers:
        """The points of the picture: the value at the start of the window, then each event in it."""
        if not self.is_stock:
            return self._yearly_numbers()
        columns = {
            "country": _("Country code"),
            "first": _("First day on which the event can have happened"),
            "on": _("Last day on which it can have happened, and from which it counts"),
            "event": _("What happened; empty for the value that stood at the start of the days shown"),
            "change": _("Change of the value"),
            "value": _("Value after it, in the unit of the chart"),
            "disputed": _("Part of the value over which sources conflict"),
        }
        columns |= self._last_columns()
        if self.nothing():
            return Numbers(columns, [])
        entries = [
            [code, self.start.isoformat(), self.start.isoformat(), "", None, *_values(row)]
            for code in self.choice.codes
            if (row := self.entry(code))
        ]
        return Numbers(
            columns,
            [
                *entries,
                *(
                    [
                        row.country,
                        row.first.isoformat(),
                        row.on.isoformat(),
                        row.label,
                        row.change,
                        *_values(row),
                    ]
                    for row in self.inside
                ),
            ],
        )

    def _yearly_numbers(self) -> Numbers:
        """The total of each year of the picture."""
        columns = {
            "country": _("Country code"),
            "year": _("Calendar year, whole"),
            "value": _("Total of the year, in the unit of the chart"),
            "disputed": _("Part of the value over which sources conflict"),
            **self._last_columns(),
        }
        rows = [] if self.nothing() else self.inside
        return Numbers(columns, [[row.country, row.first.year, *_values(row)] for row in rows])

    def _last_columns(self) -> dict[str, str]:
        """What a share was divided from, and the facts."""
        facts = {"facts": _("Facts behind it, as kind/slug")}
        if not self.choice.is_relative:
            return facts
        return {
            "amount": _("Value of the country, in %(unit)s") % {"unit": self.metric.unit},
            "whole": _("Sum of both countries, in %(unit)s") % {"unit": self.metric.unit},
            **facts,
        }


def _values(row: Row) -> list[Any]:
    of_both = [row.amount, row.whole] if isinstance(row, ShareRow) else []
    return [row.value, row.disputed, *of_both, "; ".join(f"{fact.kind}/{fact.slug}" for fact in row.facts)]


def _listed(names: Sequence[str]) -> str:
    return _(" and ").join(names)
