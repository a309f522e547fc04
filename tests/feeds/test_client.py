"""The polite client: each way an answer can go wrong is one failure with a sentence."""

import gzip
import time

import pytest
from requests.utils import default_headers

from feeds.answers import FeedError
from feeds.client import Client
from tests.feeds.replay import Replay, Reply

PATH = "/data"


@pytest.fixture
def server():
    with Replay() as server:
        yield server


def get(server, answer, **limits):
    server.answers[PATH] = answer
    client = Client("CELESTRAK_URL", **limits)
    return client, lambda: client.get(f"{server.url}{PATH}")


def test_a_whole_answer_comes_back_and_is_counted(server):
    client, ask = get(server, Reply(b'{"a": 1}'))

    assert ask() == b'{"a": 1}'
    assert (client.calls, client.received_bytes, client.last_status) == (1, 8, 200)
    assert client.first_url.endswith(PATH)


def test_a_compressed_answer_is_read(server):
    reply = Reply(gzip.compress(b"plain"), headers={"Content-Encoding": "gzip"})
    assert get(server, reply)[1]() == b"plain"


def test_we_say_who_we_are_and_how_to_reach_us(server, settings):
    settings.CONTACT = "https://example.org/racetracker\r\nX-Evil: 1 ü"
    get(server, Reply(b"1"))[1]()

    assert server.headers[0]["User-Agent"] == "Racetracker/0.1 (https://example.org/racetrackerX-Evil: 1)"
    assert server.headers[0]["User-Agent"] != default_headers()["User-Agent"]


@pytest.mark.parametrize(
    ("reply", "outcome", "words"),
    [
        (Reply(b"<html>Log in</html>", content_type="text/html"), "refused", "a web page instead of data: “<html>"),
        (Reply(b"\r\n <!DOCTYPE html>", content_type="text/plain"), "refused", "a web page instead of data"),
        (Reply(b""), "refused", "an empty answer"),
        (Reply(b" \r\n"), "refused", "an empty answer"),
        (Reply(b"half", announce=400), "refused", "broke off its answer: 4 bytes came"),
        (Reply(b"half", chunked=True), "refused", "broke off its answer"),
        (Reply(b"go away", 403), "refused", "refuses us (403): “go away”"),
        (Reply(b"none", 404), "refused", "knows no such address (404): “none”"),
        (Reply(b"", 302, headers={"Location": "http://elsewhere.example/"}), "refused", "http://elsewhere.example/"),
        (Reply(b"wait", 429, headers={"Retry-After": "600"}), "unreachable", "Not asked for 10 min"),
        (Reply(b"oops", 500), "unreachable", "a fault of its own (500): “oops”"),
        (Reply(b"late", wait_s=2), "unreachable", "did not answer within 0.3 s"),
        (Reply(hang_up=True), "unreachable", "broke off the connection"),
        (Reply(b"not gzip", headers={"Content-Encoding": "gzip"}), "refused", "cannot be read"),
        (Reply(b"x" * 3000), "refused", "more than"),
    ],
)  # fmt: skip
def test_each_failure_says_what_where_and_how_to_mend(server, reply, outcome, words):
    _client, ask = get(server, reply, read_s=0.3 if reply.wait_s else 30, max_bytes=2000)

    with pytest.raises(FeedError) as failure:
        ask()
    assert failure.value.outcome == outcome
    assert words in failure.value.sentence
    assert server.url.removeprefix("http://") + PATH in failure.value.sentence
    assert len(server.requests) == 1


def test_a_dripping_answer_cannot_hold_a_run(server):
    _client, ask = get(server, Reply(b"x" * 500, drip_s=0.05), read_s=5, deadline_s=0.4)

    began = time.monotonic()
    with pytest.raises(FeedError, match="had not ended its answer after 0.4 s"):
        ask()
    assert time.monotonic() - began < 15, "the whole answer takes 25 s"


def test_a_bomb_of_zeros_is_stopped_at_the_cap(server):
    reply = Reply(gzip.compress(bytes(40_000_000)), headers={"Content-Encoding": "gzip"})
    client, ask = get(server, reply, max_bytes=1_000_000)

    with pytest.raises(FeedError, match="sent more than"):
        ask()
    assert client.received_bytes < 20_000_000


def test_a_closed_port_is_named():
    with pytest.raises(FeedError, match=r"127.0.0.1:9/ refused the connection.*CELESTRAK_URL") as failure:
        Client("CELESTRAK_URL").get("http://127.0.0.1:9/")
    assert failure.value.outcome == "unreachable"
