"""`make run`: the real process tree on a free port, from the first start to the last process gone."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.own_process import FEEDS_AWAY, ROOT, free_port
from tests.present import present

pytestmark = pytest.mark.slow


def descendants(pid: int) -> list[int]:
    """Every process started by this one, and by those."""
    table = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    parents = [tuple(map(int, line.split())) for line in table.splitlines()]
    found = [child for child, parent in parents if parent == pid]
    return found + [deeper for child in found for deeper in descendants(child)]


def is_alive(pid: int) -> bool:
    """A process that ended but was not yet asked for its status (a zombie) is not alive."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(state.stdout.strip()) and not state.stdout.startswith("Z")


class Run:
    """One `make run`, without make: the command of its recipe."""

    def __init__(self, data_dir: Path, port: int, **settings: str) -> None:
        names = {"PATH", "HOME", "LANG"}
        self.log = data_dir.parent / f"run-{time.monotonic_ns()}.log"
        self.address = f"http://127.0.0.1:{port}"
        environment = {key: value for key, value in os.environ.items() if key in names}
        environment |= {"DATA_DIR": str(data_dir), "PORT": str(port), **FEEDS_AWAY, **settings}
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "racetracker/run.py"],
                cwd=ROOT, env=environment, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip

    @property
    def output(self) -> str:
        return self.log.read_text()

    def read(self, path: str) -> str:
        with urllib.request.urlopen(self.address + path, timeout=60) as answer:
            return answer.read().decode()

    def wait_for(self, words: str, seconds: float = 300.0) -> None:
        end = time.monotonic() + seconds
        while words not in self.output:
            assert self.process.poll() is None, f"it ended by itself:\n{self.output}"
            assert time.monotonic() < end, f"{words!r} never came:\n{self.output}"
            time.sleep(0.1)

    def end(self, number: int = signal.SIGINT) -> int:
        """The exit status; every process that ran must be gone with it."""
        ran = [self.process.pid, *descendants(self.process.pid)]
        os.kill(self.process.pid, number)
        status = self.process.wait(timeout=90)
        left = [pid for pid in ran if is_alive(pid)]
        assert not left, f"still alive: {left}\n{self.output}"
        return status


@contextlib.contextmanager
def running(data_dir: Path, port: int, **settings: str) -> Iterator[Run]:
    run = Run(data_dir, port, **settings)
    try:
        yield run
    finally:
        if run.process.poll() is None:
            run.end(signal.SIGTERM)


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory, django_db_blocker) -> Iterator[dict[str, str]]:
    """Nothing on SQLite; where the tests run on servers, a database of its own beside them."""
    if connection.vendor == "sqlite":
        yield {}
        return
    address = os.environ["DATABASE_URL"]
    name = f"racetracker_run_{os.getpid()}"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        own = re.sub(r"/[^/?]*(\?|$)", rf"/{name}\1", address, count=1) if address.count("/") > 2 else address
        yield {"DATABASE_URL": own, "REDIS_URL": os.environ.get("REDIS_URL", "")}
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("run") / "data"


@pytest.fixture(scope="module")
def first(data_dir: Path, servers: dict[str, str]) -> Iterator[Run]:
    """The first start on an empty folder, and the whole tree up."""
    with running(data_dir, free_port(), **servers) as run:
        run.wait_for("Ctrl-C ends it")
        run.wait_for(" ready.")
        yield run


def test_the_first_start_says_where_the_site_is_and_who_may_sign_in(first):
    assert f"{first.address}/\n" in first.output
    assert f"{first.address}/admin/" in first.output
    assert re.search(r"Password +([a-z0-9]{5}-){3}[a-z0-9]{5} ", first.output)


def test_the_site_and_the_analysts_desk_answer(first):
    assert first.read("/healthz") == "ok\n"
    assert "csrfmiddlewaretoken" in first.read("/admin/login/")


def test_the_printed_account_can_sign_in_and_is_stored_as_a_hash_alone(first, data_dir, page):
    name = present(re.search(r"Analyst +(\S+)", first.output))[1]
    password = present(re.search(r"Password +(\S+)", first.output))[1]
    page.goto(first.address + "/admin/")
    page.fill("#id_username", name)
    page.fill("#id_password", password)
    page.click("input[type=submit]")
    page.wait_for_selector("#user-tools")
    assert "The desk" in page.title()
    for path in data_dir.rglob("*"):
        assert not path.is_file() or password.encode() not in path.read_bytes()


