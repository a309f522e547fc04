"""A Redis that is away is an empty cache: readers go on, and do not wait for it twice."""

import socket
import time
from collections.abc import Iterator

import pytest

from racetracker.cache import Cache


@pytest.fixture(params=["refuses", "never answers"])
def cache(request, monkeypatch) -> Iterator[Cache]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        if request.param == "never answers":
            server.listen(5)
        monkeypatch.setattr(Cache, "away_until", 0.0)
        port = server.getsockname()[1]
        timeouts = {"socket_timeout": 0.2, "socket_connect_timeout": 0.2}
        yield Cache(f"redis://127.0.0.1:{port}/0", {"OPTIONS": timeouts})


def test_it_answers_as_an_empty_cache(cache):
    assert cache.get("key", 7) == 7
    assert cache.get("key") is None
    assert cache.get_many(["key"]) == {}
    assert cache.add("key", 1) is True
    assert cache.has_key("key") is False
    cache.set("key", 1)
    cache.delete("key")
    assert cache.get_or_set("key", lambda: 5) == 5


def test_it_is_left_alone_for_a_while(cache):
    cache.get("key")
    started = time.monotonic()
    for _ in range(100):
        cache.get("key")
    assert time.monotonic() - started < 5, "asked each time it would be 20 s"
