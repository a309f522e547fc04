"""Answers with both clocks beside those of the present, where much was changed since the moment."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import cycle, islice
from typing import Any

from tests.bench.site import Bench

REVISIONS = 10_000
ADDRESSES = (
    "/", "/projects/", "/organizations/", "/launches/", "/spacecraft/", "/funding/", "/regulation/", "/milestones/",
    "/news/", "/questions/", "/slippage/", "/changes/", "/projects/starcloud-constellation/",
    "/api/v1/projects/?page_size=100", "/api/v1/targets/?page_size=100", "/api/v1/sources/?page_size=100",
    "/api/v1/metrics/scoreboard/", "/api/v1/metrics/funding/", "/api/v1/metrics/slippage/",
)  # fmt: skip


def changed(count: int) -> int:
    """So many changes of the ledger's records, all of them in turn: each said something else before."""
    from facts.ledger.registry import in_order
    from facts.models import LedgerVersion, Revision
    from facts.record_values import told

    records = [
        (kind.name, pk, record, row)
        for kind in in_order()
        if kind.is_fact
        for pk, (record, row) in told(kind, kind.model._default_manager.values_list("pk", flat=True)).items()
    ]
    Revision.objects.bulk_create(
        (
            Revision(
                kind=name, slug=record["slug"], row_id=pk, before=record | {"note": f"Said before {n}."},
                after=record, recorded_at=row.recorded_at,
            )
            for n, (name, pk, record, row) in enumerate(islice(cycle(records), count))
        ),
        batch_size=500,
    )  # fmt: skip
    LedgerVersion.bump()
    return len(records)


def past(bench: Bench) -> dict[str, Any]:
    """How many times as long an answer of the past takes, made anew from the database."""
    from django.core.cache import cache

    from metrics.snapshot import forget

    def first() -> None:
        cache.clear()
        forget()

    moment = datetime.now(UTC) + timedelta(seconds=1)
    time.sleep(1.1)
    records = changed(REVISIONS)
    print(f"\n{REVISIONS:,} changes of {records:,} records since the moment")
    print(f"{'address':<44}{'present':>9}{'past':>9}{'times':>7}{'first':>9}{'queries':>9}")
    clocks = f"as_of={moment:%Y-%m-%d}&recorded={moment:%Y-%m-%dT%H:%M:%SZ}"
    most = 0.0
    for address in ADDRESSES:
        then = f"{address}{'&' if '?' in address else '?'}{clocks}"
        now = bench.median(partial(bench.ask, address), before=cache.clear)
        was = bench.median(partial(bench.ask, then), before=cache.clear)
        queries = bench.queries(then)
        anew = bench.median(partial(bench.ask, then), before=first)
        times = was.busy / now.busy
        print(
            f"{address:<44}{now.busy:>9.1f}{was.busy:>9.1f}{times:>7.1f}{anew.busy:>9.1f}{queries:>9}",
            flush=True,
        )
        most = max(most, times)
    return {"most": most}
