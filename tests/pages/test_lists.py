"""Lists of facts: what their filters leave, what a day hides, and that drafts never show."""

from datetime import date
from typing import Any

import pytest

from common.dates import AsOf
from facts.models import LedgerVersion
from launches.models import Launch, Spacecraft
from metrics.clock import regulatory_clock
from metrics.question import Question
from news.models import NewsItem
from projects.models import Filing, FundingEvent, Milestone, OpenQuestion, Organization, Project
from tests.metrics.facts import (
    application,
    launch,
    project,
    spacecraft,
    step,
)
from tests.present import present
from tests.projects.rows import dated

LISTS: dict[str, Any] = {
    "organizations": Organization, "spacecraft": Spacecraft, "funding": FundingEvent, "regulation": Filing,
    "milestones": Milestone, "news": NewsItem, "questions": OpenQuestion,
}  # fmt: skip


def slugs(seen) -> set[str]:
    """The facts that a list shows: they are the rows with a name."""
    return {
        element["id"] for element in seen.main.all()
        if element["id"] and (element.tag == "tr" or "fact" in element.classes)
    }  # fmt: skip


def every(visit, name: str, **query) -> set[str]:
    """What a list shows on all its pages."""
    found, page = set(), 1
    while True:
        seen = visit(f"/{name}/", page=page, **query)
        found |= slugs(seen)
        if not [link for link in seen.main.all("a") if link["rel"] == "next"]:
            return found
        page += 1


@pytest.mark.parametrize("name", LISTS)
def test_a_list_holds_every_fact_once_over_its_pages(visit, name):
    assert every(visit, name) == set(LISTS[name].objects.values_list("slug", flat=True))


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("day", ["2026-03-01", "2025-01-01"])
def test_a_day_hides_every_fact_known_later(visit, name, day):
    known = LISTS[name].objects.filter(known_on__lte=day).values_list("slug", flat=True)
    assert every(visit, name, as_of=day) == set(known)


@pytest.mark.parametrize("name", LISTS)
def test_a_country_leaves_its_facts_alone(visit, name):
    rows = LISTS[name].objects.for_country("CN")
    assert every(visit, name, country="CN") == set(rows.values_list("slug", flat=True))


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("words", ["三体", "之江", "satellite", "%", "_", "\\", "' OR 1=1", "🛰"])
def test_text_is_found_and_its_signs_stand_for_themselves(visit, name, words):
    found = every(visit, name, q=words)
    assert found == set(LISTS[name].objects.search(words).values_list("slug", flat=True))
    if words in ("' OR 1=1", "🛰"):
        assert not found


def test_chinese_text_finds_chinese_facts(visit):
    assert "zhejiang-lab" in every(visit, "organizations", q="之江实验室")
    assert every(visit, "news", q="三体")
    assert every(visit, "spacecraft", q="北邮") >= {"bupt-1", "bupt-2", "bupt-3"}


def test_launches_are_ahead_flown_or_overdue(visit):
    parts = [every(visit, "launches", which=word) for word in ("upcoming", "flown", "overdue")]
    assert sum(map(len, parts)) == len(set.union(*parts)) == Launch.objects.with_compute().count()
    assert "bandwagon-4" in parts[1]


def test_only_stated_compute_is_listed_as_aboard_and_what_nobody_states_stands_apart(visit, empty_ledger):
    mixed = launch(slug="mixed")
    for slug, compute in (("sure", "yes"), ("silent", "unknown"), ("empty", "no")):
        spacecraft(launch=mixed, slug=slug, compute=compute)
    spacecraft(launch=launch(slug="open"), compute="unknown")
    spacecraft(launch=launch(slug="late"), known_on="2026-03-02")
    launch(slug="none")
    LedgerVersion.bump()
    row = visit("/launches/").tree.with_id("mixed")
    aboard = next(cell for cell in row.all("td") if cell["data-label"] == "Compute aboard")
    links = {link["href"].strip("/").split("/")[-1].split("?")[0] for link in aboard.all("a")}
    assert links == {"sure", "silent"}
    assert aboard.one("p", "by").text.startswith("Not stated: ")
    for day, listed in (
        ("", {"compute": {"mixed", "late"}, "unknown": {"open"}, "all": {"mixed", "late", "open", "none"}}),
        ("2026-03-01", {"compute": {"mixed"}, "unknown": {"open"}}),
    ):
        asked = {"as_of": day} if day else {}
        assert {word: every(visit, "launches", aboard=word, **asked) for word in listed} == listed


def test_a_spacecraft_with_compute_of_unknown_make_is_not_called_unknown(visit, empty_ledger):
    spacecraft(slug="bare", compute_hardware="")
    spacecraft(slug="without", compute="no", compute_hardware="A box")
    spacecraft(slug="open", compute="unknown", compute_hardware="Red Hat Device Edge")
    LedgerVersion.bump()

    def cell(slug):
        row = visit("/spacecraft/").tree.with_id(slug)
        return next(cell.text for cell in row.all("td") if cell["data-label"] == "Compute")

    assert cell("bare") == "yes, hardware not stated"
    assert cell("without") == "none"
    assert cell("open").startswith("unknown")
    for slug, said in (("bare", "yes, hardware not stated"), ("without", "none")):
        facts = visit(f"/spacecraft/{slug}/").tree.all("div", "fact")
        assert said in next(fact.text for fact in facts if "Compute aboard" in fact.text)


