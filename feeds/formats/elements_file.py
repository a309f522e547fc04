"""Element sets from a file that a person has: OMM as CSV, JSON, XML or KVN, and TLE with or without names.

Each record is checked like those of the feed. One that cannot be meant is refused with its line and the
reason; a file that breaks off, or whose form cannot be told, is refused whole.
"""

import json
import re
from calendar import isleap
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.parsers import expat

from common.text import clean
from feeds.formats import csv_lines, tle
from feeds.formats.text_file import NO_UTF_8, refuse_what_is_no_text, start_of, text_of
from feeds.http.results import FeedError, Quarantined, Stream, quoted
from feeds.sources.celestrak_gp import COLUMNS, EPOCH_AHEAD, element_set
from launches.records import ElementSetRecord

Fields = dict[str, str]
# Line, raw text, and the record's keywords or what is wrong with them.
Found = tuple[int, str | bytes, Fields | Exception]

FIRST_EPOCH = datetime(1957, 10, 4, tzinfo=UTC)
ANY_EPOCH = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
BITE = 65_536  # bytes of XML that are parsed at once
HEAD = 100_000  # bytes by which a form is told
MOST_SIGNS = 2000  # of a refused record
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
# A KVN may end in a number that is cut short. The last keyword of a record is one that SGP4 does not use.
MUST_END = {*COLUMNS} - {"MEAN_MOTION_DDOT"}
KEYWORDS = (*COLUMNS, *CONSTANT)
_DAY_OF_YEAR = re.compile(r"([0-9]{4})-([0-9]{3})T(.+)")
LONGEST_EPOCH = len("2026-08-22T01:48:26.987904")
_LEAP_SECOND = re.compile(r"(.+T23:59:)60(\.[0-9]+)?")
_TOO_FINE = re.compile(r"(\.[0-9]{6})[0-9]+$")  # the standard sets no end to digits; the database keeps six
_LINE_1 = re.compile(r"1 .{67}\s*$")
_KVN = re.compile(r"([A-Z][A-Z0-9_]*)\s*=\s*(.*)")


def read(
    source: bytes | Path, now: datetime, share: tuple[int, int] | None = None
) -> tuple[str, Stream[ElementSetRecord]]:
    """The form of the file, and its element sets, read as they are taken; the place of a refused record is its
    line. Of several workers each reads its share of a CSV, which may be a file that is not in memory."""
    start = source[:HEAD] if isinstance(source, bytes) else start_of(source, HEAD)
    refuse_what_is_no_text(start)
    form = form_of(text_of(start))
    if form == "CSV":
        found = _csv(source, share or (1, 1))
    elif share or not isinstance(source, bytes):
        raise FeedError(f"Only CSV is read in shares, and this is {form}: leave --share out.")
    else:
        found = _READERS[form](text_of(source))
    # The first rows are of the first share: no other can tell that there are none.
    empty = "" if share and share[0] > 1 else f"The file is {form} and holds no element set."
    return form, Stream(_checked(found, now, empty), [])


def _checked(found: Iterable[Found], now: datetime, empty: str) -> Iterator[ElementSetRecord | Quarantined]:
    latest = now + EPOCH_AHEAD
    for line, raw, fields in found:
        empty = ""
        try:
            if isinstance(fields, Exception):
                raise fields
            if isinstance(raw, str) and NO_UTF_8.search(raw):
                raise ValueError("is no UTF-8 text")
            record = element_set(_as_csv(fields), *ANY_EPOCH)
            if not FIRST_EPOCH <= record.epoch <= latest:
                bound = (
                    "before Sputnik"
                    if record.epoch < FIRST_EPOCH
                    else f"more than {EPOCH_AHEAD.days} days ahead"
                )
                raise ValueError(f"EPOCH {record.epoch:%Y-%m-%dT%H:%M:%S} is {bound}")
            yield record
        except ValueError as fault:
            start = raw[:MOST_SIGNS]
            said = start if isinstance(start, str) else text_of(start)
            yield Quarantined(line, clean(said), clean(str(fault)))
    if empty:
        raise FeedError(empty)


