"""Curated news items as YAML."""

from facts.ledger.fields import Choice, Flag, Refs, Slug, Text, When
from facts.ledger.registry import Kind, Record, country, register, shared
from facts.services import words_of
from news.models import NewsItem


def _told_with_reason(record: Record) -> list[str]:
    told = record.get("state") in NewsItem.TOLD
    if told and "reason" not in record:
        return [f"reason: is missing: say why the item is {record['state']}, readers see it"]
    if "reason" in record and not told:
        return ["reason: goes with corrected or retracted: leave it out, or change the state"]
    return []


register(
    Kind(
        "news",
        NewsItem,
        60,
        "Articles and pages, one record per article.",
        (
            Slug("slug", required=True),
            Text("headline", required=True, most=300),
            When("published_on", required=True),
            Flag("date_inferred"),
            country(),
            Refs("projects", kind="projects"),
            Text("summary", required=True),
            Choice("state", words=tuple(NewsItem.State.values), default="published"),
            Text("reason", most=300),
            *shared(),
        ),
        checks=(_told_with_reason,),
        own_date="published_on",
        happens=True,
        prefetch=("projects",),
        columns=("shown_at",),
        slug_parts=lambda fact: (fact.published_on_first, words_of(fact.headline)),
    )
)
