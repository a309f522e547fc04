"""One address of every page, by the name it has in pages/urls.py."""

PAGES = {
    "overview": "/",
    "compare": "/compare/",
    "slippage": "/slippage/",
    "projects": "/projects/",
    "project": "/projects/three-body-computing-constellation/",
    "organizations": "/organizations/",
    "organization": "/organizations/starcloud/",
    "launches": "/launches/",
    "spacecraft": "/spacecraft/",
    "craft": "/spacecraft/starcloud-1/",
    "funding": "/funding/",
    "regulation": "/regulation/",
    "milestones": "/milestones/",
    "news": "/news/",
    "questions": "/questions/",
    "changes": "/changes/",
    "method": "/method/",
    "metric": "/metrics/satellites_in_orbit/",
    "embed": "/embed/satellites_in_orbit/",
    "fact": "/facts/status-changes/aethero-nxn-announced-2024-03-14/",
    "data": "/data/",
    "status": "/status/",
}
# Answers that are no pages.
FILES = {"take": "/charts/filings.csv", "news-feed": "/news/feed/", "corrections-feed": "/changes/feed/"}
# The pages of one thing, and the day since when it can be known: before it there is no such page.
KNOWN_SINCE = {
    "project": "2025-05-14",
    "organization": "2024-03-31",
    "craft": "2025-11-02",
    "fact": "2024-03-14",
}
WITH_CHART = ("overview", "compare", "metric", "slippage", "embed", "milestones")
WITH_FILTERS = (
    "compare",
    "slippage",
    "projects",
    "organizations",
    "launches",
    "spacecraft",
    "funding",
    "regulation",
    "milestones",
    "news",
    "questions",
    "changes",
    "metric",
)
