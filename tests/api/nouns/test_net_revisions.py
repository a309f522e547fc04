"""Each move of a launch date with what Launch Library's editors wrote of it."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from facts.models import LedgerVersion
from launches.records import UpdateRecord
from launches.services import store_updates
from tests.metrics import facts

AN_ID = UUID(int=7)
WRITTEN = UpdateRecord(
    1, AN_ID, "Delayed for <winds>.", "An Editor", "https://news.example/x", datetime(2026, 3, 20, tzinfo=UTC)
)


@pytest.fixture
def slipped(ledger):
    launch = facts.launch("2026-12-01", slug="slipped", ll2_id=AN_ID, status="tbd")
    facts.net(launch, "2026-10-01", "2026-03-01")
    facts.net(launch, "2026-12-01", "2026-04-01")
    return launch


def told(api, **more):
    rows = api.json("net-revisions/", launch="slipped", ordering="stated_at", **more)["results"]
    names = ("reason_state", "reason", "reason_by", "reason_url", "reason_on")
    return [tuple(row[name] for name in names) for row in rows]


NOTHING = (None, None, None, None)


def test_a_move_quotes_the_update_with_author_link_and_day(api, slipped):
    store_updates([WRITTEN], seen_at=datetime(2026, 4, 2, tzinfo=UTC))
    assert told(api) == [
        ("not_applicable", *NOTHING),
        ("stated", "Delayed for <winds>.", "An Editor", "https://news.example/x", "2026-03-20"),
    ]


def test_no_update_read_is_not_no_reason(api, slipped):
    assert told(api)[1] == ("not_read", *NOTHING)


def test_a_cited_address_keeps_its_answer_once_an_update_arrives(api, slipped):
    cited = LedgerVersion.now().changed_at.isoformat().replace("+00:00", "Z")
    before = told(api, recorded=cited)
    store_updates([WRITTEN], seen_at=datetime(2026, 4, 2, tzinfo=UTC))
    assert told(api, recorded=cited) == before
    assert told(api)[1][0] == "stated"


def test_a_day_before_an_update_was_written_does_not_tell_it(api, slipped):
    store_updates([WRITTEN], seen_at=datetime(2026, 4, 2, tzinfo=UTC))
    assert len(told(api, as_of="2026-03-19")) == 1
    assert told(api, as_of="2026-04-01")[1][0] == "stated"
