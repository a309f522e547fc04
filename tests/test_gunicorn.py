"""The web server with its real configuration, read from loopback: where a proxy on the same machine is, too."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection

from tests.own_process import FEEDS_AWAY, ROOT, free_port

pytestmark = [pytest.mark.slow, pytest.mark.django_db]  # of the database the server reads alone

# Each would move the site, or name a user, if the server believed it.
HEADERS = {
    "SCRIPT_NAME": "/slippage",
    "Script-Name": "/slippage",
    "PATH_INFO": "/news/",
    "Path-Info": "/news/",
    "REMOTE_USER": "root",
    "Remote-User": "root",
    "REMOTE_ADDR": "203.0.113.9",
    "REQUEST_URI": "/news/",
    "QUERY_STRING": "country=CN",
    "REDIRECT_URL": "/elsewhere/slippage/",
    "SCRIPT_URL": "/elsewhere/slippage/",
    "HTTP_HOST": "elsewhere.example",
    "HTTPS": "on",
    "wsgi.url_scheme": "https",
    "Forwarded": "for=203.0.113.9;host=elsewhere.example;proto=https",
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Host": "elsewhere.example",
    "X-Forwarded-Port": "444",
    "X-Forwarded-Prefix": "/elsewhere",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Protocol": "ssl",
    "X-Forwarded-Scheme": "https",
    "X-Forwarded-Server": "elsewhere.example",
    "X-Forwarded-Ssl": "on",
    "X-Script-Name": "/slippage",
    "X-Original-Host": "elsewhere.example",
    "X-Original-URL": "/news/",
    "X-Rewrite-URL": "/news/",
    "X-HTTP-Method-Override": "POST",
    "Front-End-Https": "on",
    "Content-Type": "text/plain; charset=utf-16",
    "Cookie": "sessionid=elsewhere; django_language=zh",
}
ADDRESS = "/slippage/?as_of=2026-05-05"


def _database() -> str:
    """The address of the database of the tests, with the ledger in it."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    access = ":".join(filter(None, (values["USER"], values["PASSWORD"])))
    return f"postgres://{access}@{values['HOST']}:{values['PORT'] or 5432}/{values['NAME']}"


class WebServer:
    """Gunicorn alone. DEBUG: so static files need no collecting."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port = free_port()
        environment = {
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(folder),
            "PORT": str(self.port),
            "DEBUG": "yes",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "racetracker.wsgi"],
            cwd=ROOT, env={**environment, **FEEDS_AWAY, "DATABASE_URL": _database(), **settings},
        )  # fmt: skip
        end = time.monotonic() + 60
        while True:
            try:
                assert self.read("/healthz")[0] == 200
                return
            except ConnectionRefusedError:
                assert self.process.poll() is None, "it ended by itself"
                assert time.monotonic() < end, "it never answered"
                time.sleep(0.05)

    def read(self, address: str, **headers: str) -> tuple[int, str]:
        """Status and body."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request("GET", address, headers=headers)
            answer = line.getresponse()
            return answer.status, answer.read().decode()
        finally:
            line.close()

    def read_untouched(self, address: str) -> tuple[int, str]:
        """The same page by the other name of this machine: kept apart, and never sent a header."""
        status, body = self.read(address, Host=f"localhost:{self.port}")
        return status, body.replace(f"localhost:{self.port}", f"127.0.0.1:{self.port}")

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(20)


@pytest.fixture(scope="module")
def server(django_db_setup, tmp_path_factory) -> Iterator[WebServer]:
    server = WebServer(tmp_path_factory.mktemp("web"))
    yield server
    server.end()


@pytest.fixture(scope="module")
def server_behind_proxy(django_db_setup, tmp_path_factory) -> Iterator[WebServer]:
    server = WebServer(tmp_path_factory.mktemp("web"), BEHIND_PROXY="yes")
    yield server
    server.end()


def _of_a_day(name: str) -> str:
    """An address that no other header was sent to: a page of a day of its own."""
    day = date(2026, 3, 1) + timedelta(days=list(HEADERS).index(name))
    return f"/slippage/?as_of={day}"


@pytest.mark.parametrize("name", HEADERS)
def test_no_header_moves_a_page(server, name):
    address = _of_a_day(name)
    untouched = server.read_untouched(address)
    assert untouched[0] == 200
    assert server.read(address, **{name: HEADERS[name]}) == untouched
    assert server.read(address) == untouched


def test_script_name_does_not_put_the_overview_in_the_place_of_another_page(server):
    server.read(ADDRESS, SCRIPT_NAME="/slippage")
    status, body = server.read(ADDRESS)
    assert status == 200
    assert f'<link rel="canonical" href="http://127.0.0.1:{server.port}/slippage/">' in body
    assert "/slippage/slippage/" not in body


def test_a_proxy_says_by_one_header_that_a_reader_came_by_tls_and_nothing_else(server_behind_proxy):
    untouched = server_behind_proxy.read_untouched(ADDRESS)
    others = {name: value for name, value in HEADERS.items() if name != "X-Forwarded-Proto"}
    assert server_behind_proxy.read(ADDRESS, **others) == untouched
    status, secure = server_behind_proxy.read(ADDRESS, **HEADERS)
    ours = f"//127.0.0.1:{server_behind_proxy.port}/"
    assert (status, secure) == (200, untouched[1].replace(f"http:{ours}", f"https:{ours}"))
    assert server_behind_proxy.read(ADDRESS) == untouched
