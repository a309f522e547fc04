"""Ten addresses as somebody cited them, kept with their answers: they answer the same after a year of writing.

`cited_year.json` holds the answers. Where a definition or a form changes on purpose, write them anew with CITED=write
and say so in the changelog: whoever cited the address sees the change too.
"""

import itertools
import json
import os
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import time_machine

from facts.models import LedgerVersion
from launches.services import store_element_sets, upsert_launches
from metrics.snapshot import forget
from tests.feeds.rows import ELEMENTS, SEEN_AT
from tests.metrics import facts
from tests.writers import WRITERS, later, small_ledger

KEPT = Path(__file__).with_name("cited_year.json")
BEGAN = datetime(2026, 11, 20, 9, tzinfo=UTC)
CITED = "as_of=2026-11-20&recorded=2026-11-20T09:00:30Z"
ADDRESSES = (
    "/api/v1/metrics/scoreboard/", "/api/v1/metrics/satellites_in_orbit/?country=US",
    "/api/v1/metrics/slippage/?format=csv", "/api/v1/metrics/funding/?country=CN",
    "/api/v1/metrics/launch_slips/", "/api/v1/projects/?ordering=name", "/api/v1/targets/?ordering=due",
    "/api/v1/spacecraft/?ordering=name", "/api/v1/news/", "/charts/funding.csv",
)  # fmt: skip


@pytest.fixture
def same_names(monkeypatch):
    """Names and ids do not depend on the tests before."""
    chance = random.Random(7)
    monkeypatch.setattr(facts, "_number", itertools.count(1))
    monkeypatch.setattr(facts, "uuid4", lambda: UUID(int=chance.getrandbits(128), version=4))


def answers(client) -> dict[str, list[str]]:
    """The lines of each answer, as they would be read in a file."""
    forget()
    told = {}
    for address in ADDRESSES:
        response = client.get(f"{address}{'&' if '?' in address else '?'}{CITED}")
        assert response.status_code == 200, (address, response.content[:300])
        text = response.content.decode()
        if response.headers["Content-Type"].startswith("application/json"):
            text = json.dumps(json.loads(text), ensure_ascii=False, indent=1)
        told[address] = text.splitlines()
    return told


def month(number: int) -> None:
    """What feeds bring in a month, and what somebody does here."""
    days = 30 * (number + 1)
    upsert_launches(
        [later(days=days, status="tbd" if number % 2 else "go")], seen_at=SEEN_AT + timedelta(days=days)
    )
    store_element_sets(
        [replace(ELEMENTS, epoch=ELEMENTS.epoch + timedelta(days=days))],
        seen_at=SEEN_AT + timedelta(days=days),
    )
    for write in WRITERS[number * len(WRITERS) // 12 : (number + 1) * len(WRITERS) // 12]:
        write()


@pytest.mark.slow
def test_ten_cited_addresses_answer_the_same_after_a_year_of_writing(empty_ledger, client, same_names):
    with time_machine.travel(BEGAN, tick=False) as clock:
        LedgerVersion.objects.update(began_at=BEGAN)
        small_ledger()
        clock.move_to(BEGAN + timedelta(minutes=1))
        if os.environ.get("CITED") == "write":
            KEPT.write_text(
                json.dumps(answers(client), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
            )
        cited = json.loads(KEPT.read_text(encoding="utf-8"))
        assert answers(client) == cited
        for number in range(12):
            clock.move_to(BEGAN + timedelta(days=30 * (number + 1)))
            month(number)
            assert answers(client) == cited, f"after month {number + 1}"
