"""A kept page is made of its address alone: nothing else that one visitor sends shapes what others read."""

import gzip
import itertools
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from wsgiref.util import setup_testing_defaults

import pytest
import time_machine
from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.urls import URLPattern, get_resolver, resolve

from facts.models import LedgerVersion
from pages.query import SHARED_KEYS
from pages.views.charts import KINDS
from tests.desk.desk import analyst, desk_of
from tests.pages.addresses import FILES, PAGES
from tests.pages.markup import tree

# What would move the site, or name a user, if it were believed.
MOVING = {
    "SCRIPT_NAME": "/slippage",
    "SCRIPT_URL": "/elsewhere/slippage/",
    "REDIRECT_URL": "/elsewhere/slippage/",
    "HTTP_SCRIPT_NAME": "/slippage",
    "HTTP_PATH_INFO": "/news/",
    "HTTP_X_SCRIPT_NAME": "/slippage",
    "HTTP_X_FORWARDED_HOST": "elsewhere.example",
    "HTTP_X_FORWARDED_PORT": "444",
    "HTTP_X_FORWARDED_PREFIX": "/elsewhere",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_PROTOCOL": "ssl",
    "HTTP_X_FORWARDED_SCHEME": "https",
    "HTTP_X_FORWARDED_SERVER": "elsewhere.example",
    "HTTP_X_FORWARDED_SSL": "on",
    "HTTP_X_FORWARDED_FOR": "203.0.113.9",
    "HTTP_FORWARDED": "for=203.0.113.9;host=elsewhere.example;proto=https",
    "HTTP_FRONT_END_HTTPS": "on",
    "HTTP_X_URL_SCHEME": "https",
    "HTTP_X_HOST": "elsewhere.example",
    "HTTP_X_ORIGINAL_HOST": "elsewhere.example",
    "HTTP_X_ORIGINAL_URL": "/news/",
    "HTTP_X_REWRITE_URL": "/news/",
    "HTTP_X_HTTP_METHOD_OVERRIDE": "POST",
    "HTTP_X_REAL_IP": "203.0.113.9",
    "HTTP_REMOTE_USER": "root",
    "REMOTE_USER": "root",
    "CONTENT_TYPE": "text/plain; charset=utf-16",
    "HTTP_COOKIE": "sessionid=elsewhere; csrftoken=elsewhere; messages=elsewhere; django_language=zh",
    "HTTP_ACCEPT_LANGUAGE": "zh, de;q=0.9",
    "HTTP_AUTHORIZATION": "Basic cm9vdDpyb290",
    "HTTP_HX_REQUEST": "true",
}
# Every other variable of PEP 3333 and CGI, as the server's own and as a header, and the usual headers.
OTHERS = {
    "AUTH_TYPE": "Basic",
    "CONTENT_LENGTH": "0",
    "GATEWAY_INTERFACE": "CGI/1.1",
    "HTTPS": "on",
    "PATH_TRANSLATED": "/elsewhere",
    "REMOTE_ADDR": "203.0.113.9",
    "REMOTE_HOST": "elsewhere.example",
    "REMOTE_IDENT": "root",
    "REMOTE_PORT": "444",
    "REQUEST_URI": "/news/",
    "RAW_URI": "/news/",
    "SERVER_NAME": "elsewhere.example",
    "SERVER_PORT": "444",
    "SERVER_PROTOCOL": "HTTP/1.0",
    "SERVER_SOFTWARE": "elsewhere",
    **{
        f"HTTP_{name}": "elsewhere"
        for name in (
            "AUTH_TYPE", "CONTENT_TYPE", "CONTENT_LENGTH", "GATEWAY_INTERFACE", "HTTP_HOST", "HTTPS",
            "PATH_TRANSLATED", "QUERY_STRING", "REDIRECT_URL", "REMOTE_ADDR", "REMOTE_HOST", "REQUEST_METHOD",
            "REQUEST_URI", "SCRIPT_URL", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "WSGI_URL_SCHEME",
            "ACCEPT", "ACCEPT_CHARSET", "CACHE_CONTROL", "DNT", "EXPECT", "FROM", "IF_MATCH", "IF_RANGE",
            "KEEP_ALIVE", "MAX_FORWARDS", "ORIGIN", "PRAGMA", "PROXY_AUTHORIZATION", "PROXY_CONNECTION", "PURPOSE",
            "SAVE_DATA", "SEC_CH_UA", "SEC_FETCH_DEST", "SEC_FETCH_MODE", "SEC_FETCH_SITE", "TE", "TRAILER",
            "TRANSFER_ENCODING", "UPGRADE", "UPGRADE_INSECURE_REQUESTS", "USER_AGENT", "VIA", "WARNING",
            "X_CSRFTOKEN", "X_REQUEST_ID", "X_REQUESTED_WITH", "HX_TARGET", "HX_CURRENT_URL",
        )
    },
    "HTTP_ACCEPT_ENCODING": "gzip, br",
    "HTTP_CONNECTION": "close, Host",
    "HTTP_IF_MODIFIED_SINCE": "Thu, 01 Jan 2099 00:00:00 GMT",
    "HTTP_IF_UNMODIFIED_SINCE": "Thu, 01 Jan 1970 00:00:00 GMT",
    "HTTP_IF_NONE_MATCH": '"elsewhere"',
    "HTTP_RANGE": "bytes=0-9",
    "HTTP_REFERER": "https://elsewhere.example/",
}  # fmt: skip
TRACKED = "utm_source=" + "x" * 231
# Each page with values for the keys of its own, as its forms send them.
CHOSEN = {
    "overview": "confidence=reported",
    "compare": "metric=filings&country=US&from=2024-01-01&to=2026-03-01&scale=log&confidence=reported",
    "slippage": "project=three-body-computing-constellation&judged=yes&country=CN",
    "projects": "status=operational&kind=constellation&scope=core&q=a&country=CN",
    "organizations": "kind=company&q=a&page=1",
    "launches": "q=a&page=1&which=flown&aboard=all&year=2025&launch_library=none",
    "spacecraft": "status=operational&q=a",
    "funding": "q=a&instrument=equity&scope=orbital_compute&direction=received",
    "regulation": "q=a&kind=filing&country=US",
    "milestones": "page=1&kind=test&from=2024-01-01&to=2026-03-01&country=CN&q=a",
    "news": "page=1&q=a&country=CN&confidence=reported",
    "questions": "subject=power&q=a",
    "changes": "from=2026-01-01&to=2026-03-01",
    "metric": "country=US&confidence=reported&from=2024-01-01&scale=log",
    "embed": "country=US&from=2024-01-01&scale=log&values=absolute",
    "take": "country=US",
}
METRICS = (
    ("/metrics/slippage/", "judged=decided&country=US"),
    ("/metrics/paper_to_orbit/", "step=filed"),
    ("/metrics/tracked_in_orbit/", "tracked=tracked&compute=yes&country=CN"),
    ("/metrics/reported_working/", "reported=working&form=satellite&compute=yes"),
    ("/metrics/launch_slips/", "country=US"),
)


