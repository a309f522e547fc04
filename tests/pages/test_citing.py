"""Citations: the year is that of the answer, the day that of the figures."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.utils import timezone

from metrics.all import METRICS
from metrics.registry import Version, changes
from pages.citing import bibtex, citation
from pages.query import read


@pytest.mark.parametrize(
    ("asked", "year"),
    [
        ({"as_of": "2025-06-01"}, None),
        ({"as_of": "2024-06-01", "recorded": "2025-12-31T12:00:00Z"}, 2025),
        ({}, None),
    ],
)
def test_a_page_is_cited_by_the_year_it_was_made_and_the_day_it_tells_of(asked, year):
    query = read(QueryDict(urlencode(asked)), timezone.now())
    year = year or query.today.year
    line = citation("Satellites", query)
    assert line.startswith(f"Racetracker ({year}), “Satellites”, as of ")
    assert str(query.day.year) in line.rsplit("as of", 1)[1]
    entry = bibtex("filings", "Satellites", query, "https://example.org/")
    assert f"year = {{{year}}}" in entry
    assert f"As of {query.day.isoformat()}" in entry


def test_a_citation_names_the_version_of_the_definition():
    query = read(QueryDict("as_of=2025-06-01"), timezone.now())
    version = Version(2, date(2026, 11, 29), "Counts less.")
    assert citation("Launches", query, version).endswith("as of 1 Jun 2025. Definition 2, since 29 Nov 2026.")
    entry = bibtex("launches", "Launches", query, "https://example.org/", version)
    assert "note = {As of 2025-06-01. Definition 2, since 2026-11-29. CC BY 4.0}" in entry


def test_pages_of_a_metric_tell_the_version_and_the_method_tells_every_change(visit):
    version = METRICS["launches_with_compute"].version
    said = f"Definition {version.number}, since {version.since:%-d %b %Y}."
    for address in ("/metrics/launches_with_compute/", "/embed/launches_with_compute/"):
        assert f"as of 1 Jun 2026. {said}" in visit(address, as_of="2026-06-01").text
    assert str(version.changed) in visit("/metrics/launches_with_compute/").text
    told = visit("/method/").text
    at = 0
    for _metric, one in changes():  # in their order: two metrics may have changed in the same words
        at = told.index(str(one.changed), at) + 1
    assert at
    assert said in told


def test_every_citation_on_a_page_has_the_year_of_the_answer(visit):
    now = timezone.localdate().year
    for address in ("/compare/", "/metrics/filings/", "/metrics/power/"):
        seen = visit(address, as_of="2024-06-01")
        assert "Racetracker (2024)" not in seen.text
        assert f"Racetracker ({now}), “" in seen.text
        assert f"year = {{{now}}}" in seen.text
        assert "as of 1 Jun 2024." in seen.text
