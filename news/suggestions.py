"""Suggestions: choosing among the stories of outside feeds, and what a person decides of each.

The only writers of suggestions. Nothing here is published by itself: a suggestion becomes a news item by
an analyst's hand, with an analyst's summary.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.dates import PartialDate
from common.text import beginning
from facts import services
from facts.history import account
from facts.models import Source
from launches.models import Launch
from launches.records import Stored
from news.choosing import Choice, Tracked
from news.models import NewsItem, Suggestion
from news.records import StoryRecord
from news.same_story import by_title_of, is_told_elsewhere, pages_of, place_of, spellings, title_of

# What follows the publisher's newer word, beside the names found in it.
FIELDS = ("url", "title", "publisher", "text", "language", "published_at", "updated_at")
# Of those that wait: how many are looked at again after each run for launches and pages that came since.
LOOKED_AT_AGAIN = 1000


# --- Storing ------------------------------------------------------------------------------------
@transaction.atomic
def store_stories(records: Sequence[StoryRecord], *, seen_at: datetime, feed: str) -> Stored:
    """Keeps what is of interest for the desk, each story once; of two words on one, the newer counts.

    A story is known by its id, by its address in any spelling, or by its publisher and title within some days,
    whatever was decided of it; a page that is a source already is not suggested. What is of no interest is
    counted, not kept.
    """
    newest = _newest(records)
    rows = _known(feed, newest)
    by_id = {row.external_id: row for row in rows if row.feed == feed}
    by_place = {place_of(row.url): row for row in rows}
    by_title = by_title_of(newest.values())
    pages = pages_of(record.url for record in newest.values())
    tracked, count = Tracked(), Counter[str]()
    for record in sorted(newest.values(), key=lambda record: (record.published_at, record.external_id)):
        row = by_id.get(record.external_id) or by_place.get(place_of(record.url))
        choice = tracked.choice(record)
        if row is not None:
            count["changed" if _follow(row, record, choice, by_place) else "same"] += 1
        elif place_of(record.url) in pages:
            count["known"] += 1
        elif choice and is_told_elsewhere(record, by_title):
            count["twin"] += 1
        elif choice:
            row = by_place[place_of(record.url)] = _suggest(feed, record, choice, seen_at)
            by_title.setdefault(title_of(row), []).append(row.published_at)
            count["added"] += 1
        else:
            count["other"] += 1
    _link_launches()
    count["settled"] = _settle_entered(seen_at)
    return Stored(
        added=count["added"],
        changed=count["changed"],
        same=count["same"] + count["known"] + count["twin"] + count["other"],
        remarks=_remarks(count),
    )


def _newest(records: Sequence[StoryRecord]) -> dict[str, StoryRecord]:
    newest: dict[str, StoryRecord] = {}
    for record in records:
        known = newest.get(record.external_id)
        if known is None or known.updated_at <= record.updated_at:
            newest[record.external_id] = record
    return newest


def _known(feed: str, newest: Mapping[str, StoryRecord]) -> list[Suggestion]:
    """What is here already of these stories, by id or by address, locked until this is stored."""
    rows = Suggestion.objects.select_for_update().with_names()
    found = {row.pk: row for row in rows.filter(feed=feed, external_id__in=newest)}
    places = spellings(record.url for record in newest.values())
    return list((found | {row.pk: row for row in rows.filter(url__in=places)}).values())


def _suggest(feed: str, record: StoryRecord, choice: Choice, seen_at: datetime) -> Suggestion:
    said = {name: getattr(record, name) for name in FIELDS}
    row = Suggestion.objects.create(
        feed=feed,
        external_id=record.external_id,
        seen_at=seen_at,
        launch_ids=[str(key) for key in record.launch_ids],
        words=list(choice.words),
        rank=choice.rank,
        **said,
    )
    row.projects.set(choice.projects)
    row.organizations.set(choice.organizations)
    return row


def _follow(row: Suggestion, record: StoryRecord, choice: Choice, taken: dict[str, Suggestion]) -> bool:
    """Writes the publisher's newer word into the row; what a person decided stays. Says whether it changed."""
    if record.updated_at < row.updated_at:
        return False
    said = {name: getattr(record, name) for name in FIELDS}
    said["launch_ids"] = [str(key) for key in record.launch_ids]
    if taken.get(place_of(record.url), row).pk != row.pk:
        said["url"] = row.url  # another suggestion has that address
    named = row.state == Suggestion.State.OPEN and bool(choice)
    if named:
        said |= {"words": list(choice.words), "rank": choice.rank}
    changed = [name for name, value in said.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, said[name])
    if changed:
        row.save(update_fields=changed)
        taken[place_of(row.url)] = row
    if named:
        for name, keys in (("projects", choice.projects), ("organizations", choice.organizations)):
            links = getattr(row, name)
            if {other.pk for other in links.all()} != keys:
                links.set(keys)
                changed.append(name)
    return bool(changed)


def _link_launches() -> None:
    """Ties suggestions to launches that the feed names: the link, or the launch, may have come later."""
    rows = list(
        Suggestion.objects.open()
        .exclude(launch_ids=[])
        .prefetch_related("launches")
        .order_by("-published_at")[:LOOKED_AT_AGAIN]
    )
    wanted = {key for row in rows for key in row.launch_ids}
    launches = {
        str(key): pk for pk, key in Launch.objects.filter(ll2_id__in=wanted).values_list("pk", "ll2_id")
    }
    for row in rows:
        keys = {launches[key] for key in row.launch_ids if key in launches}
        if {launch.pk for launch in row.launches.all()} != keys:
            row.launches.set(keys)


