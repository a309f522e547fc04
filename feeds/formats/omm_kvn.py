"""Element sets in an OMM file as lines of KEYWORD = value (KVN)."""

import re
from collections.abc import Iterator

from feeds.formats.omm import Found
from feeds.sources.celestrak_gp import COLUMNS

# A KVN may end in a number that is cut short. The last keyword of a record is one that SGP4 does not use.
MUST_END = {*COLUMNS} - {"MEAN_MOTION_DDOT"}
LINE = re.compile(r"([A-Z][A-Z0-9_]*)\s*=\s*(.*)")


def read(text: str) -> Iterator[Found]:
    """The records, one after another; each begins with its version or with its second name."""
    block: list[tuple[int, str, re.Match[str] | None]] = []
    for number, line in enumerate(lines := text.split("\n"), 1):
        if not line.strip() or line.lstrip().startswith("COMMENT"):
            continue
        said = LINE.fullmatch(line.strip())
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
