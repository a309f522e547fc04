"""The lines of a CSV, each for itself: a torn quotation is a matter of the lines it stands on, and of no other.

A long file is read in pieces as it is walked through, and never stands in memory as a whole.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from feeds.formats.text_file import BOM

BLOCK = 1000
PIECE = 4 * 2**20
# A quotation that so many lines do not close is a stray mark.
REACH = 20
_FIELD = re.compile(r'(?:"([^"]*(?:""[^"]*)*)"|([^",]*))(,|\Z)')


class Line(NamedTuple):
    """`opened` is the line of the quotation that this one lies in or ends, `ended` whether a line break follows."""

    number: int
    body: bytes
    ended: bool
    opened: int = 0


def header(source: bytes | Path) -> list[str]:
    """The names of the columns: the first line that is not blank."""
    first = next((line for line in _lines(source) if line.body.strip()), None)
    return [name.strip() for name in split(first.body.decode("utf-8", "replace"))] if first else []


def rows(source: bytes | Path, share: tuple[int, int] = (1, 1)) -> Iterator[Line]:
    """The lines below the header that are not blank; of several workers each takes its blocks of them."""
    part, parts = share
    lines = (line for line in _lines(source) if line.body.strip())
    width = len(header(source))
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


def _lines(source: bytes | Path) -> Iterator[Line]:
    """Every line, whether CR, LF or both end it."""
    number, rest = 0, b""
    for piece in _pieces(source):
        rest += piece
        # A CR at the end may be the first half of CR LF.
        cut = max(rest.rfind(b"\n"), rest.rfind(b"\r", 0, len(rest) - 1)) + 1
        whole, rest = rest[:cut], rest[cut:]
        for body in whole.splitlines():
            number += 1
            yield Line(number, body, True)
    for body in rest.splitlines(keepends=True):
        number += 1
        yield Line(number, body.rstrip(b"\r"), body.endswith(b"\r"))


def _pieces(source: bytes | Path) -> Iterator[bytes]:
    """The bytes or the file in pieces, without the mark that some put before the first."""
    if isinstance(source, bytes):
        yield from (
            source[at : at + PIECE].removeprefix(b"" if at else BOM) for at in range(0, len(source), PIECE)
        )
        return
    with source.open("rb") as file:
        yield file.read(PIECE).removeprefix(BOM)
        while piece := file.read(PIECE):
            yield piece


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