def _settle_entered(at: datetime) -> int:
    """Closes what was entered by hand meanwhile: its page is a source now. Returns how many."""
    rows = list(Suggestion.objects.open().order_by("-published_at")[:LOOKED_AT_AGAIN])
    pages = pages_of(row.url for row in rows)
    found = [(row, pages[place_of(row.url)]) for row in rows if place_of(row.url) in pages]
    for row, source in found:
        item = NewsItem.objects.filter(sources=source).order_by("pk").first()
        _decide(row, Suggestion.State.TAKEN, by=None, item=item, reason=_("Entered by hand."), at=at)
    return len(found)


def _remarks(count: Counter[str]) -> tuple[str, ...]:
    said = []
    if count["known"]:
        said.append(f"{count['known']:,} are sources already.")
    if count["twin"]:
        said.append(f"{count['twin']:,} stand here under another address of their publisher.")
    if count["other"]:
        said.append(f"{count['other']:,} speak of nothing that is tracked.")
    if count["settled"]:
        said.append(f"{count['settled']:,} waiting here were entered by hand meanwhile.")
    return tuple(said)


# --- Deciding -----------------------------------------------------------------------------------
class Undecidable(ValueError):
    """Why a suggestion cannot be decided so, in a sentence."""


@transaction.atomic
def dismiss(chosen: Iterable[Suggestion], *, reason: str, by: Any) -> int:
    """Puts suggestions away for good, with a reason; how many were still open."""
    reason = beginning(" ".join(reason.split()), 300)
    if not reason:
        raise Undecidable(_("Say why: whoever looks for this story later reads the reason."))
    rows = _still_open(row.pk for row in chosen)
    for row in rows:
        _decide(row, Suggestion.State.DISMISSED, by=by, reason=reason)
    return len(rows)


@transaction.atomic
def reopen(chosen: Iterable[Suggestion]) -> int:
    """Brings dismissed suggestions back to the inbox; how many."""
    keys = [row.pk for row in chosen]
    rows = Suggestion.objects.select_for_update().filter(pk__in=keys, state=Suggestion.State.DISMISSED)
    return rows.update(state=Suggestion.State.OPEN, reason="", decided_by=None, decided_at=None)


@transaction.atomic
def take(item: NewsItem, *, by: Any, chosen: Suggestion | None = None) -> int:
    """Closes the suggestion that an item was made of, and those of the item's own pages; how many."""
    urls = list(item.sources.values_list("url", flat=True))
    keys = set(Suggestion.objects.open().filter(url__in=spellings(urls)).values_list("pk", flat=True))
    rows = _still_open(keys | ({chosen.pk} if chosen else set()))
    for row in rows:
        _decide(row, Suggestion.State.TAKEN, by=by, item=item)
    return len(rows)


@transaction.atomic
def merge(chosen: Suggestion, item: NewsItem, *, by: Any, read: bool) -> Source:
    """Adds the page of a suggestion to a news item as a further source; the page as it is cited now.

    `read` says that the person read the page: else it counts as named by another text, and proves nothing.
    """
    rows = _still_open([chosen.pk])
    if not rows:
        raise Undecidable(_("Somebody decided this suggestion meanwhile: reload the list."))
    page = services.find_source(chosen.url)
    told = NewsItem.objects.filter(sources=page).exclude(pk=item.pk).first() if page else None
    if told:
        raise Undecidable(_("Its page is the news item “%(item)s” already.") % {"item": told})
    with account(by, _("A further page tells it.")):
        page = page or _new_page(chosen, read)
        if not item.sources.filter(pk=page.pk).exists():
            item.sources.add(page)
            services.settle_known_on(item)
    _decide(rows[0], Suggestion.State.MERGED, by=by, item=item)
    return page


def _new_page(chosen: Suggestion, read: bool) -> Source:
    """The page of a suggestion as a stored source: somebody may have entered it at the same moment."""
    page = Source(
        url=chosen.url,
        title=chosen.title,
        publisher=chosen.publisher,
        language=chosen.language,
        quality=Source.Quality.PRESS,
        seen=Source.Seen.PAGE if read else Source.Seen.CITED,
    )
    page.published_on = PartialDate.of(published_on(chosen))
    page.slug = services.proposed_slug(page)
    try:
        with transaction.atomic():
            page.save()
    except IntegrityError:
        if found := services.find_source(chosen.url):
            return found
        raise
    return page


def published_on(suggestion: Suggestion) -> date:
    """The day of its publication, as clocks in Greenwich have it."""
    return suggestion.published_at.astimezone(UTC).date()


def _still_open(keys: Iterable[int]) -> list[Suggestion]:
    return list(Suggestion.objects.open().select_for_update().filter(pk__in=list(keys)))


def _decide(
    row: Suggestion,
    state: Suggestion.State,
    *,
    by: Any,
    item: NewsItem | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> None:
    row.state, row.decided_by, row.item, row.reason = state, by, item, reason
    row.decided_at = at or timezone.now()
    row.save(update_fields=["state", "decided_by", "item", "reason", "decided_at"])
