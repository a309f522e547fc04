"""Element sets in an OMM file as XML."""

import json
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from feeds.formats.omm import KEYWORDS, Fields, Found
from feeds.formats.text_file import NO_UTF_8
from feeds.http.results import FeedError

BITE = 65_536  # bytes of XML that are parsed at once


class _Omm:
    """Collects the leaves of each `omm` element, with the line at which it begins."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self.line = 0
        self.fields: Fields | None = None
        self.words: list[str] = []
        self.twice = ""
        self.parser = expat.ParserCreate("utf-8")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.words.append
        self.parser.StartDoctypeDeclHandler = self.refuse

    def refuse(self, *_: Any) -> None:
        raise FeedError("The XML declares a document type, which no OMM needs; it is not read.")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.words.clear()
        if _local(name) == "omm":
            self.line, self.fields, self.twice = self.parser.CurrentLineNumber, {}, ""

    def end(self, name: str) -> None:
        name = _local(name)
        text = "".join(self.words).strip()
        self.words.clear()
        if self.fields is None:
            return
        if name == "omm":
            fault = ValueError(f"names {self.twice} twice") if self.twice else None
            self.found.append((self.line, json.dumps(self.fields), fault or self.fields))
            self.fields = None
        elif name.isupper():
            self.twice = name if name in self.fields and name in KEYWORDS else self.twice
            self.fields[name] = text


def _local(name: str) -> str:
    """The name without the prefix of its namespace, such as `ndm:`."""
    return name.rpartition(":")[2]


def read(text: str) -> Iterator[Found]:
    """The `omm` elements, wherever they stand."""
    if bad := NO_UTF_8.search(text):
        line = text.count("\n", 0, bad.start()) + 1
        raise FeedError(
            f"Line {line}: the XML is no UTF-8 text. In Latin-1: iconv -f LATIN1 -t UTF-8 FILE > NEW"
        )
    omm = _Omm()
    body = text.encode()
    try:
        for at in range(0, len(body), BITE):
            omm.parser.Parse(body[at : at + BITE], at + BITE >= len(body))
            yield from omm.found
            omm.found.clear()
    except expat.ExpatError as error:
        raise FeedError(f"Line {error.lineno}: the file is no whole XML ({error}).") from error
