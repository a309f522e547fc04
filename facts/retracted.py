"""Facts whose every page was retracted: asked about before they are stored, and marked for readers in their note.

The app that knows of retractions registers how they are found; what is marked follows from it at each settling.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from facts.restoring import Refused

# Stored with the fact, so in the language of the ledger's notes, whoever writes it.
MARK = "Its only source was retracted: "
LONGEST_NOTE = 2000

Find = Callable[[Collection[str]], Mapping[str, list[str]]]
_FINDERS: list[Find] = []


def register(find: Find) -> None:
    """Takes how retracted pages are found: of the slugs of sources, those that were, each with the reasons."""
    if find not in _FINDERS:
        _FINDERS.append(find)


def found_among(slugs: Collection[str]) -> dict[str, list[str]]:
    """Of these pages, those that were retracted, each with the reasons."""
    found: dict[str, list[str]] = {}
    for find in _FINDERS if slugs else ():
        found |= find(slugs)
    return found


def reasons(slugs: Iterable[str], among: Mapping[str, list[str]] | None = None) -> list[str]:
    """Why every one of these pages was retracted, each reason once; empty where one of them stands.

    `among` are the retracted pages of many facts, where they are known already.
    """
    wanted = list(dict.fromkeys(slugs))
    found = found_among(wanted) if among is None else among
    if not wanted or any(slug not in found for slug in wanted):
        return []
    return list(dict.fromkeys(why for slug in wanted for why in found[slug]))


def question(slugs: Iterable[str], among: Mapping[str, list[str]] | None = None) -> str:
    """What is asked of a fact that would rest on these pages; empty where one of them stands."""
    why = reasons(slugs, among)
    if not why:
        return ""
    return _("Every source of it was retracted (%(why)s). Is it to be stored all the same?") % {
        "why": "; ".join(why)
    }


def mark_of(note: str) -> str:
    """What readers are told beside a fact whose every page was retracted; empty of any other."""
    return " ".join(line for line in note.splitlines() if line.startswith(MARK))


def settled_note(fact: Any) -> str:
    """The note of a fact with the mark that its pages give it now, and without an older one.

    Raises Refused where the note has no room for it.
    """
    own = [line for line in fact.note.splitlines() if not line.startswith(MARK)]
    marks = [f"{MARK}{why}" for why in reasons(fact.sources.values_list("slug", flat=True))]
    if not marks and not mark_of(fact.note):
        return str(fact.note)
    note = "\n".join((*own, *marks))
    if len(note) > LONGEST_NOTE:
        raise Refused(
            _("The note of “%(fact)s” has no room for the mark of the retraction: shorten it first.")
            % {"fact": fact}
        )
    return note


def settle(fact: Any) -> bool:
    """Gives a fact the mark that follows from its pages, or takes it away; whether anything changed."""
    note = settled_note(fact)
    if note == fact.note:
        return False
    fact.note = note
    fact.save(update_fields=["note", "changed_at"])
    return True
