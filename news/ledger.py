"""Curated news items as YAML."""

from news.models import NewsItem
from projects.ledger.fields import Choice, Flag, Refs, Slug, Text, When
from projects.ledger.kinds import Kind, country, register, shared

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
            *shared(),
        ),
        own_date="published_on",
        happens=True,
        prefetch=("projects",),
    )
)
