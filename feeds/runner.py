"""Runs a feed: one run, one row, whatever happens."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from feeds.answers import FeedError, NothingNew, Parsed, Quarantined, Stream, ago, moment
from feeds.client import Client, NotModified
from feeds.feed import Feed
from feeds.manners import (
    NotNow,
    calls_left,
    closed,
    forget_old_askings,
    reopen,
    stop,
)
from feeds.models import Bookmark, FeedRun, QuarantinedRecord, RawAnswer
from launches.records import Stored
from projects.models import LedgerVersion

logger = logging.getLogger(__name__)

# Of one run; the count on the row stays true.
MAX_QUARANTINED = 200
MAX_RAW = 20_000
# Of a stream; about 30 MB.
READ_AHEAD = 30_000
# A list shorter than this may halve in a day without meaning anything.
SMALLEST_JUDGED = 20
# Clocks differ: how far apart our run and CelesTrak's note of it may be.
CLOCK_SKEW = timedelta(minutes=5)


class NotAsked(Exception):
    """The feed was not asked, and why. No row is written: nothing happened."""


class Busy(NotAsked):
    """Another run of the feed is under way, or its worker died and that is not known yet."""


def run(feed: Feed[Any], *, force: bool = False) -> FeedRun:
    """Asks the feed once and returns the row of that run; `NotAsked` where it may not be asked now.

    What the run stored and the row that says so are written together, or neither is.
    """
    if not settings.FEEDS_ENABLED:
        raise NotAsked(
            f"{feed.title} is not asked: feeds are switched off. Set FEEDS_ENABLED=yes to run them."
        )
    row = _begin(feed, force)
    client = Client(feed.setting, feed.manners)
    try:
        with _written_down(feed, row, client):
            _take(feed, row, client)
    finally:
        client.close()
        _forget_old(feed)
    return row


def replay(feed: Feed[Any], known: FeedRun, *, release: bool = False) -> FeedRun:
    """Stores the kept answer of a run again, as if it came now at its own time; asks nobody.

    Records set aside then are tried again with today's parser. A held answer is stored only where a
    person releases it: then the held run counts as the success that it was.
    """
    if known.raw is None:
        raise CannotReplay(f"The answer of run {known.pk} is not kept: only the newest few of a feed are.")
    if known.outcome == FeedRun.Outcome.HELD and not release:
        raise CannotReplay(f"Run {known.pk} is held: {known.sentence} Look at it, then use --release.")
    try:
        with transaction.atomic():
            row = FeedRun.objects.create(
                feed=feed.slug, started_at=timezone.now(), replay_of=known, raw=known.raw, url=known.url
            )
    except IntegrityError as error:
        raise CannotReplay(
            f"{feed.title} is running right now. Try again when that run has ended."
        ) from error
    remarks = [f"Run {known.pk} stored again."]
    with _written_down(feed, row, None), transaction.atomic():
        _store(feed, row, None, known.raw.bodies, known.started_at, remarks, released=True)
        known.quarantine.all().delete()
        if known.outcome == FeedRun.Outcome.HELD:
            counts = {name: getattr(row, name) for name in ("outcome", "added", "changed", "same")}
            sentence = f"{known.sentence} Released on {moment(timezone.now())}, stored by run {row.pk}."
            FeedRun.objects.filter(pk=known.pk).update(**counts, sentence=sentence)
    return row


class CannotReplay(Exception):
    """Why the answer of a run cannot be stored again now."""


@contextmanager
def _written_down(feed: Feed[Any], row: FeedRun, client: Client | None) -> Iterator[None]:
    """Whatever happens inside, the row says how it ended."""
    try:
        yield
    except NotNow as reason:
        if client and not client.calls:
            row.delete()
            raise NotAsked(reason.sentence) from reason
        _end(row, client, FeedRun.Outcome.UNREACHABLE, reason.sentence)
    except NotModified as known:
        _end(row, client, FeedRun.Outcome.UNCHANGED, known.sentence)
    except FeedError as fault:
        if client and feed.manners.stop_at_refusal:
            stop(client.first_url, client.last_status)
        _end(row, client, FeedRun.Outcome(fault.outcome), fault.sentence)
    except NothingNew as nothing:
        outcome, sentence = _nothing_new(feed, row, nothing)
        _end(row, client, outcome, sentence)
    except Exception as fault:  # the one place: whatever breaks is written down where people look
        logger.exception("%s: the run broke", feed.slug)
        sentence = f"Our own code failed: {type(fault).__name__}: {fault}"[:2000]
        _end(row, client, FeedRun.Outcome.FAILED, f"{sentence} The log has the place; nothing was stored.")
    finally:
        if row.pk and row.outcome == FeedRun.Outcome.RUNNING:
            _end(row, client, FeedRun.Outcome.FAILED, "The run was interrupted; nothing was stored.")


def _forget_old(feed: Feed[Any]) -> None:
    """What is kept for a person or for manners is kept for a while."""
    forget_old_askings()
    QuarantinedRecord.forget_old()
    RawAnswer.forget_old(feed.slug)


def _begin(feed: Feed[Any], force: bool) -> FeedRun:
    """Takes the feed's one running row, then looks whether the feed may be asked at all."""
    bury_dead_runs(feed.slug)
    try:
        with transaction.atomic():
            row = FeedRun.objects.create(feed=feed.slug, started_at=timezone.now())
    except IntegrityError as error:
        raise Busy(
            f"{feed.title} is being asked by another process right now. Look at its run, or wait."
        ) from error
    if reason := _too_early(feed, row.started_at, force):
        row.delete()
        raise NotAsked(reason)
    return row


