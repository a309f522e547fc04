"""`make bench`: medians of what must be fast, on a new SQLite database with the real ledger.

One process, warm, as one web worker would answer; what is sent is made by the site's own settings.
Not a test: a busy machine is slow. Compare runs by their calibration line, a loop of plain Python, and
by the processor time beside each figure, which counts this process alone.
`PAYLOADS=<folder>` takes the element sets from a recorded answer in <folder>/celestrak instead of
made-up rows in the same shape.
"""

from __future__ import annotations

import gc
import os
import platform
import re
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

REPEATS = 15
OBJECTS = 16_400
PACKED = {"HTTP_ACCEPT_ENCODING": "gzip, br"}


def main() -> None:
    folder = tempfile.mkdtemp(prefix="racetracker-bench-")
    for name in ("DATABASE_URL", "REDIS_URL", "DEBUG", "PRODUCTION", "LEDGER_DIR", "STATIC_ROOT"):
        os.environ.pop(name, None)
    os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "racetracker.settings"}
    try:
        report(Bench())
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what came of it."""
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def calibrate() -> float:
    """Milliseconds of a fixed loop in plain Python: the median of seven."""

    def loop() -> int:
        total = 0
        for number in range(400_000):
            total += number * number % 7
        return total

    return 1000 * statistics.median(timed(loop)[0] for _ in range(7))


class Median(NamedTuple):
    """Milliseconds by the clock, and of them those in which this process had the processor."""

    clock: float
    busy: float


NOTHING = Median(0.0, 0.0)


class Bench:
    """A site of its own in this process. Every figure is a median in milliseconds unless named otherwise."""

    def __init__(self) -> None:
        self.calibration = calibrate()
        print(f"Calibration: {self.calibration:.1f} ms for the loop; Python {platform.python_version()}, "
              f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}", flush=True)  # fmt: skip
        import django

        django.setup()
        import logging

        from django.core.management import call_command
        from django.test import Client

        logging.disable(logging.WARNING)
        self.migrate_s, _ = timed(lambda: call_command("migrate", verbosity=0))
        self.ledger_s, _ = timed(lambda: call_command("load_ledger", verbosity=0))
        self.static_s, _ = timed(lambda: call_command("collectstatic", verbosity=0, interactive=False))
        self.client = Client(SERVER_NAME="localhost")
        print(f"Prepared: migrations {self.migrate_s:.1f} s, ledger {self.ledger_s:.1f} s, "
              f"static files {self.static_s:.1f} s", flush=True)  # fmt: skip

    def ask(self, address: str, status: int = 200, **headers: str) -> Any:
        response = self.client.get(address, **(PACKED | headers))
        if response.status_code != status:
            raise SystemExit(f"bench: {address} answered {response.status_code}, not {status}")
        return response

    def median(self, work: Callable[[], Any], before: Callable[[], Any] = lambda: None) -> Median:
        work()
        seconds, busy = [], []
        for _ in range(REPEATS):
            before()
            started = time.process_time()
            seconds.append(timed(work)[0])
            busy.append(time.process_time() - started)
        return Median(1000 * statistics.median(seconds), 1000 * statistics.median(busy))

    def queries(self, address: str, **headers: str) -> int:
        from django.core.cache import cache
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        if not headers:
            cache.clear()
        with CaptureQueriesContext(connection) as caught:
            self.ask(address, 304 if headers else 200, **headers)
        return len(caught)


# --- Readers' pages -----------------------------------------------------------------------------
def pages(bench: Bench) -> dict[str, Any]:
    from django.core.cache import cache

    from tests.pages.addresses import PAGES

    print(f"\n{'page':<15}{'anew':>8}{'(busy)':>8}{'queries':>9}{'kept':>8}{'304':>8}{'bytes':>9}")
    worst = {"anew": NOTHING, "kept": NOTHING, "unchanged": NOTHING}
    most = 0
    for name, address in PAGES.items():
        count = bench.queries(address)
        anew = bench.median(lambda at=address: bench.ask(at), before=cache.clear)
        kept = bench.median(lambda at=address: bench.ask(at))
        answer = bench.ask(address)
        tag = {"HTTP_IF_NONE_MATCH": answer.headers["ETag"]}
        unchanged = bench.median(lambda at=address, tag=tag: bench.ask(at, 304, **tag))
        print(f"{name:<15}{anew.clock:>8.1f}{anew.busy:>8.1f}{count:>9}{kept.clock:>8.2f}"
              f"{unchanged.clock:>8.2f}{len(answer.content):>9,}", flush=True)  # fmt: skip
        for key, value in (("anew", anew), ("kept", kept), ("unchanged", unchanged)):
            worst[key] = max(worst[key], value)
        most = max(most, count)
    return worst | {"queries": most}


# --- The API --------------------------------------------------------------------------------------
def lists(bench: Bench) -> dict[str, Any]:
    from django.core.cache import cache

    from api.root import VIEWS

    print(f"\n{'API list of 100':<20}{'rows':>6}{'anew':>8}{'(busy)':>8}{'queries, 10 and 100 rows':>27}")
    worst, uneven = NOTHING, 0
    for name in VIEWS:
        address = f"/api/v1/{name}/?page_size="
        ten, hundred = bench.queries(address + "10"), bench.queries(address + "100")
        anew = bench.median(lambda at=address + "100": bench.ask(at), before=cache.clear)
        rows = len(bench.client.get(address + "100").json()["results"])
        print(
            f"{name:<20}{rows:>6}{anew.clock:>8.1f}{anew.busy:>8.1f}{f'{ten} and {hundred}':>27}", flush=True
        )
        worst = max(worst, anew)
        uneven += ten != hundred
    return {"anew": worst, "uneven": uneven}


# --- Element sets ---------------------------------------------------------------------------------
def element_rows(at: datetime) -> bytes:
    """A file in the shape of CelesTrak's, with the tracked spacecraft among made-up objects."""
    from launches.models import Spacecraft
    from tests.feeds.answers import gp_csv, gp_row

    numbers = set(Spacecraft.objects.exclude(norad_cat_id=None).values_list("norad_cat_id", flat=True))
    free = (number for number in range(5, 10**6) if number not in numbers)
    while len(numbers) < OBJECTS:
        numbers.add(next(free))
    rows = [
        gp_row(
            at - timedelta(seconds=number % 80_000),
            OBJECT_NAME=f"OBJECT {number}",
            NORAD_CAT_ID=str(number),
            MEAN_ANOMALY=f"{number % 360}.{number % 10_000:04}",
        )
        for number in sorted(numbers)
    ]
    return gp_csv(rows)


