"""What the word confirmed needs of a fact's sources, by the table of docs/ledger.md."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from facts import services
from facts.models import Source
from facts.models.fact import Fact


def refusal(sources: Iterable[Source]) -> str:
    """Why these sources do not carry the word confirmed, as a sentence; empty where they do.

    A page that was read shows it, and it is a primary one, or a second source shows it too. A copy is no second
    source beside its original, and a digest is none at all.
    """
    cited = list(sources)
    if not any(map(services.proves, cited)):
        return _(
            "Confirmed needs a source whose page was read and that is no digest: "
            "choose reported, or name such a source."
        )
    telling = [one for one in cited if one.quality != Source.Quality.DIGEST]
    originals = {one.copy_of_id or one.pk or one.url for one in telling}
    if len(originals) > 1 or any(one.quality == Source.Quality.PRIMARY for one in telling):
        return ""
    return _(
        "Confirmed needs a page that was read, and with it a primary page, or a second source that shows the same "
        "(a copy of the first is none): choose reported, or name such a source."
    )


def unconfirmed_by(source: Source, after: Source) -> list[Fact]:
    """The confirmed facts that would be confirmed no longer, were this source what `after` says of it."""
    after.pk = source.pk
    found = []
    for fact in services.facts_on(source):
        cited = list(fact.sources.all()) if fact.confidence == "confirmed" else []
        if cited and not refusal(cited) and refusal(after if one.pk == source.pk else one for one in cited):
            found.append(fact)
    return found
