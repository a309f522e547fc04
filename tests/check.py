"""`make check`: lint and the fast tests side by side, for the inner loop."""

import subprocess
import sys
import time

from tests.__main__ import environment_of_tests, on_every_core

LINT = ["make", "--silent", "lint"]


def main() -> int:
    started = time.monotonic()
    lint = subprocess.Popen(
        LINT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    tests = subprocess.run(
        [sys.executable, "-m", "pytest", "--fast", *on_every_core(), *sys.argv[1:]],
        env=environment_of_tests(), stdin=subprocess.DEVNULL, check=False,
    ).returncode  # fmt: skip
    print(
        f"=== Fast tests: {'passed' if tests == 0 else 'FAILED'}, {time.monotonic() - started:.0f} s",
        flush=True,
    )
    said, _ = lint.communicate()
    print(said, end="")
    print(
        f"=== Lint: {'passed' if lint.returncode == 0 else 'FAILED'}, {time.monotonic() - started:.0f} s in all"
    )
    return 1 if tests or lint.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
