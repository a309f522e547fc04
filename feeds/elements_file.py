"""Element sets from a file that a person has: OMM as CSV, JSON, XML or KVN, and TLE with or without names.

Each record is checked like those of the feed. One that cannot be meant is refused with its line and the
reason; a file that breaks off, or whose form cannot be told, is refused whole.
"""

import csv
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.parsers import expat

from feeds import tle
from feeds.answers import FeedError, Parsed, Quarantined, clean, quoted
from feeds.celestrak_gp import COLUMNS, EPOCH_AHEAD, element_set
from launches.records import ElementSetRecord

Fields = dict[str, str]
# Line, raw text, and the record's keywords or what is wrong with them.
Found = tuple[int, str, Fields | Exception]

FIRST_EPOCH = datetime(1957, 10, 4, tzinfo=UTC)
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
_DAY_OF_YEAR = re.compile(r"([0-9]{4})-([0-9]{3})T(.+)")
_KVN = re.compile(r"([A-Z][A-Z0-9_]*)\s*=\s*(.*)")


def read(body: bytes, now: datetime) -> tuple[str, Parsed[ElementSetRecord]]:
    """The form of the file, and its element sets; the place of a refused record is its line."""
    try:
        text = body.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise FeedError(f"The file is no UTF-8 text (byte {error.start}).") from error
    form = form_of(text)
    records: list[ElementSetRecord] = []
    refused: list[Quarantined] = []
    for line, raw, found in _READERS[form](text):
        try:
            if isinstance(found, Exception):
                raise found
            records.append(element_set(_as_csv(found), FIRST_EPOCH, now + EPOCH_AHEAD))
        except ValueError as fault:
            refused.append(Quarantined(line, clean(raw), clean(str(fault))))
    if not records and not refused:
        raise FeedError(f"The file is {form} and holds no element set.")
    return form, Parsed(records, refused)


def form_of(text: str) -> str:
    """CSV, JSON, XML, KVN or TLE, by how the file begins."""
    start = text.lstrip()
    if not start:
        raise FeedError("The file is empty.")
    if start[0] == "<":
        return "XML"
    if start[0] in "[{":
        return "JSON"
    first = start.split("\n", 1)[0]
    if "," in first and "NORAD_CAT_ID" in first:
        return "CSV"
    if _KVN.match(first) or first.startswith("COMMENT"):
        return "KVN"
    if re.search(r"^1 .{67}\s*$", start, re.MULTILINE) or re.search(r"^[12] ", start, re.MULTILINE):
        return "TLE"
    raise FeedError(
        f"The file begins with {quoted(text.encode())} and is neither OMM (CSV, JSON, XML, KVN) nor TLE."
    )


def _as_csv(fields: Fields) -> Fields:
    """The keywords as CelesTrak's CSV has them; `ValueError` where a constant is another one."""
    for name, allowed in CONSTANT.items():
        if fields.get(name, "").strip() and fields[name].strip().upper() not in allowed:
            raise ValueError(f"{name} is {fields[name][:30]!r}; only {' or '.join(sorted(allowed))} is read")
    row = {name: fields.get(name, "").strip() or MAY_LACK.get(name, "") for name in COLUMNS}
    if missing := [name for name in COLUMNS if not row[name] and name not in {*MAY_LACK, "OBJECT_NAME"}]:
        raise ValueError(f"lacks {', '.join(missing)}")
    if row["EPHEMERIS_TYPE"] == "4":
        raise ValueError("EPHEMERIS_TYPE 4 is SGP4-XP, whose elements SGP4 must not use")
    row["NORAD_CAT_ID"] = row["NORAD_CAT_ID"].removeprefix("+")
    row["EPOCH"] = _calendar(row["EPOCH"].removesuffix("Z"))
    return row


