"""Entering news; news/workflow.py moves it through its states. The only writers of news items."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from common.dates import PartialDate
from common.urls import canonical
from facts import services
from facts.models import Source
from news.models import NewsItem
from news.workflow import Refused, entered, first_states
from projects.models import Project


@dataclass(frozen=True)
class Entry:
    """A news item as an analyst enters it: what is told, and the page that tells it."""

    headline: str
    link: str
    publisher: str
    published_on: PartialDate
    country: str
    summary: str
    language: str = "en"
    confidence: str = "reported"
    state: str = NewsItem.State.DRAFT
    date_inferred: bool = False
    page_read: bool = True
    note: str = ""
    projects: Iterable[Project] = field(default_factory=tuple)


@dataclass(frozen=True)
class Entered:
    """What came of an entry: the item, its page, and which of the two are new."""

    item: NewsItem
    source: Source
    item_is_new: bool
    source_is_new: bool


@transaction.atomic
def enter_item(entry: Entry, *, by: Any = None) -> Entered:
    """Stores the item and cites its page; raises NoAddress for a link that is none.

    Raises Refused where `by` may not enter an item in that state.

    A page is one source, however its address was copied, and tells one item: where it is the page
    of an item already, that item is given back as it is. So entering twice enters once.
    """
    source, source_is_new = services.find_source(entry.link), False
    if source is None:
        source, source_is_new = _store(page_of(entry))
    if not source_is_new and (item := item_of(source)):
        return Entered(item, source, item_is_new=False, source_is_new=False)
    if by is not None and entry.state not in first_states(by):
        state = NewsItem.State(entry.state).label
        raise Refused(_("You may not enter a news item as %(state)s: send it to review.") % {"state": state})
    item = NewsItem(
        slug=services.free_slug(
            NewsItem,
            entry.published_on.first,
            services.words_of(entry.publisher, 2),
            services.words_of(entry.headline),
        ),
        headline=entry.headline,
        date_inferred=entry.date_inferred,
        country=entry.country,
        summary=entry.summary,
        confidence=entry.confidence,
        state=entry.state,
        note=entry.note,
        entered_by=by,
        changed_by=by,
    )
    item.published_on = entry.published_on
    item.known_on = services.computed_day(item, [source]) or entry.published_on.last
    item.save()
    item.sources.add(source)
    item.projects.add(*entry.projects)
    entered(item, by)
    return Entered(item, source, item_is_new=True, source_is_new=source_is_new)


def page_of(entry: Entry) -> Source:
    """The page of an entry as a source, unsaved. A date that is inferred is ours, not the page's."""
    source = Source(
        url=canonical(entry.link),
        title=entry.headline,
        publisher=entry.publisher,
        language=entry.language,
        seen=seen(entry.page_read),
        quality=Source.Quality.PRESS,
    )
    if not entry.date_inferred:
        source.published_on = entry.published_on
    return source


def seen(page_read: bool) -> Source.Seen:
    """What a page is that somebody read, or that nobody did: it is known by what names it."""
    return Source.Seen.PAGE if page_read else Source.Seen.CITED


def _store(page: Source) -> tuple[Source, bool]:
    """The stored page and whether it is new: somebody may have entered it at the same moment."""
    page.slug = services.proposed_slug(page)
    try:
        with transaction.atomic():
            page.save()
    except IntegrityError:
        if found := services.find_source(page.url):
            return found, False
        raise
    return page, True


def item_of(source: Source) -> NewsItem | None:
    """The news item that rests on this page, if there is one."""
    return NewsItem.objects.filter(sources=source).order_by("pk").first()