def test_a_launch_and_its_spacecraft_have_not_flown_before_their_day(visit):
    before, after = {"as_of": "2025-11-01"}, {"as_of": "2025-11-02"}
    assert "starcloud-1" not in every(visit, "spacecraft", **before)
    assert "starcloud-1" in every(visit, "spacecraft", **after)
    assert "bandwagon-4" not in every(visit, "launches", **before)
    assert "suncatcher-mvp" not in every(visit, "spacecraft", as_of="2026-09-30")
    assert "suncatcher-mvp" in every(visit, "spacecraft")


def test_what_was_known_as_a_plan_is_a_plan_on_that_day(visit):
    """Gravitas was announced in December 2025 and flew in March 2026."""
    then = visit("/spacecraft/", as_of="2026-01-01", q="gravitas").tree.with_id("gravitas")
    assert "planned" in then.text
    assert "Mar 2026" not in then.text
    crs = visit("/launches/", as_of="2025-08-20", q="CRS-33").tree.with_id("spx-crs-33").text
    assert "success" not in crs


@pytest.mark.parametrize("state", ["suggested", "draft", "in_review"])
def test_what_is_not_published_never_leaves_the_desk(visit, state):
    plan = Project.objects.get(slug="starcloud-1")
    item = NewsItem.objects.create(
        slug="kept-inside", headline="Kept inside the desk", summary="Kept inside too.", country="US",
        confidence="reported", known_on=date.today(), state=state,
        **dated("published_on", str(date.today()), str(date.today())),
    )  # fmt: skip
    item.projects.add(plan)
    item.sources.add(present(plan.sources.first()))
    addresses = ("/", "/news/", "/projects/starcloud-1/", "/news/?q=inside", "/compare/", "/data/")

    for address in addresses:
        seen = visit(address)
        assert "Kept inside" not in seen.html.replace('value="inside"', ""), address
        assert "kept-inside" not in seen.html, address
    visit.refused("/facts/news/kept-inside/", 404)

    item.state = "published"
    item.save()
    for address in ("/news/", "/projects/starcloud-1/", "/facts/news/kept-inside/"):
        assert "Kept inside the desk" in visit(address).text


@pytest.mark.parametrize("state", ["corrected", "retracted"])
def test_what_was_corrected_or_retracted_says_so(visit, state):
    slug = NewsItem.objects.values_list("slug", flat=True)[0]
    NewsItem.objects.filter(slug=slug).update(state=state, reason="<b>A figure</b> was wrong.")
    line = visit("/news/").tree.with_id(slug).text
    assert state in line
    assert "Why: <b>A figure</b> was wrong." in line
    page = visit(f"/facts/news/{slug}/").text
    assert f"This item was {state}. <b>A figure</b> was wrong." in page


def test_pages_of_a_list_keep_the_other_keys(visit):
    seen = visit("/news/", country="US", as_of="2026-09-01")
    following = next(link for link in seen.main.all("a") if link["rel"] == "next")["href"]
    assert following == "?as_of=2026-09-01&country=US&page=2"
    assert not slugs(seen) & slugs(visit("/news/" + following))


# --- The regulatory clock ---------------------------------------------------------------------------
def clock(seen) -> list[str]:
    """The lines of the clock's table, as read."""
    table = next(table for table in seen.main.all("table") if "Days pending" in table.text)
    return [line.text for line in table.one("tbody").all("tr")]


def test_the_regulatory_clock_stands_before_the_applications(visit):
    seen = visit("/regulation/", as_of="2026-11-21")
    headings = [heading["id"] for heading in seen.main.all("h2")]
    assert headings.index("clock") < headings.index("applications")
    lines = clock(seen)
    assert len(lines) == len(regulatory_clock(Question(date(2026, 11, 21), AsOf(date(2026, 11, 21)))))
    assert "Starmind" in " ".join(lines)
    addresses = [link["href"] for link in seen.main.with_id("clock").parent.all("a")]
    assert any(address.startswith("/metrics/regulatory_clock/") for address in addresses)
    assert any("format=csv" in address for address in addresses)


def test_the_clock_invents_no_day_and_does_not_run_where_nobody_decides(visit, empty_ledger):
    asked = application(project("CN"), 2_800, "2025")
    asked.kind = "itu_filing"
    asked.save()
    LedgerVersion.bump()
    [line] = clock(visit("/regulation/", as_of="2026-11-21", country="CN"))
    assert "2,800" in line
    assert "2025" in line
    assert "Dec 2025" not in line
    assert line.count("not applicable") == 3  # acceptance, days pending and a deadline


def test_the_clock_names_the_next_deadline_while_it_is_ahead(visit):
    asked = application(Project.objects.get(slug="starmind"), 100, "2026-01-30")
    step(asked, "comment_deadline", "2026-03-06")
    LedgerVersion.bump()
    there = "6 Mar 2026"
    assert any(there in line for line in clock(visit("/regulation/", as_of="2026-03-01")))
    assert not any(there in line for line in clock(visit("/regulation/", as_of="2026-03-07")))


def test_the_clock_holds_the_applications_listed_and_no_others(visit):
    assert not [h for h in visit("/regulation/", kind="law").main.all("h2") if h["id"] == "clock"]
