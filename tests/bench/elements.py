"""Element sets: a file in the shape of CelesTrak's, read and stored."""

import os
import re
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from tests.bare_rows import bare
from tests.bench.clock import Median, timed

OBJECTS = 16_400


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
    day, hour = re.findall(r"(\d{4}-\d\d-\d\d)T(\d\d)Z", path.name)[0]
    return path.read_bytes(), datetime.fromisoformat(f"{day}T{hour}:59:00").replace(tzinfo=UTC)


def elements() -> dict[str, Any]:
    from feeds.sources import celestrak_gp
    from launches.services import store_element_sets

    at = datetime.now(UTC)
    body, at = (
        recorded(Path(os.environ["PAYLOADS"])) if os.environ.get("PAYLOADS") else (element_rows(at), at)
    )
    parse_s, parsed = timed(lambda: celestrak_gp.parse([body], at).whole())
    store_s, stored = timed(lambda: store_element_sets(parsed.records, seen_at=at))
    again_s, _ = timed(lambda: store_element_sets(parsed.records, seen_at=at))
    print(f"\nElement sets: {parsed.seen:,} rows ({len(body):,} bytes) parsed in {parse_s:.2f} s, "
          f"{len(parsed.quarantined)} set aside; {stored.added} tracked stored in {store_s:.2f} s, "
          f"the same again in {again_s:.2f} s", flush=True)  # fmt: skip
    first, again = all_tracked(lambda: celestrak_gp.parse([body], at).records, at)
    print(f"Were all of them tracked: read and stored in {first.clock:.0f} ms, the same again in "
          f"{again.clock:.0f} ms", flush=True)  # fmt: skip
    return {"seconds": parse_s + store_s, "rows": parsed.seen, "all": first, "again": again}


def all_tracked(parse: Callable[[], Iterable[Any]], at: datetime) -> tuple[Median, Median]:
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
        bare(ElementSet).delete()
        found = once(), once()
        transaction.set_rollback(True)
    return found
