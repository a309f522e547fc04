"""The guarded client: what it asks, what it refuses, and that a refusal never touches the network."""

import gzip
import socket
import ssl
import threading
import time
import zlib
from pathlib import Path

import pytest

from links.addresses import Unread, checked, is_public
from links.safe_fetch import Network, read
from tests.feeds.replay import Reply
from tests.feeds.web import PUBLIC, Web, html

CERTIFICATE = Path(__file__).parent / "certificate.pem"
INSIDE = [
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "100.100.100.200", "0.0.0.0", "0.1.2.3", "224.0.0.1", "239.255.255.250", "255.255.255.255", "240.0.0.1",
    "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "168.63.129.16", "192.88.99.1",
    "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "fe80::1", "fe80::1%eth0", "fec0::1",
    "fc00::1", "fd00:ec2::254", "ff02::1", "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1",
    "2002:7f00:1::", "2002:808:808::1", "2001:0:7f00:1::", "2001::1", "2001:db8::1", "100::1", "3fff::1",
    "4000::1", "5f00::1", "", "localhost", "127.1",
]  # fmt: skip
ADDRESSES = [
    "ftp://news.example.org/", "file:///etc/passwd", "gopher://news.example.org/", "javascript:alert(1)",
    "data:text/html,x", "//news.example.org/", "news.example.org", "", "http://", "http:///a",
    "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/",
    "http://0177.0.0.1/", "http://017700000001/", "http://127.0.0.1./", "http://１２７.０.０.１/",
    "http://127。0。0。1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::]/", "http://[fd00::1]/",
    "http://8.8.8.8/", "http://[2606:4700::1111]/", "http://localhost/", "http://localhost./",
    "http://redis/", "http://metadata.google.internal/", "http://printer.local/", "http://a.localhost/",
    "http://news.example.org:6379/", "http://news.example.org:22/", "http://news.example.org:0/",
    "http://news.example.org:99999/", "http://user@news.example.org/", "http://user:pw@news.example.org/",
    "http://news.example.org@127.0.0.1/", "http://127.0.0.1#@news.example.org/",
    "http://news.example.org\\@127.0.0.1/", "http://news.example.org/\r\nHost: x", "http://news .example.org/",
    "http://news.example.org/\x00", "http://-/", "http://a..b/", "http://x.1/", "http://news.0x7f/",
    "http://" + "a" * 300 + ".org/", "http://news.example.org/" + "a" * 2100,
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_an_address_of_the_internet_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_may_not_be_asked_touches_no_network(address):
    with Web() as web:
        with pytest.raises(Unread) as refused:
            read(address, network=web.network())
        assert len(str(refused.value)) > 20
        assert web.resolved == []
        assert web.connected == []


@pytest.mark.parametrize("inside", [address for address in INSIDE if address])
def test_a_name_that_means_an_address_inside_is_not_connected(inside):
    for answer in ([inside], [PUBLIC, inside]):
        with Web({"rebind.example.org": answer}) as web:
            with pytest.raises(Unread, match="does not lie in the public internet"):
                read("http://rebind.example.org/", network=web.network())
            assert web.connected == []


def test_a_name_is_resolved_once_and_the_checked_address_connected():
    """A name that answers otherwise the second time is not asked a second time."""
    told = iter([[PUBLIC], ["127.0.0.1"]])
    with Web() as web:
        web.answers["/a"] = html("<title>A</title>")
        network = Network(resolve=lambda host, port: next(told), connect=web.network().connect)
        assert b"<title>A" in read("http://news.example.org/a?b=三", network=network).body
        assert web.connected == [(PUBLIC, 80)]
        assert web.requests == ["/a?b=%E4%B8%89"]
    assert next(told) == ["127.0.0.1"]


def test_the_real_network_reaches_nothing_on_this_machine():
    """The ways out as they are in production: a listener on loopback hears nothing."""
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.2)
        port = canary.getsockname()[1]
        for host in ("127.0.0.1", "127.1", "2130706433", "localhost", "[::1]", "localhost.localdomain"):
            with pytest.raises(Unread):
                read(f"http://{host}:{port}/")
            with pytest.raises(Unread):
                read(f"http://{host}/")
        with pytest.raises(TimeoutError):
            canary.accept()


