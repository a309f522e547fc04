"""Element sets in an OMM file as JSON: a list of objects, or one object."""

import json
from collections.abc import Iterator
from typing import Any

from common.text import clean
from feeds.formats.omm import KEYWORDS, Fields, Found
from feeds.http.results import FeedError
from feeds.sources.celestrak_gp import COLUMNS


class _Twice(dict[str, Any]):
    """An object that names a keyword twice."""

    keyword = ""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(found := dict(pairs)) == len(pairs):
        return found
    twice = _Twice(found)
    seen: set[str] = set()
    for name, _value in pairs:
        if name in seen:
            twice.keyword = name
            break
        seen.add(name)
    return twice


def read(text: str) -> Iterator[Found]:
    """The objects of a list, or the only one."""
    decoder = json.JSONDecoder(object_pairs_hook=_object, parse_float=str, parse_int=str, parse_constant=str)
    at, line = 0, 1
    many = text.lstrip()[0] == "["

    def skip(signs: str) -> None:
        nonlocal at, line
        while at < len(text) and text[at] in signs:
            line += text[at] == "\n"
            at += 1

    skip(" \t\r\n")
    at += many
    while True:
        skip(" \t\r\n")
        if many and text[at : at + 1] == "]":
            break
        try:
            item, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            raise FeedError(f"Line {line}: the file is no whole JSON from here on, or breaks off.") from error
        if not many and (key := _list_inside(item)):
            raise FeedError(
                f"The file holds its records under “{key}”; a list of OMM objects is read, or one object alone. "
                "Take the list out of it, for example with jq."
            )
        raw = text[at:end]
        yield line, raw, _of_json(item)
        line += raw.count("\n")
        at = end
        skip(" \t\r\n")
        if not many:
            break
        if text[at : at + 1] not in {",", "]"}:
            raise FeedError(f"Line {line}: the list breaks off after this record; its end is missing.")
        at += text[at] == ","
    _nothing_in(text[at + many :], line)


def _nothing_in(rest: str, line: int) -> None:
    """Refuses what follows the end of the JSON."""
    if rest.lstrip()[:1] == "{":
        raise FeedError(
            f"Line {line}: objects one after another are no JSON. Make a list of them: jq -s . FILE > NEW"
        )
    if rest.strip():
        raise FeedError(f"Line {line}: something follows the end of the JSON.")


def _list_inside(item: Any) -> str:
    """The key of an object that is no element set but holds some."""
    if not isinstance(item, dict) or any(name in item for name in COLUMNS):
        return ""
    inner = (name for name, value in item.items() if isinstance(value, list | dict))
    return clean(next(inner, ""))[:40]


def _of_json(item: Any) -> Fields | Exception:
    if not isinstance(item, dict):
        return ValueError("is not an object")
    if isinstance(item, _Twice):
        return ValueError(f"names {item.keyword[:40]} twice")
    odd = [name for name in KEYWORDS if not isinstance(item.get(name, ""), str | None)]
    if odd:
        return ValueError(f"{odd[0]} is neither text nor a number")
    return {name: value for name, value in item.items() if isinstance(value, str)}
