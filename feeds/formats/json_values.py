"""Reading JSON of a feed strictly: what is not of the expected shape is said, never guessed."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from html import unescape
from typing import Any, TypeVar
from uuid import UUID

from common.text import clean
from feeds.http.results import FeedError, Quarantined, quoted

Record = TypeVar("Record")
MAX_ADDRESS = 500


class Unreadable(Exception):
    """Why a record cannot be understood. `unknown_word` names a word missing in our vocabulary."""

    def __init__(self, reason: str, unknown_word: str = "") -> None:
        self.reason = clean(reason).rstrip(".")  # it may quote what came
        super().__init__(self.reason)
        self.unknown_word = unknown_word


class Lacking(Unreadable):
    """A field that the feed always gave, empty or not, is not there at all."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the field {name} is gone, which was always there, empty or not")
        self.name = name


def expect(item: Mapping[str, Any], names: Iterable[str], before: str = "") -> None:
    """Raises Lacking where an object has not all of these names; one that is empty altogether was null."""
    for name in names if item else ():
        if name not in item:
            raise Lacking(f"{before}{name}")


def page_of(body: bytes, number: int, title: str, mend: str) -> dict[str, Any]:
    """An answer as a JSON object; `mend` says what to check where it is none."""
    try:
        page = json.loads(body)
    except RecursionError as error:
        raise FeedError(f"Page {number} of {title} is nested too deep to be a list.") from error
    except ValueError as error:
        raise FeedError(
            f"Page {number} of {title} is not whole JSON ({error}): {quoted(body)} {mend}, or ask again later."
        ) from error
    return page if isinstance(page, dict) else {}


def listed(page: Mapping[str, Any], body: bytes, number: int, title: str, mend: str) -> None:
    """Refuses a page that is no list with a count."""
    if not isinstance(page.get("results"), list):
        raise FeedError(f"Page {number} of {title} has no list “results”: {quoted(body)} {mend}.")
    count = page.get("count")
    if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count < 10**9:
        raise FeedError(f"Page {number} of {title} has no whole number “count”: {quoted(body)}")


def read_each(items: Iterable[Any], read: Callable[[Any], Record]) -> tuple[list[Record], list[Quarantined]]:
    """The records of a list; one that cannot be read is set aside with its place, its raw text and the reason."""
    records: list[Record] = []
    quarantined: list[Quarantined] = []
    for position, item in enumerate(items, 1):
        try:
            if not isinstance(item, dict):
                raise Unreadable("is not an object")
            records.append(read(item))
        except Unreadable as fault:
            raw = json.dumps(item, ensure_ascii=True)
            key = item.get("id") if isinstance(item, dict) else None
            key = str(key)[:64] if isinstance(key, int | str) else ""
            lacks = fault.name if isinstance(fault, Lacking) else ""
            quarantined.append(
                Quarantined(position, raw, fault.reason, fault.unknown_word, key=key, lacks=lacks)
            )
    return records, quarantined


def alone(raw: str, context: str) -> bytes:
    """A page with one record, so that a record set aside can be read again."""
    return b'{"count": 1, "results": [%s]}' % raw.encode()


def part_of(item: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The object under a key; an empty one for null or nothing."""
    part = item.get(key)
    if part is None:
        return {}
    if not isinstance(part, dict):
        raise Unreadable(f"{key} is not an object")
    return part


def text_of(item: Mapping[str, Any], key: str, limit: int = 200) -> str:
    """The text under a key, cleaned; empty for null or nothing. Entities of HTML (`&nbsp;`) are read, once."""
    value = item.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unreadable(f"{key} is not text")
    text = clean(unescape(value))
    if len(text) > limit:
        raise Unreadable(f"{key} has {len(text)} signs; at most {limit} are taken")
    return text


def required_text_of(item: Mapping[str, Any], key: str, limit: int = 200) -> str:
    """The text under a key, which must be there."""
    text = text_of(item, key, limit)
    if not text:
        raise Unreadable(f"{key} is missing or empty: expected text")
    return text


def instant_or_none(item: Mapping[str, Any], key: str) -> datetime | None:
    """The moment under a key, in UTC; None for null or nothing. Where no zone is named UTC is meant."""
    value = item.get(key)
    if value is None:
        return None
    try:
        stated = datetime.fromisoformat(value)
        read = stated.astimezone(UTC) if stated.tzinfo else stated.replace(tzinfo=UTC)
        at = read if len(value) >= len("2026-12-05T12:15") else None  # a day alone is no moment
    except (TypeError, ValueError, OverflowError):
        at = None
    if at is None or not 1957 <= at.year <= 2200:
        raise Unreadable(f"{key} {str(value)[:60]!r} is no moment from 1957 to 2200")
    return at


def is_zoneless(value: Any) -> bool:
    """Whether this is a moment that names no time zone."""
    try:
        return datetime.fromisoformat(value).tzinfo is None
    except (TypeError, ValueError):
        return False


def zoneless(items: Iterable[Any], names: Iterable[str]) -> list[str]:
    """How many of these objects give a moment without a time zone, as a remark; none where all name one."""
    names = tuple(names)
    count = sum(
        any(is_zoneless(item.get(name)) for name in names) for item in items if isinstance(item, dict)
    )
    return [f"{count} gave dates without a time zone, read as UTC."] if count else []


def instant_of(item: Mapping[str, Any], key: str) -> datetime:
    """The moment under a key, which must be there."""
    at = instant_or_none(item, key)
    if at is None:
        raise Unreadable(f"{key} is missing or null")
    return at


def uuid_of(item: Mapping[str, Any], key: str) -> UUID:
    """The UUID under a key, which must be there."""
    try:
        return UUID(item[key])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable(f"{key} {str(item.get(key))[:60]!r} is not a UUID") from error


# --- Lists that move while they are read --------------------------------------------------------
def next_page(body: bytes) -> str | None:
    """The address of the page after this one, if it names one; `FeedError` where that can be none."""
    try:
        page = json.loads(body)
    except (ValueError, RecursionError):
        return None  # parse says what is wrong
    following = page.get("next") if isinstance(page, dict) else None
    if following is not None and (not isinstance(following, str) or len(following) > MAX_ADDRESS):
        told = quoted(json.dumps(following).encode())
        raise FeedError(f"A page names as its next one {told}, which can be no address. Ask again later.")
    return following


def last_moment(bodies: Sequence[bytes], field: str, latest: datetime) -> datetime | None:
    """The latest moment in pages up to `latest`, of records that can be read or not; None where there is none."""
    return max((at for body in bodies for at in moments_of(body, field, latest)), default=None)


def moments_of(body: bytes, field: str, latest: datetime) -> list[datetime]:
    """The moments that a page gives its records, as they stand, without those after `latest`."""
    found = (_moment(item, field) for item in _items(body))
    return [at for at in found if at and at <= latest]


def _items(body: bytes) -> list[Any]:
    try:
        page = json.loads(body)
    except (ValueError, RecursionError):
        return []  # parse says what is wrong
    items = page.get("results") if isinstance(page, dict) else None
    return items if isinstance(items, list) else []


def _moment(item: Any, field: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(item[field])
    except (KeyError, TypeError, ValueError):
        return None
    # At the ends of the calendar another zone has no such day. Where no zone is named UTC is meant.
    if not 1 < at.year < 9999:
        return None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
