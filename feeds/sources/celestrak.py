"""What the feeds of CelesTrak share: its manners, its refusals, and its CSV."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from common.text import clean
from feeds.http.client import Client
from feeds.http.rate_limits import Manners
from feeds.http.refusals import AnswerRefused
from feeds.http.results import FeedError, NothingNew, Quarantined, Record, quoted

# A 403 is to be looked at by a person; an address gives each update once.
MANNERS = Manners(gap=timedelta(hours=2), stop_at_refusal=True)
BLOCK = 1000
_NOT_UPDATED = "data has not updated since your last successful"


def get(client: Client, url: str) -> bytes:
    """The file. That CelesTrak holds back what it gave before is `NothingNew`, no outage."""
    try:
        return client.get(url, conditional=True)
    except AnswerRefused as refusal:
        text = refusal.body.decode("utf-8", "replace")
        if refusal.status == 403 and _NOT_UPDATED in " ".join(text.split()):
            raise NothingNew(
                f"CelesTrak has nothing newer than what it gave before: {quoted(refusal.body, 160)}",
                fetched_at=_fetched_at(text),
            ) from refusal
        raise


def _fetched_at(text: str) -> datetime | None:
    found = re.search(r"at ([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}) UTC", text)
    try:
        return datetime.fromisoformat(found[1]).replace(tzinfo=UTC) if found else None
    except ValueError:
        return None


class Table:
    """A CSV of CelesTrak, a row at a time: a stray quotation mark must not swallow the lines after it, and a
    long file must not stand in memory a second time.

    `FeedError` where the file is none, lacks a column or ends inside a line. `remarks` names columns that
    are new.
    """

    def __init__(self, body: bytes, columns: Sequence[str], mend: str) -> None:
        if body.find(b"\n") < 0:
            body = body.replace(b"\r", b"\n")  # line ends of old Macs
        self.body = body
        self.at = 3 if body[:3] == b"\xef\xbb\xbf" else 0
        try:
            first = self._line().decode()
        except UnicodeDecodeError as error:
            raise FeedError(f"CelesTrak sent no UTF-8 text (byte {error.start}): {quoted(body)}") from error
        if body[-1:] != b"\n" and any(name in first for name in columns):
            raise FeedError("CelesTrak's file breaks off inside its last line. Ask again at the next update.")
        self.head = first.rstrip()
        header = [name.strip() for name in first.split(",")]
        self.header, self.remarks = _header(header, columns, body, mend)

    def _line(self) -> bytes:
        """The next line, without its end."""
        end = self.body.find(b"\n", self.at)
        line = self.body[self.at : end if end >= 0 else len(self.body)]
        self.at = end + 1 if end >= 0 else len(self.body)
        return line

    def read(
        self, one: Callable[[dict[str, str]], Record], share: tuple[int, int] = (1, 1)
    ) -> Iterator[Record | Quarantined]:
        """What `one` makes of each row; a row that it refuses with `ValueError`, or that cannot be split, is set
        aside with its place. A `share` (first of two) reads its blocks of lines and leaves the others."""
        position = 0
        part, parts = share
        while self.at < len(self.body):
            line = self._line()
            if not line.strip():
                continue
            position += 1
            if position // BLOCK % parts != part - 1:
                continue
            try:
                yield one(self._split(line.decode()))
            except UnicodeDecodeError as fault:
                raw = line.rstrip().decode("utf-8", "backslashreplace")
                reason = f"is no UTF-8 text (byte {fault.start} of the row)"
                yield Quarantined(position, raw, reason, context=self.head, whole=False)
            except (ValueError, csv.Error) as fault:
                yield Quarantined(position, line.rstrip().decode(), clean(str(fault)), context=self.head)
        if not position:
            raise FeedError("CelesTrak's file has a header and no rows, which cannot be.")

    def _split(self, line: str) -> dict[str, str]:
        line = line.rstrip()
        fields = _quoted_fields(line) if '"' in line else line.split(",")
        if len(fields) != len(self.header):
            raise ValueError(f"has {len(fields)} fields, not {len(self.header)}")
        if ", " in line or " ," in line or line[0] == " ":
            fields = [field.strip() for field in fields]
        return dict(zip(self.header, fields, strict=True))


def _quoted_fields(line: str) -> list[str]:
    """The fields of a line with quotation marks; `ValueError` where one stands astray, as where a line was torn."""
    fields = next(csv.reader((line,), strict=True))
    if '""' not in line and any('"' in field for field in fields):
        raise ValueError("has a stray quotation mark")
    return fields


def alone(columns: Sequence[str], raw: str, context: str) -> bytes:
    """A file with one row, so that a row set aside can be read again."""
    return f"{context or ','.join(columns)}\n{raw}\n".encode()


def _header(header: list[str], columns: Sequence[str], body: bytes, mend: str) -> tuple[list[str], list[str]]:
    """The columns as sent, and a remark on those that are new. A missing column is refused by name."""
    missing = [name for name in columns if name not in header]
    if len(missing) == len(columns):
        raise FeedError(
            f"CelesTrak sent something else than its CSV: {quoted(body, 160)} Check CELESTRAK_URL."
        )
    extra = [clean(name)[:40] or "(no name)" for name in header if name not in columns]
    if missing:
        found = f" (new there: {', '.join(extra[:8])})" if extra else ""
        raise FeedError(
            f"CelesTrak's file lacks the column {', '.join(missing)}{found}. "
            f"It may have been renamed: mend COLUMNS in {mend}."
        )
    if len(set(header)) != len(header):
        raise FeedError("CelesTrak's file names a column twice, so its values cannot be told apart.")
    return header, [f"Columns not read: {', '.join(extra[:8])}."] if extra else []