def test_what_is_asked_carries_our_name_and_no_cookie(settings):
    settings.CONTACT = "desk@racetracker.example"
    with Web() as web:
        web.answers["/"] = Reply(
            status=302, headers={"Location": "/b", "Set-Cookie": "a=b"}, content_type="text/html"
        )
        web.answers["/b"] = html("<p>b")
        answer = read("http://news.example.org/#top", network=web.network())
        assert answer.url == "http://news.example.org/b"
        for headers in web.headers:
            assert "desk@racetracker.example" in headers["User-Agent"]
            assert headers["Host"] == "news.example.org"
            assert not {"Cookie", "Authorization", "Referer"} & headers.keys()


def test_proxies_of_the_environment_are_not_used(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with Web() as web:
        web.answers["/"] = html("<p>b")
        assert read("http://news.example.org/", network=web.network()).body == b"<p>b"


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/", "http://rebind.example.org/", "http://localhost/", "http://[::1]/", "file:///etc/passwd",
        "gopher://x.org/", "javascript:alert(1)", "http://news.example.org:6379/", "//127.0.0.1/", "",
        "http://u:p@news.example.org/", "http://0x7f000001/",
    ],
)  # fmt: skip
def test_each_redirect_is_checked_anew(target):
    with Web({"rebind.example.org": ["10.0.0.7"]}) as web:
        web.answers["/"] = Reply(status=302, headers={"Location": target} if target else {})
        with pytest.raises(Unread):
            read("http://news.example.org/", network=web.network())
        assert len(web.connected) == 1


def test_three_redirects_are_followed_and_a_fourth_is_not():
    with Web() as web:
        for n in range(4):
            web.answers[f"/{n}"] = Reply(status=301, headers={"Location": f"http://b.example.org/{n + 1}"})
        web.answers["/4"] = html("<p>end")
        assert read("http://news.example.org/1", network=web.network()).body == b"<p>end"
        with pytest.raises(Unread, match="more than 3 times"):
            read("http://news.example.org/0", network=web.network())


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(b"{}", content_type="application/json"), "no web page but application/json"),
        (Reply(b"%PDF", content_type="application/pdf"), "no web page"),
        (Reply(b"x", content_type=""), "no web page"),
        (html("<p>x", status=404), "no such page"),
        (html("<p>x", status=403), "refuses machines"),
        (html("<p>x", status=500), "error"),
        (html("<p>x", hang_up=True), "broke off"),
        (html("<p>x", announce=500), "broke off"),
        (html("<p>x", chunked=True), "broke off"),
        (html("<p>x", headers={"Content-Encoding": "gzip"}), "broke off"),
        (Reply(b"a" * (5 * 2**20), content_type="text/html"), "more than 2 MB"),
    ],
)  # fmt: skip
def test_an_answer_that_is_no_page_is_refused_with_a_sentence(reply, words):
    with Web() as web:
        web.answers["/"] = reply
        with pytest.raises(Unread, match=words):
            read("http://news.example.org/", network=web.network())


@pytest.mark.parametrize("coding", ["gzip", "deflate", "gzip, gzip"])
def test_a_page_that_unpacks_to_too_much_is_refused(coding):
    bomb = b"\0" * (64 * 2**20)
    packed = {"deflate": zlib.compress(bomb)}.get(coding) or gzip.compress(bomb)
    if coding == "gzip, gzip":
        packed = gzip.compress(packed)
    with Web() as web:
        web.answers["/"] = Reply(packed, content_type="text/html", headers={"Content-Encoding": coding})
        with pytest.raises(Unread, match="more than 2 MB"):
            read("http://news.example.org/", network=web.network())


