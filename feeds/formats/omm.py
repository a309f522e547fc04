"""The keywords of an OMM: what a record of any form must have, may lack, and as the CSV of CelesTrak has them."""

import re
from calendar import isleap
from datetime import date, timedelta

from feeds.formats import tle
from feeds.sources.celestrak_gp import COLUMNS

Fields = dict[str, str]
# Line, raw text, and the record's keywords or what is wrong with them.
Found = tuple[int, str | bytes, Fields | Exception]
# What CelesTrak leaves out because it is always the same, and what it writes for the rest.
CONSTANT = {
    "CENTER_NAME": {"EARTH"},
    "REF_FRAME": {"TEME"},
    "TIME_SYSTEM": {"UTC"},
    "MEAN_ELEMENT_THEORY": {"SGP4", "SGP/SGP4"},
}
MAY_LACK = {
    "OBJECT_ID": "", "EPHEMERIS_TYPE": "0", "CLASSIFICATION_TYPE": "U", "ELEMENT_SET_NO": "999",
    "REV_AT_EPOCH": "0", "MEAN_MOTION_DDOT": "0",
}  # fmt: skip
MUST_HAVE = tuple(name for name in COLUMNS if name not in {*MAY_LACK, "OBJECT_NAME"})
KEYWORDS = (*COLUMNS, *CONSTANT)
LINES = ("TLE_LINE1", "TLE_LINE2")  # as Space-Track names the two lines of a set
_DAY_OF_YEAR = re.compile(r"([0-9]{4})-([0-9]{3})T(.+)")
LONGEST_EPOCH = len("2026-08-22T01:48:26.987904")
_LEAP_SECOND = re.compile(r"(.+T23:59:)60(\.[0-9]+)?")
_TOO_FINE = re.compile(r"(\.[0-9]{6})[0-9]+$")  # the standard sets no end to digits; the database keeps six


def has_only_lines(fields: Fields) -> bool:
    """Whether a record gives its elements as the two lines of a TLE alone, as Space-Track does."""
    return all(fields.get(name, "").strip() for name in LINES) and not any(
        fields.get(name, "").strip() for name in ("MEAN_MOTION", "EPOCH")
    )


def from_lines(fields: Fields) -> Fields | Exception:
    """The keywords of such a record, or what is wrong with its lines."""
    name = (fields.get("OBJECT_NAME") or fields.get("TLE_LINE0", "").removeprefix("0 ")).strip()
    one, two = (fields[name].rstrip() for name in LINES)
    return tle.of_lines(name, one, two)


def as_csv(fields: Fields) -> Fields:
    """The keywords as CelesTrak's CSV has them; `ValueError` where a constant is another one."""
    for name in CONSTANT.keys() & fields.keys():
        if (said := fields[name].strip()) and said.upper() not in CONSTANT[name]:
            raise ValueError(f"{name} is {said[:30]!r}; only {' or '.join(sorted(CONSTANT[name]))} is read")
    row = {name: fields.get(name, "").strip() for name in COLUMNS}
    if not all(row.values()):
        row |= {name: value for name, value in MAY_LACK.items() if not row[name]}
        if missing := [name for name in MUST_HAVE if not row[name]]:
            raise ValueError(f"lacks {', '.join(missing)}")
    if row["EPHEMERIS_TYPE"] == "4":
        raise ValueError("EPHEMERIS_TYPE 4 is SGP4-XP, whose elements SGP4 must not use")
    row["NORAD_CAT_ID"] = row["NORAD_CAT_ID"].removeprefix("+")
    row["EPOCH"] = _calendar(row["EPOCH"].removesuffix("Z"))
    return row


def _calendar(epoch: str) -> str:
    """An epoch by day of the year or in a leap second as one of the calendar; any other as it is."""
    if found := _DAY_OF_YEAR.fullmatch(epoch):
        year, number = int(found[1]), int(found[2])
        if not (year >= 1 and 1 <= number <= 365 + isleap(year)):
            raise ValueError(f"EPOCH {epoch[:40]!r} is not a day of that year")
        epoch = f"{found[1]}-{date(year, 1, 1) + timedelta(days=number - 1):%m-%d}T{found[3]}"
    if found := _LEAP_SECOND.fullmatch(epoch):
        epoch = f"{found[1]}59{found[2] or ''}"
    return _TOO_FINE.sub(r"\1", epoch) if len(epoch) > LONGEST_EPOCH else epoch
