"""`make bench`: medians of what must be fast, on a new SQLite database with the real ledger.

One process, warm, as one web worker would answer; what is sent is made by the site's own settings.
Not a test: a busy machine is slow. Compare runs by their calibration line, a loop of plain Python, and
by the processor time beside each figure, which counts this process alone.
`full` adds catalogues of up to a million objects, on SQLite and PostgreSQL, and a history of five million
element sets on PostgreSQL (half an hour).
`PAYLOADS=<folder>` takes the element sets from a recorded answer in <folder>/celestrak instead of
made-up rows in the same shape.
"""

import os
import resource
import shutil
import sys
import tempfile
from typing import Any

from tests.bench.api import lists
from tests.bench.catalogue import catalogue
from tests.bench.clock import Median, calibrate, timed
from tests.bench.elements import OBJECTS, elements
from tests.bench.history import THINNED, history
from tests.bench.metrics import metrics
from tests.bench.nouns import nouns
from tests.bench.pages import pages
from tests.bench.past import REVISIONS, past
from tests.bench.site import Bench
from tests.bench.wire import wire


def main() -> None:
    folder = tempfile.mkdtemp(prefix="racetracker-bench-")
    for name in ("DATABASE_URL", "REDIS_URL", "DEBUG", "PRODUCTION", "LEDGER_DIR", "STATIC_ROOT"):
        os.environ.pop(name, None)
    os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "racetracker.settings"}
    try:
        report(Bench())
    finally:
        shutil.rmtree(folder, ignore_errors=True)


LONG = (100_000, 300_000, 1_000_000)


def catalogue_rows(found: dict[tuple[str, int], dict[str, Any]]) -> list[tuple[str, Any, float, str]]:
    """What is asked of a file of which every object is tracked, in processes of their own."""
    rows: list[tuple[str, Any, float, str]] = []
    for (kind, count), told in found.items():
        one, again, two = told["one"], told["again"], told["two"]
        name = f"{count:,} tracked, {kind}"
        if count == OBJECTS:
            rows.append((f"{name}: read and stored", Median(one["seconds"], one["busy"]), 2.5, "s"))
            rows.append((f"{name}: nothing new", Median(again["seconds"], again["busy"]), 1, "s"))
        else:
            small = found[kind, LONG[0]]["one"]["busy"] / LONG[0]
            rows.append((f"{name}: peak memory", one["peak"], 400, "MB"))
            rows.append((f"{name}: cost, of that at {LONG[0]:,}", one["busy"] / count / small, 1.3, "times"))
            rows.append((f"{name}: two workers, of one", two["wall"] / one["wall"], 1, "times"))
    return rows


def history_rows(found: dict[str, Any]) -> list[tuple[str, Any, float, str]]:
    """What is asked of a long history, where a PostgreSQL answered."""
    if not found:
        return []
    name, thin = f"{found['rows']:,} element sets", found["thin"]
    return [
        (f"{name}: newest of the tracked, p50", found["newest"], 50, "ms"),
        (f"{name}: the same 400 days ago, p50", found["past"], 50, "ms"),
        (f"{name}: list of spacecraft, p50", found["list"], 50, "ms"),
        (f"{name}: API list of one, p50", found["api"], 50, "ms"),
        (f"{name}: {THINNED:,} thinned", thin["seconds"], 30, "s"),
        (f"{name}: a reader meanwhile, p99", thin["p99"], 100, "ms"),
    ]


def rows_of_all(bench: Bench, found: dict[str, Any]) -> list[tuple[str, Any, float, str]]:
    """What is asked of pages, API, feeds and figures."""
    page, api, front, compare = found["pages"], found["lists"], found["front"], found["compare"]
    return [
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
        ("slowest metric, one noun 100 times as long", found["nouns"]["metric"], 300, "ms"),
        ("slowest page anew, one noun 100 times as long", found["nouns"]["page"], 400, "ms"),
        (f"a past answer, {REVISIONS:,} changes since, of a present one", found["past"]["most"], 3, "times"),
        ("front page over the wire, cold", front["cold"], 450, "kB"),
        ("front page over the wire, warm", front["warm"], 60, "kB"),
        ("Compare over the wire, cold", compare["cold"], 450, "kB"),
        ("Compare over the wire, warm", compare["warm"], 60, "kB"),
    ]


def report(bench: Bench) -> None:
    full = "full" in sys.argv
    seconds, found = timed(
        lambda: {
            "catalogue": catalogue((OBJECTS, *(LONG if full else ()))),
            "history": history() if full else {},
            "pages": pages(bench),
            "lists": lists(bench),
            "gp": elements(),
            "metrics": metrics(),
            "front": wire(bench, "/"),
            "compare": wire(bench, "/compare/"),
            "nouns": nouns(bench),
            "past": past(bench),
        }
    )
    # On Linux in kilobytes, on macOS in bytes.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024**2 if sys.platform == "darwin" else 1024
    )
    rows = rows_of_all(bench, found)
    rows += catalogue_rows(found["catalogue"]) + history_rows(found["history"])
    now = calibrate()
    loop = (bench.calibration + now) / 2
    print(f"\n{'what':<54}{'bar':>9}{'measured':>11}{'busy':>10}{'loops':>7}")
    for what, value, bar, unit in rows:
        clock, busy = value if isinstance(value, Median) else (value, None)
        verdict = "ok" if clock <= bar else "OVER" if busy is None or busy > bar else "OVER by the clock only"
        inside, loops = ("", "") if busy is None else (f"{busy:.3g} {unit}", f"{busy / loop:.2f}")
        print(f"{what:<54}{f'{bar} {unit}':>9}{f'{clock:.4g} {unit}':>11}{inside:>10}{loops:>7}  {verdict}")
    print(f"\nPeak memory {peak:.0f} MB; measured in {seconds:.0f} s; calibration then "
          f"{bench.calibration:.1f} ms, now {now:.1f} ms")  # fmt: skip


if __name__ == "__main__":
    main()
