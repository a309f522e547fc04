"""Manners towards a host: how often it is asked, counted in the database so that they hold everywhere."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from feeds.http.results import FeedError, ago, moment
from feeds.models import Asking, Host

HOUR = timedelta(hours=1)
# A host that asks us to wait is believed between these bounds; one that gives no time, for this long.
SHORTEST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=24)
USUAL_WAIT = timedelta(minutes=15)
# After an answer that is none a person must look: until then, or for a day, the host is left alone.
AFTER_REFUSAL = timedelta(hours=24)
# After a fault of its own a host that wants readers to stop is left alone for so long.
AFTER_FAULT = timedelta(hours=2)
KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Manners:
    """What a service asks of those who read it.

    `calls_per_hour` counts every request to the host, whichever feed makes it. `gap` lies between two
    answers of one address. `retries` is how often a request that failed by chance is made again;
    `stop_at_refusal` leaves the host alone after any status but success: see `stop`.
    """

    calls_per_hour: int | None = None
    gap: timedelta | None = None
    retries: int = 0
    stop_at_refusal: bool = False


NO_LIMITS = Manners()


class NotNow(FeedError):
    """The host may not be asked at this moment; nothing was sent."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, outcome="unreachable")


def calls_left(address: str, manners: Manners, now: datetime | None = None) -> int | None:
    """How many requests the host of an address still allows within this hour; None: no limit is known."""
    if manners.calls_per_hour is None:
        return None
    made = Asking.objects.since((now or timezone.now()) - HOUR).filter(host__name=_host(address)).count()
    return max(0, manners.calls_per_hour - made)


def asked_lately(url: str, within: timedelta, *, status: int | None = None) -> bool:
    """Whether an address was asked in a time just past, and answered in that way where one is given."""
    asked = Asking.objects.since(timezone.now() - within).filter(url=url)
    return (asked if status is None else asked.filter(status=status)).exists()


def closed(address: str, now: datetime | None = None) -> str:
    """Why the host of an address is left alone now, or nothing."""
    host = Host.objects.filter(name=_host(address), closed_until__gt=now or timezone.now()).first()
    if host is None or host.closed_until is None:
        return ""
    return f"{host.name} is not asked before {moment(host.closed_until)}: {host.why}"


@transaction.atomic
def claim(url: str, manners: Manners) -> Asking:
    """Writes down a request that may be made now; `NotNow` where it may not.

    The host's row is locked meanwhile: of two workers that ask at once for what is given once, one is told no.
    """
    host, _created = Host.objects.select_for_update().get_or_create(name=_host(url))
    now = timezone.now()
    if reason := closed(url, now):
        raise NotNow(reason)
    if calls_left(url, manners, now) == 0:
        raise NotNow(
            f"{host.name} allows {manners.calls_per_hour} calls an hour, and they were made. "
            "Ask again within the hour."
        )
    if manners.gap is not None:
        last = Asking.objects.given().filter(url=url).since(now - manners.gap).first()
        if last:
            raise NotNow(
                f"{url} was asked {ago(now - last.at)} ago and is given once in {ago(manners.gap)}: "
                f"not before {moment(last.at + manners.gap)}."
            )
    return Asking.objects.create(host=host, url=url, at=now)


def close(url: str, wait: timedelta, why: str) -> datetime:
    """Leaves the host alone for a while, whichever feed or worker would ask it; until when. A longer wait stands."""
    until = timezone.now() + wait
    host = Host.objects.filter(name=_host(url))
    host.filter(Q(closed_until=None) | Q(closed_until__lt=until)).update(closed_until=until, why=why)
    return host.values_list("closed_until", flat=True).first() or until


def stop(url: str, status: int | None) -> None:
    """Leaves a host alone that answered with a status that needs a person (301, 403, 404): for a day, or until
    somebody looked. After a fault of its own (5xx) it is left alone for two hours; after 429 as it asked."""
    if status is None or status in {200, 304, 429}:
        return
    wait = AFTER_REFUSAL if status < 500 else AFTER_FAULT
    look = "A person must look: run_feed --force." if status < 500 else "It is asked again by itself."
    close(url, wait, f"it answered {status}. {look}")


def reopen(address: str) -> None:
    """A person looked: the host may be asked again."""
    Host.objects.filter(name=_host(address)).update(closed_until=None, why="")


def forget_old_askings() -> None:
    """Requests older than a month bear on nothing; those that name an answer we keep stay."""
    Asking.objects.filter(at__lt=timezone.now() - KEPT_FOR, kept=False).delete()


def wait_asked_for(header: str, now: datetime | None = None) -> timedelta | None:
    """What a `Retry-After` asks for, in seconds or as a date, between a minute and a day; None: unreadable."""
    text = header.strip()
    try:
        if text.isascii() and text.isdigit():
            wait = timedelta(seconds=min(int(text[:12]), LONGEST_WAIT.total_seconds()))
        else:
            stated = parsedate_to_datetime(text)
            wait = (stated if stated.tzinfo else stated.replace(tzinfo=UTC)) - (now or timezone.now())
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
    return min(max(wait, SHORTEST_WAIT), LONGEST_WAIT)


def _host(url: str) -> str:
    return urlsplit(url).netloc[:200]
