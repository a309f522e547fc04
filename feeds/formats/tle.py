"""Two-line element sets, with or without a line for the name, as the keywords of the OMM.

The catalogue number may be in Alpha-5 (A0001 is 100001): five digits end at 99999. What a TLE cannot say,
numbers above 339999, it does not say wrongly either: such objects are simply not in it.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

ALPHA_5 = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # I and O are never used
MOST_OF_NAME = 60
_FIRST_YEAR = 57  # Sputnik's: 57 to 99 are of the twentieth century
_BEGINS = re.compile(r"[12] [0-9A-Z ][0-9 ]{4}(?:[UCS ]|$)")
_SHAPE = {
    1: re.compile(
        r"1 (?P<number>[0-9A-Z ][0-9 ]{3}[0-9])(?P<class>[UCS]) (?P<designator>[0-9A-Z ]{8}) "
        r"(?P<year>[0-9]{2})(?P<day>[0-9 ]{3}\.[0-9]{8}) (?P<dot>[ 0+-]\.[0-9]{8}) (?P<ddot>[ +-][0-9]{5}[+-][0-9]) "
        r"(?P<bstar>[ +-][0-9]{5}[+-][0-9]) (?P<type>[0-9 ]) (?P<set>[0-9 ]{4})[0-9]"
    ),
    2: re.compile(
        r"2 (?P<number>[0-9A-Z ][0-9 ]{3}[0-9]) (?P<inclination>[0-9 ]{3}\.[0-9]{4}) "
        r"(?P<node>[0-9 ]{3}\.[0-9]{4}) (?P<eccentricity>[0-9]{7}) (?P<pericenter>[0-9 ]{3}\.[0-9]{4}) "
        r"(?P<anomaly>[0-9 ]{3}\.[0-9]{4}) (?P<motion>[0-9 ]{2}\.[0-9]{8})(?P<revolution>[0-9 ]{5})[0-9]"
    ),
}


def read(text: str) -> Iterator[tuple[int, str, dict[str, str] | Exception]]:
    """Each set with the number of its first line, or what is wrong with it. Lines that begin with # say nothing."""
    name, named_at, first, at = "", 0, "", 0
    for number, line in enumerate(text.split("\n"), 1):
        line = line.rstrip()
        kind = _kind(line)
        if kind == 2 and first:
            yield at, f"{name} / {first} / {line}", of_lines(name, first, line)
            name, first = "", ""
            continue
        if first:
            yield at, first, ValueError("line 1 has no line 2 after it")
            name, first = "", ""
        if kind == 1:
            first, at = line, number
        elif kind == 2:
            yield number, line, ValueError("line 2 has no line 1 before it")
            name = ""
        elif len(line) > MOST_OF_NAME:
            yield number, line, ValueError("is neither a name nor a line of an element set")
        elif line and not line.startswith("#"):
            if name:
                yield named_at, name, ValueError("a name without lines 1 and 2 after it")
            name, named_at = line.removeprefix("0 ").strip(), number
    if left := first or name:
        what = "line 1" if first else "the name"
        yield at if first else named_at, left, ValueError(f"the file ends after {what} of a set")


def _kind(line: str) -> int:
    """1 or 2 for a line of a set, however short it is cut; 0 for any other, such as a name like `1 KUNS`."""
    return int(line[0]) if _BEGINS.match(line) or (len(line) > 24 and line[:2] in {"1 ", "2 "}) else 0


def of_lines(name: str, first: str, second: str) -> dict[str, str] | Exception:
    """The keywords of a set in two lines, or what is wrong with them."""
    try:
        one, two = _fields(1, first), _fields(2, second)
        if one["number"] != two["number"]:
            raise ValueError(f"line 1 is of {one['number'].strip()} and line 2 of {two['number'].strip()}")
        return {
            "OBJECT_NAME": name,
            "OBJECT_ID": _designator(one["designator"].strip()),
            "EPOCH": _epoch(int(one["year"]), one["day"]),
            "MEAN_MOTION": two["motion"].strip(),
            "ECCENTRICITY": f".{two['eccentricity']}",
            "INCLINATION": two["inclination"].strip(),
            "RA_OF_ASC_NODE": two["node"].strip(),
            "ARG_OF_PERICENTER": two["pericenter"].strip(),
            "MEAN_ANOMALY": two["anomaly"].strip(),
            "EPHEMERIS_TYPE": one["type"].strip() or "0",
            "CLASSIFICATION_TYPE": one["class"],
            "NORAD_CAT_ID": str(catalogue_number(one["number"])),
            "ELEMENT_SET_NO": one["set"].strip() or "0",
            "REV_AT_EPOCH": two["revolution"].strip() or "0",
            "BSTAR": _power(one["bstar"]),
            "MEAN_MOTION_DOT": one["dot"].strip(),
            "MEAN_MOTION_DDOT": _power(one["ddot"]),
        }
    except ValueError as fault:
        return fault


def _fields(number: int, line: str) -> dict[str, str]:
    if len(line) != 69:
        raise ValueError(f"line {number} has {len(line)} signs, not 69")
    found = _SHAPE[number].fullmatch(line)
    if not found:
        raise ValueError(f"line {number} has not the columns of a TLE: {line!r}")
    if (sum_ := checksum(line)) != int(line[68]):
        raise ValueError(f"line {number} ends in checksum {line[68]}, and its signs add up to {sum_}")
    return found.groupdict()


def checksum(line: str) -> int:
    """The sum of the digits of the first 68 columns, a minus as one and letters as nothing, modulo ten."""
    return sum(int(c) if c.isdigit() else c == "-" for c in line[:68]) % 10


def catalogue_number(field: str) -> int:
    """The number in five columns, the first of which may be a letter (Alpha-5)."""
    field = field.strip()
    if field[:1].isalpha():
        if field[0] not in ALPHA_5 or not re.fullmatch("[0-9]{4}", field[1:]):
            raise ValueError(f"catalogue number {field!r} is no Alpha-5")
        return (10 + ALPHA_5.index(field[0])) * 10_000 + int(field[1:])
    if not re.fullmatch("[0-9]{1,5}", field):
        raise ValueError(f"catalogue number {field!r} is no number")
    return int(field)


def _designator(field: str) -> str:
    if not field:
        return ""
    if not re.fullmatch(r"[0-9]{5}[A-Z]{1,3}", field):
        raise ValueError(f"designator {field!r} is not like 25248L")
    return f"{_year(int(field[:2]))}-{field[2:]}"


def _year(two_digits: int) -> int:
    return two_digits + (1900 if two_digits >= _FIRST_YEAR else 2000)


def _epoch(year: int, day: str) -> str:
    whole, fraction = day.strip().replace(" ", "0").split(".")
    first = datetime(_year(year), 1, 1, tzinfo=UTC)
    # Eight digits of a day are steps of 864 microseconds: no rounding.
    at = first + timedelta(days=int(whole) - 1, microseconds=int(fraction) * 864)
    if at.year != first.year:
        raise ValueError(f"epoch {day.strip()} is no day of {first.year}")
    return f"{at:%Y-%m-%dT%H:%M:%S.%f}"


def _power(field: str) -> str:
    """` 57128-3` is 0.57128e-3."""
    sign = "-" if field[0] == "-" else ""
    return f"{sign}.{field[1:6]}E{field[6:]}"
