"""Addresses of the readers' pages."""

from django.urls import path

from pages.syndication import corrections_feed, news_feed
from pages.views import (
    about,
    changes,
    charts,
    compare,
    details,
    funding,
    lists,
    milestones,
    overview,
    projects,
    questions,
    slippage,
)

app_name = "pages"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("compare/", compare.compare, name="compare"),
    path("slippage/", slippage.slip_ledger, name="slippage"),
    path("projects/", projects.project_list, name="projects"),
    path("projects/<slug:slug>/", projects.project, name="project"),
    path("organizations/", lists.organizations, name="organizations"),
    path("organizations/<slug:slug>/", details.organization, name="organization"),
    path("launches/", lists.launches, name="launches"),
    path("spacecraft/", lists.spacecraft, name="spacecraft"),
    path("spacecraft/<slug:slug>/", details.craft, name="craft"),
    path("funding/", funding.funding, name="funding"),
    path("regulation/", lists.regulation, name="regulation"),
    path("milestones/", milestones.milestones, name="milestones"),
    path("news/", lists.news, name="news"),
    path("news/feed/", news_feed, name="news-feed"),
    path("questions/", questions.questions, name="questions"),
    path("changes/", changes.changes, name="changes"),
    path("changes/feed/", corrections_feed, name="corrections-feed"),
    path("method/", about.method, name="method"),
    path("metrics/<str:name>/", about.metric, name="metric"),
    path("embed/<str:name>/", charts.embed, name="embed"),
    path("charts/<slug:name>.<slug:kind>", charts.take, name="take"),
    path("facts/<slug:kind>/<slug:slug>/", details.fact, name="fact"),
    path("data/", about.data, name="data"),
    path("status/", about.status, name="status"),
]
