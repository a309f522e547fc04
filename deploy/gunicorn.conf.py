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
# A header decides neither the path (SCRIPT_NAME, PATH_INFO) nor the user (REMOTE_USER) nor the scheme, whoever the
# peer is: behind a proxy on the same machine every visitor has its address. With BEHIND_PROXY the settings read
# the scheme from X-Forwarded-Proto.
forwarded_allow_ips = ""
forwarder_headers = ""
secure_scheme_headers: dict[str, str] = {}
header_map = "drop"
if Path("/dev/shm").is_dir():  # noqa: S108 - the heartbeat file needs no disk
    worker_tmp_dir = "/dev/shm"  # noqa: S108
