"""What tests of the API share: a reader who asks, and rows of the nouns that only feeds fill."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from feeds.models import FeedRun
from launches.models import ElementSet, Launch, NetRevision, Spacecraft

FEED_NOUNS = ("net-revisions", "element-sets", "feed-runs")
NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)


class Reader:
    """Asks the API and expects a status."""

    def __init__(self) -> None:
        self.client = Client()

    def __call__(self, address: str, status: int = 200, /, *, headers: dict | None = None, **parameters: Any):
        path = address.removeprefix("http://testserver")
        path = path if path.startswith("/") else f"/api/v1/{path}"
        answer = self.client.get(path, parameters, headers=headers)
        assert answer.status_code == status, (path, parameters, answer.content[:500])
        return answer

    def json(self, address: str, status: int = 200, /, **parameters: Any):
        return self(address, status, **parameters).json()

    def refused(self, address: str, status: int = 400, /, **parameters: Any) -> dict:
        """The error, which must be in the one shape that errors have."""
        answer = self(address, status, **parameters)
        assert answer.headers["Content-Type"] == "application/json"
        told = answer.json()
        assert set(told) == {"status", "detail", "field", "mend"}
        assert told["status"] == status
        assert told["detail"].endswith((".", "!", "?"))
        return told

    def every(self, address: str, /, **parameters: Any) -> list[dict]:
        """All rows of a list, page by page."""
        told = self.json(address, page_size=500, **parameters)
        rows = told["results"]
        while told["next"]:
            told = self.json(told["next"])
            rows += told["results"]
        assert len(rows) == told["count"]
        return rows


@pytest.fixture
def api(ledger: None) -> Reader:
    """A reader of the API on the real ledger."""
    return Reader()


@pytest.fixture
def fed(ledger: None) -> None:
    """120 rows of each noun that only feeds fill."""
    launch, craft = Launch.objects.all()[0], Spacecraft.objects.exclude(norad_cat_id=None)[0]
    NetRevision.objects.bulk_create(
        NetRevision(
            launch=launch, stated_at=NOW - timedelta(days=n), status="tbd",
            net_first=date(2027, 1, 1), net_last=date(2027, 3, 31), net_precision="quarter",
        )
        for n in range(120)
    )  # fmt: skip
    ElementSet.objects.bulk_create(
        ElementSet(
            norad_cat_id=craft.norad_cat_id, object_name=craft.name, epoch=NOW - timedelta(days=n),
            mean_motion=15.2, eccentricity=0.001, inclination=97.4, ra_of_asc_node=10, arg_of_pericenter=20,
            mean_anomaly=30, bstar=0.0001, mean_motion_dot=0, mean_motion_ddot=0,
        )
        for n in range(120)
    )  # fmt: skip
    FeedRun.objects.bulk_create(
        FeedRun(
            feed="launch-library", started_at=NOW - timedelta(days=n), ended_at=NOW - timedelta(days=n),
            outcome="stored", url="https://example.org/", http_status=200, sentence="120 records read.",
        )
        for n in range(120)
    )  # fmt: skip
