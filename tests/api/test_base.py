"""Every noun: a list, a detail, its sources, and queries that do not grow with the page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.answers import ROUTES
from api.root import VIEWS
from facts.ledger.registry import KINDS
from tests.facts.ledger.files import cited, counts

FACTS = {ROUTES[name]: kind.model for name, kind in KINDS.items() if kind.is_fact}
SOURCE_KEYS = {
    "slug", "url", "title", "publisher", "published_on", "published_label", "language", "quality", "seen",
}  # fmt: skip


@pytest.mark.parametrize("name", VIEWS)
def test_every_noun_is_listed_and_each_row_leads_to_its_detail(api, fed, name):
    told = api.json(f"{name}/", page_size=3)

    assert set(told) == {"count", "next", "previous", "results"}
    queryset = VIEWS[name].queryset
    assert queryset is not None
    known = queryset.model.objects.known_by(None)
    assert told["count"] == (known.public() if name == "sources" else known).count() > 0
    for row in told["results"]:
        detail = api.json(row.get("record") or row["url"])
        assert row.items() <= detail.items()


@pytest.mark.parametrize(("name", "kind"), [(ROUTES[name], name) for name in KINDS])
def test_the_ledgers_records_are_all_there(api, name, kind):
    written = len(cited()) if kind == "sources" else counts()[kind]
    assert api.json(f"{name}/", page_size=1)["count"] == written > 0


@pytest.mark.parametrize("name", FACTS)
def test_every_fact_carries_its_sources_and_what_all_facts_have(api, name):
    facts = api.every(f"{name}/")

    assert facts
    for fact in facts:
        assert {"slug", "url", "confidence", "known_on", "recorded_at", "note"} <= set(fact)
        assert fact["sources"], fact["slug"]
        assert all(set(source) == SOURCE_KEYS for source in fact["sources"])
        assert fact["url"] == f"http://testserver/api/v1/{name}/{fact['slug']}/"


@pytest.mark.parametrize("name", FACTS)
def test_a_fact_names_the_very_sources_it_was_entered_with(api, name):
    for fact in api.json(f"{name}/", page_size=5)["results"]:
        cited = FACTS[name].objects.get(slug=fact["slug"]).sources.values_list("slug", flat=True)
        assert sorted(source["slug"] for source in fact["sources"]) == sorted(cited)


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("as_of", [None, "2026-09-01"])
def test_a_longer_page_takes_no_more_queries(api, fed, name, as_of):
    def queries(size: int) -> int:
        asked = {"page_size": size, **({"as_of": as_of} if as_of else {})}
        with CaptureQueriesContext(connection) as seen:
            api(f"{name}/", **asked)
        return len(seen)

    assert queries(10) == queries(100) <= 10


@pytest.mark.parametrize("name", VIEWS)
def test_a_date_is_told_as_an_interval_with_its_precision_and_its_label(api, fed, name):
    def dates(value):
        if isinstance(value, dict):
            if "precision" in value and "first" in value:
                yield value
            for part in value.values():
                yield from dates(part)
        elif isinstance(value, list):
            for part in value:
                yield from dates(part)

    for when in dates(api.json(f"{name}/")["results"]):
        assert set(when) == {"first", "last", "precision", "label"}
        assert when["first"] <= when["last"]


def test_the_root_names_every_address_with_a_sentence(api):
    told = api.json("/api/v1/")

    assert [entry["name"] for entry in told["endpoints"]] == [*VIEWS, "metrics", "feeds", "schema", "docs"]
    for entry in told["endpoints"]:
        assert entry["says"].endswith(".")
        api(entry["url"])


def test_every_site_may_read(api):
    answer = api("projects/", headers={"Origin": "https://elsewhere.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    asked = api.client.options("/api/v1/projects/", headers={"Origin": "https://elsewhere.example"})
    assert asked.status_code == 204
    assert "If-None-Match" in asked.headers["Access-Control-Allow-Headers"]


def test_native_names_are_told_as_they_are_written(api):
    told = api("projects/", search="三体")
    assert "三体计算星座" in told.content.decode()