def recorded(folder: Path) -> tuple[bytes, datetime]:
    """The newest recorded answer, and the hour in its name."""
    path = max((folder / "celestrak").glob("gp_GROUP-active_FORMAT-csv_*.csv"))
    day, hour = re.search(r"(\d{4}-\d\d-\d\d)T(\d\d)Z", path.name).groups()  # type: ignore[union-attr]
    return path.read_bytes(), datetime.fromisoformat(f"{day}T{hour}:59:00").replace(tzinfo=UTC)


def elements() -> dict[str, Any]:
    from feeds import celestrak_gp
    from launches.services import store_element_sets

    at = datetime.now(UTC)
    body, at = (
        recorded(Path(os.environ["PAYLOADS"])) if os.environ.get("PAYLOADS") else (element_rows(at), at)
    )
    parse_s, parsed = timed(lambda: celestrak_gp.parse([body], at))
    store_s, stored = timed(lambda: store_element_sets(parsed.records, seen_at=at))
    again_s, _ = timed(lambda: store_element_sets(parsed.records, seen_at=at))
    print(f"\nElement sets: {parsed.seen:,} rows ({len(body):,} bytes) parsed in {parse_s:.2f} s, "
          f"{len(parsed.quarantined)} set aside; {stored.added} tracked stored in {store_s:.2f} s, "
          f"the same again in {again_s:.2f} s", flush=True)  # fmt: skip
    first, again = all_tracked(lambda: celestrak_gp.parse([body], at).records, at)
    print(f"Were all of them tracked: read and stored in {first.clock:.0f} ms, the same again in "
          f"{again.clock:.0f} ms", flush=True)  # fmt: skip
    return {"seconds": parse_s + store_s, "rows": parsed.seen, "all": first, "again": again}


def all_tracked(parse: Callable[[], Sequence[Any]], at: datetime) -> tuple[Median, Median]:
    """Reading and storing a file as if all were of tracked spacecraft, and again when all of it is known."""
    from django.db import transaction

    from launches.models import ElementSet
    from launches.services import elements as service

    def once() -> Median:
        busy = time.process_time()
        clock, _ = timed(lambda: service.store_element_sets(parse(), seen_at=at))
        return Median(1000 * clock, 1000 * (time.process_time() - busy))

    numbers = {record.norad_cat_id for record in parse()}
    with mock.patch.object(service, "tracked_numbers", return_value=numbers), transaction.atomic():
        ElementSet.objects.all().delete()
        found = once(), once()
        transaction.set_rollback(True)
    return found


