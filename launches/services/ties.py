"""Finds what belongs together: a feed's launch and the ledger's, a launch and the spacecraft it names.

Each rule would rather tie nothing than tie wrongly. A person reads the remarks and decides.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from common.text import DASH, HAN, PARENTHESIS, letters_in, whole_word
from launches.models import TERMINAL, Launch, Spacecraft
from launches.records import LaunchRecord
from projects.naming import ways_to_name

# Days that may lie between the two date intervals: a flown launch has its day, give or take the
# time zone and a scrub told late; a planned one may have slipped by a year.
FLOWN_TOLERANCE_DAYS = 3
PLANNED_TOLERANCE_DAYS = 366

# Words that say nothing of which mission it is.
GENERIC = frozenset(
    "a an and at dedicated demo demonstration first flight for from in inclination launch launches maiden "
    "mid mission more of on orbit others payload payloads prototype prototypes rideshare rideshares "
    "satellite satellites sso tbd test the to unknown".split()
)
_TOKEN = re.compile(r"[^\W\d_]+|\d+")


def tokens(text: str) -> tuple[str, ...]:
    """Words and numbers of a text in lower case, accents off, `Transporter-018` as ("transporter", "18")."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return tuple(
        token.lstrip("0") or "0" if token.isdigit() else token for token in _TOKEN.findall(plain.lower())
    )


@lru_cache(maxsize=8192)
def mission_key(name: str, vehicle: str = "") -> tuple[str, ...]:
    """The words that tell this mission from others, or nothing where no word does.

    "Falcon 9 Block 5 | Transporter 18 (Dedicated SSO Rideshare)" and "Transporter-18" give the
    same key. What stands before a bar, in brackets or after "with" is dropped, and so is the
    vehicle at the start of a name.
    """
    words = tokens(re.split(r"\bwith\b", PARENTHESIS.sub(" ", name.rsplit("|", 1)[-1]), maxsplit=1)[0])
    for rocket in _alternatives(vehicle):
        if rocket and words[: len(rocket)] == rocket:
            words = words[len(rocket) :]
            break
    words = tuple(word for word in words if word not in GENERIC)
    return words if sum(len(word) for word in words if word.isalpha()) >= 4 else ()


def _alternatives(text: str) -> list[tuple[str, ...]]:
    """The names in "Jielong-3 (Smart Dragon 3)", each as tokens."""
    return [tokens(PARENTHESIS.sub(" ", text)), *(tokens(part) for part in PARENTHESIS.findall(text))]


def same_family(one: str, other: str) -> bool | None:
    """Whether two names of a vehicle or provider begin alike; None where one of them is not known."""
    if not one or not other:
        return None
    return any(
        a and b and (a[: len(b)] == b or b[: len(a)] == a)
        for a in _alternatives(one)
        for b in _alternatives(other)
    )


def _agrees(record: LaunchRecord, launch: Launch) -> bool:
    """Vehicle or provider agree, as far as both sides know them (names of providers often differ)."""
    said = [same_family(record.vehicle, launch.vehicle), same_family(record.provider, launch.provider)]
    known = [word for word in said if word is not None]
    return not known or any(known)


def _near(record: LaunchRecord, launch: Launch) -> bool:
    tolerance = FLOWN_TOLERANCE_DAYS if launch.status in TERMINAL else PLANNED_TOLERANCE_DAYS
    gap = max(record.net_first, launch.net_first) - min(record.net_last, launch.net_last)
    return gap.days <= tolerance


def mission_keys(record: LaunchRecord) -> set[tuple[str, ...]]:
    """The keys of the launch's name and of its mission's."""
    return {mission_key(record.name, record.vehicle), mission_key(record.mission, record.vehicle)} - {()}


def pair_launches(
    records: Iterable[LaunchRecord], ledger: Iterable[Launch]
) -> tuple[dict[LaunchRecord, Launch], list[str]]:
    """Record and ledger's launch where they are one to one, and a remark for each match that is not.

    They match by designator where both have one, and by mission key and a vehicle or provider that agrees
    else; by near dates in any case.
    """
    by_designator: dict[str, list[Launch]] = {}
    by_key: dict[tuple[str, ...], list[Launch]] = {}
    for launch in ledger:
        by_designator.setdefault(launch.designator, []).append(launch)
        by_key.setdefault(mission_key(launch.name, launch.vehicle), []).append(launch)
    found: dict[LaunchRecord, list[Launch]] = {}
    pairs: dict[LaunchRecord, Launch] = {}
    remarks: list[str] = []
    for record in records:
        named = by_designator.get(record.designator, []) if record.designator else []
        for launch in named:
            if not _near(record, launch):
                remarks.append(
                    f"“{record.name}” has the designator {record.designator} of “{launch.name}”, but another date: "
                    "not tied."
                )
        by_name = (launch for key in mission_keys(record) for launch in by_key.get(key, ()))
        found[record] = [launch for launch in named if _near(record, launch)] or [
            launch
            for launch in dict.fromkeys(by_name)
            if not (record.designator and launch.designator)
            and _near(record, launch)
            and _agrees(record, launch)
        ]
    claims: dict[int, list[LaunchRecord]] = {}
    for record, matches in found.items():
        for launch in matches:
            claims.setdefault(launch.pk, []).append(record)
    for record, matches in found.items():
        if len(matches) == 1 and len(claims[matches[0].pk]) == 1:
            pairs[record] = matches[0]
        elif matches:
            rivals = ", ".join(sorted(f"“{launch.name}”" for launch in matches))
            remarks.append(
                f"“{record.name}” is not tied: it may be {rivals}, and the match is not one to one."
            )
    return pairs, remarks


def _tells(name: str) -> bool:
    """Whether a text that holds the name means this spacecraft: not where it is short or common."""
    if HAN.search(name):
        return len(HAN.findall(name)) >= 3
    if any(c.isdigit() for c in name):
        return letters_in(name) >= 4
    return letters_in(name) >= 12 and len(re.split(r"[\s_-]+", name)) > 1


def names_spacecraft(record: LaunchRecord, spacecraft: Spacecraft) -> bool:
    """Whether the launch's name, mission or description names the spacecraft.

    A name needs a number and four letters, or two words and twelve letters, or three Han signs. A
    single word without a number ("Gravitas") must be the whole name of the mission.
    """
    aliases = tuple(str(alias) for alias in spacecraft.aliases or ())
    text = DASH.sub("-", f"{record.name}\n{record.mission}\n{record.description}")
    missions = mission_keys(record)
    for name in ways_to_name(spacecraft.name, spacecraft.native_name, *aliases):
        if not _tells(name):
            if len(name) >= 6 and name.isalpha() and tokens(name) in missions:
                return True
        elif any(not hit.group().islower() for hit in whole_word(name).finditer(text)):
            return True
    return False


def may_fly(spacecraft: Spacecraft, record: LaunchRecord) -> bool:
    """Whether it can be aboard at all: it has not flown by its `state`, or flew on the very days of this launch."""
    if not spacecraft.state.flew:
        return True
    first, last = spacecraft.launched_on_first, spacecraft.launched_on_last
    if first is None or last is None:
        return False
    return first <= record.net_last and record.net_first <= last
