"""One organization, one spacecraft, one fact of any kind."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import Error, models, transaction
from django.db.models import F

from common.dates import PartialDate
from facts.ledger.registry import KINDS
from facts.models import LedgerVersion, Revision
from launches.models import ElementSet, Launch, Spacecraft
from launches.records import UpdateRecord
from launches.services import store_updates
from projects.models import Organization, StatusChange
from tests.metrics import facts
from tests.pages.addresses import PAGES
from tests.present import present

ATTACK = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&{{ 7|add:7 }}"


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.is_fact])
def test_one_fact_of_each_kind_is_shown_with_its_sources(visit, name):
    for row in KINDS[name].model.objects.order_by("?")[:3]:
        seen = visit(f"/facts/{name.replace('_', '-')}/{row.slug}/")
        sources = seen.tree.with_id("sources").parent
        shown = {link["href"] for link in sources.all("a")}
        assert shown == set(row.sources.values_list("url", flat=True)), row.slug
        assert row.get_confidence_display() in seen.main.one("header").text


def test_no_label_stands_twice_on_the_page_of_a_launch(visit, empty_ledger):
    facts.launch("2025-01-01", slug="own-flight")
    Launch.objects.update(net=datetime(2025, 1, 1, 5, 9, tzinfo=UTC))
    Revision.objects.all().delete()
    labels = [term.text for term in visit("/facts/launches/own-flight/").main.all("dt")]
    assert len(labels) == len(set(labels))
    assert "Liftoff (UTC)" in labels


def test_the_pages_of_an_organization_and_of_a_spacecraft_say_since_when_they_were_known(visit, empty_ledger):
    facts.organization("US", slug="own-maker", known_on="2026-03-27")
    facts.spacecraft(slug="own-craft", known_on="2026-03-28")
    for address in ("/organizations/own-maker/", "/spacecraft/own-craft/"):
        assert "no source is dated: counted from 2" in visit(address).main.text
    page = facts.source()
    page.published_on = PartialDate.of(date(2026, 3, 30))
    page.save()
    LedgerVersion.objects.update(number=F("number") + 1)
    assert "known since 27 Mar 2026" in visit("/organizations/own-maker/").main.text
    assert "known since 28 Mar 2026" in visit("/spacecraft/own-craft/").main.text


def test_a_fact_of_unknown_day_says_when_it_was_found_and_why(visit):
    change = present(StatusChange.objects.first())
    change.known_on = change.found_on = date(2026, 11, 22)
    change.found_reason = "No page shows a date."
    change.save()
    seen = visit(f"/facts/status-changes/{change.slug}/")
    assert "day unknown, found on 22 Nov 2026: No page shows a date." in seen.main.one("header").text
    assert "known since" not in seen.main.one("header").text
    visit.refused(f"/facts/status-changes/{change.slug}/", 404, as_of="2026-11-21")


def test_a_spacecraft_is_found_by_name_and_by_number(visit):
    craft = Spacecraft.objects.get(slug="starcloud-1")
    by_number = visit(f"/spacecraft/{craft.norad_cat_id}/")
    assert by_number.main.one("h1").text == visit("/spacecraft/starcloud-1/").main.one("h1").text
    assert str(craft.norad_cat_id) in by_number.text
    hosted = Spacecraft.objects.filter(identity="hosted").exclude(norad_cat_id=None).first()
    if hosted:
        visit.client.get(f"/spacecraft/{hosted.norad_cat_id}/")  # the host's number is not the payload's


def test_a_spacecraft_is_not_there_before_anybody_could_know(visit):
    visit.refused("/spacecraft/starcloud-1/", 404, as_of="2025-01-01")
    visit.refused("/facts/launches/bandwagon-4/", 404, as_of="2025-01-01")


def test_element_sets_are_the_newest_of_each_day_up_to_the_day_asked(visit):
    craft = Spacecraft.objects.get(slug="starcloud-1")
    ElementSet.objects.bulk_create(
        ElementSet(
            norad_cat_id=present(craft.norad_cat_id), object_name="STARCLOUD-1", object_id=craft.object_id,
            epoch=f"2026-0{month}-01T{hour}:00:00Z", mean_motion=15.2, eccentricity=0.001, inclination=97.4,
            ra_of_asc_node=1, arg_of_pericenter=2, mean_anomaly=3, bstar=0, mean_motion_dot=0,
            mean_motion_ddot=0,
        )
        for month in (2, 4, 3)
        for hour in ("00", "06", "03")
    )  # fmt: skip
    LedgerVersion.bump()

    def epochs(**query):
        table = visit("/spacecraft/starcloud-1/", **query).tree.with_id("elements").parent
        return [row.one("th").text for row in table.one("tbody").all("tr")]

    assert epochs() == ["1 Apr 2026, 06:00", "1 Mar 2026, 06:00", "1 Feb 2026, 06:00"]
    assert epochs(as_of="2026-03-15") == ["1 Mar 2026, 06:00", "1 Feb 2026, 06:00"]


def test_every_organization_has_a_page(visit):
    for slug in Organization.objects.values_list("slug", flat=True)[::4]:
        seen = visit(f"/organizations/{slug}/")
        assert [link for link in seen.main.all("a") if "external" in link["rel"]], slug


def test_no_text_of_any_fact_becomes_markup(visit):
    """Every free text of every record is replaced by an attack, as far as the database lets it in."""
    replaced = 0
    for kind in KINDS.values():
        for field in kind.model._meta.get_fields():
            if not isinstance(field, (models.CharField, models.TextField)) or field.unique:
                continue
            if isinstance(field, (models.SlugField, models.URLField)) or field.choices:
                continue
            if isinstance(field, models.CharField) and (field.max_length or 500) < len(ATTACK):
                continue
            try:
                with transaction.atomic():
                    kind.model.objects.update(**{field.name: ATTACK})
                replaced += 1
            except Error:
                continue
    assert replaced > 25
    LedgerVersion.bump()

    for name in PAGES:
        seen = visit(PAGES[name])
        assert "<script>alert" not in seen.html, name
        assert "<img src=x" not in seen.html, name
        for element in seen.tree.all():
            assert "onerror" not in element.attributes, name
        assert "14" not in seen.text or "{{ 7|add:7 }}" in seen.text or name in ("method", "data", "status")
    assert "<script>alert(1)</script>" in visit("/news/").text


def test_addresses_of_sources_are_web_addresses_only(visit):
    for name in ("news", "project", "craft"):
        for link in visit(PAGES[name]).main.all("a"):
            assert not link["href"].lower().startswith(("javascript:", "data:", "vbscript:"))


def test_an_entry_of_which_no_source_was_read_says_so(visit, empty_ledger):
    told = "We did not read the source of this entry"
    for seen, said in (("cited", True), ("page", False)):
        item = facts.news(headline=f"Only {seen}")
        item.sources.update(seen=seen)
        page = visit(f"/facts/news/{item.slug}/")
        assert (told in page.text) is said
        assert ("not read" in page.main.one("section", "section").text) is said


def test_a_fact_of_a_past_day_names_no_project_that_was_not_known_then(visit, empty_ledger):
    early = facts.project(name="Known early", known_on="2025-01-01")
    late = facts.project(name="Known late", known_on="2026-06-01")
    item = facts.news(published_on="2025-06-01", known_on="2025-06-01")
    item.projects.set([early, late])
    craft = facts.spacecraft(early, "2025-02-01", known_on="2025-02-01")
    craft.projects_also.add(late)
    question = facts.open_question(early, late, subject="compute", known_on="2025-06-01")
    for address in ("/news/", f"/facts/news/{item.slug}/", f"/spacecraft/{craft.slug}/", "/questions/",
                    f"/facts/open-questions/{question.slug}/"):  # fmt: skip
        then, now = visit(address, as_of="2026-01-01").main.text, visit(address).main.text
        assert "Known early" in then, address
        assert "Known late" not in then, address
        assert "Known late" in now, address


def test_the_page_of_a_launch_quotes_the_reason_beside_each_move(visit, empty_ledger):
    launch = facts.launch("2026-12-01", slug="slipped", ll2_id=UUID(int=7), status="tbd")
    for net, stated in (
        ("2026-10-01", "2026-03-01"),
        ("2026-11-01", "2026-04-01"),
        ("2026-12-01", "2026-05-01"),
    ):
        facts.net(launch, net, stated)
    written = datetime(2026, 3, 20, tzinfo=UTC)
    update = UpdateRecord(1, UUID(int=7), "<b>Winds</b>", "An Editor", "https://news.example/x", written)
    store_updates([update], seen_at=written)
    page = visit("/facts/launches/slipped/", as_of="2026-06-01")
    text = " ".join(page.main.text.split())
    assert "“<b>Winds</b>”" in text, "their words, and no markup of ours"
    assert "An Editor, Launch Library, 20 Mar 2026 · page it names" in text
    assert "updates of this time were not read here" in text
    assert "Winds" not in visit("/facts/launches/slipped/", as_of="2026-03-19").main.text
