"""Damage that knows the form of what it damages: fields exchanged, doubled, of another type, torn quotations.

Each is a hypothesis strategy's body: `draw` decides, the damaged bytes come out.
"""

import gzip
import json
import re
from typing import Any

from hypothesis import strategies as st

from feeds.formats import tle

# What breaks a store where a parser lets it through.
SIGNS = [
    "\ud800",
    "\udfff",
    "\0",
    "\u202e",
    "\u2067",
    "\ufeff",
    "\x1b[31m",
    "\u2028",
    "e\u0301",
    "三",
    "\U000e0041",
]
NUMBERS = ["1e999", "-1e999", "NaN", "Infinity", "9" * 400, "-0", "0x10", "1_000", "٣", "１２", "1e-400", "1,5", "+5",
           "5.", ".", str(2**63), "-1", "", " ", "1e5", "66303.0"]  # fmt: skip
DATES = ["2026-02-30", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "2026-366T00:00:00",
         "9999-366T25:61:61",
         "2026-11-22", "2016-12-31T23:59:60", "0000-001T00:00:00"]  # fmt: skip
TEXTS = st.sampled_from([*NUMBERS, *DATES, "x" * 20_001, "[" * 3000, "<a>", "&x;", '"', "=1+1"]) | st.text(
    max_size=12
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)
# What often stands where it should not, in bytes.
WORDS = [b"null", b"NaN", b"[]", b"{}", b'"', b'""', b",", b"\t", b"\x00", b"\xff", b"\r", b"\n", b"\r\n",
         b"9" * 5000,
         "三\u202e".encode(), b"\xef\xbb\xbf", b"\\ud800", b"\\u0000", b"<", b"&x;", b"=", b"1 ", b"2 "]  # fmt: skip


def anywhere(draw: Any, body: bytes) -> bytes:
    """A few places cut out, doubled or overwritten."""
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(body)))
        end = draw(st.integers(at, min(len(body), at + 60)))
        body = body[:at] + draw(st.sampled_from(WORDS) | st.binary(max_size=12)) + body[end:]
    return body


def cut(draw: Any, body: bytes) -> bytes:
    """The file up to some place, or from there on."""
    at = draw(st.integers(0, len(body)))
    return body[:at] if draw(st.booleans()) else body[at:]


def wrapped(draw: Any, body: bytes) -> bytes:
    """The whole in other line ends, another encoding, compressed or twice."""
    text = body.decode("utf-8", "replace")
    ends = body.replace(b"\r\n", b"\n")
    forms = [ends.replace(b"\n", b"\r"), ends.replace(b"\n", b"\r\r\n"), ends, b"\xef\xbb\xbf" + body, body + body,
             text.encode("utf-16"), text.encode("utf-16-be"), gzip.compress(body), body.strip()]  # fmt: skip
    return draw(st.sampled_from(forms))


def cells(draw: Any, body: bytes) -> bytes:
    """CSV or a table with tabs: cells and rows exchanged, doubled, left out, or with something else in them."""
    mark = "\t" if b"\t" in body else ","
    end = "\r\n" if b"\r\n" in body else "\n"
    rows = [row.split(mark) for row in body.decode().split(end)]
    for _ in range(draw(st.integers(1, 3))):
        row = rows[draw(st.integers(0, len(rows) - 1))]
        one, other = draw(st.integers(0, len(row) - 1)), draw(st.integers(0, len(row) - 1))
        kind = draw(st.integers(0, 7))
        if kind == 0:
            row[one], row[other] = row[other], row[one]
        elif kind == 1:
            row.insert(one, row[other])
        elif kind == 2 and len(row) > 1:
            del row[one]
        elif kind == 3:
            row[one] = _odd(draw, row[one])
        elif kind == 4:
            row[one] = _with_sign(draw, row[one])
        elif kind == 5:
            row[one] = draw(
                st.sampled_from(['"{}', '{}"', '"{}"', '"{}\n"', '"{}""', "{}\r", '"a\r\nb{}"'])
            ).format(row[one])
        elif kind == 6:
            rows.insert(draw(st.integers(0, len(rows))), list(row))
        elif len(rows) > 1:
            rows.remove(row)
    return end.join(mark.join(row) for row in rows).encode("utf-8", "surrogatepass")


