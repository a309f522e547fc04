"""Launches of a log against those that we hold, one by one: what belongs together, and where the two differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from launches.models import TERMINAL, Launch, LaunchStatus
from launches.records import LoggedLaunch
from launches.services.ties import same_family

# A launch near midnight may have another day elsewhere.
DAYS_APART = 1


@dataclass(frozen=True)
class Pair:
    logged: LoggedLaunch
    held: Launch


@dataclass(frozen=True)
class Matched:
    """Pairs of one launch, and what has no counterpart."""

    pairs: tuple[Pair, ...]
    only_logged: tuple[LoggedLaunch, ...]
    only_held: tuple[Launch, ...]


@dataclass(frozen=True)
class Difference:
    """What the log states of a launch otherwise than we do."""

    pair: Pair
    field: str
    theirs: str
    ours: str


def match(logged: Iterable[LoggedLaunch], held: Iterable[Launch]) -> Matched:
    """By designator, then by day, and last by day and vehicle where the two have different designators."""
    rest = list(held)
    by_designator = {row.designator: row for row in rest if row.designator}
    pairs: list[Pair] = []
    left: list[LoggedLaunch] = []
    for launch in sorted(logged, key=lambda launch: (launch.first, launch.tag)):
        row = by_designator.pop(launch.tag, None)
        if row is None:
            left.append(launch)
        else:
            pairs.append(Pair(launch, row))
            rest.remove(row)
    for can_be in (_lacks_designator, _flies_the_same):
        left = [launch for launch in left if not _paired(launch, rest, pairs, can_be)]
    lone = sorted(rest, key=lambda row: (row.net_first, row.pk))
    return Matched(tuple(pairs), tuple(left), tuple(lone))


def _paired(
    launch: LoggedLaunch,
    rest: list[Launch],
    pairs: list[Pair],
    can_be: Callable[[LoggedLaunch, Launch], bool],
) -> bool:
    near = [row for row in rest if can_be(launch, row) and _apart(launch, row) <= DAYS_APART]
    if not near:
        return False
    row = min(near, key=lambda row: (_same_vehicle(launch, row) is False, _apart(launch, row), row.pk))
    rest.remove(row)
    pairs.append(Pair(launch, row))
    return True


def _lacks_designator(_launch: LoggedLaunch, row: Launch) -> bool:
    return not row.designator


def _flies_the_same(launch: LoggedLaunch, row: Launch) -> bool:
    return _same_vehicle(launch, row) is True


def _apart(launch: LoggedLaunch, row: Launch) -> int:
    """Days between the two intervals; 0 where they touch."""
    return max(0, (row.net_first - launch.last).days, (launch.first - row.net_last).days)


def differences(pairs: Sequence[Pair]) -> list[Difference]:
    """Vehicle, provider, site, outcome and designator where both sides state them and do not agree."""
    found = []
    for pair in pairs:
        theirs, ours = pair.logged, pair.held
        said = (
            ("vehicle", theirs.vehicle, ours.vehicle, _same_vehicle(theirs, ours)),
            ("provider", theirs.provider, ours.provider, _same_provider(theirs, ours)),
            ("site", theirs.site, ours.site, _same_site(theirs, ours)),
            ("outcome", theirs.status, ours.status, _same_outcome(theirs, ours)),
            ("designator", theirs.tag, ours.designator, _same_designator(theirs, ours)),
        )
        found += [Difference(pair, name, one, other) for name, one, other, same in said if same is False]
    return found


def unknown_codes(pairs: Sequence[Pair]) -> list[str]:
    """Codes of launchers and sites in the log for which no name is known: they were not compared."""
    providers = {
        f"launcher {pair.logged.provider}"
        for pair in pairs
        if pair.logged.provider and not pair.logged.providers
    }
    sites = {f"site {pair.logged.site}" for pair in pairs if pair.logged.site and not pair.logged.sites}
    return sorted(providers) + sorted(sites)


def _same_vehicle(theirs: LoggedLaunch, ours: Launch) -> bool | None:
    """None, here and below, where one side does not state it in words that can be compared."""
    if not ours.vehicle or not theirs.vehicles:
        return None
    return any(same_family(name, ours.vehicle) for name in theirs.vehicles)


def _same_provider(theirs: LoggedLaunch, ours: Launch) -> bool | None:
    if not ours.provider or not theirs.providers:
        return None
    return any(same_family(name, ours.provider) for name in theirs.providers)


def _same_site(theirs: LoggedLaunch, ours: Launch) -> bool | None:
    place = f"{ours.site} {ours.pad}".casefold()
    if not place.strip() or not theirs.sites:
        return None
    return any(name.casefold() in place for name in theirs.sites)


def _same_outcome(theirs: LoggedLaunch, ours: Launch) -> bool | None:
    """That the payload is out is a success so far; a launch in flight has no outcome."""
    if not theirs.status or ours.status not in (*TERMINAL, LaunchStatus.DEPLOYED):
        return None
    reached = LaunchStatus.SUCCESS if ours.status == LaunchStatus.DEPLOYED else ours.status
    return theirs.status == reached


def _same_designator(theirs: LoggedLaunch, ours: Launch) -> bool | None:
    return theirs.designator == ours.designator if ours.designator else None
