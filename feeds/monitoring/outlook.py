"""What is to come of each feed: when it is asked next, and what about it needs a person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, FilteredRelation, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feeds.feed import Feed
from feeds.http.rate_limits import HOUR
from feeds.http.results import moment
from feeds.models import FeedRun, Host, QuarantinedRecord
from feeds.monitoring.freshness import FreshnessRow
from feeds.registry import FEEDS
from launches.models import OtherDesignator

# So begin or end the reasons of records with a word that is missing in our vocabulary.
UNKNOWN_WORDS = ("unknown word: ", "is none that we know")
# A host that opens again within this time calls nobody: it is told, and no more.
SHORT_CLOSURE = timedelta(hours=1)
LATELY = 3 * HOUR
NAMED = 5  # of spacecraft that came under another designator
FOUND_BY: dict[str, str] = {
    OtherDesignator.FoundIn.ELEMENTS: "celestrak-gp",
    OtherDesignator.FoundIn.CATALOGUE: "celestrak-satcat",
}


@dataclass(frozen=True)
class Reason:
    """One thing that needs a person. `kind`: held, refused, failed, words, designator, closed or overdue."""

    kind: str
    label: str
    sentence: str


@dataclass(frozen=True)
class Outlook:
    """When a feed is asked next (None: never, or nobody knows), what it waits for, what needs a person."""

    next_due_at: datetime | None = None
    waits_for: str = ""
    overdue: bool = False
    attention: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class _HostNow:
    """A host: until when it is or was left alone and why, and when it was asked lately, oldest first."""

    closed_until: datetime | None = None
    why: str = ""
    asked: Sequence[datetime] = ()


def outlook(rows: Iterable[FreshnessRow], at: datetime | None = None) -> dict[str, Outlook]:
    """The outlook of each feed whose freshness is given, in three queries. None needs anybody while all are off."""
    rows, at = list(rows), at or timezone.now()
    if not settings.FEEDS_ENABLED:
        return {row.slug: Outlook() for row in rows}
    hosts = _hosts(at)
    words = dict(
        QuarantinedRecord.objects.waiting()
        .filter(_unknown())
        .order_by()
        .values_list("feed")
        .annotate(n=Count("pk"))
    )
    others: dict[str, list[OtherDesignator]] = {}
    for other in OtherDesignator.objects.waiting():
        others.setdefault(FOUND_BY[other.found_in], []).append(other)
    return {
        row.slug: _outlook(
            FEEDS[row.slug],
            row,
            hosts.get(host_of(row.slug)),
            [*_of_words(words.get(row.slug, 0)), *_of_designators(others.get(row.slug, []))],
            at,
        )
        for row in rows
    }


def _hosts(at: datetime) -> dict[str, _HostNow]:
    lately = FilteredRelation("askings", condition=Q(askings__at__gt=at - LATELY, askings__at__lte=at))
    told = Host.objects.annotate(lately=lately).order_by("name", "lately__at")
    found: dict[str, _HostNow] = {}
    for name, until, why, asked in told.values_list("name", "closed_until", "why", "lately__at"):
        before = found.get(name, _HostNow(until, why))
        found[name] = _HostNow(until, why, [*before.asked, asked] if asked else before.asked)
    return found


def _outlook(
    feed: Feed[Any], row: FreshnessRow, host: _HostNow | None, records: Iterable[Reason], at: datetime
) -> Outlook:
    due, waits_for = _due(feed, row, host or _HostNow(), at)
    # After its time a feed waits for a ring of its bell, and then for a worker with a run in hand.
    patience = bell_of(feed) + timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)
    overdue = due is not None and at - due > patience
    found = [*_of_runs(row), *records]
    if host and host.closed_until and host.closed_until - at > SHORT_CLOSURE:
        sentence = _("%(host)s is not asked before %(moment)s: %(why)s.") % _told(feed, host)
        found.append(Reason("closed", _("host closed"), sentence))
    if overdue and due:
        sentence = _("Overdue since %(moment)s: is the worker running?") % {"moment": moment(due)}
        found.append(Reason("overdue", _("overdue"), sentence))
    return Outlook(due, waits_for, overdue, tuple(found))


def _due(feed: Feed[Any], row: FreshnessRow, host: _HostNow, at: datetime) -> tuple[datetime | None, str]:
    """The earliest moment of the next asking, and the sentence of what it waits for beside its own interval."""
    closed = bool(host.closed_until and host.closed_until > at)
    alone = _("%(host)s is left alone until then: %(why)s.") % _told(feed, host)
    if row.last_run_at is None:
        return (host.closed_until, alone) if closed else (None, "")
    free = _calls_free_at(feed, host.asked)
    own = [row.last_run_at + bell_of(feed), row.last_answer_at and row.last_answer_at + feed.every]
    # What is past counts too: a feed is not overdue from before its host could be asked again.
    due = max(one for one in [*own, free, host.closed_until] if one)
    if closed and due == host.closed_until:
        return due, alone
    if free and free == due and free > at:
        return due, _("%(host)s allows %(n)s calls an hour: they are made, or kept for its other feeds.") % {
            "host": host_of(feed.slug),
            "n": feed.manners.calls_per_hour,
        }
    return due, ""


def _calls_free_at(feed: Feed[Any], asked: Sequence[datetime]) -> datetime | None:
    """Since or from when the hour has enough calls left for a run; None: it had them all the time."""
    if feed.manners.calls_per_hour is None:
        return None
    too_many = max(1, feed.manners.calls_per_hour - feed.calls_per_run - feed.spoken_for() + 1)
    spans = zip(asked, asked[too_many - 1 :], strict=False)
    return max((first + HOUR for first, last in spans if last - first < HOUR), default=None)


def _told(feed: Feed[Any], host: _HostNow) -> dict[str, str]:
    """A host in words."""
    until = moment(host.closed_until) if host.closed_until else ""
    return {"host": host_of(feed.slug), "moment": until, "why": host.why.rstrip(".")}


def _of_runs(row: FreshnessRow) -> Iterable[Reason]:
    if row.held_at:
        sentence = _(
            "The answer of %(moment)s lost records, or what stood in them, and is held: "
            "somebody must say whether it is right."
        )
        yield Reason("held", _("answer held"), sentence % {"moment": moment(row.held_at)})
    last = {"moment": moment(row.last_run_at)} if row.last_run_at else {}
    if row.last_outcome == FeedRun.Outcome.REFUSED:
        yield Reason("refused", _("answer refused"), _("The answer of %(moment)s could not be used.") % last)
    if row.last_outcome == FeedRun.Outcome.FAILED:
        yield Reason("failed", _("run failed"), _("Our own code failed on %(moment)s.") % last)


def _of_words(count: int) -> Iterable[Reason]:
    if count:
        sentence = ngettext(
            "%(n)s record is set aside for a word unknown here: teach it to the feed's module.",
            "%(n)s records are set aside for words unknown here: teach them to the feed's module.",
            count,
        )
        yield Reason("words", _("words unknown"), sentence % {"n": f"{count:,}"})


def _of_designators(others: Sequence[OtherDesignator]) -> Iterable[Reason]:
    if others:
        sentence = ngettext(
            "Number %(list)s: it may be another object, and is not shown as the spacecraft until a person decides.",
            "Numbers %(list)s: each may be another object, not shown as its spacecraft until a person decides.",
            len(others),
        )
        named = [
            _("%(number)s came as %(theirs)s and is %(ours)s here")
            % {"number": row.norad_cat_id, "theirs": row.object_id, "ours": row.own_id}
            for row in others[:NAMED]
        ]
        said = "; ".join(named) + ("; …" if len(others) > NAMED else "")
        yield Reason("designator", _("another designator"), sentence % {"list": said})


def _unknown() -> Q:
    start, end = UNKNOWN_WORDS
    return Q(reason__startswith=start) | Q(reason__endswith=end)


def host_of(slug: str) -> str:
    return urlsplit(getattr(settings, FEEDS[slug].setting)).netloc[:200]


def bell_of(feed: Feed[Any]) -> timedelta:
    """How often the beat table rings the feed's bell; its own interval where the table leaves it out."""
    rings = settings.CELERY_BEAT_SCHEDULE.get(feed.slug, {}).get("schedule", feed.every)
    return rings if isinstance(rings, timedelta) else timedelta(seconds=float(rings))
