"""Every page answers, on every day, and everything it leads to is there."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.utils.formats import date_format

from common.dates import AsOf
from facts.ledger.registry import KINDS
from facts.models import LedgerVersion
from pages.places import place
from pages.urls import urlpatterns
from tests.pages.addresses import FILES, KNOWN_SINCE, PAGES
from tests.pages.conftest import Visit, Visitor
from tests.pages.crawl import Crawl

DAYS = ("", "2026-03-01", "2024-06-01", "1990-01-01")


@pytest.fixture(scope="module")
def pages_read() -> dict[str, Visit]:
    return {}


@pytest.fixture
def read(visit: Visitor, pages_read: dict[str, Visit]) -> Callable[..., Visit]:
    """A page as of a day, fetched once for all tests of this file that only read it."""

    def page(address: str, status: int = 200, *, day: str = "") -> Visit:
        key = f"{address} {day}"
        if key not in pages_read:
            query: dict[str, Any] = {"as_of": day} if day else {}
            pages_read[key] = visit(address, status, **query)
        assert pages_read[key].response.status_code == status
        return pages_read[key]

    return page


def test_the_list_of_pages_is_complete():
    assert {*PAGES, *FILES} == {pattern.name for pattern in urlpatterns}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("day", DAYS)
def test_every_page_answers_on_every_day(read, name, day):
    unknown_then = bool(day) and day < KNOWN_SINCE.get(name, "")

    seen = read(PAGES[name], 404 if unknown_then else 200, day=day)

    assert seen.tree.one("h1").text
    assert len(seen.text) > 60
    if day and not unknown_then:
        printed = date_format(date.fromisoformat(day), "DATE_FORMAT")
        assert printed in seen.tree.one("aside", "past").text


@pytest.mark.parametrize("name", sorted(set(PAGES) - set(KNOWN_SINCE)))
def test_an_empty_past_is_told_in_sentences(read, name):
    seen = read(PAGES[name], day="1990-01-01")
    for hole in ("None", "nan", "undefined", "Undefined", "[]", "{}", "%("):
        assert hole not in seen.text.split(), hole
    if name not in (
        "overview",
        "compare",
        "metric",
        "method",
        "data",
        "status",
        "funding",
        "launches",
        "embed",
    ):
        assert list(seen.main.all(class_="empty"))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_a_language_a_title_and_headings_in_order(read, name):
    page = read(PAGES[name]).tree
    assert page.one("html")["lang"] == "en"
    assert len(page.one("title").raw()) > len(" · Racetracker")
    ids = [element["id"] for element in page.all() if element["id"]]
    assert sorted(ids) == sorted(set(ids)), {one for one in ids if ids.count(one) > 1}
    levels = [int(element.tag[1]) for element in page.all() if element.tag in ("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


@pytest.mark.parametrize("name", PAGES)
def test_every_field_of_a_page_has_a_label_and_every_reference_its_goal(read, name):
    page = read(PAGES[name]).tree
    ids = {element["id"] for element in page.all()}
    for field in page.all():
        if field.tag in ("input", "select", "textarea") and field["type"] != "hidden":
            labels = [label for label in page.all("label") if label["for"] == field["id"]]
            wrapped = any(above.tag == "label" for above in field.ancestors)
            assert labels or wrapped or field["aria-label"], field.attributes
    for referring in page.all():
        for attribute in ("aria-labelledby", "aria-describedby", "aria-controls"):
            for name_ in referring[attribute].split():
                assert name_ in ids, (attribute, name_)


@pytest.mark.parametrize("name", PAGES)
def test_tables_pictures_links_and_buttons_of_a_page_say_what_they_are(read, name):
    page = read(PAGES[name]).tree
    for table in page.all("table"):
        assert list(table.all("th")), "a table without headings"
        assert all(head["scope"] for head in table.all("th"))
    for drawing in page.all("svg"):
        assert drawing["aria-hidden"] == "true" or (drawing["role"] == "img" and drawing["aria-label"])
    for image in page.all("img"):
        assert "alt" in image.attributes
    for link in page.all("a"):
        assert link.text or link["aria-label"], link.attributes
        assert link["href"], link.text
    for button in page.all("button"):
        assert button.text or "data-theme-label" in {n for e in button.all("span") for n in e.attributes}


@pytest.mark.parametrize("name", PAGES)
def test_no_page_holds_scripts_or_styles_inline_nor_things_of_other_hosts(read, name):
    page = read(PAGES[name]).tree
    for element in page.all():
        assert "style" not in element.attributes, element.attributes
        assert not [key for key in element.attributes if key.startswith("on")], element.attributes
        if element.tag == "script":
            assert element["src"] or element["type"] == "application/json"
        for key in ("src", "srcset", "poster"):
            assert not urlsplit(element[key]).netloc, element.attributes
        if element.tag == "link" and element["rel"] != "canonical":
            assert not urlsplit(element["href"]).netloc
    assert not list(page.all("style"))


@pytest.mark.sampled
@pytest.mark.parametrize("day", ["", "2026-03-01"])
def test_everything_a_page_leads_to_is_there_anchors_included(visit, day):
    """From the front page over every address of ours; where a day is asked for, no link forgets it.

    The pages of single facts are alike: every eighth is opened, of the others it is asked whether
    the fact was known. So are the slip ledgers of single projects, and the pages cited at a moment:
    of those every link must keep the moment, and is not opened. Of projects, organizations and
    spacecraft every fourth is opened.
    """
    crawl = Crawl(visit.client, day)
    crawl.run()
    known = _known_facts(date.fromisoformat(day) if day else None)
    crawl.wrong += [
        f"{one} on {crawl.origin[one]}: not known then"
        for one, path in crawl.facts.items()
        if path not in known
    ]
    for (target, fragment), address in crawl.anchors.items():
        if target in crawl.opened and fragment not in crawl.opened[target]:
            crawl.wrong.append(f"{target}#{fragment} on {address}: no such place")
    assert not crawl.wrong, "\n".join(crawl.wrong[:20])
    assert crawl.at_a_moment > 8
    projects = {path for path in known if path.startswith("/projects/")}
    assert projects <= {urlsplit(one).path for one in crawl.origin}


def _known_facts(day: date | None) -> set[str]:
    found: set[str] = set()
    for name, kind in KINDS.items():
        if kind.is_fact:
            rows: Any = kind.model._default_manager
            found |= {
                place(name, slug) for slug in rows.known_by(day and AsOf(day)).values_list("slug", flat=True)
            }
    return found


def test_unknown_addresses_are_answered_by_a_page_with_a_way_on(visit):
    for address in ("/nothing/", "/projects/nothing/", "/metrics/nothing/", "/facts/nothing/nothing/",
                    "/facts/sources/nothing/", "/spacecraft/999999999/", "/organizations/x/"):  # fmt: skip
        seen = visit.refused(address, 404)
        assert "/" in {link["href"] for link in seen.main.all("a")}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nothing/", 404),
        ("/projects/nothing/", 404),
        ("/metrics/nothing/", 404),
        ("/compare/?metric=speed", 400),
    ],
)
def test_the_links_of_an_error_keep_the_day_and_the_moment(visit, address, status):
    LedgerVersion.objects.update(began_at=datetime(2026, 1, 1, tzinfo=UTC))
    clocks = "as_of=2026-03-01&recorded=2026-03-02T00:00:00Z"
    page = visit.refused(f"{address}{'&' if '?' in address else '?'}{clocks}", status).tree
    links = [link["href"] for link in (*page.one("nav", "nav").all("a"), *page.one("main").all("a"))]
    assert len(links) > 10
    assert all(link.endswith(clocks) for link in links)
    assert page.one("aside", "past").one("a")["href"] == address.split("?")[0], "the way back to today"


@pytest.mark.parametrize("clocks", ["as_of=tomorrow", "as_of=9999-12-31", "as_of=2026-03-01&recorded=noon"])
def test_a_day_that_cannot_be_read_is_not_carried_on(visit, clocks):
    for address in ("/nothing/", "/projects/nothing/", "/compare/"):
        page = visit.refused(f"{address}?{clocks}", 404 if address == "/nothing/" else 400).tree
        assert not [link["href"] for link in page.one("nav", "nav").all("a") if "?" in link["href"]]


@pytest.mark.parametrize("name", PAGES)
def test_head_is_get_without_a_body_and_nothing_can_be_posted(visit, name):
    head = visit.client.head(PAGES[name])
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["ETag"] == visit(PAGES[name])["ETag"]
    for method in ("post", "put", "patch", "delete"):
        assert getattr(visit.client, method)(PAGES[name]).status_code == 405
