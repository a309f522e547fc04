"""A site of its own in this process, as one web worker would have it."""

import os
import platform
import statistics
import time
from collections.abc import Callable
from typing import Any

from tests.bench.clock import Median, calibrate, timed

REPEATS = 15
PACKED: dict[str, Any] = {"HTTP_ACCEPT_ENCODING": "gzip, br"}


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
