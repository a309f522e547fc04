"""A Celery broker that is a folder: one file a message, no server, and nothing lost on kill -9.

A message is taken by locking its file and acknowledged by deleting it. The lock belongs to the
process that took it: whatever ends that process, the system lifts the lock, and the next worker
takes the message again. So a task is run at least once, and nothing has to time out first.
For one machine; a worker must not fork after it took a message (pools solo and threads do not).
"""

import fcntl
import logging
import os
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any, BinaryIO

from kombu.transport import TRANSPORT_ALIASES, virtual
from kombu.utils.json import dumps, loads

log = logging.getLogger(__name__)
UNREADABLE = ".unreadable"


class QoS(virtual.QoS):
    def ack(self, delivery_tag: str) -> None:
        self.channel.finish(delivery_tag)
        super().ack(delivery_tag)

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        (self.channel.release if requeue else self.channel.finish)(delivery_tag)
        super().ack(delivery_tag)


class Channel(virtual.Channel):
    QoS = QoS

    def __init__(self, connection: Any, **kwargs: Any) -> None:
        super().__init__(connection, **kwargs)
        self.folder = Path(connection.client.transport_options["folder"])
        self.folder.mkdir(parents=True, exist_ok=True)
        self._held: dict[str, tuple[Path, BinaryIO]] = {}
        self._without_ack: set[str] = set()

    def basic_consume(self, queue: str, no_ack: bool, *args: Any, **kwargs: Any) -> Any:
        if no_ack:
            self._without_ack.add(queue)
        return super().basic_consume(queue, no_ack, *args, **kwargs)

    def _files(self, queue: str) -> Iterator[Path]:
        """The messages of a queue, oldest first, those in somebody's hands included."""
        names = sorted(name for name in os.listdir(self.folder) if name.endswith(f".{queue}.msg"))  # noqa: PTH208
        return (self.folder / name for name in names if not name.startswith("."))

    def _put(self, queue: str, message: dict, **kwargs: Any) -> None:
        name = f"{time.time_ns():020d}-{uuid.uuid4()}.{queue}.msg"
        draft = self.folder / f".{name}"
        draft.write_text(dumps(message), encoding="utf-8")
        draft.rename(self.folder / name)

    def _get(self, queue: str, timeout: float | None = None) -> dict:
        for path in self._files(queue):
            if (handle := _take(path)) is None:
                continue
            try:
                payload = loads(handle.read().decode())
                tag = payload["properties"]["delivery_tag"]
            except (ValueError, TypeError, LookupError):
                log.error("Message %s cannot be read; it is set aside as %s.", path, path.name + UNREADABLE)
                path.rename(path.with_name(path.name + UNREADABLE))
                handle.close()
                continue
            self._held[tag] = (path, handle)
            if queue in self._without_ack:
                self.finish(tag)
            return payload
        raise Empty

    def finish(self, delivery_tag: str) -> None:
        """The message is done: its file goes, then its lock."""
        if held := self._held.pop(delivery_tag, None):
            held[0].unlink(missing_ok=True)
            held[1].close()

    def release(self, delivery_tag: str) -> None:
        """The message goes back to its place in the queue."""
        if held := self._held.pop(delivery_tag, None):
            held[1].close()

    def _restore(self, message: Any) -> None:
        self.release(message.delivery_tag)

    def _size(self, queue: str) -> int:
        return sum(1 for _ in self._files(queue))

    def _purge(self, queue: str) -> int:
        gone = 0
        for path in self._files(queue):
            if handle := _take(path):
                path.unlink(missing_ok=True)
                handle.close()
                gone += 1
        return gone


def _take(path: Path) -> BinaryIO | None:
    """The open, locked file, or nothing where somebody else holds it or has finished it."""
    try:
        handle = path.open("rb")
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        return None
    if not os.fstat(handle.fileno()).st_nlink:  # finished between open and lock
        handle.close()
        return None
    return handle


class Transport(virtual.Transport):
    Channel = Channel
    implements = virtual.Transport.implements.extend(asynchronous=False, exchange_type=frozenset({"direct"}))
    default_port = 0  # type: ignore[assignment]  # kombu writes None above, and means: or a number
    polling_interval = 0.5  # seconds between two looks into the folder
    driver_type = driver_name = "folder"

    def drain_events(self, connection: Any, timeout: float | None = None, **kwargs: Any) -> None:
        """No wait longer than a look into the folder: a worker asked to end then ends at once."""
        if timeout is not None:
            timeout = min(timeout, self.polling_interval)
        super().drain_events(connection, timeout, **kwargs)

    def driver_version(self) -> str:
        return "1"


TRANSPORT_ALIASES["folder"] = f"{__name__}:Transport"
