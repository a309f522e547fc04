"""Faults of workers, beats and the broker, done to real processes: kills, doubles, and an hour without a broker."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F

from feeds.models import FeedRun
from launches.models import Launch, NetRevision
from tests.drill.site import COUNT, LAUNCHES, Failed, NotApplicable, Site, case, check
from tests.feeds.answers import LAUNCHES_PATH, page
from tests.feeds.replay import Reply
from tests.own_process import free_port

EVERY_S = 2.0


def until(what: str, true: Callable[[], object], seconds: float = 300) -> None:
    """Waits a bounded time for what must come."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise Failed(f"after {seconds:.0f} s still not: {what}")
        time.sleep(0.1)


class Processes:
    """Workers and beats on a broker of their own; `asked` holds when the server was asked."""

    def __init__(self, site: Site, folder: Path, port: int) -> None:
        self.site, self.folder, self.port = site, folder, port
        self.running: list[subprocess.Popen] = []
        self.redis: subprocess.Popen | None = None
        self.asked: list[float] = []
        self.beats = 0
        site.forget_requests()
        site.server.answers[LAUNCHES_PATH] = self._answer

    def _answer(self, path: str, query: dict) -> Reply:
        self.asked.append(time.monotonic())
        return Reply(page(self.site.launches()))

    @property
    def environment(self) -> dict[str, str]:
        told = {
            **os.environ,
            "DRILL_FOLDER": str(self.folder),
            "DATA_DIR": str(settings.DATA_DIR),
            "LAUNCH_LIBRARY_URL": settings.LAUNCH_LIBRARY_URL,
            "CELESTRAK_URL": settings.CELESTRAK_URL,
        }
        return told | ({"REDIS_URL": f"redis://127.0.0.1:{self.port}/0"} if settings.REDIS_URL else {})

    def start(self, *words: str) -> subprocess.Popen:
        command = [sys.executable, "-m", "celery", "-A", "tests.drill.app", "-q", *words]
        with (self.folder / "log.txt").open("a") as log:
            process = subprocess.Popen(
                command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.running.append(process)
        return process

    def worker(self) -> subprocess.Popen:
        return self.start("worker", "--pool", "solo", "--loglevel", "INFO", "--without-gossip",
                          "--without-mingle", "--without-heartbeat")  # fmt: skip

    def beat(self, number: int = 0) -> subprocess.Popen:
        """A beat with a schedule file of its own, or with that of an earlier one."""
        self.beats += not number
        schedule = str(self.folder / f"beat-{number or self.beats}")
        return self.start("beat", "--loglevel", "INFO", "--pidfile=", "--schedule", schedule)

    def kill(self, process: subprocess.Popen) -> None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def broker_comes(self) -> None:
        """Without Redis the folder is there by itself."""
        if not settings.REDIS_URL:
            (self.folder / "away").exists() and (self.folder / "away").rename(settings.BROKER_DIR)
            return
        self.redis = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--appendonly", "yes", "--save", "",
             "--dir", str(self.folder)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until("Redis answers", lambda: _connects(self.port), 20)

    def broker_goes(self) -> None:
        if self.redis:
            self.redis.kill()
            self.redis.wait()
        else:
            settings.BROKER_DIR.rename(self.folder / "away")
            settings.BROKER_DIR.write_text("no folder any more")

    def no_burst(self) -> None:
        """However many ring, the feed is asked no more often than it may be."""
        gaps = [later - one for one, later in zip(self.asked, self.asked[1:], strict=False)]
        check(not gaps or min(gaps) > 0.6 * EVERY_S, f"asked twice within {min(gaps or [0]):.1f} s")

    def nothing_twice(self) -> None:
        connection.close()
        check(Launch.objects.count() == COUNT, f"{Launch.objects.count()} launches, not {COUNT}")
        said = NetRevision.statements.count()
        check(said == 2 * COUNT, f"{said} statements, not {2 * COUNT}")
        rows = FeedRun.objects.filter(feed=LAUNCHES, calls__gt=0, replay_of=None).count() - 1  # yesterday's
        lost = FeedRun.objects.filter(feed=LAUNCHES, sentence__contains="worker died").count()
        check(
            rows + lost <= len(self.asked) <= rows + lost + 1,
            f"{len(self.asked)} requests, {rows} runs, {lost} died",
        )


def _connects(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


@contextmanager
def processes(site: Site) -> Iterator[Processes]:
    """Processes on the site's database; all of them end with the drill."""
    if settings.REDIS_URL and not shutil.which("redis-server"):
        raise NotApplicable("no redis-server here to stop and start")
    folder = Path(settings.DATA_DIR) / "drill"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.rmtree(settings.BROKER_DIR, ignore_errors=True)
    all_of_them = Processes(site, folder, free_port())
    try:
        all_of_them.broker_comes()
        yield all_of_them
    finally:
        for process in all_of_them.running:
            all_of_them.kill(process)
        if all_of_them.redis:
            all_of_them.redis.kill()
            all_of_them.redis.wait()
        if settings.BROKER_DIR.is_file():
            settings.BROKER_DIR.unlink()
        FeedRun.objects.filter(outcome="running").update(
            outcome="failed", ended_at=FeedRun.objects.order_by("-started_at").values("started_at")[:1]
        )


def running(site: Site) -> Any:
    return FeedRun.objects.filter(feed=LAUNCHES, outcome="running")


@case("I03", "a worker killed with SIGKILL in the middle of a store")
def killed(site: Site) -> str:
    with processes(site) as some:
        (some.folder / "stall").touch()
        first = some.worker()
        some.beat()
        until("the worker is in its store", (some.folder / "in-store").exists)
        before = site.contents()
        some.kill(first)
        (some.folder / "stall").unlink()
        check(site.contents() == before, "half a store is in the database")
        began = time.monotonic()
        some.worker()
        until("the run is made again", lambda: NetRevision.statements.count() == 2 * COUNT)
        took = time.monotonic() - began
        some.nothing_twice()
        site.seen.append("worker: killed")
    return f"nothing of it was stored; made again {took:.0f} s later, once"


@case("I04", "two beats and two workers; then no beat for four periods")
def doubled(site: Site) -> str:
    with processes(site) as some:
        for _ in range(2):
            some.worker()
        beats = [some.beat(), some.beat()]
        until("the feed was asked six times", lambda: len(some.asked) >= 6)
        for beat in beats:
            some.kill(beat)
        time.sleep(4 * EVERY_S)
        quiet = len(some.asked)
        time.sleep(EVERY_S)
        check(len(some.asked) == quiet, "asked without a beat")
        some.beat()
        until("the schedule catches up", lambda: len(some.asked) >= quiet + 2, 300)
        some.no_burst()
        until("no run is under way", lambda: not running(site).exists() or len(some.asked) > quiet + 3, 300)
        some.nothing_twice()
        site.seen.append("beats: doubled")
    return f"{len(some.asked)} requests, never two in one period; one catch-up run"


@case("I07", "the schedule file of beat full of zeros, and the clock set back by three days")
def no_schedule(site: Site) -> str:
    with processes(site) as some:
        some.worker()
        beat = some.beat()
        until("the feed was asked twice", lambda: len(some.asked) >= 2)
        some.kill(beat)
        until("no run is under way", lambda: not running(site).exists())
        for file in some.folder.glob("beat-1*"):
            file.write_bytes(bytes(file.stat().st_size))
        ahead = timedelta(days=3)
        runs = FeedRun.objects.filter(feed=LAUNCHES)
        runs.update(started_at=F("started_at") + ahead, ended_at=F("ended_at") + ahead)
        asked = len(some.asked)
        some.beat(1)
        until("the feed is asked again", lambda: len(some.asked) >= asked + 2, 60)
        some.no_burst()
        check(list(some.folder.glob("*.unreadable")) != [], "the damaged file was not kept")
        said = FeedRun.objects.filter(feed=LAUNCHES, sentence__contains="ahead of the clock").count()
        check(said > 0, "nobody says that rows were dated ahead")
        site.seen.append("beat: went on")
    return "the file is set aside and made anew; the rows count as of now"


@case("I01", "the broker gone for ten minutes (time a fortieth)")
def no_broker(site: Site) -> str:
    with processes(site) as some:
        worker, beat = some.worker(), some.beat()
        until("the feed was asked twice", lambda: len(some.asked) >= 2)
        some.broker_goes()
        time.sleep(15)
        for _ in range(3):
            check(len(site.page("/status/")) > 1000, "pages do not read without a broker")
        some.broker_comes() if settings.REDIS_URL else _folder_back(some)
        back = len(some.asked)
        ended = [process for process in (worker, beat) if process.poll() is not None]
        for process in ended:  # as make run and the containers do
            some.worker() if process is worker else some.beat()
        until("the schedule catches up", lambda: len(some.asked) >= back + 2, 300)
        some.no_burst()
        some.nothing_twice()
        site.seen.append("broker: gone")
    again = f"; {len(ended)} of two processes were started again" if ended else "; worker and beat stayed"
    return f"asked again after it came back{again}"


def _folder_back(some: Processes) -> None:
    settings.BROKER_DIR.unlink()
    (some.folder / "away").rename(settings.BROKER_DIR)
