"""Celery beat with a schedule file that may be damaged, and a clock that may have been set back.

A file that cannot be read, as after a power loss, would end beat at each start: no feed would be fetched and
nothing scheduled published. It is set aside and made anew: every task of the table is then due at once, and each
feed knows by itself whether it may be fetched. A time in the file that lies ahead is that of a clock that ran
ahead: beat would wait for as long. The task is due then.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from celery.beat import PersistentScheduler, ScheduleEntry

log = logging.getLogger(__name__)
# Clocks of one machine differ by less; one that was set back differs by more.
CLOCK_SKEW = timedelta(minutes=5)
BEFORE_ALL = datetime(2000, 1, 1, tzinfo=UTC)


class Entry(ScheduleEntry):
    last_run_at: datetime

    def is_due(self) -> Any:
        """As always; a last run that lies ahead was none."""
        now = self.default_now()
        if self.last_run_at > now + CLOCK_SKEW:
            log.warning(
                "%s ran last at %s by a clock that was ahead, for it is %s now: it is due.",
                self.name, f"{self.last_run_at:%Y-%m-%d %H:%M}", f"{now:%Y-%m-%d %H:%M} UTC",
            )  # fmt: skip
            self.last_run_at = BEFORE_ALL
        return super().is_due()


class Scheduler(PersistentScheduler):
    Entry = Entry
    _store: Any

    def setup_schedule(self) -> None:
        """Reads the schedule file; one that cannot be read is set aside, and another one made."""
        try:
            super().setup_schedule()
            self._as_ours()
        except Exception as fault:  # whatever a damaged file makes the modules beneath raise
            self._set_aside(fault)
            super().setup_schedule()
        for entry in self.schedule.values():
            if not entry.total_run_count:  # beat alone would wait for a whole period before the first run
                entry.last_run_at = BEFORE_ALL

    def _destroy_open_corrupted_schedule(self, exc: Exception) -> Any:
        """Celery deletes a damaged file without a trace: here it is kept for a person."""
        self._set_aside(exc)
        return self._open_schedule()

    def _as_ours(self) -> None:
        """Entries that Celery's own class wrote before."""
        for name, entry in list(self.schedule.items()):
            if not isinstance(entry, Entry):
                self.schedule[name] = Entry(**dict(entry))

    def _set_aside(self, fault: Exception) -> None:
        if self._store is not None:
            try:
                self._store.close()
            except Exception as again:  # it cannot be written either
                log.debug("The damaged schedule file could not be closed: %s", again)
            self._store = None
        kept = []
        for suffix in self.known_suffixes:
            path = Path(f"{self.schedule_filename}{suffix}")
            if path.exists():
                aside = path.with_name(f"{path.name}.unreadable")
                path.replace(aside)
                kept.append(str(aside))
        log.error(
            "The schedule file could not be read (%s: %s). It is kept as %s and made anew: every task is due now.",
            type(fault).__name__, fault, ", ".join(kept) or "nothing",
        )  # fmt: skip
