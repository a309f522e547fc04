"""Metrics over a ledger a hundred times as long."""

import gc
from collections.abc import Collection
from datetime import UTC, datetime
from functools import partial
from typing import Any

from tests.bench.clock import NOTHING, few, timed

TIMES = 100


STEP = 10_000_000  # between the keys of a copy and the next
ALONE = {"ll2_id": "NULL", "designator": "''"}  # that only one record may have
ONCE = {"launch_totals", "exchange_rates"}  # one for each nation and year, each currency and day


def multiply(kinds: Collection[str] = ()) -> int:
    """Copies every fact 99 times, or those of some kinds; how many rows of them there are then.

    A copy points at the copies of what was copied with it, else at the same as its original.

    Numbers that only one record may have are left empty in the copies, and sources are not linked:
    no figure reads them.
    """
    from django.db import connection

    from facts.ledger.registry import KINDS
    from launches.models import ElementSet
    from projects.models import FilingStep, ProjectRole

    names = kinds or {kind.name for kind in KINDS.values() if kind.is_fact} - ONCE
    models = [KINDS[name].model for name in sorted(names)]
    parts = {FilingStep: "filings", ProjectRole: "projects"}
    models += [part for part, of in parts.items() if of in names]
    with connection.cursor() as cursor:
        for model in models:
            table = model._meta.db_table
            columns = _columns(model, models)
            into = ", ".join(f'"{name}"' for name in columns)
            cursor.execute(
                f"WITH RECURSIVE copies(n_) AS (SELECT 1 UNION ALL SELECT n_ + 1 FROM copies WHERE n_ < "
                f"{TIMES - 1}) INSERT INTO {table} ({into}) SELECT {', '.join(columns.values())} "
                f"FROM {table}, copies WHERE {model._meta.pk.column} < {STEP}"
            )
        cursor.execute("ANALYZE")
    newest = list(ElementSet.objects.all()) if "spacecraft" in names else []
    ElementSet.objects.bulk_create(
        (
            copied(one, norad_cat_id=one.norad_cat_id + n * 1_000_000)
            for one in newest
            for n in range(1, TIMES)
        ),
        batch_size=500,
    )
    return sum(model._default_manager.count() for model in models)


def _columns(model: Any, models: list[Any]) -> dict[str, str]:
    """What a copy has in each column, in SQL."""
    columns = {}
    for field in model._meta.local_fields:
        name = str(field.column)
        if field.primary_key or (field.is_relation and field.related_model in models):
            columns[name] = f"{name} + n_ * {STEP}"
        elif name == "slug":
            columns[name] = "slug || '-copy-' || n_"
        elif name == "promise":
            columns[name] = "promise || ' ' || n_"
        elif name == "norad_cat_id":
            columns[name] = f"{name} + n_ * 1000000"
        else:
            columns[name] = ALONE.get(name, f'"{name}"')
    return columns


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
    from metrics.question import Question
    from metrics.snapshot import Ledger

    today = datetime.now(UTC).date()
    kinds = ("projects", "spacecraft", "targets", "statements", "milestones", "funding", "filings",
             "exchange_rates", "launches", "news", "launch_totals", "open_questions")  # fmt: skip
    worst = {"kept": NOTHING, "cold": NOTHING}

    def rows_of(metric: Any, **options: Any) -> list[Any]:
        return metric.rows(Question(today, **options))

    with transaction.atomic():
        rows = multiply()
        cold = {name: few(partial(rows_of, metric)) for name, metric in METRICS.items()}
        ledger = Ledger()
        read_s, _ = timed(lambda: [getattr(ledger, kind) for kind in kinds])
        gc.collect()  # as it would once by itself, some time after
        print(f"\nA ledger of {rows:,} rows: every fact read once in {read_s:.2f} s")
        print(f"{'metric':<24}{'rows':>8}{'kept':>8}{'(busy)':>8}{'cold':>8}{'(busy)':>8}", flush=True)
        for name, metric in METRICS.items():
            count = len(metric.rows(Question(today, ledger=ledger)))
            kept = few(partial(rows_of, metric, ledger=ledger))
            print(f"{name:<24}{count:>8,}{kept.clock:>8.0f}{kept.busy:>8.0f}{cold[name].clock:>8.0f}"
                  f"{cold[name].busy:>8.0f}", flush=True)  # fmt: skip
            worst = {"kept": max(worst["kept"], kept), "cold": max(worst["cold"], cold[name])}
        transaction.set_rollback(True)
    return worst
