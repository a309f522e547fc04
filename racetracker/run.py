"""`make run`: prepares the data, then runs web, worker and beat as one process tree.

Only the standard library is used here, so that the process that watches the others stays small.

Preparing is left out when nothing changed since the last time: no file of the code, of static/ or
of data/, and no setting. With DATABASE_URL it is never left out: that database may be another one.

- The web server ends: the tree ends, with its exit status.
- The worker or beat ends: it is started again, after 1 s, then 2, 4, ... at most 60 s.
- SIGINT or SIGTERM: every process is asked to end; after GRACE_S seconds, or at the second signal,
  whatever is left is killed. A task cut off by that is repeated at the next start.
- This process is killed: on Linux the system ends the others.
"""

import contextlib
import ctypes
import fcntl
import hashlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GRACE_S = 10.0
WEB_START_S = 60.0
LOOK_EVERY_S = 0.25
NOT_CODE = {"var", "tests", "docs", "node_modules", "__pycache__"}
CHECKED_HERE = {"HOST", "PORT", "DATA_DIR"}
CELERY = [sys.executable, "-m", "celery", "-A", "racetracker"]


class CannotStart(Exception):
    """The sentence says why, and what to do."""


@dataclass
class Child:
    name: str
    command: list[str]
    essential: bool = False
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    waits_s: float = field(default=1.0)

    def start(self, stdout: int | None = None) -> subprocess.Popen[bytes]:
        """In a session of its own: a Ctrl-C in the terminal reaches this process alone."""
        self.process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )
        self.started_at = time.monotonic()
        return self.process

    def signal(self, number: int) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None


def _die_with_parent() -> None:
    """On Linux: SIGTERM when the parent is gone, whatever ended it (prctl PR_SET_PDEATHSIG = 1)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise CannotStart(f"PORT={text!r} is not a port: write a whole number from 1 to 65535.")
    return int(text)


def _folder(name: str, default: Path) -> Path:
    return Path(os.environ.get(name, "").strip() or default).expanduser().resolve()


def _refuse_busy(host: str, port: int) -> None:
    """A sentence where the address cannot be listened on."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise CannotStart(f"HOST={host!r} is no address of this machine: {error}.") from error
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise CannotStart(
                f"{host}:{port} cannot be listened on ({error.strerror}). If another program has the port, "
                f"stop it, or choose another one: make run PORT={port + 1 if port < 65535 else 8000}."
            ) from error


def _hold(data_dir: Path) -> object:
    """A lock held as long as this process lives: one tree for one data folder."""
    data_dir.mkdir(parents=True, exist_ok=True)
    handle = (data_dir / "run.lock").open("a+")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.seek(0)
        raise CannotStart(
            f"Racetracker already runs on {data_dir} (process {handle.read().strip() or 'unknown'}). "
            "Stop it, or choose another folder: make run DATA_DIR=/path PORT=8001."
        ) from None
    handle.truncate(0)
    handle.write(f"{os.getpid()}\n")
    handle.flush()
    return handle