# --- Metrics over a ledger a hundred times as long ------------------------------------------------
TIMES = 100


def multiply() -> int:
    """Copies every fact 99 times, each copy pointing at its own projects; how many rows there are then.

    Numbers that only one record may have are left empty in the copies, and sources are not linked:
    no figure reads them.
    """
    from django.db import connection

    from launches.models import ElementSet
    from projects.ledger.kinds import KINDS
    from projects.models import FilingStep, ProjectRole

    once = {"launch_totals", "exchange_rates"}  # one for each nation and year, each currency and day
    models = [kind.model for kind in KINDS.values() if kind.is_fact and kind.name not in once]
    models += [FilingStep, ProjectRole]
    step = 10_000_000
    alone = {"ll2_id": "NULL", "designator": "''"}
    with connection.cursor() as cursor:
        for model in models:
            table = model._meta.db_table
            columns = {}
            for field in model._meta.local_fields:
                name = field.column
                if field.primary_key or (field.is_relation and field.related_model in models):
                    columns[name] = f"{name} + n_ * {step}"
                elif name == "slug":
                    columns[name] = "slug || '-copy-' || n_"
                elif name == "norad_cat_id":
                    columns[name] = f"{name} + n_ * 1000000"
                else:
                    columns[name] = alone.get(name, f'"{name}"')
            names = ", ".join(f'"{name}"' for name in columns)
            cursor.execute(
                f"WITH RECURSIVE copies(n_) AS (SELECT 1 UNION ALL SELECT n_ + 1 FROM copies WHERE n_ < "
                f"{TIMES - 1}) INSERT INTO {table} ({names}) SELECT {', '.join(columns.values())} "
                f"FROM {table}, copies WHERE {model._meta.pk.column} < {step}"
            )
        cursor.execute("ANALYZE")
    newest = list(ElementSet.objects.all())
    ElementSet.objects.bulk_create(
        (
            copied(one, norad_cat_id=one.norad_cat_id + n * 1_000_000)
            for one in newest
            for n in range(1, TIMES)
        ),
        batch_size=500,
    )
    return sum(model._default_manager.count() for model in models)


def copied(row: Any, **values: Any) -> Any:
    """An unsaved copy of a row with other values."""
    told = {field.attname: getattr(row, field.attname) for field in row._meta.local_fields[1:]}
    return type(row)(**(told | values))


def metrics() -> dict[str, Any]:
    """Each metric on a question that nobody asked before: with the facts kept in memory, as in a web
    process once somebody asked after a change, and with every fact it needs read from the database.
    """
    from django.db import transaction

    from metrics.all import METRICS
    from metrics.ledger import Ledger
    from metrics.question import Question

    today = datetime.now(UTC).date()
    kinds = ("projects", "spacecraft", "targets", "statements", "milestones", "funding", "filings",
             "exchange_rates", "launches", "news", "launch_totals", "open_questions")  # fmt: skip
    worst = {"kept": NOTHING, "cold": NOTHING}
    with transaction.atomic():
        rows = multiply()
        cold = {
            name: few(lambda metric=metric: metric.rows(Question(today))) for name, metric in METRICS.items()
        }
        ledger = Ledger()
        read_s, _ = timed(lambda: [getattr(ledger, kind) for kind in kinds])
        gc.collect()  # as it would once by itself, some time after
        print(f"\nA ledger of {rows:,} rows: every fact read once in {read_s:.2f} s")
        print(f"{'metric':<24}{'rows':>8}{'kept':>8}{'(busy)':>8}{'cold':>8}{'(busy)':>8}", flush=True)
        for name, metric in METRICS.items():
            count = len(metric.rows(Question(today, ledger=ledger)))
            kept = few(lambda metric=metric: metric.rows(Question(today, ledger=ledger)))
            print(f"{name:<24}{count:>8,}{kept.clock:>8.0f}{kept.busy:>8.0f}{cold[name].clock:>8.0f}"
                  f"{cold[name].busy:>8.0f}", flush=True)  # fmt: skip
            worst = {"kept": max(worst["kept"], kept), "cold": max(worst["cold"], cold[name])}
        transaction.set_rollback(True)
    return worst


