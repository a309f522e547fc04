"""Citations: the year is that of the answer, the day that of the figures."""

import pytest
from django.utils import timezone

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
    query = read(asked)
    year = year or query.today.year
    line = citation("Satellites", query)
    assert line.startswith(f"Racetracker ({year}), “Satellites”, as of ")
    assert str(query.day.year) in line.rsplit("as of", 1)[1]
    entry = bibtex("filings", "Satellites", query, "https://example.org/")
    assert f"year = {{{year}}}" in entry
    assert f"As of {query.day.isoformat()}" in entry


def test_every_citation_on_a_page_has_the_year_of_the_answer(visit):
    now = timezone.localdate().year
    for address in ("/compare/", "/metrics/filings/", "/metrics/power/"):
        seen = visit(address, as_of="2024-06-01")
        assert "Racetracker (2024)" not in seen.text
        assert f"Racetracker ({now}), “" in seen.text
        assert f"year = {{{now}}}" in seen.text
        assert "as of 1 Jun 2024." in seen.text
