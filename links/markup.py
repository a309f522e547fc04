"""The markup of a page in its own encoding, cut down to what the parser can bear."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup
from bs4.dammit import EncodingDetector
from bs4.element import Tag

# A page is read up to here: its head stands at its beginning, and a story in its first screens.
MOST_MARKUP = 1_000_000
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([a-zA-Z0-9_.:-]{1,40})")
# The tags that are read; between them, text.
_READ = "html|head|meta|link|title|time|h1|article|main|aside|nav|footer|p|script"
_TAG = re.compile(
    rf"""<(/?)({_READ})(?=[\s/>])((?:[^<>"']|"[^"]{{0,2000}}"|'[^']{{0,2000}}')*+)>|[^<]+""", re.IGNORECASE
)
MOST_TAGS = 3000
# Names of encodings that only the web knows, and those that browsers read by a wider one (WHATWG Encoding).
_NAMES = {
    "x-gbk": "gb18030", "x-sjis": "cp932", "x-euc-jp": "euc_jp", "x-x-big5": "big5hkscs", "windows-949": "cp949",
    "ks_c_5601-1987": "cp949", "x-cp1252": "cp1252", "unicode-1-1-utf-8": "utf-8",
}  # fmt: skip
_SINGLE_BYTES = "cp1252"
_WIDER = {
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "big5": "big5hkscs", "cp950": "big5hkscs",
    "euc_kr": "cp949", "iso8859-1": _SINGLE_BYTES, "ascii": _SINGLE_BYTES,
}  # fmt: skip
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Which encodings are told by their bytes alone where none is stated, and how much of a page is looked at.
_FOUND = ("gb18030", "cp932", "euc_jp", "big5hkscs", "cp949")
_SAMPLE = 64 * 1024
_KANA = re.compile("[\u3041-\u30fa]")
_KANA_AMONG = 4  # of so many signs of a Japanese text at least one is kana
# An encoding fits where at most one in so many signs beyond ASCII cannot be read.
_UNREADABLE = 10
_BY_CHANCE = 3  # so many may look like UTF-8 in another encoding
# What stands within a line; every other tag ends one.
_WITHIN_LINES = re.compile(r"/?(?:a|abbr|b|em|font|i|mark|small|strong|sub|sup|u)(?![\w-])", re.IGNORECASE)


def soup_of(body: bytes, charset: str) -> BeautifulSoup:
    """The elements of a page that may say something of it; none where it cannot be parsed."""
    markup = _bearable(_decoded(body[:MOST_MARKUP], charset))
    try:
        return BeautifulSoup(markup, "html.parser")
    except (RecursionError, AssertionError, ValueError):
        return BeautifulSoup("", "html.parser")


def _decoded(body: bytes, charset: str) -> str:
    """The text in the encoding that its first signs, the answer or the page state, where it fits; else in one found.

    Bytes mean something in every encoding of single bytes, so one that is stated so is taken last.
    """
    marked = next((codec for mark, codec in _MARKS if body.startswith(mark)), "")
    inside = _CHARSET.search(body[:4096])
    names = (marked, charset, inside[1].decode("ascii") if inside else "")
    stated = sorted(filter(None, map(_codec, names)), key=_SINGLE_BYTES.__eq__)
    first = () if marked or not _is_utf_8(body) else ("utf-8",)
    for codec in (*first, *stated, "utf-8"):
        text = body.decode(codec, "replace")
        if _fits(text):
            return text
    likely = (codec for codec in _likely(body[:_SAMPLE]) if codec not in stated)
    return body.decode(next(likely, (*stated, "utf-8")[0]), "replace")


def _is_utf_8(body: bytes) -> bool:
    """Whether the bytes are UTF-8 with some signs beyond ASCII: those of another encoding form them but by chance."""
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(body)  # the last sign may be cut off
    except UnicodeDecodeError:
        return False
    return _beyond_ascii(text) > _BY_CHANCE


def _likely(body: bytes) -> Iterator[str]:
    """The encodings of two bytes a sign that fit: Japanese is told by its kana, the rest by statistics."""
    for codec in ("cp932", "euc_jp"):
        text = body.decode(codec, "replace")
        if _fits(text) and len(_KANA.findall(text)) * _KANA_AMONG > _beyond_ascii(text):
            yield codec
    yield from (
        codec for name in EncodingDetector(body, is_html=True).encodings if (codec := _codec(name)) in _FOUND
    )


def _fits(text: str) -> bool:
    return text.count("\ufffd") * _UNREADABLE <= _beyond_ascii(text)


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _codec(name: str) -> str:
    """What browsers take for the encoding of this name; empty where nobody knows it."""
    try:
        codec = codecs.lookup(_NAMES.get(name.strip().lower(), name)).name
    except (LookupError, ValueError):
        return ""
    return _WIDER.get(codec, codec)


def _bearable(text: str) -> str:
    """The markup without remarks, brackets left open, and tags that say nothing of the page.

    The parser looks at some broken markup over and over, and sinks ever deeper into unclosed tags; this
    pass looks at each sign a bounded number of times.
    """
    first, *rest = text.replace("\0", "").split("<!--")
    text = first + "".join(part.partition("-->")[2] for part in rest)
    kept: list[str] = []
    tags = 0
    for piece in _TAG.finditer(text):
        closing, name, inside = piece.groups()
        if name is None:
            kept.append(_words(piece[0]) if text[piece.start() - 1 : piece.start()] == "<" else piece[0])
        elif name.lower() == "script" and not closing and "ld+json" not in inside:
            continue
        elif (tags := tags + 1) > MOST_TAGS:
            break
        else:
            kept.append(f"</p>{piece[0]}" if name.lower() == "p" and not closing else piece[0])
    return "".join(kept)


def _words(piece: str) -> str:
    """The text after a tag that is not read; a bracket that opens no tag stays a sign."""
    if not re.match(r"[a-zA-Z/!?]", piece):
        return f"&lt;{piece}"
    return f"{' ' if _WITHIN_LINES.match(piece) else chr(10)}{piece.partition('>')[2]}"


def attribute(tag: Any, name: str) -> str:
    """An attribute as one text; empty where there is none."""
    value = tag.get(name) if isinstance(tag, Tag) else None
    return " ".join(value) if isinstance(value, list) else value or ""
