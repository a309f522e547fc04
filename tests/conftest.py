"""What tests share: a loaded ledger, a server that shows it, a browser that reads it.

The real ledger is loaded once a session into the test database and stays there, committed.

==================  ==============================================================================
you want            ask for
==================  ==============================================================================
models, services    `db` (or the mark `django_db`): the loaded ledger, in a transaction that is
                    rolled back. `ledger` is the same, and fails where no ledger could be loaded.
no rows at all      `empty_ledger`: the same transaction with every fact deleted in it.
readers' pages      `live_server`: a real server on the committed ledger, read-only (a write is
in a browser        an error of the database). A test's own transaction cannot be seen through it;
                    `db` beside it is for reading what the page should say.
pages that write    `own_database` beside `live_server`: a copy of the database for one test, which
(admin, sign-in)    commits to it and throws it away. Not together with `db`.
a browser           `page`: a fresh Playwright page in the session's Chromium. An uncaught script
                    error, a violated content-security policy or a request to an outside host
                    fails the test; what is expected may be taken out of `page.problems`.
==================  ==============================================================================

The mark `django_db(transaction=True)` and `transactional_db` are refused: they empty the tables when
they end, and the ledger with them. `own_database` does their work.
"""

import asyncio
import os
import sqlite3
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command, get_commands
from django.db import connection, connections
from django.db.backends.signals import connection_created
from django.test.testcases import LiveServerThread

from news import guards
from tests import chromium

OUTSIDE = {"http", "https", "ws", "wss"}
PATIENCE_MS = 60_000  # a browser waits this long for what must come: the machine may be busy
LEDGER_APPS = ("facts", "projects", "launches", "news", "feeds")


# A machine that is busy is not a wrong answer.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


