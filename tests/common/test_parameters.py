"""A reader's words mean the same on a page and at the API: the same status, and the same sentence where refused."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from common.parameters import Wrong, read_past_day, read_past_moment
from facts.models import LedgerVersion
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


def test_a_field_that_a_form_sends_empty_is_not_chosen_and_an_empty_parameter_is_a_slip(ledger):
    """The one difference: a form without scripts sends every field."""
    for key in ("as_of", "country", "confidence"):
        assert Client().get(f"/organizations/?{key}=").status_code == 200
        assert Client().get(f"/api/v1/organizations/?{key}=").json()["detail"] == f"{key} is empty."


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
