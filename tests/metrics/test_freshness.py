"""Freshness: the age of the newest fact of each kind, and kinds of which nothing is known."""

from datetime import date

import pytest

from metrics.all import METRICS
from metrics.cells import absences
from metrics.freshness import LABELS, FreshRow, freshness
from metrics.question import Question
from news.models import NewsItem
from tests.metrics.facts import (
    application,
    as_of,
    elements,
    launch,
    milestone,
    money,
    news,
    on,
    organization,
    project,
    spacecraft,
    stated,
    target,
)
from tests.metrics.reading import projects as read_projects
from tests.metrics.reading import records
from tests.present import present


def row(question: Question, kind: str, country: str = "US") -> FreshRow:
    [found] = [row for row in freshness(question) if (row.kind, row.country) == (kind, country)]
    return found


def test_the_age_runs_from_the_day_the_newest_fact_became_known(empty_ledger):
    plan = project()
    milestone(plan, on="2025-12-24", known_on="2026-01-01")
    milestone(plan, on="2025-03-01", known_on="2025-03-02", title="Older")
    found = row(on("2026-01-31"), "milestones")
    # 1 to 31 January are 30 days; the fact's own date, 24 December, is not what the public knew by then.
    assert (present(found.newest_on).isoformat(), found.age_days, found.count) == ("2026-01-01", 30, 2)
    assert (found.newest, len(found.facts)) == ("Shown", 1)


def test_a_fact_of_unknown_day_counts_and_makes_nothing_look_fresh(empty_ledger):
    news(known_on="2025-01-01")
    news(known_on="2026-01-20", found_on=date(2026, 1, 20), found_reason="No page shows a date.")
    told = row(on("2026-01-31"), "news")
    assert (present(told.newest_on).isoformat(), told.count, told.recent) == ("2025-01-01", 2, 0)


@pytest.mark.parametrize(("known_on", "recent"), [("2026-01-02", 0), ("2026-01-03", 1), ("2026-04-02", 1)])
def test_recent_is_what_became_known_in_the_last_ninety_days(empty_ledger, known_on, recent):
    news(known_on=known_on)  # 2 April is 90 days after 2 January: the days from 3 January on count
    assert row(on("2026-04-02"), "news").recent == recent


def test_a_kind_without_a_fact_has_a_row_that_says_so(empty_ledger):
    milestone(project("US"))
    rows = freshness(on("2026-01-01"))
    assert len(rows) == 2 * len(LABELS)
    empty = [row for row in rows if (row.country, row.kind) not in {("US", "milestones"), ("US", "projects")}]
    for row in empty:
        assert (row.newest_on, row.age_days, row.count, row.recent, row.facts) == (None, None, 0, 0, ())
        assert absences(METRICS["freshness"], row) == {"newest_on": "none", "age_days": "not_applicable"}


def test_what_becomes_known_tomorrow_is_no_knowledge_of_today(empty_ledger):
    news(known_on="2026-01-01")
    news(known_on="2026-01-02")
    for question in (on("2026-01-01"), as_of("2026-01-01")):
        assert (row(question, "news").count, row(question, "news").age_days) == (1, 0)


def test_each_kind_counts_for_the_country_it_is_of(empty_ledger):
    plan = project("CN")
    craft = spacecraft(plan)
    stated(plan, 5, "POPS")
    stated(craft, 744, "TOPS")
    target(plan, "2027")
    money(100, "CN", organization=organization("CN"))
    application(plan, 100)
    launch(country="CN")
    news("CN")
    found = {row.kind: row.count for row in freshness(on("2026-11-22", country="CN"))}
    assert found == {
        "projects": 1, "status_changes": 0, "statements": 2, "targets": 1, "milestones": 0, "funding": 1,
        "filings": 1, "launches": 1, "status_readings": 1, "news": 1, "element_sets": 0,
    }  # fmt: skip
    american = [row for row in freshness(on("2026-11-22")) if row.country == "US"]
    assert not any(row.count for row in american)


def test_an_element_set_counts_from_its_epoch_once_a_day_for_the_spacecraft_that_is_tracked(empty_ledger):
    plan = project()
    craft = spacecraft(plan, norad_cat_id=70001, name="Tracked")
    spacecraft(plan, norad_cat_id=25544, identity="hosted")  # the numbers are its host's
    for number, epoch in (
        (70001, "2026-01-03"),
        (70001, "2026-01-05"),
        (25544, "2026-01-06"),
        (9, "2026-01-06"),
    ):
        elements(number, epoch)
    elements(70001, "2026-01-05", hour=8)  # a second of that day
    found = row(as_of("2026-01-09"), "element_sets")
    assert (found.count, found.age_days, found.newest) == (2, 4, "Tracked")
    assert [(ref.kind, ref.slug) for ref in found.facts] == [("spacecraft", craft.slug)]
    assert row(as_of("2026-01-04"), "element_sets").age_days == 1


def test_news_that_was_not_published_is_not_counted(empty_ledger):
    news(state=NewsItem.State.DRAFT)
    assert row(on("2026-01-01"), "news").count == 0


def test_the_real_ledger_is_counted_as_it_is_written(closed):
    about = read_projects()
    for country in ("US", "CN"):
        for kind in ("milestones", "news", "filings", "projects"):
            written = [record for record in records(kind) if record["country"] == country]
            assert row(closed, kind, country).count == len(written)
        for kind in ("targets", "status_changes"):
            written = [record for record in records(kind) if about[record["project"]]["country"] == country]
            assert row(closed, kind, country).count == len(written)
