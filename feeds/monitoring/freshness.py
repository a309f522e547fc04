"""How fresh each feed is, for the status page and the footer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from feeds.feed import Feed
from feeds.http.results import moment
from feeds.models import FeedRun, QuarantinedRecord
from feeds.registry import FEEDS

MONTH = timedelta(days=30)
_NEVER = datetime(1957, 1, 1, tzinfo=UTC)
# A success dated farther ahead than this proves nothing: the clock that wrote it, or this one, is wrong. The next run
# of the feed dates it to its own moment (`feeds.runs.clock`).
WRONG_CLOCK = timedelta(hours=2)


@dataclass(frozen=True)
class FreshnessRow:
    """One feed now. Counts and quarantine are those of its last success; None: there was none.

    `told_at` is the newest moment that it gave by its own clock; it is `silent` where it answers well and that
    moment is too long ago, and `stale` then too. `held_at`: when the first answer came that waits for a person.
    """

    slug: str
    title: str
    credit: str
    credit_url: str
    last_outcome: str
    last_run_at: datetime | None
    last_sentence: str
    last_success_at: datetime | None
    last_answer_at: datetime | None
    failing_since: datetime | None
    held_at: datetime | None
    told_at: datetime | None
    silent: bool
    silent_after: timedelta | None
    stale: bool
    stale_after: timedelta
    sentence: str
    seen: int | None
    added: int | None
    changed: int | None
    same: int | None
    quarantined: int | None

    @property
    def current_at(self) -> datetime | None:
        """Up to when figures that rest on the feed are current; None: it never answered."""
        return self.told_at if self.silent else self.last_success_at

    @property
    def limit(self) -> timedelta:
        """How old `current_at` may be."""
        return self.silent_after if self.silent and self.silent_after else self.stale_after


@dataclass(frozen=True)
class MonthRow:
    """One feed over the thirty days before a moment: how its runs ended, and what they brought.

    `quarantined` counts records set aside in that time; `waiting` those kept for a person now, and `held`
    the answers that wait for one: those newer than the last success.
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
    success = FeedRun.objects.succeeded().filter(feed=OuterRef("feed"), started_at__lte=at)
    waits = Q(outcome=FeedRun.Outcome.HELD, started_at__gt=_last_start(success))
    counted = (
        ended.order_by()
        .values("feed")
        .annotate(
            runs=Count("pk"),
            succeeded=Count("pk", filter=good),
            missed=Count("pk", filter=~good),
            held=Count("pk", filter=waits),
            all_added=Sum("added"),
            all_changed=Sum("changed"),
            all_quarantined=Sum("quarantined"),
        )
    )
    waiting = dict(
        QuarantinedRecord.objects.waiting()
        .order_by()
        .values("feed")
        .annotate(n=Count("pk"))
        .values_list("feed", "n")
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

    Now, a run that a worker's fast clock dates ahead counts too, as of now.
    """
    if at is None:
        sql, values = _telling_sql(connection.vendor, tuple(FEEDS))
    else:
        sql, values = _telling(FEEDS, at).query.sql_with_params()
    at = at or timezone.now()
    found: dict[str, list[Any]] = {slug: [] for slug in FEEDS}
    for row in FeedRun.objects.raw(sql, values):
        row.is_by_wrong_clock = row.started_at - at > WRONG_CLOCK
        row.started_at = min(row.started_at, at)
        found[row.feed].append(row)
    return [_row(feed, found[feed.slug], at) for feed in FEEDS.values()]


@lru_cache
def _telling_sql(vendor: str, feeds: tuple[str, ...]) -> tuple[str, tuple[Any, ...]]:
    """The query of now, which every page asks: written once, since writing it takes longer than its answer."""
    return _telling(feeds).query.sql_with_params()


def _telling(feeds: Iterable[str], at: datetime | None = None) -> QuerySet[FeedRun]:
    """The few runs of each feed that tell how it stands, oldest first."""
    runs = FeedRun.objects.asked().filter(started_at__lte=at) if at else FeedRun.objects.asked()
    wanted = Q(pk=None)
    for slug in feeds:
        own = runs.filter(feed=slug)
        ended = own.exclude(outcome=FeedRun.Outcome.RUNNING)
        wanted |= Q(pk=_first(ended.order_by("-started_at", "-id")))
        wanted |= Q(pk=_first(own.succeeded().order_by("-started_at", "-id")))
        wanted |= Q(pk=_first(own.answered().order_by("-started_at", "-id")))
        missed = own.missed().filter(started_at__gt=_last_start(own.succeeded())).order_by("started_at", "id")
        wanted |= Q(pk=_first(missed))
        wanted |= Q(pk=_first(missed.filter(outcome=FeedRun.Outcome.HELD)))
    is_answer = Exists(FeedRun.objects.answered().filter(pk=OuterRef("pk")))
    return FeedRun.objects.filter(wanted).annotate(is_answer=is_answer).order_by("started_at", "id")


def _first(runs: QuerySet[FeedRun]) -> Subquery:
    return Subquery(runs.values("pk")[:1])


def _last_start(runs: QuerySet[FeedRun]) -> Coalesce:
    """When the last of these runs started; before every run where there is none."""
    return Coalesce(Subquery(runs.order_by("-started_at").values("started_at")[:1]), _NEVER)


def _failing(since: datetime, last: FeedRun, held_at: datetime | None) -> str:
    """How long there was no good answer, how the last asking ended, and that an answer still waits."""
    if last.started_at == since:
        words = {
            FeedRun.Outcome.UNREACHABLE.value: _("not reachable since %(moment)s"),
            FeedRun.Outcome.HELD.value: _("held for a person since %(moment)s"),
            FeedRun.Outcome.REFUSED.value: _("no usable answer since %(moment)s"),
        }
        return words.get(last.outcome, _("failing since %(moment)s")) % {"moment": moment(since)}
    said = _("no good answer since %(moment)s; last: %(outcome)s, %(last)s") % {
        "moment": moment(since),
        "outcome": last.get_outcome_display(),
        "last": _later(last.started_at, since),
    }
    if held_at and last.outcome != FeedRun.Outcome.HELD:
        waits = _("the answer of %(moment)s is held for a person") % {"moment": _later(held_at, since)}
        said = f"{said}; {waits}"
    return said


def _later(at: datetime, said: datetime) -> str:
    """A moment in a sentence that gave one before: without the day where it is the same."""
    day, _comma, time = moment(at).partition(", ")
    return time if day == moment(said).partition(", ")[0] else moment(at)


def _row(feed: Feed, rows: list[Any], at: datetime) -> FreshnessRow:
    good = {FeedRun.Outcome.STORED, FeedRun.Outcome.UNCHANGED}
    last = rows[-1] if rows else None
    success = next((row for row in reversed(rows) if row.outcome in good), None)
    missed = [row for row in rows if success is None or row.started_at > success.started_at]
    since = next((row.started_at for row in missed if row.outcome not in good), None)
    held_at = next((row.started_at for row in missed if row.outcome == FeedRun.Outcome.HELD), None)
    told_at = success.told_at if success else None
    silent = bool(
        success and told_at and feed.silent_after and success.started_at - told_at > feed.silent_after
    )
    return FreshnessRow(
        slug=feed.slug,
        title=feed.title,
        credit=feed.credit,
        credit_url=feed.credit_url,
        last_outcome=last.outcome if last else "",
        last_run_at=last.started_at if last else None,
        last_sentence=last.sentence if last else "",
        last_success_at=success.started_at if success else None,
        last_answer_at=max((row.started_at for row in rows if row.is_answer), default=None),
        failing_since=since,
        held_at=held_at,
        told_at=told_at,
        silent=silent,
        silent_after=feed.silent_after,
        stale=success is None
        or silent
        or success.is_by_wrong_clock
        or at - success.started_at > feed.stale_after,
        stale_after=feed.stale_after,
        sentence=_by_wrong_clock(rows) or _sentence(last, since, held_at, told_at if silent else None),
        seen=success.seen if success else None,
        added=success.added if success else None,
        changed=success.changed if success else None,
        same=success.same if success else None,
        quarantined=success.quarantined if success else None,
    )


def _by_wrong_clock(rows: list[Any]) -> str:
    if settings.FEEDS_ENABLED and any(row.is_by_wrong_clock for row in rows):
        return _("its last run is dated ahead of this clock: one of the two is wrong")
    return ""


def _sentence(
    last: FeedRun | None, since: datetime | None, held_at: datetime | None, silent_from: datetime | None
) -> str:
    if not settings.FEEDS_ENABLED:
        return _("switched off")
    if last is None:
        return _("has not run yet")
    if since:
        return _failing(since, last, held_at)
    if silent_from:
        return _("answers, but tells nothing newer than %(day)s") % {
            "day": moment(silent_from).partition(", ")[0]
        }
    return _("read on %(moment)s") % {"moment": moment(last.started_at)}
