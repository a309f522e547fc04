"""The lines of a CSV, each for itself: a torn quotation is a matter of the lines it stands on, and of no other.

A long file is walked through where it lies in memory, and never stands there a second time.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from feeds.text_file import BOM

BLOCK = 1000
# A quotation that so many lines do not close is a stray mark.
REACH = 20
_FIELD = re.compile(r'(?:"([^"]*(?:""[^"]*)*)"|([^",]*))(,|\Z)')


class Line(NamedTuple):
    """`opened` is the line of the quotation that this one lies in or ends, `ended` whether a line break follows."""

    number: int
    body: bytes
    ended: bool
    opened: int = 0


def header(body: bytes) -> list[str]:
    """The names of the columns: the first line that is not blank."""
    first = next((line for line in _lines(body) if line.body.strip()), None)
    return [name.strip() for name in split(first.body.decode("utf-8", "replace"))] if first else []


def rows(body: bytes, share: tuple[int, int] = (1, 1)) -> Iterator[Line]:
    """The lines below the header that are not blank; of several workers each takes its blocks of them."""
    part, parts = share
    lines = (line for line in _lines(body) if line.body.strip())
    width = len(header(body))
    next(lines, None)
    return (line for line in _quotations(lines, width) if line.number // BLOCK % parts == part - 1)


def fields(line: Line) -> list[str]:
    """`ValueError` says why the line cannot be meant."""
    if line.opened and line.opened != line.number:
        raise ValueError(
            f"lies in the quotation that line {line.opened} opens: a field may not go over lines"
        )
    try:
        found = split(line.body.decode())
    except UnicodeDecodeError as error:
        raise ValueError(f"is no UTF-8 text (byte {error.start + 1} of the line)") from error
    return found


def split(text: str) -> list[str]:
    """The fields of one record; quotation marks stand around a whole field, and doubled inside it."""
    if '"' not in text:
        return text.split(",")
    found: list[str] = []
    at, end = 0, ","
    while end:
        field = _FIELD.match(text, at)
        if not field:
            raise ValueError(_torn(text[at:], len(found) + 1))
        quoted, bare, end = field.groups()
        found.append(bare if quoted is None else quoted.replace('""', '"'))
        at = field.end()
    return found


def _torn(rest: str, place: int) -> str:
    if not rest.startswith('"'):
        return f"has a quotation mark inside field {place}, which does not begin with one"
    if re.match(r'"[^"]*(?:""[^"]*)*"', rest):
        return f"has signs between the end of a quotation and the next comma, in field {place}"
    return f"opens a quotation in field {place} that does not end on this line"


def _lines(body: bytes) -> Iterator[Line]:
    """Every line, whether CR, LF or both end it."""
    if b"\n" not in body:
        body = body.replace(b"\r", b"\n")  # line ends of old Macs
    last_ends = body[-1:] in {b"\n", b"\r"}
    number, at = 0, len(BOM) if body.startswith(BOM) else 0
    while at < len(body):
        end = body.find(b"\n", at)
        stop = end if end >= 0 else len(body)
        pieces = body[at:stop].removesuffix(b"\r").split(b"\r")
        at = stop + 1
        for place, piece in enumerate(pieces, 1):
            number += 1
            yield Line(number, piece, last_ends or at <= len(body) or place < len(pieces))


def _quotations(lines: Iterable[Line], width: int) -> Iterator[Line]:
    """The lines, with those marked over which one quoted field goes."""
    held: list[Line] = []
    for line in lines:
        if held:
            held.append(line)
            if b'"' in line.body and _is_record(held, width):
                yield from (one._replace(opened=held[0].number) for one in held)
                held = []
                continue
            if b'"' not in line.body and len(held) < REACH:
                continue
            # It was a stray mark: each line stands for itself, and the newest may open another quotation.
            yield from held[:-1]
            held = []
        if b'"' in line.body and _opens(line.body):
            held = [line]
        else:
            yield line
    yield from held


def _opens(body: bytes) -> bool:
    try:
        split(body.decode("utf-8", "replace"))
    except ValueError as fault:
        return "opens a quotation" in str(fault)
    return False


def _is_record(held: list[Line], width: int) -> bool:
    """Whether the lines are one record of the file, with a field that goes over line breaks."""
    try:
        return len(split(b"\n".join(line.body for line in held).decode("utf-8", "replace"))) == width
    except ValueError:
        return False
