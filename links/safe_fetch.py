"""Reading a web page whose address a person pasted, without becoming that person's hand in our own network.

The name is resolved once, every address that it gives must be public, and the connection goes to the
address that was checked: a name that answers differently the second time is never asked a second time.
Each redirect is checked in the same way. Time, size and type of the answer are bounded.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import urllib3
from django.utils.translation import gettext as _
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3.connection import HTTPConnection

from common.text import clean
from feeds.http.client import user_agent
from links.addresses import PORTS, Unread, checked, is_public

DEADLINE_S = 8.0
CONNECT_S = 4.0
MAX_BYTES = 2 * 1024 * 1024
MAX_REDIRECTS = 3
PAGES = {"text/html", "application/xhtml+xml"}
_CHUNK = 32 * 1024


@dataclass(frozen=True)
class Answer:
    """A page as it came: the address that gave it after redirects, its bytes and its stated encoding."""

    url: str
    body: bytes
    charset: str
    language: str


def _resolve(host: str, port: int) -> list[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _connect(address: str, port: int, timeout: float) -> socket.socket:
    return socket.create_connection((address, port), timeout=timeout)


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=DEFAULT_CA_BUNDLE_PATH)


@dataclass(frozen=True)
class Network:
    """The ways out: a name to addresses, an address to a connection, and whose certificates hold."""

    resolve: Callable[[str, int], list[str]] = _resolve
    connect: Callable[[str, int, float], socket.socket] = _connect
    trust: Callable[[], ssl.SSLContext] = _trust


NETWORK = Network()


@dataclass
class _Clock:
    """The time that is left for all of one reading."""

    seconds: float
    ends: float = field(init=False)

    def __post_init__(self) -> None:
        self.ends = time.monotonic() + self.seconds

    @property
    def left(self) -> float:
        left = self.ends - time.monotonic()
        if left <= 0:
            raise Unread(_too_slow(self.seconds))
        return left

    def check(self) -> None:
        """Says that the time is over, where it is."""
        _left = self.left


def read(
    address: str,
    *,
    network: Network | None = None,
    deadline_s: float = DEADLINE_S,
    max_bytes: int = MAX_BYTES,
    before: Callable[[], None] = lambda: None,
) -> Answer:
    """The page at an address, after at most three redirects; `Unread` with a sentence otherwise.

    `before` is called once, when the address was found to be one that may be asked and nothing was asked yet;
    it may raise `Unread`.
    """
    network, clock = network or NETWORK, _Clock(deadline_s)
    url = address
    for _hop in range(MAX_REDIRECTS + 1):
        parts = checked(url)
        with _exchange(parts, network, clock, before if url is address else lambda: None) as response:
            if response.status not in range(300, 400):
                return _page(url, parts, response, clock, max_bytes)
            target = response.headers.get("Location", "")
        following = urljoin(url, target.strip().replace(" ", "%20")) if target else ""
        if not following or urlsplit(following).scheme not in PORTS:
            raise Unread(_("%(host)s sends us on to no web page.") % {"host": parts.hostname})
        if parts.scheme == "https" and urlsplit(following).scheme == "http":
            raise Unread(
                _("%(host)s sends us on to an address without encryption.") % {"host": parts.hostname}
            )
        url = following
    raise Unread(_("The page sends us on more than %(most)s times.") % {"most": MAX_REDIRECTS})


def _addresses(host: str, port: int, network: Network, clock: _Clock) -> list[str]:
    """What the name means, asked once. One address inside is enough to refuse the name."""
    found: list[str] = []
    failure: list[OSError] = []

    def ask() -> None:
        try:
            found.extend(network.resolve(host, port))
        except (OSError, UnicodeError) as error:
            failure.append(OSError(str(error)))

    asking = threading.Thread(target=ask, daemon=True)  # a resolver knows no deadline
    asking.start()
    asking.join(min(CONNECT_S, clock.left))
    if asking.is_alive() or failure or not found:
        raise Unread(
            _("No address is known for %(host)s. Check the spelling, or the network of this site.")
            % {"host": host}
        )
    addresses = list(dict.fromkeys(found))
    if not all(map(is_public, addresses)):
        raise Unread(
            _("%(host)s does not lie in the public internet: such addresses are not read.") % {"host": host}
        )
    return addresses


# --- One question and its answer ---------------------------------------------------------------------
@contextmanager
def _exchange(
    parts: SplitResult, network: Network, clock: _Clock, before: Callable[[], None]
) -> Iterator[urllib3.response.BaseHTTPResponse]:
    host, port = str(parts.hostname), parts.port or PORTS[parts.scheme]
    addresses = _addresses(host, port, network, clock)
    before()
    raw = _open(host, port, addresses, network, clock)
    over = threading.Event()
    try:
        with _cut_off(raw, clock, over):
            wire = raw
            if parts.scheme == "https":
                wire = network.trust().wrap_socket(raw, server_hostname=host)
            connection = HTTPConnection(host, port, timeout=clock.left)
            connection.sock = wire
            try:
                connection.request("GET", _target(parts), headers=_headers(parts), preload_content=False)
                response = connection.getresponse()
                clock.check()  # headers that we cut off look like whole ones
                yield response
            finally:
                connection.close()
                wire.close()
    except Unread:
        raise
    except ssl.SSLCertVerificationError as error:
        raise Unread(_("%(host)s has a certificate that does not hold.") % {"host": host}) from error
    except (OSError, ValueError, urllib3.exceptions.HTTPError, http.client.HTTPException) as error:
        if over.is_set() or isinstance(error, TimeoutError):
            raise Unread(_too_slow(clock.seconds)) from error
        raise Unread(_("%(host)s broke off, or sent what is no web page.") % {"host": host}) from error
    finally:
        raw.close()


def _open(host: str, port: int, addresses: list[str], network: Network, clock: _Clock) -> socket.socket:
    for address in addresses[:2]:
        try:
            wire = network.connect(address, port, min(CONNECT_S, clock.left))
        except OSError:
            continue
        wire.settimeout(clock.left)
        return wire
    raise Unread(_("%(host)s does not answer.") % {"host": host})


@contextmanager
def _cut_off(raw: socket.socket, clock: _Clock, over: threading.Event) -> Iterator[None]:
    """Ends the connection when the time is over, whatever it drips: headers, handshake or body."""
    line = raw.dup()  # the handshake takes the socket itself over

    def cut() -> None:
        over.set()
        with suppress(OSError):  # it ended by itself
            line.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(clock.left, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        line.close()


def _headers(parts: SplitResult) -> dict[str, str]:
    return {
        "Host": parts.netloc,
        "User-Agent": user_agent(),
        "Accept": "text/html,application/xhtml+xml",
        "Accept-Language": "en, zh;q=0.8, *;q=0.5",
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
    }


def _target(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return f"{path}?{query}" if query else path


def _page(
    url: str, parts: SplitResult, response: urllib3.response.BaseHTTPResponse, clock: _Clock, max_bytes: int
) -> Answer:
    host = parts.hostname
    if response.status != HTTPStatus.OK:
        words = {
            401: _("asks for a password"), 403: _("refuses machines"), 404: _("knows no such page"),
            410: _("removed this page"), 429: _("says that we ask too often"), 451: _("may not show this page"),
        }.get(response.status, _("answers with an error"))  # fmt: skip
        raise Unread(f"{host} {words} ({response.status}).")
    kind, charset = _kind(response.headers.get("Content-Type", ""))
    if kind not in PAGES:
        what = clean(kind)[:60] or _("nothing known")
        raise Unread(_("%(host)s sends no web page but %(kind)s.") % {"host": host, "kind": what})
    body = bytearray()
    while chunk := response.read1(_CHUNK, decode_content=True):
        body += chunk
        if len(body) > max_bytes:
            raise Unread(
                _("The page has more than %(most)s MB: too much to be read.") % {"most": max_bytes // 2**20}
            )
        clock.check()
    clock.check()  # an end that came because we cut it off is none
    return Answer(url, bytes(body), charset, clean(response.headers.get("Content-Language", ""))[:20])


def _kind(header: str) -> tuple[str, str]:
    kind, _sign, rest = header.partition(";")
    charset = re.search(r"charset\s*=\s*[\"']?([a-z0-9_.:-]{1,40})", rest, re.IGNORECASE)
    return kind.strip().lower(), charset[1].lower() if charset else ""


def _too_slow(seconds: float) -> str:
    return _("The page did not come within %(seconds)s seconds.") % {"seconds": f"{seconds:g}"}
