"""The broker that is a folder: a message stays until somebody has done what it asks."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

from racetracker import broker

ROOT = Path(__file__).resolve().parents[2]


def until(true: Callable[[], bool], seconds: float = 90.0) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


@pytest.fixture
def channel(tmp_path: Path) -> Iterator[broker.Channel]:
    with Connection("folder://", transport_options={"folder": str(tmp_path)}) as connection:
        yield connection.default_channel


def put(channel: broker.Channel, *words: str) -> None:
    for word in words:
        message = channel.prepare_message(word, content_type="text/plain", content_encoding="utf-8")
        channel.basic_publish(message, exchange="", routing_key="celery")


def test_messages_come_in_the_order_they_were_sent(channel):
    put(channel, "first", "second", "third")
    assert [channel.basic_get("celery").decode() for _ in range(3)] == ["first", "second", "third"]


def test_a_message_in_hand_is_not_given_twice_and_goes_when_it_is_done(channel, tmp_path):
    put(channel, "only")
    message = channel.basic_get("celery")
    assert channel.basic_get("celery") is None
    assert len(list(tmp_path.glob("*.msg"))) == 1
    message.ack()
    assert list(tmp_path.iterdir()) == []


def test_a_message_handed_back_keeps_its_place(channel):
    put(channel, "first", "second")
    channel.basic_get("celery").requeue()
    assert channel.basic_get("celery").decode() == "first"


def test_a_rejected_message_is_gone(channel, tmp_path):
    put(channel, "refused")
    channel.basic_get("celery").reject()
    assert list(tmp_path.iterdir()) == []


def test_a_message_of_another_queue_stays(channel):
    put(channel, "one")
    with pytest.raises(Empty):
        channel._get("other")


def test_an_unreadable_file_is_set_aside_and_the_next_is_served(channel, tmp_path):
    (tmp_path / "0-broken.celery.msg").write_text("{half a mess")
    put(channel, "whole")
    assert channel.basic_get("celery").decode() == "whole"
    assert [path.name for path in tmp_path.glob("*.unreadable")] == ["0-broken.celery.msg.unreadable"]


def test_a_purge_leaves_what_is_in_hand(channel):
    put(channel, "first", "second", "third")
    message = channel.basic_get("celery")
    assert channel.queue_purge("celery") == 2
    assert channel._size("celery") == 1
    message.ack()
    assert channel._size("celery") == 0


class Worker:
    """A worker process on the drill application."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "tests.racetracker.drill", "-q", "worker",
             "--pool", "solo", "--without-gossip", "--without-mingle", "--without-heartbeat"],
            cwd=ROOT, env={**os.environ, "DRILL_FOLDER": str(folder)},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.mark.slow
def test_a_worker_killed_in_mid_task_loses_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("DRILL_FOLDER", str(tmp_path))
    from tests.racetracker import drill

    drill.write.delay("long", seconds=1.5)
    for number in range(3):
        drill.write.delay(f"short-{number}")
    first = Worker(tmp_path)
    try:
        assert until((tmp_path / "long.began").exists)
    finally:
        first.kill()
    assert not (tmp_path / "long.done").exists()
    assert len(list((tmp_path / "messages").glob("*.msg"))) == 4

    second = Worker(tmp_path)
    try:
        wanted = [tmp_path / f"{word}.done" for word in ("long", "short-0", "short-1", "short-2")]
        assert until(lambda: all(path.exists() for path in wanted))
        assert until(lambda: not list((tmp_path / "messages").iterdir()))
    finally:
        second.kill()
    assert [path.read_text() for path in wanted] == ["done\n"] * 4
