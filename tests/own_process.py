"""What a site started as a process of its own needs: a checkout, a free port, and feeds out of its reach."""

import socket
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FEEDS_AWAY = dict.fromkeys(
    ("LAUNCH_LIBRARY_URL", "CELESTRAK_URL", "SPACEFLIGHT_NEWS_URL"), "http://127.0.0.1:9"
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