def few(work: Callable[[], Any]) -> Median:
    """The median of three."""
    seconds, busy = [], []
    for _ in range(3):
        started = time.process_time()
        seconds.append(timed(work)[0])
        busy.append(time.process_time() - started)
    return Median(1000 * statistics.median(seconds), 1000 * statistics.median(busy))


# --- Pages over the wire --------------------------------------------------------------------------
def wire(bench: Bench, address: str) -> dict[str, float]:
    """What a page costs in bytes, bodies and response headers: `cold` for a browser that never was here,
    charts included; `warm` for one that was, for which static files never change."""
    page = bench.ask(address)
    import gzip

    html = gzip.decompress(page.content).decode()
    files = [
        *re.findall(r'<script[^>]*\ssrc="([^"]+)"', html),
        *re.findall(r'<link[^>]*\shref="([^"]+)"', html),
    ]
    files += re.findall(r'<meta name="plotly" content="([^"]+)"', html)
    local = list(dict.fromkeys(unescape(name) for name in files if name.startswith("/static/")))
    print(f"\n{'over the wire':<46}{'bytes':>10}  encoding")
    total = warm = 0
    for name, answer in [(address, page), *((name, bench.ask(name)) for name in local)]:
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        size = len(body) + sum(len(key) + len(value) + 4 for key, value in answer.headers.items())
        total += size
        warm += 0 if "immutable" in answer.headers.get("Cache-Control", "") else size
        print(f"{name:<46}{size:>10,}  {answer.headers.get('Content-Encoding', 'none')}")
    print(f"{f'{1 + len(local)} requests':<46}{total:>10,}", flush=True)
    return {"cold": total / 1000, "warm": warm / 1000}


# --- The report -----------------------------------------------------------------------------------
def report(bench: Bench) -> None:
    seconds, found = timed(
        lambda: {
            "pages": pages(bench),
            "lists": lists(bench),
            "gp": elements(),
            "metrics": metrics(),
            "front": wire(bench, "/"),
            "compare": wire(bench, "/compare/"),
        }
    )
    # On Linux in kilobytes, on macOS in bytes.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024**2 if sys.platform == "darwin" else 1024
    )
    page, api, front, compare = found["pages"], found["lists"], found["front"], found["compare"]
    rows: list[tuple[str, Any, float, str]] = [
        ("slowest page computed anew, p50", page["anew"], 60, "ms"),
        ("most queries of a page", page["queries"], 12, ""),
        ("slowest page kept, p50", page["kept"], 5, "ms"),
        ("slowest 304, p50", page["unchanged"], 5, "ms"),
        ("slowest API list of 100, p50", api["anew"], 40, "ms"),
        ("API lists whose queries grow with rows", api["uneven"], 0, ""),
        ("ledger into a new database", bench.ledger_s, 20, "s"),
        (f"{found['gp']['rows']:,} element sets read and stored", found["gp"]["seconds"], 4, "s"),
        ("the same, all of them tracked", found["gp"]["all"], 2500, "ms"),
        ("the same again, nothing new", found["gp"]["again"], 1000, "ms"),
        ("slowest metric, ledger 100 times as long", found["metrics"]["kept"], 300, "ms"),
        ("the same, every fact from the database", found["metrics"]["cold"], 300, "ms"),
        ("front page over the wire, cold", front["cold"], 450, "kB"),
        ("front page over the wire, warm", front["warm"], 60, "kB"),
        ("Compare over the wire, cold", compare["cold"], 450, "kB"),
        ("Compare over the wire, warm", compare["warm"], 60, "kB"),
    ]
    now = calibrate()
    loop = (bench.calibration + now) / 2
    print(f"\n{'what':<48}{'bar':>9}{'measured':>11}{'busy':>10}{'loops':>7}")
    for what, value, bar, unit in rows:
        clock, busy = value if isinstance(value, Median) else (value, None)
        verdict = "ok" if clock <= bar else "OVER" if busy is None or busy > bar else "OVER by the clock only"
        inside, loops = ("", "") if busy is None else (f"{busy:.3g} {unit}", f"{busy / loop:.2f}")
        print(f"{what:<48}{f'{bar} {unit}':>9}{f'{clock:.4g} {unit}':>11}{inside:>10}{loops:>7}  {verdict}")
    print(f"\nPeak memory {peak:.0f} MB; measured in {seconds:.0f} s; calibration then "
          f"{bench.calibration:.1f} ms, now {now:.1f} ms")  # fmt: skip


if __name__ == "__main__":
    main()
