"""Pooled connections that can be cut from outside: a host that drips, in its headers too, cannot hold us."""

import mmap
import socket
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, cast

from requests import Response
from requests.adapters import HTTPAdapter
from requests.exceptions import SSLError

_CHUNK = 64 * 1024
# A longer body lies in a file.
IN_MEMORY = 32 * 2**20
_GZIP = 16 + zlib.MAX_WBITS


class CutAdapter(HTTPAdapter):
    """Requests' own adapter with a pool; `cut` ends every connection that is open now."""

    def __init__(self) -> None:
        self._lines: list[socket.socket] = []
        super().__init__(pool_connections=2, pool_maxsize=2)

    def cut(self) -> None:
        """Ends what is open, handshakes included: whoever reads there gets an error at once."""
        for line in self._lines:
            with suppress(OSError):  # it ended by itself
                line.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        super().close()
        while self._lines:
            self._lines.pop().close()

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        self._watch(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **options)
        self._watch(manager)
        return manager

    def _watch(self, manager: Any) -> None:
        """Lets the manager make connections that stand in our list."""
        manager.pool_classes_by_scheme = {
            scheme: type("Pool", (pool,), {"ConnectionCls": self._noted(pool.ConnectionCls)})
            for scheme, pool in manager.pool_classes_by_scheme.items()
        }

    def _noted(self, connection: Any) -> Any:
        def new_conn(made: Any) -> socket.socket:
            line: socket.socket = connection._new_conn(made)
            self._lines.append(line.dup())  # TLS takes the socket itself over
            return line

        return type("Connection", (connection,), {"_new_conn": new_conn})


@contextmanager
def watched(
    adapter: CutAdapter, first_look: float, too_long: Callable[[], float]
) -> Iterator[threading.Event]:
    """Cuts the adapter's connections when `too_long` says so; the event tells that it did.

    It is asked after `first_look` seconds, and then after as many as it names; 0 or less: cut now.
    """
    done, over = threading.Event(), threading.Event()

    def watch() -> None:
        wait = first_look
        while not done.wait(wait):
            if (wait := too_long()) <= 0:
                over.set()
                # A connection made a moment later is cut as well.
                while not done.is_set():
                    adapter.cut()
                    time.sleep(0.05)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield over
    finally:
        done.set()
        watcher.join()


def unpacked(response: Response) -> Iterator[bytes]:
    """The body in pieces of bounded size, what `read1` gives at once. `EOFError` where gzip has no end.

    Unpacked here, since urllib3 takes a gzip stream that was cut for a whole one. `ValueError` for
    gzip that is none and for a coding that was not asked for.
    """
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding not in {"", "identity", "gzip", "x-gzip"}:
        raise ValueError(f"Content-Encoding {coding[:40]}")
    if coding in {"", "identity"}:
        while chunk := response.raw.read1(_CHUNK, decode_content=False):
            yield chunk
        return
    unpacker = zlib.decompressobj(_GZIP)
    while packed := response.raw.read1(_CHUNK, decode_content=False):
        while packed:
            if unpacker.eof:  # another member follows
                unpacker = zlib.decompressobj(_GZIP)
            try:
                yield unpacker.decompress(packed, _CHUNK)
            except zlib.error as error:
                raise ValueError("no gzip") from error
            packed = unpacker.unconsumed_tail or unpacker.unused_data
    if not unpacker.eof:
        raise EOFError("gzip without its end")


class Body:
    """A body as it comes: in memory while it is short; a long one in a file that is read like memory."""

    def __init__(self) -> None:
        self.size = 0
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  lives as long as the body

    def add(self, chunk: bytes) -> None:
        self._file.write(chunk)
        self.size += len(chunk)

    def whole(self) -> bytes:
        """All of it: bytes, or a map of the file, which can be searched and sliced as bytes can."""
        self._file.flush()
        if self.size > IN_MEMORY:
            return cast("bytes", mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ))
        self._file.seek(0)
        return self._file.read()


def what_broke(error: Exception) -> str:
    """How a connection failed, as the end of a sentence about the host."""
    text = str(error)
    if "Connection refused" in text:
        return "refused the connection"
    if "resolve" in text or "Name or service" in text:
        return "has a name that cannot be resolved"
    if isinstance(error, SSLError):
        return "has a certificate that does not hold"
    return "broke off the connection"
