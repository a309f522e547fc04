"""What the feeds of CelesTrak share: its manners, its refusals, and its CSV."""

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from feeds.answers import FeedError, NothingNew, Quarantined, clean, quoted
from feeds.client import AnswerRefused, Client
from feeds.manners import Manners

# A 403 is to be looked at by a person; an address gives each update once.
MANNERS = Manners(gap=timedelta(hours=2), stop_at_refusal=True)
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
    """A CSV of CelesTrak, a row at a time: a stray quotation mark must not swallow the lines after it.

    `FeedError` where the file is none, lacks a column or ends inside a line. `remarks` names columns that
    are new; `quarantined` fills with rows that `rows` could not split.
    """

    def __init__(self, body: bytes, columns: Sequence[str], mend: str) -> None:
        try:
            text = body.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise FeedError(f"CelesTrak sent no UTF-8 text (byte {error.start}): {quoted(body)}") from error
        if "\n" not in text:
            text = text.replace("\r", "\n")  # line ends of old Macs
        if not text.endswith("\n"):
            raise FeedError("CelesTrak's file breaks off inside its last line. Ask again at the next update.")
        first, *self.lines = text.split("\n")[:-1]
        self.header, self.remarks = _header([name.strip() for name in first.split(",")], columns, body, mend)
        self.quarantined: list[Quarantined] = []

    def rows(self) -> Iterator[tuple[int, str, dict[str, str]]]:
        """Place, line and fields of each row that has as many fields as the header."""
        position = 0
        for line in self.lines:
            if not line.strip():
                continue
            position += 1
            try:
                fields = next(csv.reader((line.rstrip(),), strict=True))
                if ", " in line or " ," in line or line[-1].isspace():
                    fields = [field.strip() for field in fields]
                if len(fields) != len(self.header):
                    raise ValueError(f"has {len(fields)} fields, not {len(self.header)}")
            except (ValueError, csv.Error) as fault:
                self.set_aside(position, line, fault)
                continue
            yield position, line, dict(zip(self.header, fields, strict=True))
        if not position:
            raise FeedError("CelesTrak's file has a header and no rows, which cannot be.")

    def set_aside(self, position: int, line: str, fault: Exception) -> None:
        self.quarantined.append(Quarantined(position, clean(line), clean(str(fault))))


def _header(header: list[str], columns: Sequence[str], body: bytes, mend: str) -> tuple[list[str], list[str]]:
    """The columns as sent, and a remark on those that are new. A missing column is refused by name."""
    missing = [name for name in columns if name not in header]
    if len(missing) == len(columns):
        raise FeedError(f"CelesTrak sent something else than its CSV: {quoted(body)} Check CELESTRAK_URL.")
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
