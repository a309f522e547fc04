"""A real HTTP server on loopback that replays answers, and misbehaves on request.

By hand, for a site that should read feeds without the internet:

    python -m tests.feeds.replay --port 8801
    LAUNCH_LIBRARY_URL=http://127.0.0.1:8801/2.3.0 CELESTRAK_URL=http://127.0.0.1:8801 \\
        SPACEFLIGHT_NEWS_URL=http://127.0.0.1:8801/v4 make run
"""

import argparse
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qs, urlsplit


@dataclass
class Reply:
    """One answer. `announce` lies about the length, `drip_s` waits after each byte, `wait_s` before all.

    `hang_up` closes the connection without a word; `chunked` sends a body without its end; `repeat` sends
    the body many times over; `drip_headers_s` sends a header that has no end, a byte after each wait; `kept`
    leaves the connection open for the next request.
    """

    body: bytes = b""
    status: int = 200
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    announce: int | None = None
    wait_s: float = 0.0
    drip_s: float = 0.0
    hang_up: bool = False
    chunked: bool = False
    repeat: int = 1
    drip_headers_s: float = 0.0
    kept: bool = False


Answer = Reply | Callable[[str, dict[str, str]], Reply]


class Handler(BaseHTTPRequestHandler):
    """Answers one request from the server's replay."""

    protocol_version = "HTTP/1.1"
    server: "ReplayServer"

    def do_GET(self) -> None:
        replay = self.server.replay
        parts = urlsplit(self.path)
        replay.requests.append(self.path)
        replay.headers.append(dict(self.headers))
        replay.connections.add(self.client_address[1])
        answer = replay.answers.get(parts.path, Reply(b'{"detail":"Not found."}', 404))
        if callable(answer):
            answer = answer(self.path, {k: v[0] for k, v in parse_qs(parts.query).items()})
        try:
            self._send(answer)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _send(self, reply: Reply) -> None:
        time.sleep(reply.wait_s)
        self.close_connection = not reply.kept
        if reply.hang_up:
            return
        self._send_headers(reply)
        if reply.chunked:
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"%x\r\n%s\r\n" % (len(reply.body), reply.body))
            return
        self.send_header("Content-Length", str(reply.announce or len(reply.body) * reply.repeat))
        self.end_headers()
        self._send_body(reply)

    def _send_headers(self, reply: Reply) -> None:
        """Sends all but the length; with `drip_headers_s` it goes on until the client hangs up."""
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        if not reply.kept:  # said, since it is done: else a client asks again
            self.send_header("Connection", "close")
        if reply.drip_headers_s:
            self.flush_headers()
            while True:
                self.wfile.write(b"x")
                time.sleep(reply.drip_headers_s)
        for name, value in reply.headers.items():
            self.send_header(name, value)

    def _send_body(self, reply: Reply) -> None:
        if not reply.drip_s:
            for _ in range(reply.repeat):
                self.wfile.write(reply.body)
            return
        for byte in reply.body:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(reply.drip_s)

    def log_message(self, *args: object) -> None:
        pass


class ReplayServer(ThreadingHTTPServer):
    def __init__(self, address: tuple[str, int], replay: "Replay") -> None:
        super().__init__(address, Handler)
        self.replay = replay


class Replay:
    """Serves `answers` by path; `requests` holds each path with query, and `headers` what was sent."""

    def __init__(self, port: int = 0) -> None:
        self.answers: dict[str, Answer] = {}
        self.requests: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.connections: set[int] = set()
        self.server = ReplayServer(("127.0.0.1", port), self)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *args: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def main() -> None:
    from tests.feeds import answers

    parser = argparse.ArgumentParser(description="Replays small answers in the shapes of the feeds.")
    parser.add_argument("--port", type=int, default=8801)
    replay = Replay(parser.parse_args().port)
    answers.serve_today(replay)
    print(f"Replaying on {replay.url} until Ctrl-C.")
    try:
        replay.server.serve_forever()
    except KeyboardInterrupt:
        replay.server.server_close()


if __name__ == "__main__":
    main()