def values(draw: Any, body: bytes) -> bytes:
    """JSON: a value, however deep, exchanged for another; a sign put into a text; a key doubled, renamed or gone."""
    whole = json.loads(body)
    places: list[tuple[Any, Any]] = []

    def walk(node: Any) -> None:
        for key in (
            list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
        ):
            places.append((node, key))
            walk(node[key])

    walk(whole)
    kind = draw(st.integers(0, 5))
    if kind == 1:
        places = [(node, key) for node, key in places if isinstance(node[key], str)]
    node, key = places[draw(st.integers(0, len(places) - 1))]
    if kind == 1:
        node[key] = _with_sign(draw, node[key])
    elif kind == 2 and isinstance(node, dict):
        other = draw(st.sampled_from(sorted(node)))
        node[key], node[other] = node[other], node[key]
    elif kind == 3 and isinstance(node, dict):
        name = json.dumps(key)
        text = json.dumps(whole)
        return text.replace(f"{name}:", f"{name}: {json.dumps(draw(VALUES))}, {name}:", 1).encode()
    elif kind == 4:
        del node[key]
    elif kind == 5 and isinstance(node, dict):
        node[draw(st.text(max_size=9) | st.sampled_from(sorted(node)))] = node.pop(key)
    else:
        old = node[key]
        node[key] = _odd(draw, old) if isinstance(old, str) and draw(st.booleans()) else draw(VALUES)
    return json.dumps(whole).encode()


def elements(draw: Any, body: bytes) -> bytes:
    """XML and KVN: what a keyword says exchanged, doubled or gone, and the words around it."""
    text = body.decode()
    name = draw(st.sampled_from(sorted(set(re.findall("[A-Z_]{5,}", text)))))
    xml = body.lstrip().startswith(b"<")
    said = re.compile(f"<{name}>(.*?)</{name}>" if xml else f"{name} *= *(.*)\n")
    found = said.search(text)
    if not found:
        return anywhere(draw, body)
    kind = draw(st.integers(0, 4))
    old = found[1]
    new = _odd(draw, old) if kind == 0 else _with_sign(draw, old)
    whole = found[0]
    changed = {
        0: whole.replace(old, new) if old else whole + new,
        1: whole.replace(old, new) if old else whole + new,
        2: whole + whole,
        3: "",
        4: whole.replace(
            name,
            draw(st.sampled_from(["omm", f"x:{name}", name.lower(), "ndm", "OBJECT_NAME", "CENTER_NAME"])),
        ),
    }[kind]
    return (text[: found.start()] + changed + text[found.end() :]).encode("utf-8", "surrogatepass")


def columns(draw: Any, body: bytes) -> bytes:
    """TLE: columns overwritten, the checksum right again, so that what lies behind it is reached; lines exchanged."""
    lines = body.decode().split("\n")
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(lines) - 1))
        line = lines[place]
        kind = draw(st.integers(0, 4))
        if kind < 3 and len(line) == 69:
            at = draw(st.integers(0, 67))
            put = draw(
                st.text("0123456789 .+-AIOZUX", min_size=1, max_size=6)
                | st.sampled_from(["٣", "\u202e", "\0", "é"])
            )
            line = (line[:at] + put + line[at + len(put) :])[:68]
            lines[place] = f"{line}{tle.checksum(line)}"
        elif kind == 3:
            other = draw(st.integers(0, len(lines) - 1))
            lines[place], lines[other] = lines[other], line
        else:
            lines[place : place + 1] = draw(
                st.sampled_from([[], [line, line], ["", line], [line[:40]], [f"0 {line}"]])
            )
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def _odd(draw: Any, old: str) -> str:
    """Something that cannot stand there: mostly of the same kind, so that it gets far."""
    same = (
        DATES if re.match("[0-9]{4}-[0-9]{2}", old) else NUMBERS if re.fullmatch("[0-9.+E-]+", old) else SIGNS
    )
    return draw(st.sampled_from(same) | TEXTS)


def _with_sign(draw: Any, text: str) -> str:
    at = draw(st.integers(0, len(text)))
    return text[:at] + draw(st.sampled_from(SIGNS)) + text[at:]


@st.composite
def damaged(draw: Any, shapes: list[bytes]) -> bytes:
    """An answer or a file, damaged once or twice; now and then nothing but noise."""
    body = draw(st.sampled_from(shapes))
    kind = draw(st.integers(0, 19))
    if kind == 0:
        return draw(st.binary(max_size=400))
    body = _knowing(body)(draw, body) if kind < 14 else body
    if kind > 10:
        body = draw(st.sampled_from([anywhere, anywhere, cut, wrapped]))(draw, body)
    return body


def _knowing(body: bytes) -> Any:
    if body[:1] in b"[{":
        return values
    if body[:1] == b"<" or b" = " in body:
        return elements
    return columns if b"\n2 " in body else cells
