"""The row of a run: whatever happens inside, it says how the run ended."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from facts.models import LedgerVersion
from feeds.feed import Feed
from feeds.http.client import Client
from feeds.http.rate_limits import NotNow, stop
from feeds.http.refusals import NotModified
from feeds.http.results import FeedError, NothingNew
from feeds.models import FeedRun
from feeds.models.run import CLOCK_SKEW

logger = logging.getLogger(__name__)

# The database has its own patience, some 20 s a try.
END_WAITS_S = (1.0, 10.0, 30.0)


class NotAsked(Exception):
    """The feed was not asked, and why. No row is written: nothing happened."""


class Busy(NotAsked):
    """Another run of the feed is under way, or its worker died and that is not known yet."""


def begin(slug: str, **values: Any) -> FeedRun | None:
    """The one running row of a feed; None where another run of it is under way.

    What the feed told last stands there until an answer tells more.
    """
    told = FeedRun.objects.asked().filter(feed=slug).exclude(told_at=None).order_by("-started_at", "-id")
    values.setdefault("told_at", told.values_list("told_at", flat=True).first())
    try:
        with transaction.atomic():
            return FeedRun.objects.create(feed=slug, started_at=timezone.now(), **values)
    except IntegrityError:
        return None


@contextmanager
def written_down(feed: Feed[Any], row: FeedRun, client: Client | None) -> Iterator[None]:
    """Whatever happens inside, the row says how it ended."""
    try:
        yield
    except NotNow as reason:
        if client and not client.calls:
            row.delete()
            raise NotAsked(reason.sentence) from reason
        end(row, client, FeedRun.Outcome.UNREACHABLE, reason.sentence)
    except NotModified as known:
        end(row, client, FeedRun.Outcome.UNCHANGED, known.sentence)
    except FeedError as fault:
        if client and feed.manners.stop_at_refusal:
            stop(client.first_url, client.last_status)
        end(row, client, FeedRun.Outcome(fault.outcome), fault.sentence)
    except NothingNew as nothing:
        outcome, sentence = _nothing_new(feed, row, nothing)
        end(row, client, outcome, sentence)
    except Exception as fault:  # the one place: whatever breaks is written down where people look
        logger.exception("%s: the run broke", feed.slug)
        sentence = f"Our own code failed: {type(fault).__name__}: {fault}"[:2000]
        end(row, client, FeedRun.Outcome.FAILED, f"{sentence} The log has the place; nothing was stored.")
    finally:
        if row.pk and row.outcome == FeedRun.Outcome.RUNNING:
            end(row, client, FeedRun.Outcome.FAILED, "The run was interrupted; nothing was stored.")


def bury_dead_runs(slug: str) -> int:
    """Ends runs that outlived the time limit of a task: their worker died without a word."""
    limit = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)
    return FeedRun.objects.filter(
        feed=slug, outcome=FeedRun.Outcome.RUNNING, started_at__lt=timezone.now() - limit
    ).update(
        outcome=FeedRun.Outcome.FAILED,
        ended_at=timezone.now(),
        sentence=f"No end was written within {limit.total_seconds():g} s: the worker died, or the database could "
        "not be written. Nothing was stored.",
    )


def _nothing_new(feed: Feed[Any], row: FeedRun, nothing: NothingNew) -> tuple[FeedRun.Outcome, str]:
    """No outage where we hold the answer it speaks of; else somebody behind our address has it."""
    at = nothing.fetched_at
    if at is not None:
        then = FeedRun.objects.asked().filter(
            feed=feed.slug, started_at__lte=at + CLOCK_SKEW, ended_at__gte=at - CLOCK_SKEW
        )
        if then.succeeded().filter(http_status=200).exists():
            return FeedRun.Outcome.UNCHANGED, nothing.sentence
        got = then.exclude(pk=row.pk).exclude(raw=None).order_by("-started_at").first()
        if got is not None:
            return FeedRun.Outcome.REFUSED, (
                f"{nothing.sentence} That was our run {got.pk}, which ended as “{got.get_outcome_display()}”: "
                "look at its answer, or wait for the next update."
            )
    return FeedRun.Outcome.REFUSED, (
        f"{nothing.sentence} We hold no answer of that time: another machine behind this network "
        "address, or a run of ours that died, took it. Let one machine ask, or wait for the next update."
    )


def end(row: FeedRun, client: Client | None, outcome: FeedRun.Outcome, sentence: str) -> bool:
    """Writes how the run ended and marks the ledger as changed; False where it was buried before.

    A database that is locked for long is waited for: the row would stand as running otherwise.
    """
    row.outcome, row.sentence, row.ended_at = outcome, sentence, timezone.now()
    if outcome not in {FeedRun.Outcome.STORED, FeedRun.Outcome.UNCHANGED}:
        row.added = row.changed = row.same = 0
    if client:
        # A look-up that failed beside a whole answer does not speak for it.
        good = row.whole and client.good_status
        row.url, row.http_status = client.first_url[:500], good or client.last_status
        row.calls, row.received_bytes = client.calls, client.received_bytes
    names = (
        "outcome sentence ended_at url http_status calls received_bytes seen added changed same quarantined "
        "told_at whole"
    )
    values = {name: getattr(row, name) for name in names.split()}
    for wait in (*END_WAITS_S, None):
        try:
            with transaction.atomic():
                running = FeedRun.objects.filter(pk=row.pk, outcome=FeedRun.Outcome.RUNNING)
                ended = running.update(**values)
                LedgerVersion.bump()
                return bool(ended)
        except OperationalError:
            if wait is None or connection.in_atomic_block:
                raise
            logger.warning("%s: the end of run %s could not be written yet", row.feed, row.pk)
            time.sleep(wait)
    raise AssertionError("the last try returns or raises")
