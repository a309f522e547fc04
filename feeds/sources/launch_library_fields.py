"""The fields of a launch at Launch Library: those read, those known and left aside, and what is odd about them."""

from collections.abc import Mapping, Sequence
from typing import Any

from common.text import clean
from feeds.formats.json_values import expect, part_of, zoneless

# Of a launch in mode normal, read here or known and left aside; any other one is said.
FIELDS = frozenset(
    "agency_launch_attempt_count agency_launch_attempt_count_year failreason hashtag id image infographic "
    "last_updated launch_designator launch_service_provider location_launch_attempt_count "
    "location_launch_attempt_count_year mission name net net_precision orbital_launch_attempt_count "
    "orbital_launch_attempt_count_year pad pad_launch_attempt_count pad_launch_attempt_count_year probability "
    "program response_mode rocket slug status url weather_concerns webcast_live window_end window_start".split()
)
# What is read of a launch, by the part it stands in: null or empty there it may be, but never gone.
ALWAYS_THERE = {
    "": ("net_precision", "window_start", "window_end", "launch_designator", "mission", "pad", "rocket",
         "launch_service_provider"),
    "mission": ("name", "description", "orbit"),
    "mission.orbit": ("name",),
    "pad": ("name", "country", "location"),
    "pad.country": ("alpha_2_code",),
    "pad.location": ("name",),
    "rocket": ("configuration",),
    "rocket.configuration": ("name", "full_name"),
    "launch_service_provider": ("name",),
}  # fmt: skip
MOMENTS = ("net", "last_updated", "window_start", "window_end")


def oddities(items: Sequence[Any]) -> list[str]:
    """What launches say in another way than before, for a person to look at."""
    launches = [item for item in items if isinstance(item, dict)]
    remarks = zoneless(launches, MOMENTS)
    if odd := sorted({clean(name)[:40] for item in launches for name in item.keys() - FIELDS}):
        remarks.append(f"Fields new there and not read: {', '.join(odd[:8])}.")
    return remarks


def expect_all(item: Mapping[str, Any]) -> None:
    """Raises Lacking where a part of a launch has lost a field."""
    for path, names in ALWAYS_THERE.items():
        part = item
        for key in path.split(".") if path else ():
            part = part_of(part, key)
        expect(part, names, f"{path}." if path else "")
