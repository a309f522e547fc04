"""What changed between two days: news and corrections apart, and an address that keeps its answer."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from facts.history import account
from facts.ledger.registry import KINDS
from facts.models import LedgerVersion, Revision, Source
from news.models import NewsItem
from pages.views.changes import corrections
from projects.models import FundingEvent
from tests.metrics import facts
from tests.present import present
from tests.projects.rows import saved, source


def began(days_ago: int) -> None:
    """As if this ledger had been kept for some days, with all its entries."""
    moment = timezone.now() - timedelta(days=days_ago)
    LedgerVersion.objects.update(began_at=moment)
    for kind in KINDS.values():
        kind.model._default_manager.update(recorded_at=moment)


def day(days_ago: int) -> str:
    return str(timezone.now().date() - timedelta(days=days_ago))


def raised(visit, **query) -> str:
    """The money of the United States as the page of funding says it."""
    return next(visit("/funding/", **query).tree.one("div", "stats").all("p", "stat-value")).text


def round_in_the_total() -> FundingEvent:
    rounds = FundingEvent.objects.filter(
        scope="orbital_compute", instrument="equity", direction="received", amount__gt=50_000_000,
        currency="USD", alternative_to=None, organization__country="US",
    ).exclude(round="running_total").exclude(confidence="disputed")  # fmt: skip
    return rounds.order_by("slug")[0]


def test_news_and_corrections_stand_apart(visit, empty_ledger):
    event = facts.money(60_000_000)
    began(10)
    with account(None, "The notice says less."):
        event.amount = present(event.amount) - 1_000_000
        event.save()
    facts.money(50_000_000, on=day(1), known_on=day(1))

    page = visit("/changes/", **{"from": day(3)})
    corrections, news = (page.tree.with_id(name).parent.text for name in ("corrections", "news"))
    assert "Why: The notice says less." in corrections
    assert f"{event.amount:,}" in corrections
    assert f"{event.amount + 1_000_000:,}" in corrections
    assert "Maker: seed" in news
    assert "Maker: seed" not in corrections
    figures = page.tree.with_id("figures").parent.text
    assert "our account changed" in figures
    assert "news" in figures


def test_before_the_ledger_began_nothing_was_shown(visit):
    page = visit("/changes/", **{"from": "2026-03-01"}, as_of="2026-06-01")
    assert "nothing was shown on the first day" in page.text
    assert "as shown then" not in page.text


def test_the_first_day_must_be_the_earlier_one(visit):
    assert "is not before" in visit.refused("/changes/", **{"from": "2026-06-01", "as_of": "2026-03-01"}).text


def test_a_draft_is_in_no_list_and_no_correction(visit, unguarded):
    began(10)
    item = NewsItem.objects.published().latest("known_on")
    NewsItem.objects.filter(pk=item.pk).update(state="draft")
    item.refresh_from_db()
    with account(None, "Never public."):
        item.headline = "Hidden words"
        item.save()
    text = visit("/changes/", **{"from": day(300)}).text
    assert "Hidden words" not in text
    assert "Never public." not in text


def test_a_correction_names_no_page_that_only_a_draft_cites(visit):
    began(10)
    hidden, other = (
        saved(source(slug=slug, url=f"https://example.org/{slug}")) for slug in ("zebra", "okapi")
    )
    for page in (hidden, other):
        facts.news(state="draft").sources.set([page])
    copy = present(Source.objects.public().filter(copy_of=None).order_by("pk").first())
    copy.copy_of = hidden
    copy.save()
    title = copy.title
    copy.title = "Giraffe"
    copy.copy_of = other
    copy.save()
    for address in ("/changes/", "/changes/feed/"):
        html = visit(address).html
        assert "Giraffe" in html
        assert "zebra" not in html
        assert "okapi" not in html
        assert "copy of" not in html.lower()
    assert [one["title"] for one in corrections(list(Revision.objects.public()))] == [title]


def test_a_past_day_since_the_ledger_began_stays_as_it_was_shown(visit, empty_ledger):
    """The figure that a reader quoted three days ago, after a correction and a late entry."""
    event = facts.money(60_000_000)
    began(10)
    quoted = raised(visit, as_of=day(3))
    assert quoted == raised(visit)
    event.amount = present(event.amount) * 3
    event.save()
    facts.money(900_000_000, on="2026-01-05", known_on="2026-01-05")
    assert raised(visit) != quoted
    assert raised(visit, as_of=day(3)) == quoted
    assert (
        "later entries and corrections are not in them"
        in visit("/", as_of=day(3)).tree.one("aside", "past").text
    )


def test_the_address_of_a_citation_keeps_its_answer_for_a_day_before_the_ledger_began(visit):
    page = visit("/metrics/funding/", as_of="2026-03-01")
    cited = present(re.search(r"url = \{http://testserver(/metrics/\S+)\}", page.html))
    address = cited[1].replace("&amp;", "&")
    rows = page.tree.with_id("facts").parent.text
    later = timezone.now() + timedelta(seconds=2)
    money = facts.money(900_000_000, on="2026-01-05", known_on="2026-01-05")
    type(money).objects.filter(pk=money.pk).update(recorded_at=later)
    LedgerVersion.bump()
    assert visit("/metrics/funding/", as_of="2026-03-01").tree.with_id("facts").parent.text != rows
    kept = visit(address)
    assert kept.tree.with_id("facts").parent.text == rows
    links = [link["href"] for link in kept.tree.one("header", "masthead").all("a")]
    assert all("&recorded=" in link for link in links if "as_of=" in link)


@pytest.mark.parametrize("value", ["yesterday", "2026-13-01", "2026-03-01T12:00", "2999-01-01", "1900-01-01"])
def test_a_moment_that_cannot_be_meant_is_refused(visit, value):
    assert "recorded: " in visit.refused("/", recorded=value).text


def test_a_corrected_entry_shows_what_it_said(visit):
    event = present(FundingEvent.objects.filter(amount__gt=0).order_by("slug").first())
    old = event.summary
    event.summary = "Said anew."
    event.save()
    page = visit(f"/facts/funding/{event.slug}/")
    history = page.tree.with_id("history").parent.text
    assert old[:40] in history
    assert "Said anew." in history


def test_an_empty_database_answers_too(visit, empty_ledger):
    LedgerVersion.objects.all().delete()
    assert "as_of=" in visit("/metrics/funding/").html
    assert "Nothing became known" in visit("/changes/").text


def test_the_second_day_is_named_by_to_and_not_later_than_the_day_looked_from(visit):
    page = visit("/changes/", **{"from": "2026-03-01", "to": "2026-06-01"})
    assert "from 1 Mar 2026 to 1 Jun 2026" in page.text
    other = visit("/changes/", **{"from": "2026-03-01", "as_of": "2026-06-01"})
    assert page.tree.with_id("figures").parent.text == other.tree.with_id("figures").parent.text
    assert "is after" in visit.refused("/changes/", to="2026-06-01", as_of="2026-03-01").text
    assert "is not before" in visit.refused("/changes/", **{"from": "2026-09-01", "to": "2026-08-01"}).text


def test_a_date_that_came_due_is_told_apart_from_news(visit):
    page = visit("/changes/", **{"from": "2026-03-01", "to": "2026-11-22"})
    assert "dates came due" in page.tree.with_id("figures").parent.text
    text = page.tree.with_id("decided").parent.text
    assert "pending, then missed" in text


def test_a_correction_of_an_entry_that_is_younger_than_the_first_day_is_listed(visit):
    began(0)
    event = round_in_the_total()
    with account(None, "Corrected the same day."):
        event.summary = "Said anew."
        event.save()
    assert "Corrected the same day." in visit("/changes/", **{"from": day(3)}).text
