"""Metrics and pages over a ledger that is a hundred times as long in one noun."""

from __future__ import annotations

import gc
from datetime import UTC, datetime
from functools import partial
from typing import Any

from tests.bench.clock import NOTHING, Median, few
from tests.bench.metrics import ONCE, multiply
from tests.bench.site import Bench


def nouns(bench: Bench) -> dict[str, Any]:
    """The slowest metric and the slowest page made anew, with the facts in memory as in a web process."""
    from django.db import transaction

    from facts.ledger.registry import in_order
    from facts.models import LedgerVersion
    from metrics.snapshot import forget

    print(f"\n{'100 times as many':<18}{'rows':>8}  {'slowest metric':<24}{'ms':>6}{'(busy)':>8}"
          f"  {'slowest page':<14}{'ms':>6}{'(busy)':>8}")  # fmt: skip
    worst = {"metric": NOTHING, "page": NOTHING}
    for kind in in_order():
        if not kind.is_fact or kind.name in ONCE:
            continue
        with transaction.atomic():
            rows = multiply([kind.name])
            LedgerVersion.bump()
            forget()
            metric, page = _slowest(_metrics()), _slowest(_pages(bench))
            transaction.set_rollback(True)
        forget()
        print(f"{kind.name:<18}{rows:>8,}  {metric[0]:<24}{metric[1].clock:>6.0f}{metric[1].busy:>8.0f}"
              f"  {page[0]:<14}{page[1].clock:>6.0f}{page[1].busy:>8.0f}", flush=True)  # fmt: skip
        worst = {"metric": max(worst["metric"], metric[1]), "page": max(worst["page"], page[1])}
    return worst


def _slowest(found: dict[str, Median]) -> tuple[str, Median]:
    name = max(found, key=lambda name: found[name].busy)
    return name, found[name]


def _metrics() -> dict[str, Median]:
    from metrics.all import METRICS
    from metrics.question import Question
    from metrics.snapshot import Ledger

    today, ledger = datetime.now(UTC).date(), Ledger()

    def asked(metric: Any) -> Any:
        return metric.rows(Question(today, ledger=ledger))

    for metric in METRICS.values():
        asked(metric)
    gc.collect()  # as it would once by itself, some time after
    return {name: few(partial(asked, metric)) for name, metric in METRICS.items()}


def _pages(bench: Bench) -> dict[str, Median]:
    from django.core.cache import cache

    from tests.pages.addresses import PAGES

    def anew(address: str) -> None:
        cache.clear()
        bench.ask(address)

    bench.ask(PAGES["overview"])
    gc.collect()
    found = {}
    for name, address in PAGES.items():
        anew(address)
        found[name] = few(partial(anew, address))
    return found
