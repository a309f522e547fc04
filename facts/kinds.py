"""Sources as records of the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from common.hosts import misleading, mixes_scripts, readable
from facts import models
from facts.ledger.fields import Choice, Language, Ref, Slug, Text, Url, When
from facts.ledger.registry import Kind, Record, Unique, register
from facts.services import words_of
from facts.warnings import Question, Warned
from facts.warnings import register as ask

register(
    Kind(
        "sources",
        models.Source,
        0,
        "Every source once.",
        (
            Slug("slug", required=True),
            Url("url", required=True),
            Text("title", required=True, most=300),
            Text("publisher", required=True, most=160),
            When("published_on"),
            Language("language", required=True),
            Choice("seen", required=True, words=tuple(models.Source.Seen.values)),
            Choice("quality", required=True, words=tuple(models.Source.Quality.values)),
            Ref("copy_of", kind="sources"),
        ),
        uniques=(Unique(("url",)),),
        slug_parts=lambda source: (
            words_of(source.publisher, 2),
            source.published_on_first or "nd",
            words_of(source.title),
        ),
    )
)


def _letters_of_another(record: Record, others: Iterable[Record]) -> Iterable[Warned]:
    """An address whose letters can be taken for those of another site."""
    host = urlsplit(record.get("url", "")).hostname or ""
    if network := misleading(host):
        shown = readable(host).partition(" ")[0]
        sentence = (
            _(
                "“%(host)s” mixes letters of several scripts, some of which look like others: the network calls it "
                "%(network)s. Is this the site that you mean?"
            )
            if mixes_scripts(host)
            else _(
                "“%(host)s” has letters that look like others: the network calls it %(network)s. "
                "Is this the site that you mean?"
            )
        )
        yield Warned("url", sentence % {"host": shown, "network": network})


ask("sources", Question(("url",), _letters_of_another, ("url",)))
