"""A generated catalogue of many objects, all of them tracked: time, memory, and what two workers gain.

Each figure comes from processes of their own: `python -m tests.bench.catalogue COUNT [SHARE]` reads and
stores one file in this process and prints seconds, seconds of the processor and peak memory in MB.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

FIRST = 799_000_000  # nine digits
LONGEST_S = 1_200  # of one measurement; ten times what a quiet machine needs for a million


def write_file(path: Path, count: int) -> None:
    """A file in the shape of CelesTrak's with so many objects; made in parts, for it is long."""
    from tests.feeds.answers import COLUMNS, gp_row

    at = datetime.now(UTC) - timedelta(hours=2)
    form = ",".join(gp_row(at, OBJECT_NAME="OBJECT {0}", NORAD_CAT_ID="{0}", EPOCH="{1}", MEAN_ANOMALY="{2}")[name]
                    for name in COLUMNS)  # fmt: skip
    seconds = [f"{at - timedelta(seconds=n):%Y-%m-%dT%H:%M:%S.%f}" for n in range(80_000)]
    with path.open("w", newline="") as file:
        file.write(",".join(COLUMNS) + "\r\n")
        for n in range(count):
            file.write(form.format(FIRST + n, seconds[n * 7 % 80_000], f"{n % 360}.{n % 10_000:04}") + "\r\n")


def child(path: Path, count: int, share: str) -> dict[str, float]:
    """Reads and stores the file, or a share of it, in this process."""
    import django

    django.setup()
    from django.core.management import call_command

    from launches.services import elements as service

    numbers = set(range(FIRST, FIRST + count))
    busy, began = time.process_time(), time.perf_counter()
    with (
        mock.patch.object(service, "tracked_numbers", return_value=numbers),
        Path(os.devnull).open("w") as nowhere,
    ):
        call_command("import_elements", str(path), share=_pair(share), stdout=nowhere)
    return {"seconds": time.perf_counter() - began, "busy": time.process_time() - busy, "peak": _peak()}


def _peak() -> float:
    """Peak memory of this process in MB. On Linux `getrusage` counts what its parent had before it began."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024**2 if sys.platform == "darwin" else 1024
    )


def _pair(share: str) -> tuple[int, int]:
    part, _, parts = share.partition("/")
    return int(part), int(parts)


@contextmanager
def own_database(address: str) -> Iterator[dict[str, str]]:
    """A new, migrated database of the kind of this address, as the environment of child processes."""
    with TemporaryDirectory(prefix="racetracker-bench-") as folder:
        told = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
        told |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "racetracker.settings"}
        name = f"bench_{os.getpid()}"
        if address:
            told["DATABASE_URL"] = f"{address.rsplit('/', 1)[0]}/{name}"
            on_the_server(address, f'CREATE DATABASE "{name}"')
        try:
            command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
            subprocess.run(command, env=told, check=True)
            yield told
        finally:
            if address:
                on_the_server(address, f'DROP DATABASE "{name}" WITH (FORCE)')


def on_the_server(address: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(f"{address.rsplit('/', 1)[0]}/postgres", autocommit=True) as server:
        server.execute(statement)


def measured(path: Path, count: int, told: dict[str, str], shares: int = 1) -> dict[str, float]:
    """The file stored by so many processes at the same time; seconds until the last of them ended."""
    began = time.perf_counter()
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.bench.catalogue", str(path), str(count), f"{part}/{shares}"],
            env=told, stdout=subprocess.PIPE, text=True,
        )
        for part in range(1, shares + 1)
    ]  # fmt: skip
    try:
        said = [worker.communicate(timeout=LONGEST_S)[0] for worker in workers]
    except subprocess.TimeoutExpired as fault:
        for worker in workers:
            worker.kill()
        raise SystemExit(f"bench: {count} objects took longer than {LONGEST_S} s") from fault
    if any(worker.returncode for worker in workers):
        raise SystemExit(f"bench: a worker of {count} objects failed")
    rows = [json.loads(text.splitlines()[-1]) for text in said]
    return {
        "wall": time.perf_counter() - began,
        "seconds": max(row["seconds"] for row in rows),
        "busy": sum(row["busy"] for row in rows),
        "peak": max(row["peak"] for row in rows),
    }


def catalogue(counts: tuple[int, ...]) -> dict[tuple[str, int], dict[str, Any]]:
    """Every count on SQLite and on PostgreSQL, the same again, and the largest split over two workers."""
    from tests.__main__ import postgres

    found: dict[tuple[str, int], dict[str, Any]] = {}
    print(f"\n{'catalogue, all tracked':<24}{'objects':>10}{'seconds':>9}{'busy':>8}{'per 1,000':>11}{'peak MB':>9}"
          f"{'again':>8}{'2 workers':>11}", flush=True)  # fmt: skip
    for kind, address in (("SQLite", ""), ("PostgreSQL", postgres())):
        if kind == "PostgreSQL" and not address:
            print(f"{kind:<24}no server answers (DATABASE_URL)")
            continue
        for count in counts:
            with TemporaryDirectory(prefix="racetracker-bench-") as folder:
                path = Path(folder) / "catalogue.csv"
                write_file(path, count)
                with own_database(address) as told:
                    one, again = measured(path, count, told), measured(path, count, told)
                with own_database(address) as told:
                    two = measured(path, count, told, shares=2)
            found[kind, count] = {"one": one, "again": again, "two": two}
            print(f"{kind:<24}{count:>10,}{one['seconds']:>9.1f}{one['busy']:>8.1f}"
                  f"{1e6 * one['seconds'] / count:>8.1f} ms{one['peak']:>9.0f}{again['seconds']:>8.1f}"
                  f"{two['seconds']:>11.1f}", flush=True)  # fmt: skip
    return found


if __name__ == "__main__":
    print(json.dumps(child(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])))