def form_of(text: str) -> str:
    """CSV, JSON, XML, KVN or TLE, by how the file begins."""
    start = text.lstrip()
    if any(_LINE_1.match(line) for line in start.split("\n", 2)[:2]):
        return "TLE"  # whatever its first name begins with
    if start[:1] == "<":
        return "XML"
    if start[:1] in {"[", "{"}:
        return "JSON"
    first = start.split("\n", 1)[0]
    if "," in first and "NORAD_CAT_ID" in first:
        return "CSV"
    if _KVN.match(first) or first.startswith("COMMENT"):
        return "KVN"
    if re.search(r"^[12] ", start, re.MULTILINE):
        return "TLE"
    said = quoted(text.encode("utf-8", "replace"))
    raise FeedError(f"The file begins with {said} and is neither OMM (CSV, JSON, XML, KVN) nor TLE.")


def _as_csv(fields: Fields) -> Fields:
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


# --- Forms --------------------------------------------------------------------------------------
def _csv(source: bytes | Path, share: tuple[int, int]) -> Iterator[Found]:
    try:
        header = csv_lines.header(source)
    except ValueError as fault:
        raise FeedError(f"The first line, which names the columns, {fault}.") from fault
    if len(set(header)) != len(header):
        raise FeedError("The file names a column twice, so its values cannot be told apart.")
    if lacking := [name for name in MUST_HAVE if name not in header]:
        raise FeedError(f"The file lacks the column {', '.join(lacking)}.")
    for line in csv_lines.rows(source, share):
        try:
            fields = csv_lines.fields(line)
            if len(fields) != len(header):
                raise ValueError(f"has {len(fields)} fields, not {len(header)}")
            if not line.ended:
                raise ValueError("has no line break at its end: the file may be cut short inside this line")
            yield line.number, line.body, dict(zip(header, fields, strict=True))
        except ValueError as fault:
            yield line.number, line.body, fault


