"""Tells the operators what needs them: a line in the log and, with ALERT_EMAIL, a mail; each cause once a day."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q
from django.utils import timezone, translation

from feeds.http.results import moment
from feeds.models import Alert
from feeds.models.run import CLOCK_SKEW
from feeds.monitoring.freshness import FreshnessRow, freshness
from feeds.monitoring.outlook import Outlook, host_of, outlook

log = logging.getLogger(__name__)
ONCE_IN = timedelta(days=1)
# Of what stays of a disk: less than either and nothing can be written soon.
FREE_SHARE, FREE_BYTES = 0.02, 500 * 2**20
TASK = "task "


@dataclass(frozen=True)
class Cause:
    """One thing that needs an operator. `key` names it from day to day, `sentence` says what, and how to mend it."""

    key: str
    sentence: str


def causes(at: datetime | None = None) -> list[Cause]:
    """What needs an operator now; of feeds nothing while they are switched off."""
    at = at or timezone.now()
    with translation.override("en"):
        found = [*_disk()]
        if settings.FEEDS_ENABLED:
            rows = freshness()
            ahead = outlook(rows, at)
            found += [cause for row in rows for cause in _of_feed(row, ahead[row.slug])]
    return found


def _of_feed(row: FreshnessRow, ahead: Outlook) -> Iterator[Cause]:
    if row.stale and row.last_run_at is not None:  # one that never ran yet is a new site's
        since = f" Its last good answer is of {moment(row.last_success_at)}." if row.last_success_at else ""
        yield Cause(f"stale {row.slug}", f"{row.title} is out of date: {row.sentence}.{since}")
    for reason in ahead.attention:
        if reason.kind in {"held", "designator"}:
            yield Cause(f"{reason.kind} {row.slug}", f"{row.title}: {reason.sentence}")
        if reason.kind == "closed":  # the same for all feeds of a host
            yield Cause(f"closed {host_of(row.slug)}"[:120], reason.sentence)


def _disk() -> Iterator[Cause]:
    try:
        disk = shutil.disk_usage(settings.DATA_DIR)
    except OSError as fault:
        yield Cause("disk", f"The folder {settings.DATA_DIR} cannot be looked at: {fault}.")
        return
    if disk.free < min(FREE_BYTES, disk.total // 2) or disk.free < FREE_SHARE * disk.total:
        yield Cause(
            "disk",
            f"The disk under {settings.DATA_DIR} is nearly full: {disk.free // 2**20:,} MB of "
            f"{disk.total // 2**20:,} MB are free. Make room, or nothing can be stored.",
        )


def send_alerts(at: datetime | None = None) -> int:
    """Writes each cause to the log and mails it, once a day; how many mails were sent."""
    at = at or timezone.now()
    for cause in causes(at):
        _note(cause, at)
    _forget(at)
    current = Alert.objects.filter(Q(last_at=at) | Q(cause__startswith=TASK))
    return sum(_mail(row, at) for row in current.order_by("first_at", "pk"))


def task_failed(name: str, fault: BaseException, at: datetime | None = None) -> None:
    """Notes that a scheduled task failed; it is mailed with the rest."""
    why = f"{type(fault).__name__}: {fault}"[:500]
    _note(Cause(f"{TASK}{name}"[:120], f"The task {name} failed: {why} The worker's log has the place."), at)


def task_ran(name: str) -> None:
    """A task that ran well is no cause any more."""
    Alert.objects.filter(cause=f"{TASK}{name}"[:120]).delete()


def _note(cause: Cause, at: datetime | None = None) -> Alert:
    at = at or timezone.now()
    row, new = Alert.objects.get_or_create(
        cause=cause.key, defaults={"sentence": cause.sentence, "first_at": at, "last_at": at}
    )
    if new:
        log.error("Needs an operator: %s", cause.sentence)
    else:
        row.sentence, row.last_at = cause.sentence, at
        row.save(update_fields=["sentence", "last_at"])
    return row


def _forget(at: datetime) -> None:
    """Deletes causes that have been away for a day; one that was noted by a clock ahead counts as of now."""
    Alert.objects.filter(last_at__gt=at + CLOCK_SKEW).update(last_at=at)
    Alert.objects.filter(last_at__lt=at - ONCE_IN).delete()


def _mail(row: Alert, at: datetime) -> int:
    """Mails a cause that was not mailed within a day; 0 where nothing is sent."""
    if not settings.ALERT_EMAIL or (row.mailed_at and at - ONCE_IN < row.mailed_at <= at + CLOCK_SKEW):
        return 0
    text = (
        f"{row.sentence}\n\nSince {moment(row.first_at)}. It is told once a day for as long as it stays so.\n"
        "How the feeds stand: /status/ and /healthz/feeds of your site.\n"
    )
    subject = f"[Racetracker] {row.sentence}".splitlines()[0]
    try:
        send_mail(subject if len(subject) <= 120 else f"{subject[:119]}…", text, None, settings.ALERT_EMAIL)
    except (OSError, SMTPException) as fault:
        log.error("The mail of an alert could not be sent (%s); it is tried again: %s", fault, row.sentence)
        return 0
    row.mailed_at = at
    row.save(update_fields=["mailed_at"])
    return 1
