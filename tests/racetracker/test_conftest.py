"""The fixtures that every other test stands on."""

import os
import subprocess
import sys
import threading
import urllib.request

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection

from projects.models import Project
from tests.fixtures.servers import NoCache, is_alike_on_all


def test_a_test_that_writes_leaves_nothing_behind_first(db):
    Group.objects.create(name="left behind")


def test_a_test_that_writes_leaves_nothing_behind_second(db):
    assert not Group.objects.filter(name="left behind").exists()


def test_empty_ledger_has_no_projects(empty_ledger):
    from django.apps import apps

    assert not any(model._default_manager.exists() for model in apps.get_app_config("projects").get_models())


def test_live_server_answers_from_the_database(live_server):
    with urllib.request.urlopen(live_server + "/healthz") as answer:
        assert answer.read() == b"ok\n"


def test_live_server_cannot_change_the_shared_ledger(live_server, page):
    page.goto(live_server + "/admin/login/")
    page.fill("#id_username", "nobody")
    assert page.title()
    errors = []

    def write() -> None:
        try:
            Group.objects.create(name="not to be")
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()
    assert "read" in str(errors[0])


@pytest.mark.parametrize("time", ["once", "twice"])
def test_own_database_takes_a_sign_in_and_is_thrown_away(own_database, live_server, page, time):
    users = get_user_model().objects
    assert not users.filter(username="editor").exists()
    users.create_superuser("editor", password="a-long-password")
    page.goto(live_server + "/admin/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", "a-long-password")
    page.click("input[type=submit]")
    page.wait_for_selector("#user-tools")
    assert "The desk" in page.title()
    assert users.get(username="editor").last_login


REMEMBERED = """() => [localStorage.length, sessionStorage.length, document.cookie, history.length, innerWidth,
  matchMedia("(prefers-color-scheme: dark)").matches]"""


def test_a_page_knows_nothing_of_the_test_before_first(live_server, page):
    page.on("request", lambda outgoing: page.problems.append(f"still listened to: {outgoing.url}"))
    page.goto(live_server + "/healthz")
    page.evaluate("localStorage.a = sessionStorage.a = document.cookie = 'a=b'")
    page.set_viewport_size({"width": 400, "height": 800})
    page.emulate_media(color_scheme="dark")
    page.context.new_page().goto(live_server + "/healthz")
    page.problems.clear()


def test_a_page_knows_nothing_of_the_test_before_second(live_server, page):
    page.goto(live_server + "/healthz")
    assert page.evaluate(REMEMBERED) == [0, 0, "", 2, 1440, False]
    assert page.context.pages == [page]


def test_the_database_is_usable_after_a_browser_test(db):
    assert Group.objects.count() >= 0


def test_the_database_in_a_browser_test_is_that_of_the_transaction(db, page):
    assert connection.in_atomic_block
    Group.objects.create(name="left behind")


def test_a_bare_database_has_no_table(bare_database):
    assert connection.introspection.table_names() == []


def test_own_database_is_a_copy_of_the_ledger(own_database):
    assert Project.objects.exists()


def test_what_the_second_run_leaves_out_reaches_neither_database_nor_cache(request):
    left_out = [item for item in request.session.items if is_alike_on_all(item)]
    assert request.node not in left_out
    for item in left_out:
        assert not {"db", "own_database", "live_server"} & set(item.fixturenames), item.nodeid
    with pytest.raises(AssertionError, match="asks for the database too"):
        NoCache().get("key")


@pytest.mark.slow
def test_tests_with_databases_of_their_own_run_alone():
    """No test chosen asks for a transaction: the loaded database is made all the same."""
    chosen = [test_a_bare_database_has_no_table, test_own_database_is_a_copy_of_the_ledger]
    environment = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("PYTEST", "TEST_RUN", "DATABASE_URL", "REDIS_URL", "DATA_DIR"))
    }
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *(f"{__file__}::{test.__name__}" for test in chosen)],
        env=environment, capture_output=True, text=True, check=False, timeout=120, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout
    assert "2 passed" in run.stdout