def _calendar(epoch: str) -> str:
    """An epoch by day of the year as one of the calendar; any other as it is."""
    found = _DAY_OF_YEAR.fullmatch(epoch)
    if not found:
        return epoch
    first = datetime(int(found[1]), 1, 1) if int(found[1]) else None  # noqa: DTZ001  UTC without a zone, as in an OMM
    day = first + timedelta(days=int(found[2]) - 1) if first and int(found[2]) else None
    if first is None or day is None or day.year != first.year:
        raise ValueError(f"EPOCH {epoch[:40]!r} is not a day of that year")
    return f"{day:%Y-%m-%d}T{found[3]}"


# --- Forms --------------------------------------------------------------------------------------
def _csv(text: str) -> Iterator[Found]:
    header: list[str] | None = None
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = next(csv.reader((line.rstrip("\r"),), strict=True))
            if header is None:
                header = [name.strip() for name in row]
                if len(set(header)) != len(header):
                    raise FeedError("The file names a column twice, so its values cannot be told apart.")
                continue
            if len(row) != len(header):
                raise ValueError(f"has {len(row)} fields, not {len(header)}")
            if number == len(lines):
                raise ValueError("has no line break at its end: the file may be cut short inside this line")
            yield number, line, dict(zip(header, row, strict=True))
        except (ValueError, csv.Error) as fault:
            yield number, line, ValueError(str(fault))


def _json(text: str) -> Iterator[Found]:
    decoder, at, line = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str), 0, 1
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
    if text[at:].strip():
        raise FeedError(f"Line {line}: something follows the end of the JSON.")


def _of_json(item: Any) -> Fields | Exception:
    if not isinstance(item, dict):
        return ValueError("is not an object")
    odd = [name for name in COLUMNS if not isinstance(item.get(name, ""), str | None)]
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
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.words.append
        self.parser.StartDoctypeDeclHandler = self.refuse

    def refuse(self, *_: Any) -> None:
        raise FeedError("The XML declares a document type, which no OMM needs; it is not read.")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.words.clear()
        if name == "omm":
            self.line, self.fields, self.twice = self.parser.CurrentLineNumber, {}, ""

    def end(self, name: str) -> None:
        text = "".join(self.words).strip()
        self.words.clear()
        if self.fields is None:
            return
        if name == "omm":
            fault = ValueError(f"names {self.twice} twice") if self.twice else None
            self.found.append((self.line, json.dumps(self.fields), fault or self.fields))
            self.fields = None
        elif name.isupper():
            self.twice = name if name in self.fields and name in COLUMNS else self.twice
            self.fields[name] = text


def _xml(text: str) -> Iterator[Found]:
    omm = _Omm()
    try:
        omm.parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        raise FeedError(f"Line {error.lineno}: the file is no whole XML ({error}).") from error
    return iter(omm.found)


def _kvn(text: str) -> Iterator[Found]:
    start, wrong = 0, ""
    lines: list[str] = []
    fields: dict[str, str] = {}
    for number, line in enumerate([*text.split("\n"), "CCSDS_OMM_VERS = end"], 1):
        said = _KVN.fullmatch(line.strip())
        if said and (said[1] == "CCSDS_OMM_VERS" or (said[1] == "OBJECT_NAME" and "OBJECT_NAME" in fields)):
            if any(name in fields for name in COLUMNS):
                yield start, "\n".join(lines), ValueError(wrong) if wrong else fields
            start, lines, fields, wrong = number, [], {}, ""
        if not line.strip() or line.lstrip().startswith("COMMENT"):
            continue
        lines.append(line)
        if not said:
            wrong = wrong or f"line {number} {line[:40]!r} is not like KEYWORD = value"
        elif said[1] in fields:
            wrong = wrong or f"line {number} names {said[1]} again"
        else:
            fields[said[1]] = re.sub(r"\s*\[[^\]]*\]$", "", said[2])


_READERS = {"CSV": _csv, "JSON": _json, "XML": _xml, "KVN": _kvn, "TLE": tle.read}
