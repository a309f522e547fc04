"""National launch totals against a launch log: where the two differ, and by which launches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from common.countries import RIVALS
from launches.models import FLOWN, Launch, LaunchTotal
from launches.records import LoggedLaunch

# A launch near midnight may have another day elsewhere.
DAYS_APART = 1


@dataclass(frozen=True)
class TotalRow:
    """One nation's year: attempts of the log, the ledger's total, and the launches that we hold one by one.

    None: the ledger has no total, or holds no launch of that year. `marginal` attempts are part of `logged`.
    """

    country: str
    year: int
    logged: int
    marginal: int
    logged_failures: int
    total: int | None
    total_failures: int | None
    held: int | None
    only_logged: tuple[LoggedLaunch, ...]
    only_held: tuple[Launch, ...]
    unfinished: bool

    @property
    def difference(self) -> int | None:
        """The ledger's total less the log's count; none where the two differ by the marginal ones alone."""
        if self.total is None:
            return None
        off = self.total - self.logged
        return 0 if off == -self.marginal else off


def compare_totals(log: Sequence[LoggedLaunch], *, first_year: int) -> list[TotalRow]:
    """Each year of each nation that the ledger follows, newest first. Writes nothing.

    The ledger's total is the one counted by nation of the vehicle, as the log counts. A year that the log
    begins or ends in the midst of is unfinished: a total of the whole year is more.
    """
    totals = {(t.country, t.year): t for t in LaunchTotal.objects.counted_by(LaunchTotal.Method.GCAT)}
    countries = {*RIVALS, *(country for country, _year in totals)}
    span = (min((x.first for x in log), default=date.max), max((x.last for x in log), default=date.min))
    logged: dict[tuple[str, int], list[LoggedLaunch]] = {}
    for launch in log:
        if launch.country in countries and launch.year >= first_year:
            logged.setdefault((launch.country, launch.year), []).append(launch)
    held: dict[tuple[str, int], list[Launch]] = {}
    for row in Launch.objects.filter(
        status__in=FLOWN, country__in=countries, net_first__year__gte=first_year
    ):
        if row.net_first.year == row.net_last.year:
            held.setdefault((row.country, row.net_first.year), []).append(row)
    return [
        _row(key, logged[key], totals.get(key), held.get(key), span)
        for key in sorted(logged, key=lambda key: (-key[1], key[0]))
    ]


def _row(
    key: tuple[str, int],
    logged: Sequence[LoggedLaunch],
    total: LaunchTotal | None,
    held: Sequence[Launch] | None,
    span: tuple[date, date],
) -> TotalRow:
    only_logged, only_held = unmatched(logged, held) if held else ((), ())
    oldest, newest = span
    return TotalRow(
        country=key[0],
        year=key[1],
        logged=len(logged),
        marginal=sum(launch.marginal for launch in logged),
        logged_failures=sum(launch.failed for launch in logged),
        total=total.attempts if total else None,
        total_failures=total.failures if total else None,
        held=len(held) if held else None,
        only_logged=only_logged,
        only_held=tuple(row for row in only_held if oldest <= row.net_first and row.net_last <= newest),
        unfinished=oldest > date(key[1], 1, 31) or newest < date(key[1], 12, 1),
    )


def unmatched(
    logged: Iterable[LoggedLaunch], held: Iterable[Launch]
) -> tuple[tuple[LoggedLaunch, ...], tuple[Launch, ...]]:
    """What has no counterpart: matched by designator, and the rest one by one by day."""
    rest = list(held)
    by_designator = {row.designator: row for row in rest if row.designator}
    left: list[LoggedLaunch] = []
    for launch in sorted(logged, key=lambda launch: (launch.first, launch.tag)):
        row = by_designator.pop(launch.tag, None)
        if row is None:
            left.append(launch)
        else:
            rest.remove(row)
    lone: list[LoggedLaunch] = []
    for launch in left:
        near = [row for row in rest if not row.designator and _apart(launch, row) <= DAYS_APART]
        if near:
            rest.remove(min(near, key=lambda row: (_apart(launch, row), row.pk)))
        else:
            lone.append(launch)
    return tuple(lone), tuple(sorted(rest, key=lambda row: (row.net_first, row.pk)))


def _apart(launch: LoggedLaunch, row: Launch) -> int:
    """Days between the two intervals; 0 where they touch."""
    return max(0, (row.net_first - launch.last).days, (launch.first - row.net_last).days)
