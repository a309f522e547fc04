"""What a retraction does to the facts that rest on the item's pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from facts.ledger.registry import Kind
from facts.models import Source
from facts.restoring import Refused
from facts.uses import uses_of
from news.models import NewsItem

KEEP, DISPUTED = "keep", "disputed"
LONGEST_NOTE = 2000


@dataclass(frozen=True)
class Resting:
    """A fact that rests on a page of the item; `alone` where no other page carries it that was not retracted."""

    kind: Kind
    fact: Any
    alone: bool

    @property
    def key(self) -> str:
        return f"fact-{self.kind.name}-{self.fact.pk}"


def resting_on(item: NewsItem) -> list[Resting]:
    """The facts that cite a page of the item, each once."""
    pages = list(item.sources.all())
    uses = {
        (use.kind.name, use.record.pk): use
        for page in pages
        for use in uses_of(page)
        if use.kind.is_fact and not isinstance(use.record, NewsItem)
    }
    return [Resting(use.kind, use.record, _is_alone(use.record, pages)) for use in uses.values()]


def _is_alone(fact: Any, pages: Iterable[Source]) -> bool:
    others = fact.sources.exclude(pk__in=[page.pk for page in pages])
    return not any(not _was_retracted(other) for other in others)


def _was_retracted(page: Source) -> bool:
    """Whether every news item of a page was retracted; false of a page that is that of none."""
    states = set(NewsItem.objects.filter(sources=page).values_list("state", flat=True))
    return states == {NewsItem.State.RETRACTED}


def undecided(item: NewsItem, chosen: Mapping[str, str]) -> list[Resting]:
    """The facts that rest on the item alone, and of which nobody said what becomes of them."""
    return [one for one in resting_on(item) if one.alone and chosen.get(one.key) not in (KEEP, DISPUTED)]


def reach(item: NewsItem, chosen: Mapping[str, str], why: str) -> list[Any]:
    """Does to each fact what was chosen, and marks those for readers that rest on the item alone; which changed.

    To be called in the account of the retraction. Raises Refused where a note has no room for the mark.
    """
    changed = []
    for one in resting_on(item):
        fact: Any = one.kind.model._default_manager.select_for_update(of=("self",), no_key=True).get(
            pk=one.fact.pk
        )
        before = (fact.confidence, fact.note)
        if chosen.get(one.key) == DISPUTED:
            fact.confidence = DISPUTED
        if one.alone:
            fact.note = _marked(fact, _("Its only source was retracted: %(why)s") % {"why": why.strip()})
        if (fact.confidence, fact.note) != before:
            fact.save(update_fields=["confidence", "note", "changed_at"])
            changed.append(fact)
    return changed


def _marked(fact: Any, mark: str) -> str:
    note = fact.note if mark in fact.note else "\n".join(filter(None, (fact.note, mark)))
    if len(note) > LONGEST_NOTE:
        raise Refused(
            _("The note of “%(fact)s” has no room for the mark of the retraction: shorten it first.")
            % {"fact": fact}
        )
    return note
