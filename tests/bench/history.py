"""A long history of element sets on PostgreSQL: what the site asks of it, and thinning it while it is read.

The tracked objects are among many others; every second one has a long history. Each figure comes from
processes of their own: `python -m tests.bench.history ROWS` fills the database of the environment, asks and
thins; `python -m tests.bench.history reader` asks again and again until its input ends.
"""

import json
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.bench.catalogue import own_database

ROWS, OTHERS = 5_000_000, 16_400
LONG, SHORT = 6_000, 30  # sets of a tracked object: three a day for five years and a half, or for ten days
THINNED = 100_000

# Three sets a day of each object, recorded three hours after their epoch, of every tenth object today. Those of
# the others end today or up to 600 days ago.
FILL = f"""
    INSERT INTO launches_elementset
        (norad_cat_id, object_name, object_id, epoch, mean_motion, eccentricity, inclination, ra_of_asc_node,
         arg_of_pericenter, mean_anomaly, ephemeris_type, classification_type, element_set_no, rev_at_epoch,
         bstar, mean_motion_dot, mean_motion_ddot, statement, recorded_at)
    SELECT number, 'OBJECT ' || number, '2025-248L', at, 15.2, 0.0004, 45.4, k %% 360, 44.7, 315.4, 0, 'U', 999, k,
           0.0002, 0.00004, 0, k, CASE WHEN number %% 10 = 0 THEN now() ELSE at + interval '3 hours' END
    FROM (
        SELECT norad_cat_id AS number,
               CASE WHEN row_number() OVER (ORDER BY norad_cat_id) %% 2 = 0 THEN {LONG} ELSE {SHORT} END AS sets
        FROM (SELECT DISTINCT norad_cat_id FROM launches_spacecraft WHERE norad_cat_id IS NOT NULL) tracked
        UNION ALL SELECT 300000 + n, %s FROM generate_series(1, {OTHERS}) n
    ) objects,
    LATERAL generate_series(1, sets) k,
    LATERAL (SELECT now() - k * interval '8 hours' - number %% 28800 * interval '1 second'
                    - CASE WHEN sets = %s THEN number %% 4 * interval '200 days' ELSE interval '0' END AS at) moments
"""


def fill(rows: int) -> int:
    """So many rows, or a few less; how many they are."""
    from django.db import connection

    from launches.models import ElementSet, Spacecraft

    tracked = Spacecraft.objects.exclude(norad_cat_id=None).values("norad_cat_id").distinct().count()
    others = (rows - tracked // 2 * LONG - (tracked - tracked // 2) * SHORT) // OTHERS
    with connection.cursor() as cursor:
        cursor.execute(FILL, [others, others])
        cursor.execute("VACUUM ANALYZE launches_elementset")
        cursor.execute("ANALYZE launches_spacecraft")
    return ElementSet.objects.count()


def questions() -> dict[str, Callable[[], Any]]:
    """What the site asks of the history, by the code that asks it."""
    from django.core.cache import cache
    from django.test import Client

    from common.dates import AsOf
    from launches.models import Spacecraft
    from metrics.question import Question
    from metrics.snapshot import Ledger

    today, ledger, client = datetime.now(UTC).date(), Ledger(), Client(SERVER_NAME="localhost")
    past = AsOf.end_of(today - timedelta(days=400))
    number = Spacecraft.objects.exclude(norad_cat_id=None).order_by("norad_cat_id")[1].norad_cat_id

    def api() -> None:
        cache.clear()
        response = client.get(f"/api/v1/element-sets/?norad_cat_id={number}&page_size=100")
        assert response.status_code == 200, response.content

    return {
        "newest": lambda: len(Question(today, ledger=ledger).newest_elements),
        "past": lambda: len(Question(past.day, past, ledger=ledger).newest_elements),
        "list": lambda: len(Spacecraft.objects.with_newest_epoch()),
        "api": api,
    }


def asked(work: Callable[[], Any], times: int = 25) -> list[float]:
    """Milliseconds of each asking."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        found.append(1000 * (time.perf_counter() - began))
    return found


def reader() -> dict[str, float]:
    """Asks for the newest sets until the input ends, beside a snapshot that was opened at the start."""
    from django.db import connection, transaction

    from launches.models import ElementSet

    over = threading.Event()

    def watch() -> None:
        sys.stdin.read()
        over.set()

    threading.Thread(target=watch, daemon=True).start()
    newest, waits = questions()["newest"], []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        before = ElementSet.objects.count()
        print("reading", flush=True)
        while not over.is_set():
            waits += asked(newest, 1)
        moved = ElementSet.objects.count() - before
    waits.sort()
    return {"asked": len(waits), "p99": waits[len(waits) * 99 // 100], "longest": waits[-1], "moved": moved}


def thinned() -> dict[str, float]:
    """Thins so many rows while another process reads."""
    from launches.services import thin_element_sets

    beside = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.history", "reader"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert beside.stdout is not None
    beside.stdout.readline()  # its snapshot is open
    began = time.perf_counter()
    done = thin_element_sets(at_most=THINNED)
    seconds = time.perf_counter() - began
    read = json.loads(beside.communicate()[0].splitlines()[-1])
    if read.pop("moved") or done.gone != THINNED:
        raise SystemExit("bench: a snapshot moved, or too little was thinned")
    began = time.perf_counter()
    would = thin_element_sets(dry_run=True)
    return read | {
        "seconds": seconds,
        "old": would.old,
        "going": would.gone,
        "look": time.perf_counter() - began,
    }


def child(rows: int) -> dict[str, Any]:
    began = time.perf_counter()
    told: dict[str, Any] = {"rows": fill(rows), "filled": time.perf_counter() - began}
    for name, work in questions().items():
        work()
        told[name] = statistics.median(asked(work))
    return told | {"thin": thinned()}


def history(rows: int = ROWS) -> dict[str, Any]:
    """The figures of a history of so many rows; nothing where no PostgreSQL answers."""
    from tests.__main__ import postgres

    address = postgres()
    if not address:
        print("\nHistory of element sets: no PostgreSQL answers (DATABASE_URL)")
        return {}
    with own_database(address) as told:
        subprocess.run([sys.executable, "manage.py", "load_ledger", "--verbosity", "0"], env=told, check=True)
        said = subprocess.run(
            [sys.executable, "-m", "tests.bench.history", str(rows)],
            env=told, stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
    found: dict[str, Any] = json.loads(said.stdout.splitlines()[-1])
    thin = found["thin"]
    print(f"\nHistory of {found['rows']:,} element sets on PostgreSQL (made in {found['filled']:.0f} s): newest "
          f"of the tracked {found['newest']:.1f} ms, 400 days ago {found['past']:.1f} ms, list of spacecraft "
          f"{found['list']:.1f} ms, API list of one {found['api']:.1f} ms\n"
          f"Thinning: {THINNED:,} rows in {thin['seconds']:.1f} s; meanwhile {thin['asked']:,} readings, p99 "
          f"{thin['p99']:.1f} ms, longest {thin['longest']:.1f} ms; {thin['going']:,} more would "
          f"go and {thin['old'] - thin['going']:,} old ones stay ({thin['look']:.0f} s)", flush=True)  # fmt: skip
    return found


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(reader() if sys.argv[1] == "reader" else child(int(sys.argv[1]))))