def test_web_worker_and_beat_are_one_tree(first):
    commands = subprocess.run(
        ["ps", "-o", "args=", "-p", ",".join(map(str, descendants(first.process.pid)))],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert all(word in commands for word in ("gunicorn", " worker ", " beat "))


def test_a_worker_that_dies_is_started_again(first):
    worker = present(_pid_of(first, " worker "))
    os.kill(worker, signal.SIGKILL)
    first.wait_for("worker ended (status -9); it is started again in 1 s.")
    end = time.monotonic() + 90
    while (again := _pid_of(first, " worker ")) in {None, worker} and time.monotonic() < end:
        time.sleep(0.2)
    assert again not in {None, worker}
    assert first.read("/healthz") == "ok\n"


def test_a_second_tree_on_the_same_folder_is_refused(first, data_dir):
    with running(data_dir, free_port()) as other:
        assert other.process.wait(timeout=90) == 2
        assert "already runs on" in other.output


def test_a_busy_port_is_named(first, tmp_path):
    with running(tmp_path / "data", int(first.address.rpartition(":")[2])) as other:
        assert other.process.wait(timeout=90) == 2
        assert "cannot be listened on" in other.output
        assert "Traceback" not in other.output


def test_a_second_start_keeps_the_data_and_prints_no_password(first, data_dir, servers):
    """The last test of the first tree: it ends it, by the signal of a Ctrl-C."""
    before = first.read("/admin/login/").count("<form")
    assert first.end(signal.SIGINT) == 0
    with running(data_dir, int(first.address.rpartition(":")[2]), **servers) as second:
        second.wait_for("Ctrl-C ends it")
        assert "Password" not in second.output
        assert "migrations" not in second.output
        assert second.read("/admin/login/").count("<form") == before
        second.wait_for(" ready.")
        assert second.end(signal.SIGTERM) == 0


def test_a_bad_setting_stops_the_start(tmp_path):
    with running(tmp_path / "data", free_port(), DEBUG="perhaps") as run:
        assert run.process.wait(timeout=90) != 0
        assert "DEBUG='perhaps' is neither yes nor no" in run.output
        assert "Traceback" not in run.output


def test_a_process_that_hangs_is_killed_at_the_second_signal(data_dir, servers):
    with running(data_dir, free_port(), **servers) as run:
        run.wait_for(" ready.")
        os.kill(present(_pid_of(run, " beat ")), signal.SIGSTOP)
        ran = [run.process.pid, *descendants(run.process.pid)]
        os.kill(run.process.pid, signal.SIGINT)
        time.sleep(1.0)
        assert run.process.poll() is None
        os.kill(run.process.pid, signal.SIGINT)
        run.process.wait(timeout=60)
        assert not [pid for pid in ran if is_alive(pid)]
        assert "beat did not end; it is killed." in run.output


def test_the_tree_ends_when_the_web_server_does(data_dir, servers):
    with running(data_dir, free_port(), **servers) as run:
        run.wait_for(" ready.")
        ran = descendants(run.process.pid)
        os.kill(present(_pid_of(run, "gunicorn")), signal.SIGKILL)
        assert run.process.wait(timeout=90) != 0
        assert not [pid for pid in ran if is_alive(pid)]
        assert "The web server ended by itself (status -9)" in run.output


def test_killed_outright_it_leaves_no_process(data_dir, servers):
    with running(data_dir, free_port(), **servers) as run:
        run.wait_for(" ready.")
        ran = descendants(run.process.pid)
        assert len(ran) >= 4
        run.process.kill()
        run.process.wait()
        end = time.monotonic() + 90
        while (left := [pid for pid in ran if is_alive(pid)]) and time.monotonic() < end:
            time.sleep(0.2)
        if sys.platform == "linux":
            assert not left


def _pid_of(run: Run, word: str) -> int | None:
    for pid in descendants(run.process.pid):
        shown = subprocess.run(
            ["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        if word in shown.stdout:
            return pid
    return None
