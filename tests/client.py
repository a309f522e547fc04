"""`make client`: the API read to its end by a program in another language, on a site started as in production."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.screenshots import site

PATIENCE_S = 600


def main() -> int:
    node = shutil.which("node")
    if node is None:
        print("The client needs Node, 18 or newer.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="racetracker-client-") as folder, site(folder) as address:
        script = Path(__file__).with_suffix(".mjs")
        return subprocess.run(
            [node, str(script), address], stdin=subprocess.DEVNULL, timeout=PATIENCE_S, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
