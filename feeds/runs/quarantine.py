"""Records that could not be understood: each kept once, and read again when the code that reads them changed."""

import hashlib
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from feeds.feed import Feed
from feeds.http.results import FeedError, Parsed, Quarantined
from feeds.models import FeedRun, QuarantinedRecord
from feeds.models.run import MAX_RAW
from feeds.runs.lifecycle import begin, end, written_down

# Of one run; the count on its row stays true.
MAX_OF_RUN = 200
# Read again in one go; more wait for the next.
MAX_AGAIN = 5_000


def set_aside(feed: Feed[Any], row: FeedRun, quarantined: Iterable[Quarantined]) -> None:
    """Keeps records for a person and for a better parser. One that came before is the same row."""
    records = {_digest(record): record for record in islice(quarantined, MAX_OF_RUN)}
    known = {kept.digest: kept for kept in _of(feed).filter(digest__in=records)}
    for digest, record in records.items():
        kept = known.get(digest) or QuarantinedRecord(
            feed=feed.slug,
            digest=digest,
            raw=_storable(record.raw)[:MAX_RAW],
            context=_storable(record.context)[:MAX_RAW],
            cut=not record.whole or max(len(record.raw), len(record.context)) > MAX_RAW,
            first_at=row.started_at,
            times=0,
        )
        kept.run, kept.position, kept.reason = row, record.position, _storable(record.reason)
        kept.parser = parser_version(feed)
        kept.key, kept.settled_at = _storable(record.key)[:64], None
        kept.times += 1
        kept.save()


def settle(feed: Feed[Any], row: FeedRun, records: Iterable[Any]) -> None:
    """Marks what waits for nobody any more: the feed says it well now, or its whole list no longer says it so.

    The row stays for a better parser: what was said then may be read yet.
    """
    waiting = _of(feed).filter(settled_at=None).exclude(run=row)
    if not feed.whole:
        keys = set(waiting.exclude(key="").values_list("key", flat=True))
        read = {key for record in records if (key := _key_of(record)) in keys} if keys else set()
        waiting = waiting.filter(key__in=read)
    waiting.update(settled_at=row.started_at)


def _key_of(record: Any) -> str:
    """What the feed calls a record by."""
    return str(getattr(record, "ll2_id", None) or getattr(record, "external_id", ""))


def read_again(feed: Feed[Any]) -> FeedRun | None:
    """Reads what an older parser set aside, and stores what can be read now; None where nothing waits for that.

    The row is a run of its own that asks nobody. What still cannot be read says why today. Where another run
    of the feed is under way, the next one does it.
    """
    waiting = _of(feed).filter(cut=False).exclude(parser=parser_version(feed))
    waiting = waiting.exclude(run__outcome=FeedRun.Outcome.HELD)  # a person decides of the whole answer
    newest = waiting.order_by("-run__started_at", "-pk").first()
    row = begin(feed.slug, replay_of=newest.run) if newest else None
    if row is None:
        return None
    with written_down(feed, row, None):
        added = changed = good = 0
        remarks: list[str] = []
        records = list(waiting.order_by("first_at", "pk")[:MAX_AGAIN])
        for first_at, group in groupby(records, attrgetter("first_at")):
            kept = list(group)
            # Said before they are tried: those that break the store are not tried at each ring, and hold up no other.
            tried = _of(feed).filter(pk__in=[record.pk for record in kept])
            tried.update(parser=parser_version(feed))
            with transaction.atomic():
                readable = _readable(feed, first_at, kept)
                if not readable:
                    continue
                stored = (feed.store_alone or feed.store)(readable, seen_at=first_at)
                good, added, changed = good + len(readable), added + stored.added, changed + stored.changed
                remarks += [remark for remark in stored.remarks if remark not in remarks]
        row.seen = len(records)
        row.added, row.changed, row.same = added, changed, good - added - changed
        row.quarantined = row.seen - good
        outcome = FeedRun.Outcome.STORED if added or changed else FeedRun.Outcome.UNCHANGED
        words = (
            f"The parser changed: {row.seen:,} {'record' if row.seen == 1 else 'records'} set aside before "
            f"read again, {good:,} can be read now: {added:,} new, {changed:,} changed, {row.same:,} same."
        )
        end(row, None, outcome, " ".join([words, *remarks[:10]]))
    return row


def _readable(feed: Feed[Any], first_at: datetime, kept: Sequence[QuarantinedRecord]) -> list[Any]:
    """What can be read now, as if it came at that moment; the rest says why it cannot."""
    found: list[Any] = []
    for record in kept:
        try:
            parsed = feed.parse([feed.alone(record.raw, record.context)], first_at)
            read = parsed if isinstance(parsed, Parsed) else parsed.whole()
            reason = next((one.reason for one in read.quarantined), "" if read.records else "is no record")
        except FeedError as fault:
            reason, read = fault.sentence, Parsed([])
        if reason:
            record.reason, record.parser = reason, parser_version(feed)
            record.save(update_fields=["reason", "parser"])
        else:
            found += read.records
            record.delete()
    return found


def parser_version(feed: Feed[Any]) -> str:
    """A name for the code that reads this feed's records; another one whenever that code changes."""
    return _version(feed.parse.__module__)


@cache
def _version(module: str) -> str:
    """The digest of a module and of the modules of feeds that it names, and so on."""
    wanted, found = [module], dict[str, bytes]()
    while wanted:
        name = wanted.pop()
        source = getattr(sys.modules.get(name), "__file__", None)
        if name in found or source is None or (name != module and not name.startswith("feeds.")):
            continue
        found[name] = Path(source).read_bytes()
        things = vars(sys.modules[name]).values()
        wanted += {str(getattr(thing, "__module__", "")) for thing in things}
    digest = hashlib.sha256()
    for name in sorted(found):
        digest.update(name.encode() + b"\0" + found[name] + b"\0")
    return digest.hexdigest()[:16]


def _of(feed: Feed[Any]) -> QuerySet[QuarantinedRecord]:
    return QuarantinedRecord.objects.filter(feed=feed.slug)


def _digest(record: Quarantined) -> str:
    told = f"{record.context}\n{record.raw}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(told).hexdigest()


def _storable(text: str) -> str:
    """PostgreSQL knows no NUL, and neither database half of a surrogate pair."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
