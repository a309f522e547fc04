"""What a reader's address may ask: anything else is answered by a sentence that names the key and the mend."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from pages.query import UndeclaredKey, read
from tests.pages.addresses import PAGES

AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
EVERYWHERE = [
    ("as_of", "yesterday", "2026-03-01"),
    ("as_of", "2026-02-30", "2026-03-01"),
    ("as_of", "20260301", "2026-03-01"),
    ("as_of", "2026-03-01T00:00", "2026-03-01"),
    ("as_of", "9999-12-31", "up to today"),
    ("as_of", "1957-10-03", "1957-10-04"),
    ("country", "XX", "Write one of: US, CN"),
    ("country", "us", "Write one of: US, CN"),
    ("confidence", "sure", "Write one of: confirmed, reported, claimed"),
]
IN_LISTS = [
    ("page", "0", "from 1"),
    ("page", "-1", "from 1"),
    ("page", "two", "from 1"),
    ("page", "１", "from 1"),
    ("page", "1.0", "from 1"),
    ("q", "x" * 300, "200 characters"),
    ("q", "a\x00b", "NUL"),
]
OWN = [
    ("projects", "status", "flying", "operational"),
    ("projects", "kind", "moon", "constellation"),
    ("projects", "scope", "wide", "core"),
    ("organizations", "kind", "club", "company"),
    ("organizations", "page", "999", "last page"),
    ("launches", "which", "soon", "upcoming"),
    ("launches", "aboard", "cats", "compute"),
    ("launches", "page", "999", "last page"),
    ("spacecraft", "status", "asleep", "operational"),
    ("funding", "instrument", "loan", "equity"),
    ("funding", "scope", "wide", "orbital_compute"),
    ("regulation", "kind", "gossip", "filing"),
    ("milestones", "kind", "party", "test"),
    ("milestones", "page", "999", "last page"),
    ("news", "page", "999", "last page"),
    ("compare", "metric", "speed", "satellites_in_orbit"),
    ("compare", "scale", "cubic", "linear"),
    ("compare", "from", "spring", "2026-03-01"),
    ("compare", "to", "2026-13-01", "2026-03-01"),
    ("compare", "country", "XX", "US, CN, HK"),
    ("metric", "country", "XX", "US, CN, HK"),
]


@pytest.mark.parametrize(("key", "value", "mend"), EVERYWHERE)
@pytest.mark.parametrize("name", ["overview", "compare", "projects", "project", "news", "fact", "status"])
def test_a_key_that_cannot_be_meant_is_refused_on_every_page(visit, name, key, value, mend):
    sentence = visit.refused(PAGES[name], **{key: value}).main.one("p", "dek").text
    assert key in sentence
    assert mend in sentence


@pytest.mark.parametrize(("key", "value", "mend"), IN_LISTS)
@pytest.mark.parametrize("name", ["organizations", "launches", "milestones", "news"])
def test_a_key_of_lists_that_cannot_be_meant_is_refused_there(visit, name, key, value, mend):
    sentence = visit.refused(PAGES[name], **{key: value}).main.one("p", "dek").text
    assert key in sentence
    assert mend in sentence


@pytest.mark.parametrize("name", ["overview", "slippage", "method", "project", "status"])
def test_a_page_that_is_no_list_knows_no_search_and_no_further_page(client, ledger, name):
    plain = client.get(PAGES[name])
    for query in ("q=anything", "page=7", "page=two"):
        assert client.get(f"{PAGES[name]}?{query}").headers["ETag"] == plain.headers["ETag"]


def test_one_page_of_a_list_has_one_answer_however_its_number_is_written(client, ledger):
    tags = {
        client.get("/news/" + query).headers["ETag"] for query in ("", "?page=1", "?page=000001", "?page=")
    }
    assert len(tags) == 1


@pytest.mark.parametrize(("name", "key", "value", "mend"), OWN)
def test_a_word_that_a_page_does_not_know_is_refused_with_those_it_knows(visit, name, key, value, mend):
    sentence = visit.refused(PAGES[name], **{key: value}).main.one("p", "dek").text
    assert value in sentence
    assert sentence.startswith(key)
    assert mend in sentence


def test_an_end_before_the_beginning_is_refused(visit):
    query = {"from": "2026-03-01", "to": "2025-03-01"}
    assert "swap them" in visit.refused("/compare/", **query).text
    query["to"] = "2026-03-01"
    visit.refused("/compare/", **query)


def test_the_days_between_which_changes_are_told_end_today(visit):
    visit("/changes/", to=str(timezone.now().date() + timedelta(days=1)))
    for key in ("from", "to"):
        assert "in the future" in visit.refused("/changes/", **{key: "9999-12-31"}).text
        assert "is not a day" in visit.refused("/changes/", **{key: "2026-W05-1"}).text


def test_every_field_of_a_day_names_its_clock(visit):
    for address in ("/compare/", "/milestones/", "/changes/"):
        page = visit(address)
        labels = {label["for"]: label.text for label in page.tree.all("label")}
        days = [field for field in page.tree.all("input") if field["type"] == "date"]
        assert len(days) == 3
        assert all("UTC" in labels[field["id"]] for field in days)


def test_what_was_asked_comes_back_as_text_only(visit):
    for name in ("projects", "compare"):
        seen = visit.refused(PAGES[name], country="<script>alert(1)</script>")
        assert "<script>alert(1)" in seen.text
        assert "<script>alert(1)" not in seen.html


def test_days_at_the_edges_are_days(visit):
    visit("/", as_of="1957-10-04")
    visit("/", as_of="2024-02-29")
    visit("/", as_of="")
    visit("/news/", as_of=" 2026-03-01 ")


def test_a_key_that_a_page_reads_but_does_not_declare_is_a_fault_of_the_program():
    query = read(QueryDict("scale=log&country=US"), AT)
    for reading in (
        lambda: query.word("scale", ("log",)),
        lambda: query.day_of("scale"),
        lambda: query.year_of("scale"),
        lambda: query.raw.get("scale", ""),
        lambda: "scale" in query.raw,
    ):
        with pytest.raises(UndeclaredKey, match="scale"):
            reading()
    assert query.keep() == [("country", "US")]
    assert read(QueryDict("scale=log"), AT, keys=("scale",)).word("scale", ("log",)) == "log"


def test_a_key_that_nobody_knows_does_not_break_a_page(visit):
    visit("/news/?utm_source=letter&utm_source=mail")
    visit("/news/?=&&q")
