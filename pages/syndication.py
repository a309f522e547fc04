"""For readers' own programs: Atom feeds of news and of our corrections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe
from django.views.decorators.vary import vary_on_headers

from common.dates import start_of
from facts.former_slugs import first_slugs
from facts.models import LedgerVersion, Revision
from news.models import NewsItem
from pages.places import place
from pages.reader import build
from pages.views.changes import corrections

MOST = 50
MOST_TOLD = 20
# That of the ids of what is in a feed. It never changes: programs would take every entry for a new one.
_IDS = UUID("dc033962-4d7e-480e-97ad-acbf566f9340")


def _id(name: str) -> str:
    """An id of what is in a feed: the same by whatever address it is fetched, for the site has no one domain."""
    return uuid5(_IDS, name).urn


class TextAtom(Atom1Feed):
    """Summaries are text: a sign of markup in one is that sign. The framework would send them as HTML."""

    def latest_post_date(self) -> datetime:
        """Of the newest entry; without one, of the day on which the ledger began here, not of this moment."""
        return super().latest_post_date() if self.items else LedgerVersion.now().began_at

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, {**item, "description": None})
        handler.addQuickElement("summary", item["description"], {"type": "text"})


@dataclass(frozen=True)
class NewsEntry:
    """An item with the slug it had first, and the last moment at which what readers know of it changed."""

    item: NewsItem
    first_slug: str
    updated: datetime


def news_entries(items: Sequence[NewsItem]) -> list[NewsEntry]:
    """When the rows were loaded or touched says nothing of the articles: what readers were told does."""
    keys = [item.pk for item in items]
    first = first_slugs("news", keys)
    changed: dict[int, datetime] = {}
    for change in corrections(list(Revision.objects.public().of_records("news", keys))):
        changed[change["row"]] = max(change["at"], changed.get(change["row"], change["at"]))
    return [
        NewsEntry(
            item,
            first.get(item.pk, item.slug),
            max(filter(None, [start_of(item.known_on), item.shown_at, changed.get(item.pk)])),
        )
        for item in items
    ]


class NewsFeed(Feed):
    """The newest items that readers may see, by the day they became known."""

    feed_type = TextAtom
    feed_guid = _id("news")
    title = gettext_lazy("Racetracker: news of computing in orbit")
    subtitle = gettext_lazy("Articles that the facts of the ledger rest on, each with a summary of our own.")
    feed_copyright = "CC BY 4.0"

    def link(self) -> str:
        return reverse("pages:news")

    def items(self) -> list[NewsEntry]:
        """The newest, and what was corrected or retracted last, however old it is."""
        rows = NewsItem.objects.published().with_projects()
        newest = list(rows.order_by("-known_on", "-pk")[:MOST])
        known = {item.pk for item in newest}
        told = rows.told().order_by("-changed_at", "-pk")[:MOST_TOLD]
        return news_entries(newest + [item for item in told if item.pk not in known])

    def item_title(self, entry: NewsEntry) -> str:
        item = entry.item
        if item.state == NewsItem.State.PUBLISHED:
            return item.headline
        return _("%(state)s: %(headline)s") % {
            "state": item.get_state_display().capitalize(),
            "headline": item.headline,
        }

    def item_description(self, entry: NewsEntry) -> str:
        item = entry.item
        if not item.reason:
            return item.summary
        return _("Why: %(why)s") % {"why": item.reason} + "\n\n" + item.summary

    def item_link(self, entry: NewsEntry) -> str:
        return place("news", entry.item.slug)

    def item_guid(self, entry: NewsEntry) -> str:
        return _id(f"news/{entry.first_slug}")

    def item_pubdate(self, entry: NewsEntry) -> datetime | None:
        """The day of the article; none where its page shows less than a day."""
        on = entry.item.published_on
        return start_of(on.first) if on.first == on.last else None

    def item_updateddate(self, entry: NewsEntry) -> datetime:
        return entry.updated

    def item_categories(self, entry: NewsEntry) -> list[str]:
        return [entry.item.country, *(project.name for project in entry.item.projects.all())]


class CorrectionsFeed(Feed):
    """What we changed or took out of what readers saw, the newest first: never of drafts."""

    feed_type = TextAtom
    feed_guid = _id("changes")
    title = gettext_lazy("Racetracker: corrections of ours")
    subtitle = gettext_lazy("Entries that we changed or took out, with what they said before and why.")
    feed_copyright = "CC BY 4.0"

    def link(self) -> str:
        return reverse("pages:changes") + "#corrections"

    def items(self) -> list[dict[str, Any]]:
        return corrections(list(Revision.objects.public()[:MOST]))

    def item_title(self, item: dict[str, Any]) -> str:
        return _("Taken out: %(title)s") % item if item["gone"] else item["title"]

    def item_description(self, item: dict[str, Any]) -> str:
        lines = [_("Why: %(why)s") % item] if item["why"] else []
        for field in item["fields"]:
            lines.append(f"{field.label}: {field.before or '–'} → {field.after or '–'}")
        return "\n".join(lines) or str(item["kind"])

    def item_link(self, item: dict[str, Any]) -> str:
        return item["url"] or self.link()

    def item_guid(self, item: dict[str, Any]) -> str:
        return _id(f"changes/{item['at']:%Y%m%dT%H%M%S}-{item['pk']}")

    def item_pubdate(self, item: dict[str, Any]) -> datetime:
        return item["at"]

    item_updateddate = item_pubdate

    def item_categories(self, item: dict[str, Any]) -> list[str]:
        return [item["kind"]]


_feed = NewsFeed()
_corrections = CorrectionsFeed()


def _tag(request: HttpRequest) -> str:
    """Of everything that a feed depends on; its path has one feed."""
    site = f"{request.scheme}://{request.get_host()}"
    return f'"{LedgerVersion.current()}-{build()}-{get_language()}-{site}"'


@require_safe
@vary_on_headers("Accept-Encoding", "Accept-Language")  # the 304 too
@condition(etag_func=_tag)
def news_feed(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return _feed(request, **kwargs)


@require_safe
@vary_on_headers("Accept-Encoding", "Accept-Language")  # the 304 too
@condition(etag_func=_tag)
def corrections_feed(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return _corrections(request, **kwargs)
