"""What tests share: a loaded ledger, a server that shows it, a browser that reads it.

The real ledger is loaded once a run; each worker has a copy of that database, with the ledger
committed in it. `fixtures/` holds the database, the server and the browser.

==================  ==============================================================================
you want            ask for
==================  ==============================================================================
models, services    `db` (or the mark `django_db`): the loaded ledger, in a transaction that is
                    rolled back. `ledger` is the same, and fails where no ledger could be loaded.
some of every kind  `small_ledger`: a transaction in a database that holds `tests/writers.py:small_ledger`
                    alone. What reads every row (a deletion at the desk does) is twenty times faster.
no rows at all      `empty_ledger`: a transaction in a database with every fact deleted.
readers' pages      `live_server`: a real server on the committed ledger, read-only (a write is
in a browser        an error of the database). A test's own transaction cannot be seen through it;
                    `db` beside it is for reading what the page should say.
pages that write    `own_database` beside `live_server`: a copy of the database for one test, which
(admin, sign-in)    commits to it and throws it away. Not together with `db`.
a browser           `page`: a Playwright page in the session's Chromium that knows nothing of the
                    tests before: cookies, storage, caches, history, listeners. An uncaught script
                    error, a violated content-security policy or a request to an outside host
                    fails the test; what is expected may be taken out of `page.problems`.
==================  ==============================================================================

The mark `django_db(transaction=True)` and `transactional_db` are refused: they empty the tables when
they end, and the ledger with them. `own_database` does their work.
"""

import os
import uuid
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import caches

import tests.examples  # noqa: F401  it sets how many examples hypothesis tries

pytest_plugins = [
    "tests.fixtures.figures",
    "tests.fixtures.database",
    "tests.fixtures.server",
    "tests.fixtures.browser",
    "tests.fixtures.fast",
    "tests.fixtures.nightly",
    "tests.fixtures.servers",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        mark = item.get_closest_marker("django_db")
        asks = set(getattr(item, "fixturenames", ()))
        if (mark and (mark.kwargs.get("transaction") or mark.args[:1] == (True,))) or asks & {
            "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback",
        }:  # fmt: skip
            raise pytest.UsageError(f"{item.nodeid} would empty the loaded ledger: ask for own_database.")
        if asks & {"own_database", "bare_database"} and (
            mark or asks & {"db", "ledger", "empty_ledger", "small_ledger"}
        ):
            raise pytest.UsageError(
                f"{item.nodeid} asks for a database of its own and for a transaction: choose one."
            )


@pytest.fixture(autouse=True)
def own_cache() -> None:
    """No test reads what another one cached: the keys of each have a prefix of their own."""
    prefix = f"racetracker-tests-{os.getpid()}-{uuid.uuid4().hex[:8]}"
    settings.CACHES["default"]["KEY_PREFIX"] = prefix
    caches["default"].key_prefix = prefix


@pytest.fixture(scope="session", autouse=True)
def no_keys_left() -> Iterator[None]:
    """In Redis, what the tests cached is deleted at the end; nothing else is touched."""
    yield
    if settings.REDIS_URL:
        import redis

        with redis.Redis.from_url(settings.REDIS_URL) as client:
            for key in client.scan_iter(match=f"racetracker-tests-{os.getpid()}-*"):
                client.delete(key)
