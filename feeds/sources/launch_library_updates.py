"""Launch Library 2: the updates that its editors write on launches, the only place where a slip has its reason."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from common.text import clean, cut
from common.urls import NoAddress, canonical
from feeds.feed import Feed
from feeds.formats.json_values import (
    Unreadable,
    expect,
    instant_of,
    last_moment,
    listed,
    moments_of,
    next_page,
    page_of,
    part_of,
    read_each,
    text_of,
    uuid_of,
    zoneless,
)
from feeds.formats.pagination import Walk, latest, walk
from feeds.http.client import Client
from feeds.http.columns import names_of
from feeds.http.results import Parsed
from feeds.models import Bookmark
from feeds.sources.launch_library import LAUNCH_LIBRARY, MANNERS
from feeds.sources.launch_library_log import PAGES_A_RUN, UPDATES, spoken_for
from launches.records import UpdateRecord, UpdatesStretch
from launches.services import store_updates

TITLE, MEND = "Launch Library's updates", "Check that LAUNCH_LIBRARY_URL ends in the version, 2.3.0"
# How far the first run looks back.
FIRST_LOOK = timedelta(days=30)
MOST_TEXT = 2000
ALWAYS_THERE = ("comment", "info_url", "created_by", "launch")
ALONG = Walk(
    setting="LAUNCH_LIBRARY_URL",
    path="updates/",
    field="created_on",
    since="created_on__gte",
    fixed={"limit": 100, "format": "json"},
    manners=MANNERS,
    pages=PAGES_A_RUN,
    spoken_for=partial(spoken_for, UPDATES),
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)


# --- fetch ------------------------------------------------------------------------------------
def fetch(client: Client) -> list[bytes]:
    """Updates in the order in which they were written, from where the last run ended."""
    return walk(client, ALONG, Bookmark.of(UPDATES) or timezone.now() - FIRST_LOOK)


# --- parse ------------------------------------------------------------------------------------
def parse(bodies: Sequence[bytes], received_at: datetime) -> Parsed[UpdateRecord | UpdatesStretch]:
    """Updates of launches, and the time of which these are all. That nothing was written is an answer.

    Those of events and programs, and those without words, are counted and left aside.
    """
    items: list[Any] = []
    for number, body in enumerate(bodies, 1):
        page = page_of(body, number, TITLE, MEND)
        listed(page, body, number, TITLE, MEND)
        items += page["results"]
    read, quarantined = read_each(items, lambda item: _update(item, received_at))
    records: list[UpdateRecord | UpdatesStretch] = [one for one in read if one is not None]
    remarks = zoneless(items, ("created_on",))
    if left := len(read) - len(records):
        remarks.append(f"{left} of events or programs, or without words, left aside.")
    dropped = sum(_is_link_dropped(item) for item in items if isinstance(item, dict))
    if dropped:
        remarks.append(f"{dropped} links that are no web address left out.")
    last = last_moment(bodies, "created_on", latest(received_at))
    read_up_to = min(last, received_at) if last else None
    notes = [] if quarantined else _stretch(bodies, received_at)
    if any(one.lacks for one in quarantined):
        read_up_to = None  # what moved past it would not ask for it again
    return Parsed(
        [*records, *notes],
        quarantined,
        remarks,
        read_up_to,
        told_at=read_up_to,
        names=names_of(items),
        notes=len(notes),
    )


def _stretch(bodies: Sequence[bytes], received_at: datetime) -> list[UpdatesStretch]:
    """From the first update of the answer to its arrival where it was read to its end, else to the last one."""
    moments = [at for body in bodies for at in moments_of(body, "created_on", received_at)]
    if not moments:
        return []
    whole = bool(bodies) and next_page(bodies[-1]) is None
    last = received_at if whole else max(moments)
    return [UpdatesStretch(min(moments), last)]


def _update(item: Mapping[str, Any], received_at: datetime) -> UpdateRecord | None:
    expect(item, ALWAYS_THERE)
    launch = part_of(item, "launch")
    created_on = instant_of(item, "created_on")
    if created_on > received_at + timedelta(days=1):
        raise Unreadable(f"created_on {item['created_on']} lies in the future")
    number = item.get("id")
    if isinstance(number, bool) or not isinstance(number, int) or not 0 < number < 2**63:
        raise Unreadable(f"id {str(number)[:60]!r} is not a whole number above 0")
    comment = _words(item, "comment")
    if not launch or not comment:
        return None
    return UpdateRecord(
        update_id=number,
        ll2_id=uuid_of(launch, "id"),
        comment=cut(comment, MOST_TEXT),
        author=cut(_words(item, "created_by"), 80)[:200],
        link=_link(item),
        created_on=created_on,
    )


def _words(item: Mapping[str, Any], key: str) -> str:
    """A text of theirs on one line, without markup."""
    return clean(_TAG.sub(" ", text_of(item, key, 1_000_000)))


def _link(item: Mapping[str, Any]) -> str:
    """The page that the update names; nothing where that is no address of the web."""
    address = item.get("info_url")
    if not isinstance(address, str) or clean(address) != address.strip():
        return ""
    try:
        return canonical(address[:2001])
    except NoAddress:
        return ""


def _is_link_dropped(item: Mapping[str, Any]) -> bool:
    return bool(item.get("info_url")) and not _link(item)


def alone(raw: str, context: str) -> bytes:
    """A page with one update that was set aside; that another follows it says that it is not all of its time."""
    return b'{"count": 1, "next": "https://ll.thespacedevs.com/", "results": [%s]}' % raw.encode()


LAUNCH_LIBRARY_UPDATES: Feed[Any] = Feed(
    slug=UPDATES,
    title="Launch Library 2: updates",
    credit=LAUNCH_LIBRARY.credit,
    credit_url=LAUNCH_LIBRARY.credit_url,
    setting="LAUNCH_LIBRARY_URL",
    fetch=fetch,
    parse=parse,
    store=store_updates,
    alone=alone,
    every=timedelta(minutes=55),
    stale_after=timedelta(hours=24),
    silent_after=timedelta(days=4),
    manners=MANNERS,
    calls_per_run=1,
    spoken_for=partial(spoken_for, UPDATES),
    whole=False,
    may_be_empty=True,
)
