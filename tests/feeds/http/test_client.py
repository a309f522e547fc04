"""The polite client: each way an answer can go wrong is one failure with a sentence."""

import gzip
import time

import pytest
from requests.utils import default_headers

from feeds.http.client import Client
from feeds.http.refusals import stays
from feeds.http.results import FeedError
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


@pytest.mark.parametrize(
    "drip", [Reply(b"x" * 500, drip_s=0.05), Reply(drip_headers_s=0.05)], ids=["body", "headers"]
)
@pytest.mark.parametrize("limit", [{"answer_s": 0.4}, {"deadline_s": 0.4}], ids=["answer", "run"])
def test_a_dripping_answer_cannot_hold_a_run(server, drip, limit):
    _client, ask = get(server, drip, read_s=5, **limit)

    began = time.monotonic()
    with pytest.raises(FeedError, match="had not ended its answer after 0.4 s") as failure:
        ask()
    assert failure.value.outcome == "unreachable"
    assert time.monotonic() - began < 15, "the whole answer takes 25 s, the headers for ever"


def test_a_long_answer_on_a_slow_line_has_more_time_while_it_comes(server, monkeypatch):
    monkeypatch.setattr("feeds.http.client.SLOWEST_BYTES_S", 10)
    _client, ask = get(server, Reply(b"x" * 30, drip_s=0.02), answer_s=0.1)
    assert len(ask()) == 30


def test_calls_of_one_run_share_a_connection(server):
    client, ask = get(server, Reply(b"[1]", kept=True))
    assert (ask(), ask(), len(server.connections)) == (b"[1]", b"[1]", 1)
    client.close()


def test_a_redirect_on_the_same_host_is_followed_and_counted(server):
    client, ask = get(server, Reply(b"", 301, headers={"Location": "/data/"}))
    server.answers[f"{PATH}/"] = Reply(b"[1]")
    assert ask() == b"[1]"
    assert (client.calls, client.first_url) == (2, f"{server.url}{PATH}")


@pytest.mark.parametrize(
    ("location", "words", "calls"),
    [
        ("http://elsewhere.example/data", "another host are not followed", 1),
        ("//elsewhere.example/data", "another host are not followed", 1),
        ("http://127.0.0.1:9/data", "another host are not followed", 1),
        ("file:///etc/passwd", "another host are not followed", 1),
        ("http://[", "cannot be read (Invalid IPv6 URL)", 1),
        ("", "sends us on (302) to nowhere", 1),
        (PATH, "a circle", 1),
        ("?again", "a circle", 2),
    ],
)
def test_a_redirect_elsewhere_or_in_a_circle_is_refused(server, location, words, calls):
    _client, ask = get(server, Reply(b"", 302, headers={"Location": location}))
    with pytest.raises(FeedError) as failure:
        ask()
    assert words in failure.value.sentence
    assert len(server.requests) == calls


def test_more_than_three_hops_are_refused(server):
    get(server, Reply(b"", 302, headers={"Location": "/1"}))
    for hop in range(1, 9):
        server.answers[f"/{hop}"] = Reply(b"", 307, headers={"Location": f"/{hop + 1}"})
    with pytest.raises(FeedError, match="more than 3 hops"):
        Client("CELESTRAK_URL").get(f"{server.url}{PATH}")
    assert server.requests == [PATH, "/1", "/2", "/3"]


@pytest.mark.parametrize(
    ("here", "there", "followed"),
    [
        ("https://a.example/x", "http://a.example/x", False),
        ("http://a.example/x", "https://a.example/x", True),
        ("http://a.example/x", "https://b.example/x", False),
        ("http://a.example:80/x", "https://a.example:8443/x", False),
        ("https://a.example/x", "https://a.example/y?z", True),
        ("https://a.example/x", "https://me@a.example/x", False),
    ],
)
def test_a_redirect_never_leads_to_another_host_or_down_from_https(here, there, followed):
    assert stays(here, there) is followed


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


@pytest.mark.parametrize("cut", [1, 8, 40])
def test_a_gzip_stream_without_its_end_is_no_whole_answer(server, cut):
    body = gzip.compress(b"one,two\r\n" * 500)[:-cut]
    client, ask = get(server, Reply(body, headers={"Content-Encoding": "gzip"}))
    with pytest.raises(FeedError, match="broke off its answer") as failure:
        ask()
    assert failure.value.outcome == "refused"
    assert len(client.bodies) == 1, "what came is kept for a person"


def test_gzip_in_several_members_is_read_to_its_end(server):
    body = gzip.compress(b"one") + gzip.compress(b"two")
    assert get(server, Reply(body, headers={"Content-Encoding": "GZIP"}))[1]() == b"onetwo"
    assert server.headers[0]["Accept-Encoding"] == "gzip"


@pytest.mark.parametrize("coding", ["br", "gzip, gzip", "deflate", "x" * 500])
def test_a_coding_that_was_not_asked_for_is_refused(server, coding):
    _client, ask = get(server, Reply(b"odd", headers={"Content-Encoding": coding}))
    with pytest.raises(FeedError, match="cannot be read \\(Content-Encoding"):
        ask()


def test_an_address_too_long_to_write_down_is_not_asked(server):
    with pytest.raises(FeedError, match="longer than an address can be here"):
        Client("CELESTRAK_URL").get(f"{server.url}/?{'x' * 500}")
    assert not server.requests


@pytest.mark.parametrize("status", [204, 206])
def test_part_of_an_answer_is_no_answer(server, status):
    _client, ask = get(server, Reply(b"" if status == 204 else b"half", status))
    with pytest.raises(FeedError, match=rf"not with the whole \({status}\)"):
        ask()
