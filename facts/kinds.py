"""Sources as records of the ledger."""

from __future__ import annotations

from facts import models
from facts.ledger.fields import Choice, Language, Ref, Slug, Text, Url, When
from facts.ledger.registry import Kind, Unique, register
from facts.services import words_of

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