# --- The ledger ---------------------------------------------------------------------------------
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        mark = item.get_closest_marker("django_db")
        asks = set(getattr(item, "fixturenames", ()))
        if (mark and (mark.kwargs.get("transaction") or mark.args[:1] == (True,))) or asks & {
            "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback",
        }:  # fmt: skip
            raise pytest.UsageError(f"{item.nodeid} would empty the loaded ledger: ask for own_database.")
        if asks & {"own_database", "bare_database"} and (mark or asks & {"db", "ledger", "empty_ledger"}):
            raise pytest.UsageError(
                f"{item.nodeid} asks for a database of its own and for a transaction: choose one."
            )
        if "page" in asks or item.get_closest_marker("slow"):
            # A real browser or process tree on a machine that is busy with something else: one second
            # try, listed in the report as rerun. What fails twice fails.
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> None:
    """The test database, with the real ledger in it."""
    with django_db_blocker.unblock():
        if "load_ledger" in get_commands() and any(Path(settings.LEDGER_DIR).glob("*.yaml")):
            call_command("load_ledger", verbosity=0)
        if "make_groups" in get_commands():
            call_command("make_groups", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


@pytest.fixture
def ledger(db: None) -> None:
    """The real ledger, in a transaction."""
    if not apps.get_model("projects", "Project").objects.exists():
        pytest.fail(f"No ledger was loaded from {settings.LEDGER_DIR}.")


@pytest.fixture
def empty_ledger(db: None) -> None:
    """No facts: every row of the nouns is deleted inside the test's transaction."""
    tables = [
        model._meta.db_table
        for label in LEDGER_APPS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    ]
    guards.take_down()
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
    guards.put_up()


@pytest.fixture
def unguarded(db: None) -> None:
    """A database that lets published news be taken back, for a test that needs it quickly."""
    guards.take_down()


@pytest.fixture(autouse=True)
def own_cache() -> None:
    """No test reads what another one cached: the keys of each have a prefix of their own."""
    from metrics.snapshot import forget

    prefix = f"racetracker-tests-{os.getpid()}-{uuid.uuid4().hex[:8]}"
    settings.CACHES["default"]["KEY_PREFIX"] = prefix
    caches["default"].key_prefix = prefix
    forget()


@pytest.fixture(scope="session", autouse=True)
def no_keys_left() -> Iterator[None]:
    """In Redis, what the tests cached is deleted at the end; nothing else is touched."""
    yield
    if settings.REDIS_URL:
        import redis

        with redis.Redis.from_url(settings.REDIS_URL) as client:
            for key in client.scan_iter(match=f"racetracker-tests-{os.getpid()}-*"):
                client.delete(key)


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """A copy of the loaded database, which the test and the server write to and commit."""
    with _other_database(django_db_blocker, copied=True):
        yield


@pytest.fixture
def bare_database(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """A database without a table, for a test that migrates it."""
    with _other_database(django_db_blocker, copied=False):
        yield


@contextmanager
def _other_database(django_db_blocker, *, copied: bool) -> Iterator[None]:
    """A database of its own for a while: a copy of the loaded one, or an empty one."""
    values = connections.settings["default"]
    loaded = values["NAME"]
    other = f"{loaded}_{uuid.uuid4().hex[:8]}"
    with django_db_blocker.unblock():
        connection.close()
        if connection.vendor != "sqlite":
            template = f' TEMPLATE "{loaded}"' if copied else ""
            _on_the_server(f'CREATE DATABASE "{other}"{template}')
        elif copied:
            with sqlite3.connect(loaded) as source, sqlite3.connect(other) as target:
                source.backup(target)
            source.close()
            target.close()
        values["NAME"] = other
        try:
            yield
        finally:
            connection.close()
            values["NAME"] = loaded
            if connection.vendor == "sqlite":
                for path in Path(other).parent.glob(f"{Path(other).name}*"):
                    path.unlink()
            else:
                _on_the_server(f'DROP DATABASE "{other}" WITH (FORCE)')


def _on_the_server(statement: str) -> None:
    """A statement about databases, asked in none of them."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


# --- The server ---------------------------------------------------------------------------------
class _AsItIs(WSGIHandler):
    """Static files are answered by the middleware, as in production: nothing stands before it."""

    def __init__(self, application: WSGIHandler) -> None:
        self.application = application
        super().__init__()

    def __call__(self, environ, start_response):
        return self.application(environ, start_response)


class Server:
    """A running server: `url` is its address without a trailing slash."""

    def __init__(self) -> None:
        self.thread = LiveServerThread("127.0.0.1", _AsItIs)
        self.thread.daemon = True
        self.thread.start()
        self.thread.is_ready.wait()
        if self.thread.error:
            raise self.thread.error
        self.url = f"http://127.0.0.1:{self.thread.port}"

    def __str__(self) -> str:
        return self.url

    def __add__(self, path: str) -> str:
        return self.url + path


@pytest.fixture(scope="session")
def _server(django_db_setup: None) -> Iterator[Server]:
    server = Server()
    yield server
    server.thread.terminate()


@pytest.fixture(autouse=True)
def _live_server_helper() -> None:
    """pytest-django's helper would ask for transactional_db beside every live_server: not here."""


def _read_only(connection, **kwargs: object) -> None:
    """For the server's threads: the ledger of the session belongs to every test."""
    if threading.current_thread() is threading.main_thread():
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA query_only = ON")
        else:
            cursor.execute("SET default_transaction_read_only = on")


@pytest.fixture
def live_server(request: pytest.FixtureRequest, _server: Server, django_db_blocker) -> Iterator[Server]:
    """A real server: on the test's own database where it asked for one, else on the ledger, read-only."""
    shared = "own_database" not in request.fixturenames
    if shared:
        connection_created.connect(_read_only)
    else:
        request.getfixturevalue("own_database")
    with django_db_blocker.unblock():
        yield _server
    connection_created.disconnect(_read_only)


# --- The browser --------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def browser():
    """One Chromium for the session.

    Playwright leaves its event loop marked as running in this thread. Django then refuses the
    database, and keeps other connections. So the mark is taken off between tests; `page` sets it
    again, lets Django use the database, and gives it the connection that the test has anyway.
    """
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE_MS)
    path = chromium.find()
    if path is None:
        pytest.fail(
            "There is no Chromium for the browser tests: run `make browser`, or name one in CHROMIUM."
        )
    playwright = sync_playwright().start()
    try:
        chrome = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        chrome.loop = asyncio._get_running_loop()
        asyncio._set_running_loop(None)
        yield chrome
        asyncio._set_running_loop(chrome.loop)
        chrome.close()
    finally:
        playwright.stop()
        asyncio._set_running_loop(None)


@pytest.fixture
def page(browser, monkeypatch: pytest.MonkeyPatch):
    """A fresh page, 1440 by 900; `page.set_viewport_size` and `page.emulate_media` change the look."""
    same_connection, same_cache = connections["default"], caches["default"]
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
    asyncio._set_running_loop(browser.loop)
    connections["default"], caches["default"] = same_connection, same_cache
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.set_default_timeout(PATIENCE_MS)
    context.set_default_navigation_timeout(PATIENCE_MS)
    fresh = context.new_page()
    fresh.problems = problems = []

    def on_console(message) -> None:
        if "Content Security Policy" in message.text:
            problems.append(message.text)

    def on_request(outgoing) -> None:
        parts = urlsplit(outgoing.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in {
            "127.0.0.1",
            "localhost",
        }:
            problems.append(f"asked an outside host: {outgoing.url}")

    fresh.on("console", on_console)
    fresh.on("pageerror", lambda error: problems.append(f"uncaught: {error}"))
    fresh.on("request", on_request)
    yield fresh
    context.close()
    asyncio._set_running_loop(None)
    assert not problems, "the page had problems:\n" + "\n".join(problems)