def _kept_views(patterns: list[Any] | None = None) -> Iterator[URLPattern]:
    """The addresses of the site whose answers are kept."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if not isinstance(pattern, URLPattern):
            yield from _kept_views(pattern.url_patterns)
        elif hasattr(pattern.callback, "query_keys"):
            yield pattern


ADDRESSES = [
    *((PAGES | FILES)[pattern.name] for pattern in _kept_views() if pattern.name in PAGES | FILES),
    *(f"/charts/slippage.{kind}" for kind in KINDS),
]
_fresh = itertools.count()


def _forget() -> None:
    """Nothing is kept from here on."""
    caches["default"].key_prefix = f"{caches['default'].key_prefix.partition('+')[0]}+{next(_fresh)}"


class Site:
    """The site as a web server calls it."""

    def __init__(self) -> None:
        self.handler = WSGIHandler()

    def __call__(self, address: str, query: str = "", /, **environ: str) -> tuple[int, str, bytes]:
        """Status, ETag and the body unpacked."""
        status, headers = 0, {}
        whole: dict[str, Any] = {"HTTP_HOST": "testserver"}
        setup_testing_defaults(whole)
        whole |= {"PATH_INFO": address, "QUERY_STRING": query, **environ}

        def start(line, pairs, *rest):
            nonlocal status, headers
            status, headers = int(line[:3]), dict(pairs)

        response = self.handler(whole, start)
        body = b"".join(response)
        response.close()
        if headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        return status, headers.get("ETag", ""), body


@pytest.fixture
def site(ledger) -> Iterator[Site]:
    """At a moment that stands still, on the connection of the test: a request does not close it."""
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    with time_machine.travel(datetime.now(UTC), tick=False):
        yield Site()
    for signal in ends:
        signal.connect(close_old_connections)


def test_an_address_is_known_of_every_kept_answer():
    assert {pattern.name for pattern in _kept_views()} <= {*PAGES, *FILES}
    assert len(ADDRESSES) > len(PAGES)


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_header_shapes_a_page_whoever_sends_it_first(site, address):
    plain = site(address)
    assert plain[0] == 200

    for environ in (MOVING, OTHERS):
        assert site(address, **environ) == plain, "what was kept is given"
        _forget()
        assert site(address, **environ) == plain, "made for a visitor who sends them"
        assert site(address) == plain, "and given to the others"


def test_no_header_that_moves_the_site_does_so_alone(site):
    address, query = "/data/", "as_of=2026-05-05"
    plain = site(address, query)
    assert plain[0] == 200
    for name, value in MOVING.items():
        _forget()
        assert site(address, query, **{name: value}) == plain, name
        assert site(address, query) == plain, name


def test_a_page_first_read_by_an_analyst_is_that_of_everybody(site):
    cookies = desk_of(analyst("ana")).cookies
    plain = site("/")
    _forget()
    signed_in = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())
    assert site("/", HTTP_COOKIE=signed_in) == plain


def test_behind_a_proxy_each_scheme_has_a_page_of_its_own(site, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    secure, plain = site("/data/", HTTP_X_FORWARDED_PROTO="https"), site("/data/")
    assert b"https://testserver/data/" in secure[2]
    assert b"https://testserver" not in plain[2]
    assert secure[1] != plain[1]


@pytest.mark.parametrize("address", [*ADDRESSES, FILES["news-feed"], FILES["corrections-feed"]])
def test_a_key_that_a_page_does_not_know_changes_nothing(site, address):
    plain = site(address)
    _forget()
    assert site(address, f"{TRACKED}&fbclid=%00&from_=1&=&x") == plain


def test_the_way_keys_are_written_does_not_shape_what_is_kept(site):
    plain = site("/news/", "country=US&as_of=2026-09-01")
    assert b'rel="next"' in plain[2]
    _forget()
    assert site("/news/", "q=&as_of=2026-09-01&utm_source=x&country=%20US&page=&utm_source=y") == plain


def test_a_tag_inside_another_is_not_that_tag(site):
    _status, tag, _body = site("/data/")
    assert site("/data/", HTTP_IF_NONE_MATCH=f"x{tag}x")[0] == 200
    assert site("/data/", HTTP_IF_NONE_MATCH=f'"other", W/{tag}')[0] == 304


def _sent(html: str) -> Iterator[tuple[str, set[str]]]:
    """Each path of the site that a page leads to by a link, a form or an address to copy, with the keys sent."""
    page = tree(html)
    for form in page.all("form"):
        fields = [field["name"] for field in form.all() if field.tag in ("input", "select")]
        yield form["action"], set(filter(None, fields))
    links = [element[key] for element in page.all() for key in ("href", "src") if element[key]]
    links += re.findall(r"http://testserver[^\s\"<}]*", unescape(unescape(html)))
    for link in links:
        parts = urlsplit(link.removeprefix("http://testserver"))
        if not parts.netloc and not parts.scheme:
            yield parts.path, {key for key, value in parse_qsl(parts.query, keep_blank_values=True)}


SENDING = [
    *(
        (address, CHOSEN.get(name, ""))
        for name, address in (PAGES | FILES).items()
        if not name.endswith("feed")
    ),
    *METRICS,
]


@pytest.mark.parametrize(("address", "query"), SENDING)
def test_what_a_page_sends_is_declared_where_it_goes(visit, address, query):
    LedgerVersion.objects.update(began_at=datetime(2026, 1, 1, tzinfo=UTC))
    clocks = "as_of=2026-03-01&recorded=2026-03-05"
    for asked in ("", query, f"{query}&{clocks}"):
        response = visit.client.get(f"{address}?{asked}")
        if address == FILES["take"]:
            continue
        for path, keys in _sent(response.content.decode()):
            view = None if path.startswith("/static/") else resolve(path or address).func
            known = getattr(view, "query_keys", keys)
            assert keys <= known, (asked, path, keys - known)


def test_every_own_key_of_a_page_is_tried_above():
    """So that what a page sends on was seen with each of them."""
    for pattern in _kept_views():
        own = vars(pattern.callback)["query_keys"] - {*SHARED_KEYS}
        tried = {key for address, query in SENDING for key, _ in parse_qsl(query)}
        assert own <= tried, (pattern.name, own - tried)
