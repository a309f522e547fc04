"""The day a fact was known, one address a page, slugs, and what may be saved."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from common.dates import PartialDate
from common.urls import NoAddress, canonical
from facts import services
from facts.ledger.days import known_on
from facts.ledger.registry import KINDS
from facts.models import Source
from launches.models import LaunchTotal
from projects.models import Organization, StatusChange, Target
from tests.projects.rows import DAY, dated, fact, organization, project, saved, source

# --- known_on: a table of the rule ------------------------------------------------------------------
RULE = {
    "the earliest dated source counts": (
        "statements", {"stated_on": "2026-01-10"}, ["2026-02-01", "2026-01-20"], "2026-01-20",
    ),
    "a day that is given counts": (
        "statements", {"stated_on": "2026-01-10", "known_on": "2025-12-01"}, ["2026-02-01"], "2025-12-01",
    ),
    "what is said is not known before it is said": (
        "statements", {"stated_on": "2026-03-10"}, ["2026-02-01"], "2026-03-10",
    ),
    "a vague day is known at its first day at the earliest": (
        "targets", {"stated_on": "2026-Q2"}, ["2026-02-01"], "2026-04-01",
    ),
    "without a dated source, the last day it can mean": (
        "statements", {"stated_on": "2026-03"}, [], "2026-03-31",
    ),
    "a filing is not known before its day": (
        "filings", {"on": "2026-03-10"}, ["2026-02-01"], "2026-03-10",
    ),
    "unless the day is given, as for a conference that is called": (
        "filings", {"on": "2027-10-18", "known_on": "2026-03-03"}, ["2026-03-03"], "2026-03-03",
    ),
    "a project without dates is known when its newest source is": (
        "projects", {"current_on": "2026"}, [], "2026-12-31",
    ),
    "a project is known when it was announced, without a source": (
        "projects", {"announced_on": "2025-11", "current_on": "2026"}, [], "2025-11-30",
    ),
    "a spacecraft is known when it flew, without a dated source": (
        "spacecraft", {"launched_on": "2026-08"}, [], "2026-08-31",
    ),
    "of one without any date nobody can say it": ("spacecraft", {}, [], "None"),
}  # fmt: skip


RULE["a fact of unknown day appears when it was found"] = (
    "statements", {"stated_on": "2026", "found_on": "2026-11-22"}, [], "2026-11-22",
)  # fmt: skip


@pytest.mark.parametrize(("kind", "record", "days", "day"), RULE.values(), ids=RULE)
def test_the_day_the_public_could_know(kind, record, days, day):
    assert str(known_on(KINDS[kind], record, [date.fromisoformat(d) for d in days])) == day


@pytest.mark.django_db
def test_the_finding_is_dropped_when_a_source_gets_its_date():
    page = saved(source())
    found = saved(organization(known_on=DAY, found_on=DAY, found_reason="No page shows a date."))
    found.sources.add(page)
    page.published_on = PartialDate.of(date(2025, 6, 1))
    assert services.save_source(page) == 1
    found.refresh_from_db()
    assert (found.known_on, found.found_on, found.found_reason) == (date(2025, 6, 1), None, "")


@pytest.mark.django_db
def test_settling_takes_the_sources_as_they_are():
    plan = saved(project())
    change = saved(
        StatusChange(
            **fact("own", project=plan, status="announced", **dated("on", "2025-01-01", "2025-01-01"))
        )
    )
    change.sources.add(saved(source(**dated("published_on", "2025-06-01", "2025-06-30", "month"))))
    services.settle_known_on(change)
    change.refresh_from_db()
    assert str(change.known_on) == "2025-06-30"


@pytest.mark.django_db
def test_facts_follow_a_new_date_of_their_source_unless_their_day_was_given():
    page = saved(source(**dated("published_on", "2026-06-01", "2026-06-01")))
    follower, given = (
        saved(organization(known_on=date(2026, 6, 1))),
        saved(organization(slug="own-2", known_on=date(2026, 5, 5))),
    )
    for row in (follower, given):
        row.sources.add(page)
    page.published_on = PartialDate.of(date(2026, 7, 7))
    assert services.save_source(page) == 1
    assert str(Organization.objects.get(pk=follower.pk).known_on) == "2026-07-07"
    assert str(Organization.objects.get(pk=given.pk).known_on) == "2026-05-05"


@pytest.mark.parametrize(
    ("seen", "quality", "proves"),
    [("page", "primary", True), ("page", "copy", True), ("page", "digest", False), ("cited", "primary", False),
     ("cited", "digest", False)],
)  # fmt: skip
def test_a_source_can_confirm_where_its_page_was_read_and_is_no_digest(seen, quality, proves):
    assert services.proves(Source(seen=seen, quality=quality)) is proves


@pytest.mark.parametrize("hour", [0, 23])
@pytest.mark.parametrize(
    ("when", "ahead"),
    [
        (PartialDate.of(date(2026, 11, 30)), False),
        (PartialDate.of(date(2026, 12, 1)), False),  # today, east of Greenwich
        (PartialDate.of(date(2026, 12, 2)), True),
        (PartialDate.of(date(2026, 11, 1), "month"), False),
        (PartialDate.of(date(2026, 12, 1), "month"), False),  # it may mean its first day
        (PartialDate.of(date(2027, 1, 1), "year"), True),
    ],
)
def test_the_day_after_today_may_have_begun_somewhere_and_the_next_one_lies_ahead(when, ahead, hour):
    with time_machine.travel(datetime(2026, 11, 30, hour, 59, tzinfo=UTC), tick=False):
        assert services.lies_ahead(when) is ahead


# --- Addresses ------------------------------------------------------------------------------------
SPELLINGS = {
    "https://example.org/a": "https://example.org/a",
    "  https://EXAMPLE.org/a ": "https://example.org/a",
    "HTTPS://example.org/a": "https://example.org/a",
    "https://example.org:443/a": "https://example.org/a",
    "https://example.org./a": "https://example.org/a",
    "https://example.org/a#top": "https://example.org/a",
    "https://example.org/a?utm_source=x&utm_medium=y": "https://example.org/a",
    "https://example.org/a?fbclid=1&id=7&gclid=2": "https://example.org/a?id=7",
    "https://example.org/a?UTM_Campaign=1": "https://example.org/a",
    "https://example.org/a?b=2&a=1": "https://example.org/a?b=2&a=1",
    "https://example.org/a?q=%E6%98%9F&utm_id=3": "https://example.org/a?q=%E6%98%9F",
    "https://example.org": "https://example.org/",
    "https://example.org/A": "https://example.org/A",
    "http://example.org:8080/a": "http://example.org:8080/a",
    "https://例子.cn/星": "https://例子.cn/星",
}


@pytest.mark.parametrize(("address", "one"), SPELLINGS.items())
def test_an_address_has_one_spelling(address, one):
    assert canonical(address) == one
    assert canonical(one) == one


@pytest.mark.parametrize(
    "address",
    ["", "example.org/a", "ftp://example.org/a", "javascript:alert(1)", "https://", "https://[::1", "mailto:a@b.c",
     "https://user:word@example.org/", "https://exa mple.org/", "https://example.org/a\nb c", "https://x:99999/",
     "file:///etc/passwd", "https://example.org/" + "a" * 500, "//example.org/a"],
)  # fmt: skip
def test_what_is_no_address_of_a_public_page_is_refused(address):
    with pytest.raises(NoAddress):
        canonical(address)


@pytest.mark.django_db
def test_a_source_is_found_in_any_spelling_of_its_address():
    page = saved(source(url="https://example.org/own?utm_source=rss"))
    assert services.find_source("https://example.org/own#x") == page
    assert services.find_source("https://example.org/own?utm_medium=mail") == page
    assert services.find_source("https://example.org/own/other") is None
    assert services.find_source("https://example.org/own?id=1") is None


# --- Slugs ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SpaceX's first AI satellite, in orbit now and then", "spacexs-first-ai-satellite-in-orbit"),
        ("Café Ångström", "cafe-angstrom"),
        ("in_orbit_demo", "in-orbit-demo"),
        ("ＡＤＡ Space", "ada-space"),
        ("US", "us"),
        ("SenseTime 商汤", "sensetime"),
    ],
)
def test_words_become_a_slug(text, words):
    assert services.words_of(text) == words


@pytest.mark.parametrize("text", ["算力上天了", "…", "🛰", "AI 算力"])
def test_words_that_cannot_be_spelled_become_a_short_hash(text):
    slug = services.words_of(text)
    assert slug == services.words_of(text)
    assert len(slug) <= 12
    assert slug.replace("-", "").isalnum()
    assert slug.isascii()


@pytest.mark.django_db
def test_a_second_slug_of_the_same_words_is_numbered():
    for wanted in ("own-maker", "own-maker-2", "own-maker-3"):
        slug = services.free_slug(Organization, "own maker")
        assert slug == wanted
        saved(organization(slug=slug))


@pytest.mark.django_db
def test_slugs_are_proposed_in_the_manner_of_the_files():
    plan = saved(project(slug="own-plan"))
    change = StatusChange(project=plan, status="in_development", **dated("on"))
    target = Target(
        project=plan, milestone="first_launch", **dated("stated_on", "2026-04-01", "2026-06-30", "quarter")
    )
    assert services.proposed_slug(change) == "own-plan-in-development-2026-01-01"
    assert services.proposed_slug(target) == "own-plan-first-launch-2026-04-01"
    assert services.proposed_slug(LaunchTotal(country="US", year=1999, method="gcat")) == "us-1999-gcat"
    page = Source(
        publisher="The Daily Planet", title="A plan", url="https://example.org/", **dated("published_on")
    )
    assert services.proposed_slug(page) == "the-daily-2026-01-01-a-plan"
    page = Source(publisher="新华社", title="太空计算", url="https://example.org/")
    assert services.proposed_slug(page).count("nd") >= 1


# --- What may be saved ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("columns", "attribute"),
    [({"name": "a\x07"}, "name"), ({"name": "a\u202eb"}, "name"), ({"slug": "Own_Maker"}, "slug"),
     ({"country": "XX"}, "country"), ({"website": "ftp://x"}, "website")],
)  # fmt: skip
def test_what_the_files_could_not_say_is_doubted(columns, attribute):
    doubts = list(services.doubts(organization(**columns)))
    assert [name for name, _ in doubts] == [attribute]
    assert doubts[0][1][0].isupper() or doubts[0][1][0] == "'"


def test_a_group_of_fields_is_doubted_at_its_field():
    doubts = dict(services.doubts(project(altitude_km_min=5, inclination_deg=500)))
    assert doubts == {"inclination_deg": "500 is more than 180."}


@pytest.mark.django_db
def test_nothing_in_the_ledger_is_doubted(ledger):
    for kind in KINDS.values():
        rows = kind.model._default_manager.all()[:25]
        assert rows
        for row in rows:
            assert list(services.doubts(row)) == []


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://[::1]/", "http://localhost:8000/",
     "http://169.254.169.254/latest/meta-data", "http://printer/", "http://wiki.internal/", "http://nas.local/",
     "https://spacenews.com:22/"],
)  # fmt: skip
def test_no_page_lies_where_no_reader_can_go(address):
    with pytest.raises(NoAddress, match=r"write the name of the site|no public site|usual ports"):
        canonical(address)
