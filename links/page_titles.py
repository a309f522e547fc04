"""The title of a story without the name of its site at its end: “Satellites compute | Example News”."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

# Between a title and its site: a sign with blanks around it, or one that no title holds inside a word.
_SPACED = r"\s+[-–—‐·:»]\s+|\s*[|｜]\s*"
_BEHIND_HEADING = re.compile(rf"{_SPACED}|\s*[_＿－\-—]\s*")
_LAST = re.compile(rf"^(?P<title>.+\S)(?:{_SPACED})(?P<site>\S.*)$")
_LAST_HAN = re.compile(rf"^(?P<title>.+\S)(?:{_SPACED}|\s*[_＿－—]+\s*)(?P<site>\S.*)$")
_LAST_HYPHEN = re.compile(r"^(?P<title>.+\S)\s*[-–—:：_»]\s*(?P<site>\S.*)$")
# How names of Chinese and Japanese newspapers, agencies and sites end.
_SHAPE = re.compile(
    r"[\u3400-\u9fffA-Za-z0-9]{0,8}"
    r"(?:网|網|日报|日報|晚报|时报|時報|早报|快报|周报|新闻|新聞|财经|財經|频道|頻道|新华社|通讯社|新闻社|中新社|卫视|电视台|在线|"
    r"客户端|门户|资讯|周刊|杂志|头条|科技|导报|商报|参考)"
)
# A name may have its address behind it: “央视网(cctv.com)”.
_ADDRESS = re.compile(r"\s*[(（]\s*(?P<host>(?:[a-z0-9-]+\.)+[a-z]{2,})\s*[)）]$", re.IGNORECASE)
_COMPANY_TOO = ("科技", "在线", "参考", "头条")  # behind a hyphen within words it may be the end of the title
_MOST_SHAPE = 10
_MOST_CUTS = 3


def without_site(title: str, url: str, names: Iterable[str] = (), *, heading: str = "") -> str:
    """The title without what the page adds to it.

    What follows the last separator is cut where it is one of `names`, the host of the page, or has the shape of a
    Chinese site's name; and where the title is mostly the whole `heading` of the story. Nothing else is: a title
    may hold such a sign itself.
    """
    rest = title.removeprefix(heading)
    if heading and rest != title and len(_plain(rest)) < len(_plain(heading)) and _BEHIND_HEADING.match(rest):
        return heading
    known = {_plain(name) for name in (*names, *_of_host(url))} - {""}
    for _cut in range(_MOST_CUTS):
        shorter = _cut_once(title, known)
        if shorter == title:
            break
        title = shorter
    return title


def _cut_once(title: str, known: set[str]) -> str:
    for ending in (_LAST, _LAST_HAN, _LAST_HYPHEN):
        found = ending.match(title)
        if found and ({_plain(part) for part in _parts_of(found["site"])} & known):
            return found["title"].strip()
    for ending in (_LAST, _LAST_HAN, _LAST_HYPHEN):
        found = ending.match(title)
        if found and _has_shape(found["site"], bare=ending is _LAST_HYPHEN) and _is_han(found["title"]):
            return found["title"].strip()
    return title


def _parts_of(site: str) -> list[str]:
    """The name of a site, and where its address stands behind it, both."""
    told = _ADDRESS.search(site)
    return [site[: told.start()], *_of_host(f"//{told['host'].lower()}")] if told else [site]


def _has_shape(site: str, *, bare: bool) -> bool:
    site = _ADDRESS.sub("", site)
    short = len(site) <= _MOST_SHAPE and _SHAPE.fullmatch(site)
    return bool(short) and not (bare and site.endswith(_COMPANY_TOO))


def _plain(name: str) -> str:
    """Letters and digits alone, in small letters: “Space News” and “spacenews”."""
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def _of_host(url: str) -> Iterable[str]:
    """The host, and its name without what it ends in: `spacenews.com`, `spacenews`."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    labels = host.split(".")
    return (host, *(label for label in labels[:-1] if len(label) > 3))


def _is_han(title: str) -> bool:
    return bool(re.search(r"[\u3040-\u30ff\u3400-\u9fff]", title))
