"""`make drill`: the faults on SQLite with the broker that needs no server, then on PostgreSQL and Redis.

A row a fault: what was injected, what was seen, what came of it, and how many good records were lost. The
exit code is 1 where one fails. `python -m tests.drill F04 I03` does those alone; `--here` stays with the
servers of the environment (DATABASE_URL, REDIS_URL).
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback

from tests.__main__ import postgres, redis
from tests.drill.site import CASES, Case, Failed, NotApplicable, Site, made


def main() -> int:
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    if "--here" in sys.argv:
        return here(words)
    setups = [("SQLite, no servers", "", "")]
    if database := postgres():
        setups.append((f"PostgreSQL and {'Redis' if redis() else 'no Redis'}", database, redis()))
    status = 0
    for title, database, broker in setups:
        print(f"\n=== {title}", flush=True)
        kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
        told = {k: v for k, v in (("DATABASE_URL", database), ("REDIS_URL", broker)) if v}
        command = [sys.executable, "-m", "tests.drill", "--here", *words]
        status = max(status, subprocess.run(command, env=kept | told, check=False).returncode)
    if len(setups) == 1:
        print(
            "\n=== No PostgreSQL answers on this machine (DATABASE_URL): the second set-up was not drilled."
        )
        return 1
    return status


def here(words: list[str]) -> int:
    """The drills on the servers of the environment, in a database and a folder of their own."""
    folder = tempfile.mkdtemp(prefix="racetracker-drill-")
    drop = own_database()
    try:
        with made(folder) as site:
            from tests.drill import (  # noqa: F401  they enter the cases
                faults_http,
                faults_missing,
                faults_records,
                infrastructure,
                processes,
            )

            return report(site, [one for one in sorted(CASES, key=order) if not words or one.id in words])
    finally:
        drop()
        shutil.rmtree(folder, ignore_errors=True)


def order(one: Case) -> tuple[str, int, str]:
    found = re.fullmatch(r"([A-Z]+)(\d+)(.*)", one.id)
    assert found, one.id
    return found[1], int(found[2]), found[3]


def own_database():
    """On PostgreSQL a database for this drill; what drops it again."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        return lambda: None
    import psycopg

    name = f"drill_{os.getpid()}"
    base = address.rsplit("/", 1)[0]

    def on_the_server(statement: str) -> None:
        with psycopg.connect(f"{base}/postgres", autocommit=True) as server:
            server.execute(statement)

    on_the_server(f'CREATE DATABASE "{name}"')
    os.environ["DATABASE_URL"] = f"{base}/{name}"

    def drop() -> None:
        from django.db import connections

        connections.close_all()
        on_the_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    return drop


def report(site: Site, cases: list[Case]) -> int:
    """Does each drill and prints its row; 1 where one failed."""
    print(f"{'case':<6}{'injected':<62}{'seen':<34}{'lost':>5}  outcome", flush=True)
    failed = 0
    began = time.monotonic()
    for one in cases:
        lost: int | str = "-"
        try:
            site.begin()
            outcome, good = one.drill(site), True
            if one.heals:
                seen = list(site.seen)
                lost = site.lost()
                site.seen[:] = seen
                good = lost == 0
        except NotApplicable as reason:
            outcome, good = f"not applicable: {reason}", True
        except Failed as fault:
            outcome, good = str(fault), False
        except Exception:
            outcome, good = traceback.format_exc(limit=-4), False
        counted: dict[str, int] = {}
        for word in site.seen:
            counted[word.rsplit(": ", 1)[-1]] = counted.get(word.rsplit(": ", 1)[-1], 0) + 1
        seen_words = ", ".join(word if n == 1 else f"{n} × {word}" for word, n in counted.items())
        failed += not good
        verdict = "ok" if good else "FAILED"
        print(
            f"{one.id:<6}{one.injected[:60]:<62}{seen_words[:33]:<34}{lost:>5}  {verdict}: {outcome}",
            flush=True,
        )
    print(f"{len(cases)} faults, {failed} failed, in {time.monotonic() - began:.0f} s", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
