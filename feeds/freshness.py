"""How fresh each feed is, for the status page and the footer."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from feeds.answers import moment
from feeds.feed import Feed
from feeds.models import FeedRun, QuarantinedRecord
from feeds.registry import FEEDS

MONTH = timedelta(days=30)
_NEVER = datetime(1957, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class FreshnessRow:
    """One feed now. Counts and quarantine are those of its last success; None: there was none."""

    slug: str
    title: str
    credit: str
    credit_url: str
    last_outcome: str
    last_run_at: datetime | None
    last_sentence: str
    last_success_at: datetime | None
    failing_since: datetime | None
    next_due_at: datetime | None
    stale: bool
    stale_after: timedelta
    sentence: str
    seen: int | None
    added: int | None
    changed: int | None
    same: int | None
    quarantined: int | None


@dataclass(frozen=True)
class MonthRow:
    """One feed over the thirty days before a moment: how its runs ended, and what they brought.

    `quarantined` counts records set aside in that time; `waiting` those kept for a person now, and `held`
    the answers that wait for one.
    """

    runs: int = 0
    succeeded: int = 0
    missed: int = 0
    held: int = 0
    added: int = 0
    changed: int = 0
    quarantined: int = 0
    waiting: int = 0


def month(at: datetime | None = None) -> dict[str, MonthRow]:
    """Every feed's thirty days before a moment (now, where none is given), in two queries."""
    at = at or timezone.now()
    asked = FeedRun.objects.asked().filter(started_at__gt=at - MONTH, started_at__lte=at)
    ended = asked.exclude(outcome=FeedRun.Outcome.RUNNING)
    good = Q(outcome__in=[FeedRun.Outcome.STORED, FeedRun.Outcome.UNCHANGED])
    counted = (
        ended.order_by()
        .values("feed")
        .annotate(
            runs=Count("pk"),
            succeeded=Count("pk", filter=good),
            missed=Count("pk", filter=~good),
            held=Count("pk", filter=Q(outcome=FeedRun.Outcome.HELD)),
            all_added=Sum("added"),
            all_changed=Sum("changed"),
            all_quarantined=Sum("quarantined"),
        )
    )
    waiting = dict(
        QuarantinedRecord.objects.order_by().values("feed").annotate(n=Count("pk")).values_list("feed", "n")
    )
    found = {row["feed"]: row for row in counted}
    rows = {}
    for slug in FEEDS:
        row = found.get(slug, {})
        names = ("runs", "succeeded", "missed", "held")
        sums = ("added", "changed", "quarantined")
        rows[slug] = MonthRow(
            **{name: row.get(name, 0) for name in names},
            **{name: row.get(f"all_{name}", 0) for name in sums},
            waiting=waiting.get(slug, 0),
        )
    return rows


def freshness(at: datetime | None = None) -> list[FreshnessRow]:
    """Every feed as it stood at a moment (now, where none is given), in one query.

    Now, a run that a worker's fast clock dates ahead counts too.
    """
    runs = FeedRun.objects.asked().filter(started_at__lte=at) if at else FeedRun.objects.asked()
    at = at or timezone.now()
    wanted = Q(pk=None)
    for slug in FEEDS:
        own = runs.filter(feed=slug)
        ended = own.exclude(outcome=FeedRun.Outcome.RUNNING)
        wanted |= Q(pk=_first(ended.order_by("-started_at", "-id")))
        wanted |= Q(pk=_first(own.succeeded().order_by("-started_at", "-id")))
        wanted |= Q(pk=_first(_missed_since_success(own)))
    found: dict[str, list[FeedRun]] = {slug: [] for slug in FEEDS}
    for row in FeedRun.objects.filter(wanted).order_by("started_at", "id"):
        found[row.feed].append(row)
    return [_row(feed, found[feed.slug], at) for feed in FEEDS.values()]


def failing_since(slug: str) -> datetime | None:
    """When the first run after the last success failed; None while the feed succeeds or has not run."""
    return (
        _missed_since_success(FeedRun.objects.filter(feed=slug)).values_list("started_at", flat=True).first()
    )


def failing_sentence(slug: str) -> str:
    """`not reachable since 22 Nov 2026, 17:03 UTC`, or nothing while the feed succeeds or has not run."""
    last = FeedRun.objects.asked().filter(feed=slug).exclude(outcome=FeedRun.Outcome.RUNNING).first()
    since = failing_since(slug)
    return _since(last.outcome, since) if last and since else ""


def _first(runs: QuerySet[FeedRun]) -> Subquery:
    return Subquery(runs.values("pk")[:1])


def _missed_since_success(runs: Any) -> QuerySet[FeedRun]:
    """Failed runs later than the last success, first one first."""
    success = runs.succeeded().order_by("-started_at").values("started_at")[:1]
    return (
        runs.missed().filter(started_at__gt=Coalesce(Subquery(success), _NEVER)).order_by("started_at", "id")
    )


def _since(outcome: str, since: datetime) -> str:
    words = {
        FeedRun.Outcome.UNREACHABLE.value: _("not reachable since %(moment)s"),
        FeedRun.Outcome.HELD.value: _("held for a person since %(moment)s"),
        FeedRun.Outcome.REFUSED.value: _("no usable answer since %(moment)s"),
    }
    return words.get(outcome, _("failing since %(moment)s")) % {"moment": moment(since)}


def _row(feed: Feed, rows: list[FeedRun], at: datetime) -> FreshnessRow:
    last = rows[-1] if rows else None
    good = {FeedRun.Outcome.STORED, FeedRun.Outcome.UNCHANGED}
    success = next((row for row in reversed(rows) if row.outcome in good), None)
    since = next((row.started_at for row in rows if row.outcome not in good), None)
    stale = success is None or at - success.started_at > feed.stale_after
    period = _period(feed)
    if not settings.FEEDS_ENABLED:
        sentence = _("switched off")
    elif last is None:
        sentence = _("has not run yet")
    elif since:
        sentence = _since(last.outcome, since)
    else:
        sentence = _("read on %(moment)s") % {"moment": moment(last.started_at)}
    return FreshnessRow(
        slug=feed.slug,
        title=feed.title,
        credit=feed.credit,
        credit_url=feed.credit_url,
        last_outcome=last.outcome if last else "",
        last_run_at=last.started_at if last else None,
        last_sentence=last.sentence if last else "",
        last_success_at=success.started_at if success else None,
        failing_since=since,
        next_due_at=last.started_at + period if last and settings.FEEDS_ENABLED else None,
        stale=stale,
        stale_after=feed.stale_after,
        sentence=sentence,
        seen=success.seen if success else None,
        added=success.added if success else None,
        changed=success.changed if success else None,
        same=success.same if success else None,
        quarantined=success.quarantined if success else None,
    )


def _period(feed: Feed) -> timedelta:
    """How often the feed is asked; the bell that rings for it rings oftener."""
    return feed.every
