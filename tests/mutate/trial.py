"""One mutant against the tests: in a copy of the checkout, with a limit of time."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.__main__ import environment_of_tests
from tests.mutate.cover import own_tests, wider_tests
from tests.mutate.mutants import Mutant

PASSED = 0


@contextmanager
def copy_of(root: Path) -> Iterator[Path]:
    """A copy of what git holds of the checkout and of what is new in it, thrown away at the end."""
    named = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root, capture_output=True, check=True,
    ).stdout.decode()  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="racetracker-mutate-") as folder:
        copy = Path(folder)
        for name in filter(None, named.split("\0")):
            if (root / name).is_file():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(root / name, copy / name)
        yield copy


def run(copy: Path, tests: Sequence[str], seconds: float) -> int | None:
    """The status of pytest up to the first failure; None where the time was over."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", *tests]
    with subprocess.Popen(
        command,
        cwd=copy, env=environment_of_tests() | {"PYTHONPATH": os.fspath(copy)}, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


class Trials:
    """Mutants tried in one copy, one after the other."""

    def __init__(self, copy: Path, seconds: float) -> None:
        self.copy, self.seconds = copy, seconds
        self.limits: dict[tuple[str, ...], float] = {}

    def survives(self, mutant: Mutant) -> bool:
        """Whether neither the tests of its module nor those of its folder notice a mutant.

        A test that hangs has noticed it, and so has a module that cannot be imported any more.
        """
        path = self.copy / mutant.path
        source = path.read_bytes()
        for tests in filter(None, (own_tests(self.copy, mutant.path), wider_tests(self.copy, mutant.path))):
            limit = self.limit(tests)
            path.write_bytes(mutant.put_into(source))
            try:
                status = run(self.copy, tests, limit)
            finally:
                path.write_bytes(source)
            if status != PASSED:
                return False
        return True

    def limit(self, tests: Sequence[str]) -> float:
        """How long tests may take with a mutant: three times as long as without, and half a minute more.

        Tests that fail without a mutant would notice every mutant.
        """
        if tuple(tests) not in self.limits:
            started = time.monotonic()
            if run(self.copy, tests, self.seconds) != PASSED:
                raise SystemExit(f"{' '.join(tests)}: fails without any mutant, or takes too long.")
            self.limits[tuple(tests)] = 3 * (time.monotonic() - started) + 30
        return self.limits[tuple(tests)]
