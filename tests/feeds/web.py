"""A make-believe internet on loopback: names mean public addresses, and all of them are one local server."""

import socket
from collections.abc import Callable
from typing import Any

from links.safe_fetch import Network
from tests.feeds.replay import Replay, Reply

PUBLIC = "93.184.215.14"


class Web(Replay):
    """Answers by path, as `Replay`. `resolved` and `connected` hold what was asked of the network."""

    def __init__(self, names: dict[str, list[str]] | None = None) -> None:
        super().__init__()
        self.names = names or {}
        self.resolved: list[str] = []
        self.connected: list[tuple[str, int]] = []

    def network(self) -> Network:
        return Network(resolve=self._resolve, connect=self._connect)

    def _resolve(self, host: str, port: int) -> list[str]:
        self.resolved.append(host)
        return self.names.get(host, [PUBLIC])

    def _connect(self, address: str, port: int, timeout: float) -> socket.socket:
        self.connected.append((address, port))
        return socket.create_connection(("127.0.0.1", self.server.server_port), timeout=timeout)


def html(text: str, **more: Any) -> Reply:
    options: dict[str, Any] = {"content_type": "text/html; charset=utf-8"} | more
    return Reply(text.encode(), **options)


Resolver = Callable[[str, int], list[str]]
