"""Element sets from a file that a person has: OMM as CSV, JSON, XML or KVN, and TLE with or without names.

Each record is checked like those of the feed. One that cannot be meant is refused with its line and the
reason; a file that breaks off, or whose form cannot be told, is refused whole.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from common.dates import start_of as start_of_day
from common.text import clean_line
from feeds.formats import csv_lines, omm_json, omm_kvn, omm_xml, tle
from feeds.formats.omm import LINES, MUST_HAVE, Found, as_csv, from_lines, has_only_lines
from feeds.formats.text_file import NO_UTF_8, refuse_what_is_no_text, start_of, text_of
from feeds.http.results import FeedError, Quarantined, Stream, quoted
from feeds.sources.celestrak_gp import EPOCH_AHEAD, element_set
from launches.records import ElementSetRecord

FIRST_EPOCH = datetime(1957, 10, 4, tzinfo=UTC)
ANY_EPOCH = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
HEAD = 100_000  # bytes by which a form is told
MOST_SIGNS = 2000  # of a refused record
_LINE_1 = re.compile(r"1 .{67}\s*$")
_HEAD = 4000  # letters that tell what form a file has


def read(
    source: bytes | Path,
    now: datetime,
    share: tuple[int, int] | None = None,
    launched: Mapping[int, date] | None = None,
) -> tuple[str, Stream[ElementSetRecord]]:
    """The form of the file, and its element sets, read as they are taken; the place of a refused record is its
    line. Of several workers each reads its share of a CSV, which may be a file that is not in memory.

    `launched` has the first day on which an object can have been launched, by number: no epoch lies before it.
    """
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
    return form, Stream(_checked(found, now, empty, launched or {}), [])


def _checked(
    found: Iterable[Found], now: datetime, empty: str, launched: Mapping[int, date]
) -> Iterator[ElementSetRecord | Quarantined]:
    latest = now + EPOCH_AHEAD
    for line, raw, fields in found:
        empty = ""
        try:
            if isinstance(fields, dict) and has_only_lines(fields):
                fields = from_lines(fields)
            if isinstance(fields, Exception):
                raise fields
            if isinstance(raw, str) and NO_UTF_8.search(raw):
                raise ValueError("is no UTF-8 text")
            record = element_set(as_csv(fields), *ANY_EPOCH)
            if bound := _out_of_bounds(record, latest, launched.get(record.norad_cat_id)):
                raise ValueError(f"EPOCH {record.epoch:%Y-%m-%dT%H:%M:%S} is {bound}")
            yield record
        except ValueError as fault:
            start = raw[:MOST_SIGNS]
            said = start if isinstance(start, str) else text_of(start)
            yield Quarantined(line, clean_line(said), clean_line(str(fault)))
    if empty:
        raise FeedError(empty)


def _out_of_bounds(record: ElementSetRecord, latest: datetime, launched: date | None) -> str:
    """Why an epoch cannot be meant, or nothing."""
    if record.epoch < FIRST_EPOCH:
        return "before Sputnik"
    if record.epoch > latest:
        return f"more than {EPOCH_AHEAD.days} days ahead"
    if launched and record.epoch < start_of_day(launched):
        return f"before the launch of {record.norad_cat_id} on {launched}"
    return ""


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
    head = start[:_HEAD]
    if (omm_kvn.LINE.match(first) or first.startswith("COMMENT")) and not _is_mostly_tle(head):
        return "KVN"
    if re.search(r"^[12] ", start, re.MULTILINE):
        return "TLE"
    said = quoted(text.encode("utf-8", "replace"))
    raise FeedError(f"The file begins with {said} and is neither OMM (CSV, JSON, XML, KVN) nor TLE.")


def _is_mostly_tle(head: str) -> bool:
    """Whether more lines begin as those of TLE do than as keywords: a first line may be damaged into one."""
    return len(re.findall(r"^[12] ", head, re.MULTILINE)) > len(
        re.findall(r"^[A-Z][A-Z0-9_]*\s*=", head, re.MULTILINE)
    )


def _csv(source: bytes | Path, share: tuple[int, int]) -> Iterator[Found]:
    try:
        header = csv_lines.header(source)
    except ValueError as fault:
        raise FeedError(f"The first line, which names the columns, {fault}.") from fault
    if len(set(header)) != len(header):
        raise FeedError("The file names a column twice, so its values cannot be told apart.")
    lacking = [name for name in MUST_HAVE if name not in header]
    if lacking and not set(LINES) <= set(header):
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


_READERS = {"JSON": omm_json.read, "XML": omm_xml.read, "KVN": omm_kvn.read, "TLE": tle.read}