def _state(data_dir: Path) -> str:
    """A digest of everything that preparing depends on; empty when there is nothing prepared yet."""
    static_root = _folder("STATIC_ROOT", data_dir / "static")
    made = (data_dir / "racetracker.sqlite3", static_root / ".collected")
    if os.environ.get("DATABASE_URL", "").strip() or not all(path.is_file() for path in made):
        return ""
    ledger = _folder("LEDGER_DIR", ROOT / "data")
    names = set(
        re.findall(r"""read\.\w+\(\s*["']([A-Z_]+)""", (ROOT / "racetracker/settings.py").read_text("utf-8"))
    )
    lines = [f"{name}={os.environ.get(name, '')}" for name in sorted(names - CHECKED_HERE)]
    for top in [ROOT] if ledger.is_relative_to(ROOT) else [ROOT, ledger]:
        for folder, folders, files in os.walk(top):
            folders[:] = sorted(name for name in folders if name not in NOT_CODE and not name.startswith("."))
            for name in sorted(files):
                state = Path(folder, name).stat()
                lines.append(f"{folder}/{name} {state.st_size} {state.st_mtime_ns}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


class Tree:
    """The processes, from the first start to the last end."""

    def __init__(self, host: str, port: int, data_dir: Path) -> None:
        every = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - named, not bound
        reachable = every.get(host) or (f"[{host}]" if ":" in host else host)
        self.address = f"http://{reachable}:{port}"
        self.web = Child("web", [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py",
                                 "racetracker.wsgi"], essential=True)  # fmt: skip
        self.background = [
            Child("worker", [*CELERY, "-q", "worker", "--pool", "solo", "--loglevel", "INFO",
                             "--without-gossip", "--without-mingle", "--without-heartbeat"]),
            Child("beat", [*CELERY, "-q", "beat", "--loglevel", "WARNING", "--pidfile=",
                           "--schedule", str(data_dir / "beat-schedule")]),
        ]  # fmt: skip
        self.data_dir = data_dir
        self.started_at = time.monotonic()
        self.signals = 0
        self.account: dict[str, str] = {}

    def run(self) -> int:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._asked_to_end)
        try:
            if status := self._prepare():
                return status
            self.web.start()
            if not self._web_answers():
                return self._web_status()
            self._greet()
            for child in self.background:
                child.start()
            while not self.signals and self.web.is_running():
                self._start_again_what_ended()
                time.sleep(LOOK_EVERY_S)
            return self._web_status()
        finally:
            self._greet_account()
            self._end()

    def _asked_to_end(self, number: int, frame: object) -> None:
        self.signals += 1

    def _web_status(self) -> int:
        """0 after a signal; else what the web server left, never 0: it should not have ended."""
        if self.signals:
            return 0
        status = self.web.process.poll() if self.web.process else 1
        say(f"The web server ended by itself (status {status}); the other processes are ended too.")
        return status or 1

    def _prepare(self) -> int:
        """Static files, database, ledger, groups: in one process, which says what it does."""
        stamp = self.data_dir / "prepared"
        if stamp.is_file() and stamp.read_text(encoding="utf-8") == _state(self.data_dir):
            return 0
        stamp.unlink(missing_ok=True)
        preparing = Child("prepare", [sys.executable, "manage.py", "prepare", "--first-account"])
        process = preparing.start(stdout=subprocess.PIPE)
        self.background.insert(0, preparing)
        while preparing.is_running() and not self.signals:
            time.sleep(0.05)
        self.background.remove(preparing)
        if self.signals:
            preparing.signal(signal.SIGTERM)
        answer, _ = process.communicate()
        if process.returncode == 0:
            self.account = json.loads(answer) if answer.strip() else {}
            stamp.write_text(_state(self.data_dir), encoding="utf-8")
        return 0 if self.signals else process.returncode

    def _web_answers(self) -> bool:
        """True when the site answers; False when it ended, took too long or we were asked to end."""
        until = time.monotonic() + WEB_START_S
        request = urllib.request.Request(f"{self.address}/healthz", headers={"Host": "localhost"})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        while not self.signals and self.web.is_running() and time.monotonic() < until:
            with contextlib.suppress(OSError), opener.open(request, timeout=5) as answer:
                return answer.status == 200
            time.sleep(0.05)
        if not self.signals and self.web.is_running():
            say(f"The site did not answer on {self.address} within {WEB_START_S:.0f} s.")
        return False

    def _greet(self) -> None:
        say(f"\n  Racetracker   {self.address}/\n  Admin         {self.address}/admin/")
        self._greet_account()
        say(f"  Up after {time.monotonic() - self.started_at:.1f} s. Ctrl-C ends it.\n")

    def _greet_account(self) -> None:
        """Once: the password is kept nowhere else."""
        if self.account:
            say(f"  Analyst       {self.account['name']}")
            say(f"  Password      {self.account['password']}   (shown this once; to be changed in the admin)")
            self.account = {}

    def _start_again_what_ended(self) -> None:
        now = time.monotonic()
        for child in self.background:
            if child.is_running():
                if now - child.started_at > 60:
                    child.waits_s = 1.0
                continue
            if not child.start_again_at:
                status = child.process.returncode if child.process else None
                say(f"{child.name} ended (status {status}); it is started again in {child.waits_s:.0f} s.")
                child.start_again_at = now + child.waits_s
                child.waits_s = min(child.waits_s * 2, 60.0)
            elif now >= child.start_again_at:
                child.start_again_at = 0.0
                child.start()

    def _end(self) -> None:
        children = [child for child in (self.web, *self.background) if child.process is not None]
        for child in children:
            child.signal(signal.SIGTERM)
        until, asked = time.monotonic() + GRACE_S, self.signals
        while any(child.is_running() for child in children):
            if time.monotonic() > until or self.signals > max(asked, 1):
                break
            time.sleep(0.05)
        for child in children:
            if child.is_running():
                say(f"{child.name} did not end; it is killed.")
            child.signal(signal.SIGKILL)  # the whole group: a child's children go too
            if child.process:
                child.process.wait()


def say(text: str) -> None:
    print(text, flush=True)


def main() -> int:
    os.chdir(ROOT)
    host = os.environ.get("HOST", "").strip() or "127.0.0.1"
    data_dir = _folder("DATA_DIR", ROOT / "var")
    try:
        port = _port(os.environ.get("PORT", "").strip() or "8000")
        _refuse_busy(host, port)
        lock = _hold(data_dir)
    except (CannotStart, OSError) as error:
        why = error if isinstance(error, CannotStart) else f"DATA_DIR={str(data_dir)!r}: {error}."
        print(f"Racetracker cannot start: {why}", file=sys.stderr)
        return 2
    os.environ.update(HOST=host, PORT=str(port), DATA_DIR=str(data_dir))
    status = Tree(host, port, data_dir).run()
    del lock
    return status


if __name__ == "__main__":
    sys.exit(main())
