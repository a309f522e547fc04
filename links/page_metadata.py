"""What a news page says of itself: title, publisher, date, language, its own address. No network, no database.

The page is somebody else's text. Whatever it says is one line, short and without control signs before
anybody sees it, and is only ever a proposal.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from bs4.element import Tag

from common.text import beginning, clean
from common.urls import NoAddress, canonical, host_of
from links.markup import attribute, soup_of
from links.page_dates import day_in, days_in_lines, is_of_something
from links.page_titles import without_site

MOST_TEXT = 8_000
MOST_TITLE, MOST_PUBLISHER, MOST_DESCRIPTION = 300, 160, 600
MOST_JSON = 200_000
_DEEPEST = 12
_MOST_BELOW, _MOST_LINES_BELOW = (
    200,
    12,
)  # the characters and lines below a heading among which its day stands
_WITHOUT_MEANING = ("www.", "m.", "amp.", "mobile.", "wap.", "3g.")
_STORIES = re.compile(r"(?:News|Report|Blog|Article|Posting|WebPage|Analysis|Review)", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[-/]?(\d{2})[-/]?(\d{2})(?=[/_.-]|$)")
_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title", "articletitle")
_PUBLISHERS = ("og:site_name", "dc.publisher", "dcterms.publisher", "citation_publisher", "application-name")
_DATES = (
    "article:published_time", "og:article:published_time", "article.published", "datepublished", "publishdate",
    "pubdate", "publish_date", "publish-date", "publication_date", "parsely-pub-date", "sailthru.date",
    "citation_publication_date", "citation_date", "dc.date.issued", "dcterms.issued", "dc.date",
    "dcterms.created", "dcterms.date", "weibo:article:create_at", "bytedance:published_time", "pubtime",
    "publishtime", "published_time", "published", "release_date", "og:release_date", "og:pubdate", "dc.date.created",
    "article_date", "article_date_original", "firstpublishedtime", "date",
)  # fmt: skip
_DESCRIPTIONS = ("og:description", "twitter:description", "description", "dc.description")
# Scripts of languages that have one of their own; Latin letters tell nothing.
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
)


@dataclass(frozen=True)
class Page:
    """What a page says of itself; empty where it does not say. `published_on` is a day such as 2026-11-20."""

    url: str
    title: str = ""
    publisher: str = ""
    published_on: str = ""
    language: str = ""
    description: str = ""
    text: str = ""


def parse_page(body: bytes, url: str, *, charset: str = "", language: str = "", site: str = "") -> Page:
    """Reads a page; `charset` and `language` are what the answer's headers say, `site` is what we call its site."""
    soup = soup_of(body, charset)
    said = _Said(soup)
    publisher = said.meta(_PUBLISHERS[:1]) or said.data("publisher") or said.meta(_PUBLISHERS[1:])
    title = said.meta(_TITLES[:2]) or said.data("headline") or said.meta(_TITLES[2:]) or _heading(soup)
    return Page(
        url=_own_address(soup, said, url),
        title=beginning(
            without_site(title, url, (publisher, site, *_names(said)), heading=_story_heading(soup)),
            MOST_TITLE,
        ).strip(),
        publisher=beginning(publisher, MOST_PUBLISHER).strip(),
        published_on=_published(soup, said, url),
        language=_language(soup, said, language, title),
        description=beginning(said.meta(_DESCRIPTIONS) or said.data("description"), MOST_DESCRIPTION),
        text=_text(soup),
    )


class _Said:
    """The words of a page about itself: meta elements by name, and its JSON-LD."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self.metas: dict[str, str] = {}
        for meta in islice(soup.find_all("meta"), 400):
            content = clean(attribute(meta, "content")[:2000])
            for name in ("property", "name", "itemprop", "http-equiv"):
                if (key := attribute(meta, name).strip().lower()) and content:
                    self.metas.setdefault(key, content)
        self.stories = sorted(_stories(soup), key=_rank)

    def meta(self, names: Iterable[str]) -> str:
        return next((self.metas[name] for name in names if name in self.metas), "")

    def data(self, key: str) -> str:
        for story in self.stories:
            if text := _name_of(story.get(key)):
                return text
        return ""


def _stories(soup: BeautifulSoup) -> Iterator[dict[str, Any]]:
    """Every mapping of the page's JSON-LD that describes a page or story."""
    for script in islice(soup.find_all("script", type=re.compile(r"^\s*application/ld\+json", re.I)), 20):
        text = script.get_text()[:MOST_JSON]
        try:
            found = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        yield from islice(_mappings(found), 200)


def _mappings(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        kinds = value.get("@type")
        words = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(word, str) and _STORIES.search(word) for word in words):
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _mappings(value.get(key), depth + 1)
    elif isinstance(value, list):
        for item in value[:100]:
            yield from _mappings(item, depth + 1)


def _rank(story: dict[str, Any]) -> int:
    """Stories before pages: a page's headline may be that of the whole site."""
    return 1 if "WebPage" in str(story.get("@type")) else 0


