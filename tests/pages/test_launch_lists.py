"""Launches and national attempts: what the feed no longer lists, and by which convention each is counted."""

from datetime import date

import pytest

from facts.models import LedgerVersion
from launches.models import Launch
from tests.metrics.facts import (
    flight,
    found,
    past_read,
    total,
)


def slugs(seen) -> set[str]:
    """The facts that a list shows: they are the rows with a name."""
    return {
        element["id"] for element in seen.main.all()
        if element["id"] and (element.tag == "tr" or "fact" in element.classes)
    }  # fmt: skip


# --- Launches that Launch Library no longer lists -------------------------------------------------
@pytest.fixture
def withdrawn(ledger) -> tuple[Launch, Launch]:
    """A launch that the feed alone knew and one of the ledger, both not listed since June 2026."""
    fed = flight("2099", status="tbd", known_on="2026-01-01", name="Fed and gone")
    own = Launch.objects.upcoming()[0]
    for one in (fed, own):
        found(one, "2026-06-01", listed=False)
    LedgerVersion.bump()
    return fed, own


def test_what_the_feed_alone_knew_leaves_the_list_of_those_ahead_and_the_ledger_s_says_so(visit, withdrawn):
    fed, own = withdrawn
    seen = visit("/launches/", which="upcoming", aboard="all")
    assert fed.slug not in slugs(seen)
    assert own.slug in slugs(seen)
    flags = [mark.text for mark in seen.tree.with_id(own.slug).all("span", "flag")]
    assert "not listed by Launch Library since 1 Jun 2026" in flags
    assert fed.slug in slugs(visit("/launches/", which="upcoming", aboard="all", as_of="2026-05-01"))
    assert slugs(visit("/launches/", aboard="all", launch_library="withdrawn")) == {fed.slug, own.slug}


def test_its_own_page_stays_and_says_since_when_and_later_that_it_was_away(visit, withdrawn):
    fed, _own = withdrawn
    gone = "Launch Library no longer lists this launch since 1 Jun 2026; its last word stands below."
    assert gone in visit(f"/facts/launches/{fed.slug}/").text
    assert "Launch Library no longer" not in visit(f"/facts/launches/{fed.slug}/", as_of="2026-05-01").text
    found(fed, "2026-07-01", listed=True)
    LedgerVersion.bump()
    back = "Launch Library did not list this launch from 1 Jun 2026 to 1 Jul 2026; it lists it again."
    assert back in visit(f"/facts/launches/{fed.slug}/").text
    assert gone in visit(f"/facts/launches/{fed.slug}/", as_of="2026-06-15").text
    assert fed.slug in slugs(visit("/launches/", which="upcoming", aboard="all"))


# --- National attempts ----------------------------------------------------------------------------
def cells(seen, year: str, country: str) -> list[str]:
    """What the table of national attempts says of a nation's year, a convention a cell."""
    section = next(
        part for part in seen.main.all("section") if part["aria-labelledby"] in ("totals", "conventions")
    )
    rows = [[cell.text for cell in row.all() if cell.tag in ("th", "td")] for row in section.all("tr")]
    return next(row for row in rows if row[0].startswith(year) and country in row[1])[2:7]


def test_while_the_past_is_not_read_a_count_is_unknown_and_the_totals_stand(visit, empty_ledger):
    total("US", 2025, 181, world_attempts=329)
    total("US", 2025, 193, method="spacenews", world_attempts=324)
    LedgerVersion.bump()
    assert cells(visit("/launches/"), "2025", "US") == ["unknown", "181", "unknown", "193", "329"]


def test_each_convention_has_its_own_column_and_a_count_leads_to_its_launches(visit, empty_ledger):
    today = date.today()
    shown = [flight("2025-03-01"), flight("2025-11-01", status="failure")]
    flight(f"{today.year}-01-02", country="CN")
    total("US", 2025, 181, world_attempts=329)
    total("US", 2025, 193, method="spacenews", world_attempts=324)
    past_read(today.isoformat())
    LedgerVersion.bump()
    for address in ("/launches/", "/metrics/launch_cadence/"):
        seen = visit(address)
        assert cells(seen, "2025", "US") == ["2", "181", "−179", "193", "329"]
        assert cells(seen, f"{today.year}", "CN") == ["1", *["not applicable"] * 4]
    links = [a["href"] for a in visit("/launches/").main.all("a") if "year=2025" in a["href"]]
    link = next(href for href in links if "country=US" in href)
    assert slugs(visit(link)) == {row.slug for row in shown}


def test_the_line_says_which_convention_made_it(visit):
    address = "/compare/?metric=launch_cadence"
    assert "These are the totals of GCAT" in visit(address).text
    past_read(date.today().isoformat())
    LedgerVersion.bump()
    told = visit(address).text
    assert "Counted launch by launch from Launch Library 2" in told
    assert "The year that still runs is not in the line. Until " in told


@pytest.mark.parametrize("year", ["25", "20255", "year", "1900"])
def test_a_year_that_is_none_is_refused(visit, year):
    visit.refused("/launches/", 400, year=year)
