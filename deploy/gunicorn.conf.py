"""The web server, alike for `make run` and for containers. The settings have checked these values."""

import os
from pathlib import Path

_host = os.environ.get("HOST") or "127.0.0.1"
bind = (
    f"[{_host}]:{os.environ.get('PORT') or 8000}"
    if ":" in _host
    else f"{_host}:{os.environ.get('PORT') or 8000}"
)
workers = int(os.environ.get("WEB_WORKERS") or 1)
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS") or 4)
keepalive = 15
timeout = 60
graceful_timeout = 5
preload_app = workers > 1
control_socket_disable = True
loglevel = "warning"
if Path("/dev/shm").is_dir():  # noqa: S108 - the heartbeat file needs no disk
    worker_tmp_dir = "/dev/shm"  # noqa: S108
