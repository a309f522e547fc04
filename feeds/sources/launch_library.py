"""Launch Library 2 (2.3.0): upcoming launches of every nation, with their NET and its precision."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from common.text import clean
from feeds.feed import Feed
from feeds.formats.json_values import (
    Unreadable,
    alone,
    instant_of,
    instant_or_none,
    listed,
    next_page,
    page_of,
    part_of,
    read_each,
    required_text_of,
    text_of,
    uuid_of,
)
from feeds.formats.pagination import check_place
from feeds.http.client import Client
from feeds.http.columns import names_of
from feeds.http.rate_limits import Manners, asked_lately, calls_left
from feeds.http.refusals import AnswerRefused
from feeds.http.results import FeedError, Parsed, quoted
from feeds.sources.launch_library_fields import expect_all, oddities
from feeds.sources.launch_library_net import PRECISIONS, net_interval
from launches.models import LaunchStatus, NetPrecision
from launches.records import LaunchRecord, UnlistedLaunch
from launches.services import unlisted_launches, upsert_launches

QUERY = "launches/upcoming/?mode=normal&limit=100&include_suborbital=false&format=json"
# 366 launches were listed in July 2026, so 4 pages are usual. 15 calls an hour are allowed.
MAX_PAGES = 7
USUAL_PAGES = 5
LOOKUPS_A_RUN = 2
MANNERS = Manners(calls_per_hour=15, retries=2)

STATUSES = {
    1: LaunchStatus.GO,
    2: LaunchStatus.TBD,
    3: LaunchStatus.SUCCESS,
    4: LaunchStatus.FAILURE,
    5: LaunchStatus.HOLD,
    6: LaunchStatus.IN_FLIGHT,
    7: LaunchStatus.PARTIAL_FAILURE,
    8: LaunchStatus.TBC,
    9: LaunchStatus.DEPLOYED,
}
_PLACEHOLDERS = {"", "n/a", "tbd", "unknown", "unknown pad", "unknown location"}


# --- fetch ------------------------------------------------------------------------------------
def fetch(client: Client) -> list[bytes]:
    """The pages of the list, and launches that we hold and the list no longer names, each by its id."""
    url: str | None = f"{settings.LAUNCH_LIBRARY_URL}/{QUERY}"
    asked: list[str] = []
    pages: list[bytes] = []
    while url and len(pages) < MAX_PAGES:
        if asked:
            check_place(url, asked, "LAUNCH_LIBRARY_URL")
        asked.append(url)
        pages.append(client.get(url))
        url = next_page(pages[-1])
    return pages if url else [*pages, *_look_up_unlisted(client, pages)]


def _look_up_unlisted(client: Client, pages: Sequence[bytes]) -> list[bytes]:
    """The word of Launch Library on launches that left the list: flown, or removed.

    A few a run, each once a day at most; one that is kept as no longer known there once a week. What we hold
    of it stays, and the answer says in words of ours that it is not known.
    """
    found: list[bytes] = []
    looked_up = 0
    for row in unlisted_launches(named) if (named := _listed(pages)) else ():
        url = f"{settings.LAUNCH_LIBRARY_URL}/launches/{row.ll2_id}/?mode=normal&format=json"
        is_gone = getattr(row, "unlisted_since", None) is not None
        if asked_lately(url, timedelta(days=7 if is_gone else 1)):
            continue
        left = calls_left(url, MANNERS)
        if looked_up == LOOKUPS_A_RUN or (left is not None and left <= LOOKUPS_A_RUN):
            break
        looked_up += 1
        try:
            found.append(client.get(url))
        except AnswerRefused as refusal:
            if refusal.status != 404:
                raise
            if not _is_their_word(refusal.body):
                client.remarks.append(
                    f"“{row.name}” was answered with a 404 that is not Launch Library's own."
                )
                continue
            found.append(not_known(row.ll2_id, refusal.body))
            client.remarks.append(f"Launch Library no longer knows “{row.name}” (404): its last word stays.")
    return found


def _is_their_word(body: bytes) -> bool:
    """Whether a 404 is said by Launch Library itself, in JSON, and not by something on the way."""
    try:
        return isinstance(json.loads(body), dict)
    except (ValueError, RecursionError):
        return False


def not_known(ll2_id: UUID | None, said: bytes) -> bytes:
    """The answer in place of one that did not come: that a launch is not known there, and in which words."""
    note = "Written by Racetracker: Launch Library answered 404 for this id."
    return json.dumps({"not_known": str(ll2_id), "note": note, "said": quoted(said)}).encode()


def _listed(pages: Sequence[bytes]) -> set[str]:
    """The ids that the list names; none where a page cannot be read: parse says what is wrong."""
    try:
        return {item["id"] for body in pages for item in json.loads(body)["results"]}
    except (ValueError, RecursionError, TypeError, KeyError):
        return set()


# --- parse ------------------------------------------------------------------------------------
def parse(bodies: Sequence[bytes], received_at: datetime) -> Parsed[LaunchRecord | UnlistedLaunch]:
    """Launches of all pages, and those not known there any more.

    One that cannot be read is set aside; a page that is no list is refused.
    """
    pages = pages_of(bodies)
    parsed = read_launches(pages, received_at)
    if not parsed.seen:
        raise FeedError("Launch Library listed no launch at all, which cannot be. Ask again later.")
    count = max(page["count"] for page in pages)
    read = sum(len(page["results"]) for page in pages if page["count"])
    remarks = [f"{read} of {count} launches listed were read."] if read < count else []
    remarks += _repeated(pages)
    absent = [page for page in pages if "not_known" in page]
    unlisted, bad = read_each(absent, lambda page: UnlistedLaunch(uuid_of(page, "not_known")))
    return Parsed(
        [*parsed.records, *unlisted],
        [*parsed.quarantined, *bad],
        [*parsed.remarks, *remarks],
        told_at=parsed.told_at,
        beside=sum(len(page["results"]) or 1 for page in pages if not page["count"]),
        names=parsed.names,
    )


def _repeated(pages: Sequence[Mapping[str, Any]]) -> list[str]:
    """Pages that name nothing but what pages before them named: what should have stood there is not known."""
    seen: set[str] = set()
    remarks = []
    for number, page in enumerate(pages, 1):
        ids = {str(item.get("id")) for item in page["results"] if isinstance(item, dict)}
        if ids and ids <= seen and page["count"]:
            remarks.append(
                f"Page {number} repeats launches of the pages before it: as many others may be missing."
            )
        seen |= ids
    return remarks


def pages_of(bodies: Sequence[bytes]) -> list[dict[str, Any]]:
    """Each answer as a page; a launch that was looked up is a page of its own, with nothing to count.

    One that was not known there is an empty page with its id.
    """
    return [_page(body, number) for number, body in enumerate(bodies, 1)]


def read_launches(pages: Sequence[dict[str, Any]], received_at: datetime) -> Parsed[LaunchRecord]:
    """The launches of pages; one that cannot be read is set aside."""
    items = [item for page in pages for item in page["results"]]
    records, quarantined = read_each(items, lambda item: _launch(item, received_at))
    # Pages that overlap say the same twice: it counts once, or the next list would look shrunken.
    told_at = max((record.updated_at for record in records), default=None)
    return Parsed(
        list(dict.fromkeys(records)), quarantined, oddities(items), told_at=told_at, names=names_of(items)
    )


def _page(body: bytes, number: int) -> dict[str, Any]:
    page = page_of(body, number, "Launch Library", "Check LAUNCH_LIBRARY_URL")
    if "results" not in page and "net" in page:
        return {"count": 0, "results": [page]}
    if "results" not in page and "not_known" in page:
        return {"count": 0, "results": [], "not_known": page["not_known"]}
    listed(page, body, number, "Launch Library", "Check that LAUNCH_LIBRARY_URL ends in the version, 2.3.0")
    return page


def _launch(item: Mapping[str, Any], received_at: datetime) -> LaunchRecord:
    expect_all(item)
    precision_id = _precision_id(item)
    net = instant_of(item, "net")
    first, last = net_interval(net.date(), precision_id)
    updated_at = instant_of(item, "last_updated")
    if updated_at > received_at + timedelta(days=1):
        raise Unreadable(f"last_updated {item['last_updated']} lies in the future")
    window_start, window_end = instant_or_none(item, "window_start"), instant_or_none(item, "window_end")
    if window_start and window_end and window_end < window_start:
        raise Unreadable("window_end lies before window_start")
    mission, pad = part_of(item, "mission"), part_of(item, "pad")
    location, configuration = part_of(pad, "location"), part_of(part_of(item, "rocket"), "configuration")
    name = required_text_of(item, "name", 300)
    return LaunchRecord(
        ll2_id=uuid_of(item, "id"),
        updated_at=updated_at,
        name=name,
        net=net,
        net_precision=NetPrecision.UNKNOWN if precision_id is None else PRECISIONS[precision_id],
        net_first=first,
        net_last=last,
        status=_status(item),
        window_start=window_start,
        window_end=window_end,
        mission=text_of(mission, "name", 300),
        description=text_of(mission, "description", 10_000),
        vehicle=_known(configuration, "full_name") or _known(configuration, "name"),
        provider=_known(part_of(item, "launch_service_provider"), "name"),
        country=_country(pad) or _country(location),
        pad=_known(pad, "name"),
        site=_known(location, "name"),
        orbit=_known(part_of(mission, "orbit"), "name", 100),
        designator=_designator(item),
    )


def _known(item: Mapping[str, Any], key: str, limit: int = 200) -> str:
    """The text, or nothing where it is one of their words for not knowing."""
    text = text_of(item, key, limit)
    return "" if text.lower() in _PLACEHOLDERS else text


def _word_id(item: Mapping[str, Any], key: str, known: Mapping[int, str]) -> int:
    """The id of a word of theirs that we know; an unknown one is loud."""
    part = part_of(item, key)
    number = part.get("id")
    if isinstance(number, bool) or not isinstance(number, int):
        raise Unreadable(f"{key} has no whole number as id")
    if number not in known:
        word = f"{key} {number} (“{clean(str(part.get('name')))[:60]}”)"
        raise Unreadable(f"unknown word: {word}", unknown_word=word)
    return number


def _status(item: Mapping[str, Any]) -> str:
    return STATUSES[_word_id(item, "status", STATUSES)]


def _precision_id(item: Mapping[str, Any]) -> int | None:
    return None if item.get("net_precision") is None else _word_id(item, "net_precision", PRECISIONS)


def _country(place: Mapping[str, Any]) -> str:
    code = text_of(part_of(place, "country"), "alpha_2_code")
    return code.upper() if re.fullmatch("[A-Za-z]{2}", code) else ""


def _designator(item: Mapping[str, Any]) -> str:
    text = _known(item, "launch_designator")
    if text and not re.fullmatch(r"[0-9]{4}-[A-Z]?[0-9]{2,4}", text):
        raise Unreadable(f"launch_designator {text!r} is not like 2025-100")
    return text


LAUNCH_LIBRARY: Feed[Any] = Feed(
    slug="launch-library",
    title="Launch Library 2",
    credit="Launch data: Launch Library 2 by The Space Devs",
    credit_url="https://thespacedevs.com",
    setting="LAUNCH_LIBRARY_URL",
    fetch=fetch,
    parse=parse,
    store=upsert_launches,
    alone=alone,
    every=timedelta(minutes=55),
    stale_after=timedelta(hours=6),
    silent_after=timedelta(days=3),
    manners=MANNERS,
    calls_per_run=USUAL_PAGES,
)
