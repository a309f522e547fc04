"""`make screenshots`: the pictures in README, of this checkout on its ledger, taken with the tests' Chromium.

The site is started as in production, on a database of its own and with no feed asked.
"""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from tests import chromium
from tests.own_process import ROOT, free_port

# File, address, colours, what must be on the screen.
PICTURES: list[tuple[str, str, Literal["light", "dark"], str]] = [
    ("overview", "/", "light", "table.tape"),
    ("compare", "/compare/", "dark", ".drawn .main-svg"),
]
WIDTH, HEIGHT, SCALE = 1440, 1240, 1.5
MOST_BYTES = 300_000
START_S = 60


def main() -> int:
    path = chromium.find()
    if path is None:
        print("There is no Chromium: run `make browser`, or name one in CHROMIUM.", file=sys.stderr)
        return 1
    if not shutil.which("fc-list") or not subprocess.check_output(["fc-list", ":lang=zh"]):
        print(
            "There is no font for Chinese, and names would be boxes. On Debian: apt-get install fonts-noto-cjk",
            file=sys.stderr,
        )
        return 1
    with tempfile.TemporaryDirectory(prefix="racetracker-screenshots-") as folder, site(folder) as address:
        take(address, path)
    return 0


@contextmanager
def site(folder: str) -> Iterator[str]:
    """The running site's address."""
    port = free_port()
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = kept | {"DATA_DIR": folder, "HOST": "127.0.0.1", "PORT": str(port), "FEEDS_ENABLED": "no"}
    subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=environment, check=True)
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "racetracker.wsgi"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        address = f"http://127.0.0.1:{port}"
        until = time.monotonic() + START_S
        while not _answers(f"{address}/healthz"):
            if server.poll() is not None or time.monotonic() > until:
                raise SystemExit("The site did not start: its words are above.")
            time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def take(address: str, path: str) -> None:
    """Writes each picture to docs/ as WebP, in the best quality that keeps it small."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        for name, place, colours, awaited in PICTURES:
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme=colours)
            page.goto(address + place, wait_until="networkidle")
            page.locator(awaited).first.wait_for()
            wire = page.context.new_cdp_session(page)
            clip = {"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT, "scale": SCALE}
            for quality in range(90, 30, -5):
                shot = wire.send(
                    "Page.captureScreenshot", {"format": "webp", "quality": quality, "clip": clip}
                )
                picture = base64.b64decode(shot["data"])
                if len(picture) <= MOST_BYTES:
                    break
            target = ROOT / "docs" / f"{name}.webp"
            target.write_bytes(picture)
            print(f"{target.relative_to(ROOT)}: {len(picture):,} bytes, quality {quality}")
            page.close()
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