def test_a_packed_page_is_read():
    with Web() as web:
        web.answers["/"] = Reply(
            gzip.compress("<p>三体".encode()), content_type="text/html; Charset='UTF-8'",
            headers={"Content-Encoding": "gzip", "Content-Language": "zh-CN"},
        )  # fmt: skip
        answer = read("http://news.example.org/", network=web.network())
        assert (answer.body.decode(), answer.charset, answer.language) == ("<p>三体", "utf-8", "zh-CN")


@pytest.mark.parametrize("slow", [{"wait_s": 3.0}, {"drip_s": 0.05}, {"drip_s": 0.05, "announce": None}])
def test_a_page_that_comes_too_slowly_is_left(slow):
    with Web() as web:
        web.answers["/"] = html("<p>" + "x" * 200, **slow)
        with pytest.raises(Unread, match="within 0.5 seconds"):
            read("http://news.example.org/", network=web.network(), deadline_s=0.5)


def _drip(reply: bytes):
    """A server that says its bytes one by one, for as long as anybody listens."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        wire, _peer = server.accept()
        with wire:
            try:
                for byte in reply:
                    wire.sendall(bytes([byte]))
                    time.sleep(0.05)
            except OSError:
                pass

    threading.Thread(target=serve, daemon=True).start()
    return server


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_headers_and_handshakes_that_drip_are_cut_off(scheme):
    reply = (
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 500 if scheme == "http" else b"\x16\x03\x03\x40\x00" + b"y" * 500
    )
    with _drip(reply) as server:
        network = Network(
            resolve=lambda host, port: [PUBLIC],
            connect=lambda address, port, timeout: socket.create_connection(server.getsockname(), timeout),
        )
        with pytest.raises(Unread, match="within 0.6 seconds"):
            read(f"{scheme}://news.example.org/", network=network, deadline_s=0.6)


def test_a_resolver_that_is_silent_is_not_waited_for():
    release = threading.Event()
    network = Network(resolve=lambda host, port: (release.wait(30) and [PUBLIC]) or [PUBLIC])
    with pytest.raises(Unread, match="No address is known"):
        read("http://news.example.org/", network=network, deadline_s=0.3)
    release.set()


def test_no_network_at_all_is_said():
    def nothing(host, port):
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    with pytest.raises(Unread, match="Check the spelling, or the network"):
        read("http://news.example.org/", network=Network(resolve=nothing))

    def refused(address, port, timeout):
        raise ConnectionRefusedError

    with pytest.raises(Unread, match="does not answer"):
        read("http://news.example.org/", network=Network(resolve=lambda h, p: [PUBLIC], connect=refused))


def test_a_chinese_name_is_asked_in_the_letters_of_the_network():
    with Web() as web:
        web.answers["/"] = html("<p>x")
        read("http://新华.example.org/", network=web.network())
        assert web.resolved == ["xn--xkrr14b.example.org"]
    assert checked("https://NEWS.example.org./a#b").netloc == "news.example.org"


@pytest.fixture
def encrypted():
    """The make-believe internet with a certificate for news.example.org."""
    with Web() as web:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        web.server.socket = context.wrap_socket(web.server.socket, server_side=True)
        web.answers["/"] = html("<p>behind a lock")
        yield web


def _trusting(network: Network) -> Network:
    return Network(network.resolve, network.connect, lambda: ssl.create_default_context(cafile=CERTIFICATE))


def test_a_certificate_that_holds_is_read(encrypted):
    answer = read("https://news.example.org/", network=_trusting(encrypted.network()))
    assert answer.body == b"<p>behind a lock"
    assert encrypted.connected == [(PUBLIC, 443)]


def test_a_certificate_of_another_name_or_of_nobody_is_refused(encrypted):
    with pytest.raises(Unread, match="certificate that does not hold"):
        read("https://other.example.org/", network=_trusting(encrypted.network()))
    with pytest.raises(Unread, match="certificate that does not hold"):
        read("https://news.example.org/", network=encrypted.network())


def test_a_redirect_never_leaves_encryption(encrypted):
    encrypted.answers["/"] = Reply(status=302, headers={"Location": "http://news.example.org/b"})
    with pytest.raises(Unread, match="without encryption"):
        read("https://news.example.org/", network=_trusting(encrypted.network()))
