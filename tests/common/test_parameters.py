"""A reader's words mean the same on a page and at the API: the same status, and the same sentence where refused."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from common.parameters import Wrong, read_past_day, read_past_moment
from facts.models import LedgerVersion
from metrics.all import METRICS
from pages.frames.all import names
from tests.pages.markup import tree

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
BEGAN = datetime(2026, 1, 1, 0, 0, 1, tzinfo=UTC)
# What stands in the address, the status, and what the sentence says.
WORDS = [
    ("as_of=2026-03-01", 200, ""),
    ("as_of=1957-10-04", 200, ""),
    ("as_of=2024-02-29", 200, ""),
    ("as_of=+2026-03-01+", 200, ""),
    ("as_of=2026-11-30", 200, ""),
    ("as_of=2026-12-01", 200, ""),  # today, east of Greenwich
    ("as_of=2026-12-02", 400, "up to today, 2026-11-30 (UTC)"),
    ("as_of=9999-12-31", 400, "in the future"),
    ("as_of=1957-10-03", 400, "Write a day from 1957-10-04 on."),
    ("as_of=1957-05-01", 400, "before the first satellite"),
    ("as_of=0000-01-01", 400, "is not a day"),
    ("as_of=2026-02-30", 400, "is not a day"),
    ("as_of=yesterday", 400, "Write a day as YYYY-MM-DD"),
    ("as_of=2026-3-1", 400, "is not a day"),
    ("as_of=20260105", 400, "is not a day"),
    ("as_of=2026-W05", 400, "is not a day"),
    ("as_of=2026-W05-1", 400, "is not a day"),
    ("as_of=2026W051", 400, "is not a day"),
    ("as_of=2026-03-01T00:00", 400, "is not a day"),
    ("as_of=２０２６-03-01", 400, "is not a day"),
    ("as_of=2026-03-01&as_of=2026-03-01", 400, "as_of is given 2 times. Give it once."),
    ("as_of=2026-03-01%00", 400, "as_of holds a NUL character."),
    ("as_of=" + "9" * 150, 400, "is not a day"),
    ("country=CN", 200, ""),
    ("country=EU", 200, ""),
    ("country=XX", 400, "Write one of: US, CN"),
    ("country=us", 400, "is not known here"),
    ("country=US,CN", 400, "is not known here"),
    ("country=US&country=CN", 400, "country is given 2 times. Give it once."),
    ("confidence=reported", 200, ""),
    ("confidence=disputed", 400, "Write one of: confirmed, reported, claimed."),
    ("confidence=claimed&confidence=claimed", 400, "confidence is given 2 times. Give it once."),
]  # fmt: skip
MOMENTS = [
    ("recorded=2026-11-30T11:59:59Z", 200, ""),
    ("recorded=2026-11-30T12:00:00Z", 200, ""),
    ("recorded=2026-11-29", 200, ""),
    ("recorded=2026-11-30T12:00:01Z", 400, "That moment lies ahead"),
    ("recorded=2026-11-30", 400, "That moment lies ahead"),  # the day is not over
    ("recorded=2026-12-01", 400, "That moment lies ahead"),
    ("recorded=2026-12-01T00:00:00Z", 400, "That moment lies ahead"),
    ("recorded=2025-12-30", 400, "This ledger began on 1 Jan 2026"),
    ("recorded=2026-12-01T00:00:01Z", 400, "lies outside what is recorded"),
    ("recorded=2026-12-02", 400, "in the future"),
    ("recorded=1957-10-03T23:59:59Z", 400, "lies outside what is recorded"),
    ("recorded=1957-05-01", 400, "before the first satellite"),
    ("recorded=2026-W05-1", 400, "is no moment"),
    ("recorded=20260105", 400, "is no moment"),
    ("recorded=20260105T120000Z", 400, "is no moment"),
    ("recorded=2026-01-05T12:00:00", 400, "is no moment"),
    ("recorded=2026-01-05T12:00:00.1234567Z", 400, "is no moment"),
    ("recorded=2026-01-05T12:00:00.Z", 400, "is no moment"),
    ("recorded=2026-01-05T12:00:00%2B00:00", 400, "is no moment"),
    ("recorded=2026-01-05T25:00:00Z", 400, "is no moment"),
    ("recorded=now", 400, "is no moment"),
    ("recorded=2026-03-01&recorded=2026-03-02", 400, "recorded is given 2 times. Give it once."),
]  # fmt: skip


def answers(query: str, page: str, api: str) -> tuple[tuple[int, str], tuple[int, str]]:
    """Status and sentence of a page, and those of the API."""
    read = Client().get(f"{page}?{query}")
    told = Client().get(f"/api/v1/{api}?{query}")
    sentence = tree(read.content.decode()).one("main").one("p", "dek").text if read.status_code == 400 else ""
    body = told.json() if told.status_code == 400 else {"detail": "", "mend": ""}
    return (read.status_code, sentence), (told.status_code, f"{body['detail']} {body['mend']}".strip())


@pytest.mark.parametrize(
    ("query", "status", "says", "api"),
    [(*one, api) for one in WORDS for api in ("organizations/", "metrics/filings/")]
    + [(*one, "metrics/filings/") for one in MOMENTS],
)
def test_a_page_and_the_api_answer_the_same_words_alike(ledger, query, status, says, api):
    LedgerVersion.objects.update(began_at=BEGAN)
    with time_machine.travel(NOON, tick=False):
        page, told = answers(query, "/organizations/", api)
    assert page == told
    assert page[0] == status
    assert says in page[1]


@pytest.mark.parametrize("key", ["as_of", "recorded", "country", "confidence", "page", "kind"])
@pytest.mark.parametrize("value", ["", "++"])
def test_an_empty_field_chooses_nothing_on_a_page_and_at_the_api(ledger, key, value):
    """A form without scripts sends every field: its address is read by both as if the field were not there."""
    assert Client().get(f"/organizations/?{key}={value}").status_code == 200
    everything = Client().get("/api/v1/organizations/").json()
    assert Client().get(f"/api/v1/organizations/?{key}={value}").json()["results"] == everything["results"]
    assert Client().get(f"/organizations/?{key}={value}&{key}=").status_code == 400
    assert Client().get(f"/api/v1/organizations/?{key}={value}&{key}=").status_code == 400


@pytest.mark.parametrize("name", METRICS)
@pytest.mark.parametrize("country", ["EU", "HK", "CA", "JP", "US"])
def test_a_metric_knows_the_same_countries_on_its_page_in_its_chart_and_at_the_api(ledger, name, country):
    told = Client().get(f"/api/v1/metrics/{name}/?country={country}")
    page = Client().get(f"/metrics/{name}/?country={country}")
    assert (told.status_code, page.status_code) == (200, 200)
    if not page.context["rows_count"]:  # the page says in words of its own how many rows there are
        return
    assert page.context["rows_count"] == len(told.json()["rows"])


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("country", ["EU", "HK", "CA"])
def test_a_chart_of_another_country_shows_its_figures_or_says_that_there_are_none(ledger, name, country):
    assert Client().get(f"/charts/{name}.csv?country={country}").status_code == 200
    frame = Client().get(f"/embed/{name}/?country={country}").context["frame"]
    rows = frame.numbers.rows if frame.numbers else []
    assert bool(frame.empty) or rows, frame.sentence


def test_the_page_of_a_metric_draws_the_country_that_is_asked_for(ledger):
    page = Client().get("/metrics/satellites_in_orbit/?country=CA")
    told = Client().get("/api/v1/metrics/satellites_in_orbit/?country=CA").json()["rows"]
    rows = [row for row in page.context["frame"].numbers.rows if "CA" in row]
    assert len(told) > 1
    assert len(rows) >= len(told)
    assert "Canada" in page.context["frame"].sentence
    options = tree(page.content.decode()).all("option")
    assert "Canada" in [option.text for option in options if "selected" in option.attributes]


@pytest.mark.parametrize("hour", [0, 12, 23])
def test_a_day_ahead_is_today_of_a_reader_east_of_greenwich(hour):
    now = datetime(2026, 11, 30, hour, 59, tzinfo=UTC)
    assert read_past_day("2026-11-30", now) == read_past_day("2026-12-01", now) == date(2026, 11, 30)
    assert read_past_moment("2026-12-01", now) == datetime(2026, 12, 1, tzinfo=UTC)
    with pytest.raises(Wrong, match="future"):
        read_past_day("2026-12-02", now)


def test_a_moment_may_name_a_fraction_of_its_second():
    now = datetime(2026, 12, 1, tzinfo=UTC)
    for text, microsecond in (("12:00:00.000001Z", 1), ("12:00:00.5Z", 500_000), ("12:00:00Z", 0)):
        assert read_past_moment(f"2026-11-05T{text}", now) == datetime(
            2026, 11, 5, 12, microsecond=microsecond, tzinfo=UTC
        )
