"""What a retraction, and its end, does to the facts that rest on the item's pages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from facts import retracted
from facts.ledger.registry import Kind
from facts.models import Revision, Source
from facts.uses import uses_of
from news.models import NewsItem

KEEP, DISPUTED, AS_BEFORE = "keep", "disputed", "as_before"
ALL = "fact-all"  # what is chosen for every fact at once


@dataclass(frozen=True)
class Resting:
    """A fact that rests on a page of the item; `alone` where no other page carries it that was not retracted."""

    kind: Kind
    fact: Any
    alone: bool

    @property
    def key(self) -> str:
        return f"fact-{self.kind.name}-{self.fact.pk}"

    def chosen(self, chosen: Mapping[str, str]) -> str:
        """What becomes of it: what was chosen for all goes before its own; empty where nobody said."""
        return chosen.get(ALL) or chosen.get(self.key, "")

    def before(self) -> str:
        """How sure it was before it became disputed last; empty where it is not, or always was."""
        if self.fact.confidence != DISPUTED:
            return ""
        for change in Revision.objects.of_record(self.kind.name, self.fact.pk):
            was, now = change.before.get("confidence", ""), (change.after or {}).get("confidence", "")
            if now == DISPUTED != was:
                return str(was)
        return ""


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
    others = list(fact.sources.exclude(pk__in=[page.pk for page in pages]).values_list("slug", flat=True))
    return not others or bool(retracted.reasons(others))


def retracted_pages(slugs: Collection[str]) -> dict[str, list[str]]:
    """Of these sources, those whose every news item was retracted, with the reasons; the page of none stands."""
    wanted = set(slugs)
    found: dict[str, list[str]] = {}
    gone = NewsItem.objects.filter(state=NewsItem.State.RETRACTED).order_by(
        "pk"
    )  # few, however many are asked of
    for slug, reason in gone.values_list("sources__slug", "reason"):
        if slug in wanted:
            found.setdefault(slug, []).append(reason)
    if found:
        others = NewsItem.objects.exclude(state=NewsItem.State.RETRACTED).filter(
            sources__slug__in=list(found)
        )
        for slug in others.values_list("sources__slug", flat=True):
            found.pop(slug, None)
    return found


def undecided(item: NewsItem, chosen: Mapping[str, str]) -> list[Resting]:
    """The facts that rest on the item alone, and of which nobody said what becomes of them."""
    return [one for one in resting_on(item) if one.alone and one.chosen(chosen) not in (KEEP, DISPUTED)]


def reach(item: NewsItem, chosen: Mapping[str, str]) -> list[Any]:
    """Does to each fact what was chosen, and lets its mark say what its pages give it now; which changed.

    To be called in the account of the step, after it: of a retraction, of another reason for it, or of its end.
    Raises Refused where a note has no room for the mark.
    """
    changed = []
    for one in resting_on(item):
        fact: Any = one.kind.model._default_manager.select_for_update(of=("self",), no_key=True).get(
            pk=one.fact.pk
        )
        before = (fact.confidence, fact.note)
        becomes = one.chosen(chosen)
        if item.state == NewsItem.State.RETRACTED and becomes == DISPUTED:
            fact.confidence = DISPUTED
        elif item.state != NewsItem.State.RETRACTED and becomes == AS_BEFORE:
            fact.confidence = one.before() or fact.confidence
        fact.note = retracted.settled_note(fact)
        if (fact.confidence, fact.note) != before:
            fact.save(update_fields=["confidence", "note", "changed_at"])
            changed.append(fact)
    return changed
