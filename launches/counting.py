"""National launch totals against a launch log: where the two differ, and by which launches.

Both sides are counted by the one rule of `launches.attempts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from common.countries import RIVALS
from launches.attempts import ATTEMPTED, Tally, tally
from launches.comparing import Difference, Matched, differences, match, unknown_codes
from launches.models import Launch, LaunchTotal
from launches.records import LoggedLaunch


@dataclass(frozen=True)
class TotalRow:
    """One nation's year: the tally of the log, the ledger's total, and the launches that we hold one by one.

    None: the ledger has no total, or holds no launch of that year. `judged` is false of a year that the log
    begins or ends in, and of one that still runs: part of it may be missing.
    """

    country: str
    year: int
    logged: Tally
    marginal: tuple[LoggedLaunch, ...]
    total: int | None
    total_failures: int | None
    held: int | None
    only_logged: tuple[LoggedLaunch, ...]
    only_held: tuple[Launch, ...]
    differences: tuple[Difference, ...]
    unknown_codes: tuple[str, ...]
    judged: bool

    @property
    def difference(self) -> int | None:
        """The ledger's total less the log's count, which has the marginal attempts in it."""
        return None if self.total is None else self.total - self.logged.attempts

    @property
    def leaves_out_marginal(self) -> bool:
        """Whether the total differs by just its marginal launches: it was counted by another rule."""
        return bool(self.marginal) and self.difference == -self.logged.marginal

    @property
    def failures_difference(self) -> int | None:
        return None if self.total_failures is None else self.total_failures - self.logged.failures


def compare_totals(log: Sequence[LoggedLaunch], *, first_year: int, today: date) -> list[TotalRow]:
    """Each year of each nation that the ledger follows, newest first. Writes nothing.

    The ledger's total is the one counted by nation of the vehicle, as the log counts. A nation
    that has no launch in a year of the log is compared too.
    """
    totals = {(t.country, t.year): t for t in LaunchTotal.objects.counted_by(LaunchTotal.Method.GCAT)}
    countries = {*RIVALS, *(country for country, _year in totals)}
    years = sorted({launch.year for launch in log})
    whole = {year for year in years[1:-1] if year < today.year}
    logged: dict[tuple[str, int], list[LoggedLaunch]] = {
        key: [] for key in totals if key[1] in whole and key[1] >= first_year
    }
    for launch in log:
        if launch.country in countries and launch.year >= first_year:
            logged.setdefault((launch.country, launch.year), []).append(launch)
    span = (min((x.first for x in log), default=date.max), max((x.last for x in log), default=date.min))
    held = _held(countries, first_year)
    return [
        _row(key, logged[key], totals.get(key), held.get(key), span, key[1] in whole)
        for key in sorted(logged, key=lambda key: (-key[1], key[0]))
    ]


def _held(countries: set[str], first_year: int) -> dict[tuple[str, int], list[Launch]]:
    """Attempts that we hold one by one, by nation and year."""
    held: dict[tuple[str, int], list[Launch]] = {}
    rows = Launch.objects.filter(status__in=ATTEMPTED, country__in=countries, net_first__year__gte=first_year)
    for row in rows:
        if row.net_first.year == row.net_last.year:
            held.setdefault((row.country, row.net_first.year), []).append(row)
    return held


def _row(
    key: tuple[str, int],
    logged: Sequence[LoggedLaunch],
    total: LaunchTotal | None,
    held: Sequence[Launch] | None,
    span: tuple[date, date],
    judged: bool,
) -> TotalRow:
    found = match(logged, held) if held else Matched((), (), ())
    oldest, newest = span
    return TotalRow(
        country=key[0],
        year=key[1],
        logged=tally(logged),
        marginal=tuple(launch for launch in logged if launch.marginal),
        total=total.attempts if total else None,
        total_failures=total.failures if total else None,
        held=len(held) if held else None,
        only_logged=found.only_logged,
        only_held=tuple(row for row in found.only_held if oldest <= row.net_first and row.net_last <= newest),
        differences=tuple(differences(found.pairs)),
        unknown_codes=tuple(unknown_codes(found.pairs)),
        judged=judged,
    )