def bury_dead_runs(slug: str) -> int:
    """Ends runs that outlived the time limit of a task: their worker died without a word."""
    limit = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)
    return FeedRun.objects.filter(
        feed=slug, outcome=FeedRun.Outcome.RUNNING, started_at__lt=timezone.now() - limit
    ).update(
        outcome=FeedRun.Outcome.FAILED,
        ended_at=timezone.now(),
        sentence=f"The worker died: no end after {limit.total_seconds():g} s. Nothing was stored.",
    )


def _too_early(feed: Feed[Any], now: datetime, force: bool) -> str:
    """Why the feed may not be asked now, or nothing. Rows tell: this holds across processes and restarts."""
    runs = FeedRun.objects.filter(feed=feed.slug).exclude(outcome=FeedRun.Outcome.RUNNING)
    last = runs.answered().order_by("-started_at").values_list("started_at", flat=True).first()
    if last is not None and last + feed.every > now and (feed.strict or not force):
        mend = "it enforces that itself" if feed.strict else "--force asks all the same"
        return (
            f"{feed.title} was asked {ago(now - last)} ago and may be asked once in {ago(feed.every)}: "
            f"not before {moment(last + feed.every)}; {mend}."
        )
    address = getattr(settings, feed.setting)
    if force and feed.manners.stop_at_refusal:
        reopen(address)
    if reason := closed(address, now):
        return reason
    left = calls_left(address, feed.manners, now)
    if left is not None and left < feed.calls_per_run:
        return (
            f"{feed.title} allows {feed.manners.calls_per_hour} calls an hour; {left} are left "
            f"and a run may need {feed.calls_per_run}. Ask again within the hour."
        )
    return ""


def _take(feed: Feed[Any], row: FeedRun, client: Client) -> None:
    bodies = feed.fetch(client)
    row.raw = RawAnswer.keep(feed.slug, bodies)
    FeedRun.objects.filter(pk=row.pk).update(raw=row.raw)
    _store(feed, row, client, bodies, timezone.now(), client.remarks, released=False)


def _store(
    feed: Feed[Any],
    row: FeedRun,
    client: Client | None,
    bodies: Sequence[bytes],
    received_at: datetime,
    remarks: Sequence[str],
    *,
    released: bool,
) -> None:
    """Parses the answer and stores it with the end of its run, or says why not."""
    parsed = feed.parse(bodies, received_at)
    try:
        if isinstance(parsed, Parsed):
            _judge(feed, row, parsed, released)
        else:
            parsed.read_ahead(READ_AHEAD)  # others write meanwhile: SQLite has one writer at a time
        with transaction.atomic():
            stored = feed.store(parsed.records, seen_at=received_at)
            _judge(
                feed, row, parsed, released
            )  # of a stream all is known only now; what it stored is taken back
            _set_aside(row, parsed.quarantined)
            row.added, row.changed, row.same = stored.added, stored.changed, stored.same
            moved = stored.added or stored.changed
            outcome = FeedRun.Outcome.STORED if moved else FeedRun.Outcome.UNCHANGED
            if parsed.read_up_to:
                Bookmark.move(feed.slug, parsed.read_up_to)
            if client:
                client.keep()
            if not _end(row, client, outcome, _sentence(parsed, stored, remarks)):
                raise RuntimeError("this run was given up as dead before it ended; its data were not stored")
    except _Judged:
        _set_aside(row, parsed.quarantined)
        raise


class _Judged(FeedError):
    """The answer as a whole makes no sense, or a person must say whether it does."""


