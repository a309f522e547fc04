"""The markup of a page in its own encoding, cut down to what the parser can bear."""

from __future__ import annotations

import re
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Tag

# A page is read up to here: its head stands at its beginning, and a story in its first screens.
MOST_MARKUP = 1_000_000
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([a-zA-Z0-9_.:-]{1,40})")
# The tags that are read; between them, text.
_READ = "html|head|meta|link|title|time|h1|article|main|p|script"
_TAG = re.compile(
    rf"""<(/?)({_READ})(?=[\s/>])((?:[^<>"']|"[^"]{{0,2000}}"|'[^']{{0,2000}}')*+)>|[^<]+""", re.IGNORECASE
)
MOST_TAGS = 3000


def soup_of(body: bytes, charset: str) -> BeautifulSoup:
    """The elements of a page that may say something of it; none where it cannot be parsed."""
    markup = _bearable(_decoded(body[:MOST_MARKUP], charset))
    try:
        return BeautifulSoup(markup, "html.parser")
    except (RecursionError, AssertionError, ValueError):
        return BeautifulSoup("", "html.parser")


def _decoded(body: bytes, charset: str) -> str:
    """The text in the encoding that the answer, else the page itself, states; else UTF-8."""
    stated = _CHARSET.search(body[:4096])
    for name in (charset, stated[1].decode("ascii") if stated else "", "utf-8"):
        name = "gb18030" if name.lower() in {"gb2312", "gbk"} else name
        try:
            if name:
                return body.decode(name, "replace")
        except (LookupError, UnicodeError):
            continue
    return ""


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
    return f" {piece.partition('>')[2]}"


def attribute(tag: Any, name: str) -> str:
    """An attribute as one text; empty where there is none."""
    value = tag.get(name) if isinstance(tag, Tag) else None
    return " ".join(value) if isinstance(value, list) else value or ""