class _Twice(dict[str, Any]):
    """An object that names a keyword twice."""

    keyword = ""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(found := dict(pairs)) == len(pairs):
        return found
    twice = _Twice(found)
    seen: set[str] = set()
    # `add` answers None: the first name that is there already ends the search.
    twice.keyword = next(name for name, _value in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
    return twice


def _json(text: str) -> Iterator[Found]:
    decoder = json.JSONDecoder(object_pairs_hook=_object, parse_float=str, parse_int=str, parse_constant=str)
    at, line = 0, 1
    many = text.lstrip()[0] == "["

    def skip(signs: str) -> None:
        nonlocal at, line
        while at < len(text) and text[at] in signs:
            line += text[at] == "\n"
            at += 1

    skip(" \t\r\n")
    at += many
    while True:
        skip(" \t\r\n")
        if many and text[at : at + 1] == "]":
            break
        try:
            item, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            raise FeedError(f"Line {line}: the file is no whole JSON from here on, or breaks off.") from error
        if not many and (key := _list_inside(item)):
            raise FeedError(
                f"The file holds its records under “{key}”; a list of OMM objects is read, or one object alone. "
                "Take the list out of it, for example with jq."
            )
        raw = text[at:end]
        yield line, raw, _of_json(item)
        line += raw.count("\n")
        at = end
        skip(" \t\r\n")
        if not many:
            break
        if text[at : at + 1] not in {",", "]"}:
            raise FeedError(f"Line {line}: the list breaks off after this record; its end is missing.")
        at += text[at] == ","
    at += many
    if text[at:].lstrip()[:1] == "{":
        raise FeedError(
            f"Line {line}: objects one after another are no JSON. Make a list of them: jq -s . FILE > NEW"
        )
    if text[at:].strip():
        raise FeedError(f"Line {line}: something follows the end of the JSON.")


def _list_inside(item: Any) -> str:
    """The key of an object that is no element set but holds some."""
    if not isinstance(item, dict) or any(name in item for name in COLUMNS):
        return ""
    inner = (name for name, value in item.items() if isinstance(value, list | dict))
    return clean(next(inner, ""))[:40]


def _of_json(item: Any) -> Fields | Exception:
    if not isinstance(item, dict):
        return ValueError("is not an object")
    if isinstance(item, _Twice):
        return ValueError(f"names {item.keyword[:40]} twice")
    odd = [name for name in KEYWORDS if not isinstance(item.get(name, ""), str | None)]
    if odd:
        return ValueError(f"{odd[0]} is neither text nor a number")
    return {name: value for name, value in item.items() if isinstance(value, str)}


class _Omm:
    """Collects the leaves of each `omm` element, with the line at which it begins."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self.line = 0
        self.fields: Fields | None = None
        self.words: list[str] = []
        self.twice = ""
        self.parser = expat.ParserCreate("utf-8")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.words.append
        self.parser.StartDoctypeDeclHandler = self.refuse

    def refuse(self, *_: Any) -> None:
        raise FeedError("The XML declares a document type, which no OMM needs; it is not read.")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.words.clear()
        if _local(name) == "omm":
            self.line, self.fields, self.twice = self.parser.CurrentLineNumber, {}, ""

    def end(self, name: str) -> None:
        name = _local(name)
        text = "".join(self.words).strip()
        self.words.clear()
        if self.fields is None:
            return
        if name == "omm":
            fault = ValueError(f"names {self.twice} twice") if self.twice else None
            self.found.append((self.line, json.dumps(self.fields), fault or self.fields))
            self.fields = None
        elif name.isupper():
            self.twice = name if name in self.fields and name in KEYWORDS else self.twice
            self.fields[name] = text


def _local(name: str) -> str:
    """The name without the prefix of its namespace, such as `ndm:`."""
    return name.rpartition(":")[2]


def _xml(text: str) -> Iterator[Found]:
    if bad := NO_UTF_8.search(text):
        line = text.count("\n", 0, bad.start()) + 1
        raise FeedError(
            f"Line {line}: the XML is no UTF-8 text. In Latin-1: iconv -f LATIN1 -t UTF-8 FILE > NEW"
        )
    omm = _Omm()
    body = text.encode()
    try:
        for at in range(0, len(body), BITE):
            omm.parser.Parse(body[at : at + BITE], at + BITE >= len(body))
            yield from omm.found
            omm.found.clear()
    except expat.ExpatError as error:
        raise FeedError(f"Line {error.lineno}: the file is no whole XML ({error}).") from error


def _kvn(text: str) -> Iterator[Found]:
    block: list[tuple[int, str, re.Match[str] | None]] = []
    for number, line in enumerate(lines := text.split("\n"), 1):
        if not line.strip() or line.lstrip().startswith("COMMENT"):
            continue
        said = _KVN.fullmatch(line.strip())
        if said and said[1] == "CCSDS_OMM_VERS" and block:
            yield _of_kvn(block, len(lines))
            block = []
        if said and said[1] == "OBJECT_NAME":
            named = [other[1] if other else "" for _n, _line, other in block]
            if "OBJECT_NAME" in named:
                # What follows the last keyword of an element set is the head of the next one.
                end = max(place for place, name in enumerate(named, 1) if name in COLUMNS)
                yield _of_kvn(block[:end], len(lines))
                block = block[end:]
        block.append((number, line, said))
    if block:
        yield _of_kvn(block, len(lines))


def _of_kvn(block: list[tuple[int, str, re.Match[str] | None]], last: int) -> Found:
    """One record; `last` is the number of the line that nothing ends."""
    fields: dict[str, str] = {}
    wrong = ""
    for number, line, said in block:
        if not said:
            wrong = wrong or f"line {number} {line[:40]!r} is not like KEYWORD = value"
        elif said[1] in fields:
            wrong = wrong or f"line {number} names {said[1]} again"
        elif number == last and said[1] in MUST_END:
            wrong = (
                wrong or f"line {number} has no line break at its end: the file may be cut short inside it"
            )
        else:
            fields[said[1]] = re.sub(r"\s*\[[^\]]*\]$", "", said[2])
    if not wrong and not any(name in fields for name in COLUMNS):
        wrong = "names no keyword of an element set"
    return block[0][0], "\n".join(line for _n, line, _said in block), ValueError(wrong) if wrong else fields


_READERS = {"JSON": _json, "XML": _xml, "KVN": _kvn, "TLE": tle.read}
