"""The replay server, set as the address of every feed."""

from collections.abc import Iterator

import pytest

from tests.feeds.replay import Replay


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch) -> None:
    """Tries again come at once."""
    monkeypatch.setattr("feeds.http.client.RETRY_WAITS_S", (0.0, 0.0))


@pytest.fixture
def replay(settings) -> Iterator[Replay]:
    """A server on loopback that every feed is asked at; nothing else can be reached."""
    with Replay() as server:
        settings.LAUNCH_LIBRARY_URL = f"{server.url}/2.3.0"
        settings.CELESTRAK_URL = server.url
        settings.SPACEFLIGHT_NEWS_URL = f"{server.url}/v4"
        settings.FEEDS_ENABLED = True
        yield server
