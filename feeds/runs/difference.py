"""What is different between two answers of a feed, record by record, for a person who decides of one of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nsmallest
from typing import Any

from django.core.cache import cache

from common.text import clean, cut
from feeds.feed import Feed
from feeds.http.results import FeedError
from feeds.models import FeedRun, RawAnswer
from feeds.runs.quarantine import parser_version
from launches.records import UnlistedLaunch, UpdateRecord, UpdatesStretch

# Of names and of reasons; how many more there are is said.
SHOWN = 50
# Of longer answers only the counts are told.
MOST_NAMED = 100_000
KEPT_FOR_S = 3600
# What a parser may raise at an answer nobody thought of. Here it is a sentence, in a run it is the outcome "failed".
_BROKEN = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Some:
    """The first of many, and how many there are."""

    count: int
    first: tuple[str, ...] = ()

    @property
    def more(self) -> int:
        return self.count - len(self.first)


@dataclass(frozen=True, slots=True)
class Difference:
    """An answer beside the last success before it whose answer is kept (`against`; None: none is).

    `now` and `before` count the records that today's parser can read, in the whole answers. `gone` and `new` are
    None where they cannot be told: nothing to compare with, no sense in one of the two, or too many records.
    `fault` and `fault_before` say why today's parser refuses an answer. `reasons` are those of the records set
    aside, each with how many have it.
    """

    run: int
    now: int
    set_aside: int
    reasons: tuple[tuple[str, int], ...] = ()
    fault: str = ""
    against: int | None = None
    against_at: datetime | None = None
    before: int = 0
    fault_before: str = ""
    gone: Some | None = None
    new: Some | None = None
    same_bytes: bool = False

    @property
    def further_set_aside(self) -> int:
        return self.set_aside - sum(count for _reason, count in self.reasons)


@dataclass(frozen=True, slots=True)
class _Read:
    good: int
    bad: int
    named: dict[Any, str] | None
    reasons: tuple[tuple[str, int], ...] = ()
    fault: str = ""


def difference(feed: Feed[Any], run: FeedRun) -> Difference:
    """What the kept answer of a run says otherwise than the last success before it. Stores nothing.

    Two answers and a parser always differ in the same way, so that it is remembered for an hour.
    """
    base = last_success_before(run)
    key = f"feeds-difference:{run.pk}:{base.pk if base else 0}:{parser_version(feed)}"
    known: Difference | None = cache.get(key)
    if known is None:
        known = _compare(feed, run, base)
        cache.set(key, known, KEPT_FOR_S)
    return known


def last_success_before(run: FeedRun) -> FeedRun | None:
    """The last run before this one that kept what the feed said, and whose answer is still kept as it came."""
    before = FeedRun.objects.filter(feed=run.feed, started_at__lt=run.started_at).exclude(raw=None)
    return before.succeeded().exclude(pk=run.pk).order_by("-started_at", "-id").first()


def bodies_of(run: FeedRun) -> list[bytes]:
    """The kept answer, body by body; none where it is not kept."""
    kept = RawAnswer.objects.filter(pk=run.raw_id or 0).first()
    return kept.bodies if kept else []


def _compare(feed: Feed[Any], run: FeedRun, base: FeedRun | None) -> Difference:
    now = _read(feed, run)
    told: dict[str, Any] = {
        "run": run.pk, "now": now.good, "set_aside": now.bad, "reasons": now.reasons, "fault": now.fault,
    }  # fmt: skip
    if base is None:
        return Difference(**told)
    before = _read(feed, base)
    told |= {
        "against": base.pk, "against_at": base.started_at, "before": before.good, "fault_before": before.fault,
        "same_bytes": run.raw_id == base.raw_id,
    }  # fmt: skip
    if now.named is not None and before.named is not None:
        told["gone"], told["new"] = _without(before.named, now.named), _without(now.named, before.named)
    return Difference(**told)


def _read(feed: Feed[Any], run: FeedRun) -> _Read:
    """The answer as today's parser reads it; of its records only key and name stay in memory."""
    bodies = bodies_of(run)
    if not bodies:
        return _Read(0, 0, None, fault=f"The answer of run {run.pk} is not kept any more.")
    named: dict[Any, str] | None = {}
    try:
        parsed = feed.parse(bodies, run.started_at)
        for number, record in enumerate(parsed.records, 1):
            if number > MOST_NAMED:
                named = None
            # Those say what is not there, and of which time all is.
            if named is not None and not isinstance(record, UnlistedLaunch | UpdatesStretch):
                key, name = _key_and_name(record)
                named[key] = name
    except FeedError as fault:
        return _Read(0, 0, None, fault=clean(fault.sentence))
    except _BROKEN as fault:
        why = f"{type(fault).__name__}: {clean(str(fault))[:300]}"
        return _Read(0, 0, None, fault=f"It breaks at this answer with {why}.")
    reasons = Counter(clean(record.reason) for record in parsed.quarantined).most_common(SHOWN)
    return _Read(parsed.good, parsed.bad, named, tuple(reasons))


def _key_and_name(record: Any) -> tuple[Any, str]:
    """The record's own key, and what people call it."""
    if hasattr(record, "norad_cat_id"):
        return record.norad_cat_id, f"{record.norad_cat_id} {record.object_name}".strip()
    if isinstance(record, UpdateRecord):
        return record.update_id, f"{record.update_id} {cut(record.comment, 80)}"
    if hasattr(record, "ll2_id"):
        return record.ll2_id, f"{record.name}, NET {record.net:%Y-%m-%d}"
    return record.external_id, f"{record.external_id} {record.title}"


def _without(these: dict[Any, str], those: dict[Any, str]) -> Some:
    """Records of one answer that the other has not: numbers in their order, launches by name."""
    keys = these.keys() - those.keys()
    numbered = all(isinstance(key, int) for key in keys)
    first: Sequence[Any] = nsmallest(SHOWN, keys, key=lambda key: key if numbered else (these[key], str(key)))
    return Some(len(keys), tuple(these[key] for key in first))
