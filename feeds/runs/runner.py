"""Runs a feed: one run, one row, whatever happens."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from feeds.feed import Feed
from feeds.http.client import Client
from feeds.http.columns import Columns
from feeds.http.rate_limits import calls_left, closed, forget_old_askings, reopen
from feeds.http.results import FeedError, Parsed, Quarantined, Stream, ago, moment
from feeds.models import Bookmark, FeedRun, QuarantinedRecord, RawAnswer
from feeds.runs.clock import bring_back
from feeds.runs.columns import columns_of, fallen_empty, names_that_moved, remember
from feeds.runs.lifecycle import Busy, NotAsked, begin, bury_dead_runs, end, written_down
from feeds.runs.quarantine import read_again, set_aside, settle
from launches.records import Stored

__all__ = ["Busy", "CannotReplay", "NotAsked", "replay", "run"]

# Of a stream; about 30 MB.
READ_AHEAD = 30_000
# A list shorter than this may halve in a day without meaning anything.
SMALLEST_JUDGED = 20
BEST_WITHIN = timedelta(days=7)
# So many unreadable records, and no other, of a list that is read in pieces: then the parser is at fault.
SMALLEST_REFUSED = 5


def run(feed: Feed[Any], *, force: bool = False) -> FeedRun:
    """Asks the feed once and returns the row of that run; `NotAsked` where it may not be asked now.

    What the run stored and the row that says so are written together, or neither is. Records that an older
    parser set aside are read again first, whether or not the feed may be asked.
    """
    if not settings.FEEDS_ENABLED:
        raise NotAsked(
            f"{feed.title} is not asked: feeds are switched off. Set FEEDS_ENABLED=yes to run them."
        )
    mended = bring_back(feed)
    bury_dead_runs(feed.slug)
    read_again(feed)
    row = _begin(feed, force)
    client = Client(feed.setting, feed.manners, max_bytes=feed.max_bytes)
    client.remarks += mended
    try:
        with written_down(feed, row, client):
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
        raise CannotReplay(f"Run {known.pk} is held: {known.sentence}")
    if not known.whole and not release:
        raise CannotReplay(
            f"Run {known.pk} got no whole answer: {known.sentence} --release stores what can be read of it."
        )
    row = begin(feed.slug, replay_of=known, raw=known.raw, url=known.url)
    if row is None:
        raise CannotReplay(_under_way(feed))
    remarks = [f"Run {known.pk} stored again."]
    with written_down(feed, row, None), transaction.atomic():
        _store(feed, row, None, known.raw.bodies, known.started_at, remarks, released=True)
        known.quarantine.all().delete()
        if known.outcome == FeedRun.Outcome.HELD:
            counts = {name: getattr(row, name) for name in ("outcome", "added", "changed", "same")}
            sentence = f"{known.sentence} Released on {moment(timezone.now())}, stored by run {row.pk}."
            FeedRun.objects.filter(pk=known.pk).update(
                **counts, sentence=sentence, released_at=timezone.now()
            )
    return row


class CannotReplay(Exception):
    """Why the answer of a run cannot be stored again now."""


def _forget_old(feed: Feed[Any]) -> None:
    """What is kept for a person or for manners is kept for a while."""
    forget_old_askings()
    QuarantinedRecord.forget_old()
    RawAnswer.forget_old(feed.slug)


def _begin(feed: Feed[Any], force: bool) -> FeedRun:
    """Takes the feed's one running row, then looks whether the feed may be asked at all."""
    row = begin(feed.slug)
    if row is None:
        raise Busy(_under_way(feed))
    if reason := _too_early(feed, row.started_at, force):
        row.delete()
        raise NotAsked(reason)
    return row