def _name_of(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value")
    return clean(value[:2000]) if isinstance(value, str) else ""


def _heading(soup: BeautifulSoup) -> str:
    for name in ("title", "h1"):
        tag = soup.find(name)
        if isinstance(tag, Tag) and (text := clean(tag.get_text(" ")[:2000])):
            return text
    return ""


def _names(said: _Said) -> list[str]:
    """Everything that the page calls its site."""
    return [said.data("publisher"), *(said.metas.get(name, "") for name in _PUBLISHERS)]


def _story_heading(soup: BeautifulSoup) -> str:
    """The heading of the story, where the page has one heading alone."""
    headings = soup.find_all("h1", limit=2)
    return clean(headings[0].get_text(" ")[:2000]) if len(headings) == 1 else ""


# --- Date ----------------------------------------------------------------------------------------
_BESIDE_THE_STORY = ["aside", "nav", "footer"]


def _published(soup: BeautifulSoup, said: _Said, url: str) -> str:
    """The day on which the page says it appeared, in its own time zone."""
    stated = [said.data("datePublished"), *(said.metas.get(name, "") for name in _DATES)]
    times = [mark for mark in islice(soup.find_all("time"), 20) if not mark.find_parent(_BESIDE_THE_STORY)]
    for mark in times:
        if attribute(mark, "pubdate") or "publish" in f"{mark.get('itemprop')} {mark.get('class')}".lower():
            stated.append(_of_time(mark))
    stated += [_of_time(mark) for mark in times[:1] if not is_of_something(_beside(mark))]
    stated.append(said.data("dateCreated"))
    for text in stated:
        if day := day_in(text[:60]):
            return day
    if day := days_in_lines(_lines_below_heading(soup)):
        return day
    in_address = _IN_ADDRESS.search(urlsplit(url).path)
    return day_in("-".join(in_address.groups())) if in_address else ""


def _beside(mark: Any) -> str:
    """What stands beside a mark of time in its own line."""
    own, line = clean(mark.get_text(" ")[:200]), clean(mark.parent.get_text(" ")[:400]) if mark.parent else ""
    return line.replace(own, "", 1)


def _of_time(mark: Any) -> str:
    return attribute(mark, "datetime") or clean(mark.get_text(" ")[:200])


def _lines_below_heading(soup: BeautifulSoup) -> list[str]:
    """What stands between the heading and the story: who wrote it, when, for whom."""
    heading = soup.find("h1")
    if not isinstance(heading, Tag):
        return []
    lines: list[str] = []
    length = 0
    for piece in islice(heading.find_all_next(string=True), 200):
        if any(parent is heading or parent.name in {*_BESIDE_THE_STORY, "time"} for parent in piece.parents):
            continue
        lines += [line for part in piece.split("\n") if (line := clean(part))]
        length += len(piece.strip())
        if length > _MOST_BELOW:
            break
    return lines[:_MOST_LINES_BELOW]


# --- Language ------------------------------------------------------------------------------------
def _language(soup: BeautifulSoup, said: _Said, header: str, title: str) -> str:
    """Two letters. Signs that only one language writes count more than what a template says."""
    for code, script in _SCRIPTS:
        if script.search(title):
            return code
    root = soup.find("html")
    told = [
        attribute(root, "lang") or attribute(root, "xml:lang"),
        said.data("inLanguage"), said.meta(("og:locale", "content-language", "dc.language", "language")), header,
    ]  # fmt: skip
    for text in told:
        if found := re.match(r"([a-z]{2})(?:[-_,;\s]|$)", text.strip().lower()):
            return found[1]
    return ""


# --- Address -------------------------------------------------------------------------------------
def _own_address(soup: BeautifulSoup, said: _Said, url: str) -> str:
    """The page's own word for its address where it lies on the same site; else the address that was read."""
    stated = [
        attribute(link, "href")
        for link in islice(soup.find_all("link", rel=True, href=True), 200)
        if "canonical" in attribute(link, "rel").lower().split()
    ]
    for text in [*stated[:1], said.meta(("og:url",))]:
        try:
            own = canonical(urljoin(url, text.strip())) if text.strip() else ""
        except (NoAddress, ValueError):
            continue
        if own and _site(own) == _site(url) and _leads_somewhere(own, url):
            return own
    return canonical(url)


def _site(url: str) -> str:
    """The host without what only tells telephone from desk."""
    host = host_of(url)
    for sign in _WITHOUT_MEANING:
        host = host.removeprefix(sign)
    return host


def _leads_somewhere(own: str, url: str) -> bool:
    """A front page that every story calls its own address is none, nor is one that loses the encryption."""
    to_front = urlsplit(own).path in {"", "/"} and urlsplit(url).path not in {"", "/"}
    return not to_front and not (url.startswith("https:") and own.startswith("http:"))


# --- Text ----------------------------------------------------------------------------------------
def _text(soup: BeautifulSoup) -> str:
    """The first paragraphs: where names of projects and organizations are looked for."""
    story = soup.find("article") or soup.find("main") or soup
    parts: list[str] = []
    length = 0
    for paragraph in islice(story.find_all("p"), 200):
        if text := clean(paragraph.get_text(" ")[:4000]):
            parts.append(text)
            length += len(text)
        if length > MOST_TEXT:
            break
    return beginning("\n".join(parts), MOST_TEXT)
