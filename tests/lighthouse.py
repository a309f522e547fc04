"""`make lighthouse`: every page of the site held to the bars of speed and accessibility. Needs Node, for npx alone.

The site is started as in production, on a database of its own, and looked at on a slow telephone as Lighthouse
imagines it. On a busy machine the figures of performance are lower than they are.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import chromium
from tests.pages.addresses import PAGES
from tests.screenshots import site

LIGHTHOUSE = "lighthouse@12.8.2"
BARS = {"performance": 0.95, "accessibility": 1.0, "best-practices": 1.0}
PATIENCE_S = 180


def main() -> int:
    path, npx = chromium.find(), shutil.which("npx")
    if path is None or npx is None:
        print("Lighthouse needs Chromium (make browser) and Node with npx.", file=sys.stderr)
        return 1
    wanted = [name for name in sys.argv[1:] if name in PAGES] or list(PAGES)
    print(f"{LIGHTHOUSE}, {len(wanted)} pages, load {os.getloadavg()[0]:.1f}", flush=True)
    low = 0
    with tempfile.TemporaryDirectory(prefix="racetracker-lighthouse-") as folder, site(folder) as address:
        for name in wanted:
            scores = look(npx, path, address + PAGES[name], Path(folder, "report.json"))
            below = [word for word, bar in BARS.items() if scores[word] < bar]
            low += bool(below)
            words = ", ".join(f"{word} {100 * score:.0f}" for word, score in scores.items())
            print(f"{name:14} {words}{'   BELOW THE BAR: ' + ', '.join(below) if below else ''}", flush=True)
    print(f"{len(wanted) - low} of {len(wanted)} pages hold the bars.")
    return 1 if low else 0


def look(npx: str, chrome: str, url: str, report: Path) -> dict[str, float]:
    """What Lighthouse gives a page, from 0 to 1, by category."""
    command = [
        npx, "--yes", LIGHTHOUSE, url, "--quiet", "--output=json", f"--output-path={report}",
        f"--only-categories={','.join(BARS)}", "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ]  # fmt: skip
    subprocess.run(command, check=True, timeout=PATIENCE_S, stdin=subprocess.DEVNULL,
                   env=os.environ | {"CHROME_PATH": chrome})  # fmt: skip
    categories = json.loads(report.read_text(encoding="utf-8"))["categories"]
    return {name: float(categories[name]["score"] or 0) for name in BARS}


if __name__ == "__main__":
    sys.exit(main())