def _under_way(feed: Feed[Any]) -> str:
    other = FeedRun.objects.filter(feed=feed.slug, outcome=FeedRun.Outcome.RUNNING).first()
    if other is None:
        return f"{feed.title} was being asked by another process until just now. Try again."
    latest = other.started_at + timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)
    return (
        f"{feed.title} is under way in another process since {moment(other.started_at)} (run {other.pk}). "
        f"Wait for its end; if its worker died, it is given up after {moment(latest)}."
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
    left, spoken_for = calls_left(address, feed.manners, now), feed.spoken_for()
    if left is not None and left < feed.calls_per_run + spoken_for:
        others = f", and {spoken_for} are for others of this host" if spoken_for else ""
        return (
            f"{feed.title} allows {feed.manners.calls_per_hour} calls an hour; {left} are left, a run may need "
            f"{feed.calls_per_run}{others}. Ask again within the hour."
        )
    return ""


def _take(feed: Feed[Any], row: FeedRun, client: Client) -> None:
    bodies: Sequence[bytes] = ()
    try:
        bodies = feed.fetch(client)
    finally:  # of an answer that broke off or was refused, what came
        if kept := bodies or [body for body in client.bodies if body]:
            row.whole = bool(bodies)
            row.raw = RawAnswer.keep(feed.slug, kept)
            FeedRun.objects.filter(pk=row.pk).update(raw=row.raw, whole=row.whole)
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
            parsed.wanted, parsed.columns = feed.sift() if feed.sift else None, Columns()
            parsed.read_ahead(READ_AHEAD)  # others write meanwhile: SQLite has one writer at a time
        with transaction.atomic():
            stored = feed.store(parsed.records, seen_at=received_at)
            _judge(
                feed, row, parsed, released
            )  # of a stream all is known only now; what it stored is taken back
            set_aside(feed, row, parsed.quarantined)
            settle(feed, row, parsed.records if isinstance(parsed, Parsed) else ())
            row.added, row.changed, row.same = stored.added, stored.changed, stored.same
            row.told_at = parsed.told_at or row.told_at
            moved = stored.added or stored.changed
            outcome = FeedRun.Outcome.STORED if moved else FeedRun.Outcome.UNCHANGED
            if parsed.read_up_to:
                Bookmark.move(feed.slug, parsed.read_up_to)
            if client:
                client.keep()
            if not feed.whole and parsed.read_up_to:  # how far a long walk has come
                remarks = [*remarks, f"Read up to {moment(parsed.read_up_to)}."]
            columns = columns_of(parsed)
            remarks = [*remarks, *names_that_moved(feed, parsed, columns.records)]
            remember(feed, parsed, columns, received_at)
            if not end(row, client, outcome, _sentence(parsed, stored, remarks)):
                raise RuntimeError("this run was given up as dead before it ended; its data were not stored")
    except _Judged:
        set_aside(feed, row, parsed.quarantined)
        raise


class _Judged(FeedError):
    """The answer as a whole makes no sense, or a person must say whether it does."""


def _judge(feed: Feed[Any], row: FeedRun, parsed: Parsed[Any] | Stream[Any], released: bool) -> None:
    """Counts what was read, and refuses an answer of which nothing can be read or half is gone."""
    row.seen, row.quarantined = parsed.seen, parsed.bad
    if not parsed.seen and not feed.may_be_empty:
        raise _Judged("The answer names no record at all, which cannot be. Nothing was stored.")
    # A list of what changed may well be one record, and that one unreadable.
    if not parsed.good and parsed.bad >= (1 if feed.whole else SMALLEST_REFUSED):
        raise _Judged(
            f"None of {parsed.seen:,} records could be read; the first {_reason(parsed.quarantined)}. "
            "Nothing was stored."
        )
    if released:
        return
    # Of a stream all columns are known at its end: until then it has none.
    if doubt := _shrunk(feed, parsed.good - parsed.beside) or fallen_empty(feed, columns_of(parsed)):
        mend = f"If that is right, store it: manage.py replay_feed {row.pk} --release."
        raise _Judged(f"{doubt} Nothing was stored and the last good data stay. {mend}", outcome="held")


def _shrunk(feed: Feed[Any], count: int) -> str:
    """Why a whole list is suspicious: half or more is gone of what it held at its best in the week up to the
    last success, or since a person said that less is right."""
    if not feed.whole:
        return ""
    good = FeedRun.objects.filter(feed=feed.slug, seen__gt=0).succeeded().order_by("-started_at")
    last = good.values_list("started_at", flat=True).first()
    if last is None:
        return ""
    released = good.exclude(released_at=None).values_list("started_at", flat=True).first()
    since = max(last - BEST_WITHIN, released or last - BEST_WITHIN)
    best = good.filter(started_at__gte=since).annotate(read=F("seen") - F("quarantined")).latest("read")
    if best.read < SMALLEST_JUDGED or 2 * count > best.read:
        return ""
    return f"Only {count:,} records can be read; on {moment(best.started_at)} there were {best.read:,}."


def _reason(quarantined: Iterable[Quarantined]) -> str:
    return next((record.reason for record in quarantined), "is missing")


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