def _judge(feed: Feed[Any], row: FeedRun, parsed: Parsed[Any] | Stream[Any], released: bool) -> None:
    """Counts what was read, and refuses an answer of which nothing can be read or half is gone."""
    row.seen, row.quarantined = parsed.seen, parsed.bad
    if not parsed.good and (parsed.bad or not feed.may_be_empty):
        raise _Judged(
            f"None of {parsed.seen} records could be read; the first {_reason(parsed.quarantined)}. "
            "Nothing was stored."
        )
    if not released and (shrunk := _shrunk(feed, parsed.good)):
        mend = f"If that is right, store it: manage.py replay_feed {row.pk} --release."
        raise _Judged(f"{shrunk} Nothing was stored and the last good data stay. {mend}", outcome="held")


def _shrunk(feed: Feed[Any], count: int) -> str:
    """Why a whole list is suspicious: more than half of what it held at the last success is gone."""
    if not feed.whole:
        return ""
    good = FeedRun.objects.filter(feed=feed.slug, seen__gt=0).succeeded().order_by("-started_at").first()
    before = good.seen - good.quarantined if good else 0
    if good is None or before < SMALLEST_JUDGED or 2 * count >= before:
        return ""
    return f"Only {count:,} records can be read; on {moment(good.started_at)} there were {before:,}."


def _reason(quarantined: Iterable[Quarantined]) -> str:
    return next((record.reason for record in quarantined), "is missing")


def _set_aside(row: FeedRun, quarantined: Iterable[Quarantined]) -> None:
    QuarantinedRecord.objects.bulk_create(
        QuarantinedRecord(
            run=row,
            feed=row.feed,
            position=record.position,
            raw=record.raw[:MAX_RAW],
            reason=record.reason,
        )
        for record in list(quarantined)[:MAX_QUARANTINED]
    )


def _sentence(parsed: Parsed[Any] | Stream[Any], stored: Stored, asked: Iterable[str]) -> str:
    words = [
        f"{parsed.seen:,} {'record' if parsed.seen == 1 else 'records'} read: "
        f"{stored.added:,} new, {stored.changed:,} changed, {stored.same:,} same."
    ]
    if parsed.quarantined:
        reasons = list(dict.fromkeys(record.reason for record in parsed.quarantined))
        more = f" and {len(reasons) - 3} other reasons" if len(reasons) > 3 else ""
        words.append(f"{parsed.bad:,} in quarantine: {'; '.join(reasons[:3])}{more}.")
    if unknown := sorted({record.unknown_word for record in parsed.quarantined if record.unknown_word}):
        words.append(f"WORDS UNKNOWN HERE: {', '.join(unknown[:10])}. Teach them to the feed's module.")
    return " ".join([*words, *asked, *parsed.remarks, *stored.remarks])


def _nothing_new(feed: Feed[Any], row: FeedRun, nothing: NothingNew) -> tuple[FeedRun.Outcome, str]:
    """No outage where we hold the answer it speaks of; else somebody behind our address has it."""
    at = nothing.fetched_at
    ours = at is not None and (
        FeedRun.objects.filter(
            feed=feed.slug,
            http_status=200,
            started_at__lte=at + CLOCK_SKEW,
            ended_at__gte=at - CLOCK_SKEW,
            outcome__in=[FeedRun.Outcome.STORED, FeedRun.Outcome.UNCHANGED],
        ).exists()
    )
    if ours:
        return FeedRun.Outcome.UNCHANGED, nothing.sentence
    return FeedRun.Outcome.REFUSED, (
        f"{nothing.sentence} We hold no answer of that time: another machine behind this network "
        "address, or a run of ours that died, took it. Let one machine ask, or wait for the next update."
    )


@transaction.atomic
def _end(row: FeedRun, client: Client | None, outcome: FeedRun.Outcome, sentence: str) -> bool:
    """Writes how the run ended and marks the ledger as changed; False where it was buried before."""
    row.outcome, row.sentence, row.ended_at = outcome, sentence, timezone.now()
    if outcome not in {FeedRun.Outcome.STORED, FeedRun.Outcome.UNCHANGED}:
        row.added = row.changed = row.same = 0
    if client:
        row.url, row.http_status = client.first_url[:500], client.last_status
        row.calls, row.received_bytes = client.calls, client.received_bytes
    names = (
        "outcome sentence ended_at url http_status calls received_bytes seen added changed same quarantined"
    )
    ended = FeedRun.objects.filter(pk=row.pk, outcome=FeedRun.Outcome.RUNNING).update(
        **{name: getattr(row, name) for name in names.split()}
    )
    LedgerVersion.bump()
    return bool(ended)
