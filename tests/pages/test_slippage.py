"""The slip ledger: shares with intervals, one project alone, launch dates apart from promised ones."""

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest

from common.dates import AsOf
from facts.models import LedgerVersion
from launches.models import Launch
from metrics.kept import kept
from metrics.promises import promises, promises_missed
from metrics.question import Question
from metrics.slippage import slippage
from metrics.steps import latest
from pages.frames.frame import MOST_ROWS
from pages.views.slippage import SHOWN_PROMISES
from projects.models import Project, Target
from tests.metrics import facts
from tests.metrics.facts import launch, net, project
from tests.present import present


def latest_missed(day: str) -> dict[str, float]:
    at = date.fromisoformat(day)
    rows = promises_missed(Question(at, AsOf(at)))
    return {country: latest(rows, country) for country in ("US", "CN")}


def body(table) -> list[list[str]]:
    """The cells of a table's body, line by line."""
    lines = table.one("tbody").all("tr")
    return [[cell.text for cell in line.children if not isinstance(cell, str)] for line in lines]


def section(seen):
    return seen.main.with_id("launch-dates").parent


def test_where_no_launch_was_followed_the_page_says_that_nothing_is_known(visit):
    told = section(visit("/slippage/"))
    assert "No launch was followed" in told.text
    assert not list(told.all("table"))


def test_each_launch_is_shown_with_its_first_date_its_present_one_and_its_slip(visit):
    ours = Launch.objects.get(slug="ai1-prototype-launch")  # carries tracked spacecraft
    Launch.objects.filter(pk=ours.pk).update(known_on="2026-01-01")
    net(ours, "2026-Q4", "2026-03-01")
    net(ours, "2027-01-10", "2026-09-01")
    net(launch(status="tbd", country="CN", name="Other flight"), "2026-12-01", "2026-03-01")
    LedgerVersion.bump()

    seen = visit("/slippage/", as_of="2026-11-21")
    by_country, by_launch = section(seen).all("table")
    line = by_launch.parent.with_id("launch-ai1-prototype-launch")
    # 31 December to 10 January: 10 days, in the 265 days since 1 March.
    cells = [cell.text for cell in line.all("td")]
    assert cells == ["Q4 2026 stated 1 Mar 2026", "10 Jan 2027", "+10", "1", "+0.04"]
    groups = [[cell.text for cell in row.all("td")][:3] for row in by_country.all("tr")][1:]
    assert groups == [
        ["with tracked spacecraft", "1", "1 later, 0 earlier"],
        ["with tracked spacecraft", "0", "not applicable"],
        ["all others", "0", "not applicable"],
        ["all others", "1", "0 later, 0 earlier"],
    ]
    assert "United States 1, China 0. Under 5 there is no median." in section(seen).text

    before = section(visit("/slippage/", as_of="2026-08-31")).text
    assert "Q4 2026" in before
    assert "10 Jan 2027" not in before
    chinese = section(visit("/slippage/", country="CN")).text
    assert "Other flight" in chinese
    assert "AI1" not in chinese


def test_launch_dates_change_nothing_in_the_record_of_promises(visit):
    def record() -> list[str]:
        return [row.text for row in visit("/slippage/").main.all("table")][0:1]

    before = record()
    net(launch(status="tbd"), "2026-12-01", "2026-03-01")
    LedgerVersion.bump()
    assert record() == before


def figure(seen, ident: str) -> dict:
    return json.loads(seen.tree.with_id(ident).raw())


def test_the_share_of_each_country_has_its_interval_in_chart_sentence_and_table(visit):
    seen = visit("/slippage/", as_of="2026-11-01")
    chart = seen.tree.with_id("chart-kept")
    labels = [label["text"] for label in figure(seen, "kept")["layout"]["annotations"]]
    sentence = chart.one("figcaption").text
    for label in labels:
        assert "95 % interval" in label
        assert label in sentence
    assert "95 % interval" in chart.one("thead").text


def test_one_project_alone_is_drawn_and_taken_away_alone(visit):
    seen = visit("/slippage/", project="starcloud-2", as_of="2026-11-01")
    lines = [trace for trace in figure(seen, "slippage")["data"] if "name" in trace]
    assert {trace["name"] for trace in lines} == {"Starcloud-2"}
    [csv] = [a["href"] for a in seen.tree.with_id("chart-slippage").all("a") if ".csv" in a["href"]]
    assert "project=starcloud-2" in csv


def test_a_single_statement_says_that_it_shows_no_slip(visit):
    told: dict[Any, Any] = {}
    for row in slippage(Question(date(2026, 11, 1), AsOf(date(2026, 11, 1)))):
        if row.country in ("US", "CN"):
            told[row.project_slug] = told.get(row.project_slug, 0) + 1
    alone = next(slug for slug, n in told.items() if n == 1)
    seen = visit("/slippage/", project=alone, as_of="2026-11-01")
    assert "One statement of one date: a slip shows only when a date is stated again." in seen.text


def test_every_project_with_a_stated_date_can_be_chosen(visit):
    seen = visit("/slippage/", project="starcloud-2", as_of="2026-11-01")
    options = {o["value"]: o for o in seen.tree.with_id("filter-project").all("option")}
    assert len(options) > 20
    chosen = [slug for slug, option in options.items() if "selected" in option.attributes]
    assert chosen == ["starcloud-2"]


def chosen(seen) -> list[str]:
    """What the choice of a project says is chosen."""
    options = seen.tree.with_id("filter-project").all("option")
    return [option["value"] for option in options if "selected" in option.attributes]


def test_a_project_without_dates_is_a_sentence(visit):
    told = {target.project.slug for target in Target.objects.select_related("project")}
    bare = present(Project.objects.filter(country="US").exclude(slug__in=told).first())
    seen = visit("/slippage/", project=bare.slug)
    assert f"No stated date of {bare.name} was known by" in seen.text
    assert chosen(seen) == [bare.slug]


@pytest.mark.parametrize("address", ["/slippage/", "/metrics/slippage/", "/charts/slippage.csv"])
def test_a_project_that_is_none_is_refused_with_a_sentence(visit, address):
    seen = visit.refused(f"{address}?project=nonsense", 400)
    assert "project=nonsense is no project of this ledger" in seen.text


@pytest.mark.parametrize("keys", [{"country": "CN"}, {"judged": "yes"}])
def test_where_other_filters_leave_no_date_of_a_project_they_are_named_as_the_cause(visit, keys):
    seen = visit("/slippage/", project="star-catcher-protostar", **keys)
    assert "has stated dates, but none that the other filters leave" in seen.text
    assert "was known by" not in seen.tree.with_id("chart-slippage").text
    assert chosen(seen) == ["star-catcher-protostar"]


def test_a_project_of_another_country_is_said_to_be_of_neither(visit):
    other = present(Project.objects.exclude(country__in=("US", "CN")).first())
    seen = visit("/slippage/", project=other.slug)
    assert f"{other.name} is of neither country compared here" in seen.text


def test_the_share_on_the_front_page_opens_the_dates_that_it_counts(visit):
    day = "2026-11-01"
    [american, chinese] = [
        a["href"] for a in visit("/", as_of=day).main.all("a") if "judged=decided" in a["href"]
    ]
    missed = latest_missed(day)
    for address, country in ((american, "US"), (chinese, "CN")):
        [line] = body(next(visit(address.replace("/metrics/", "/")).main.all("table")))
        kept_, due = (int(n) for n in present(re.match(r"(\d+) of (\d+)", line[1])).groups())
        unknown = int(line[3])
        assert (int(line[2]), due) == (missed[country], kept_ + missed[country] + unknown)
        seen = visit(address)
        assert seen.main.with_id("facts").text == f"{due} facts"
        said = seen.tree.with_id("chart-slippage").one("figcaption").text
        assert f"{kept_} kept, {missed[country]} missed, 0 pending, 0 replaced, {unknown} no report" in said
        assert f"country={country}" in address


@pytest.mark.parametrize("day", ["2025-06-30", "2025-12-31", "2026-02-01", "2026-06-01", "2026-11-01"])
def test_beside_the_share_stand_exactly_the_promises_that_it_counts(visit, day):
    at = date.fromisoformat(day)
    question = Question(at, AsOf(at))
    listed = visit("/slippage/", as_of=day).main.with_id("came-due").parent
    named = [item["id"] for item in listed.all("div", "fact")]
    apart = sum(count for code in ("US", "CN") for _why, count in promises(question, code).apart)
    counted = [f"due-{fact.slug}" for code in ("US", "CN") for fact in promises(question, code).facts]
    due = [name for name in named if name.startswith("due-")]
    assert len(due) == min(len(counted), SHOWN_PROMISES)
    assert set(due) <= set(counted)
    assert (f"The first {SHOWN_PROMISES} of {len(counted)}." in listed.text) == (
        len(counted) > SHOWN_PROMISES
    )
    assert sum(name.startswith("apart-") for name in named) == min(apart, SHOWN_PROMISES)
    for item in listed.all("div", "fact"):
        assert list(item.all("a")), "each leads to its fact and its sources"


def test_the_three_parts_of_a_share_stand_on_the_scoreboard(visit, empty_ledger):
    plan = project("US")
    facts.target(plan, "2025-06", promise="a", outcome_on="2025-05-14")
    facts.target(plan, "2025-06", promise="b", outcome_on="2025-09-01")
    facts.target(plan, "2025-06", promise="c", searched_on="2025-12-01")
    facts.target(plan, "2025-06", "2025-06-20", promise="d", outcome_on="2025-06-21")
    LedgerVersion.bump()
    page = visit("/", as_of="2026-01-01")
    [side] = [side for side in page.main.all("div", "side") if "1 of 3" in side.text]
    assert "1 missed · 1 without a report · not counted: 1 public less than 30 days ahead" in side.text
    assert [bar["width"] for bar in side.all("svg")] == ["33.3%"] * 3
    assert [bar["class"] for bar in side.all("svg")] == ["bar us kept", "bar us missed", "bar us unreported"]
    assert (
        "no report by 1 Dec 2025"
        in visit("/slippage/", as_of="2026-01-01").main.with_id("came-due").parent.text
    )


def test_every_date_says_whether_it_counts_and_why_not(visit):
    table = visit("/slippage/", as_of="2026-11-01").tree.with_id("chart-slippage").one("table")
    heads = [cell.text for cell in table.all("th")]
    counted, why = heads.index("Counted"), heads.index("Why not")
    assert {line[counted] for line in body(table)} == {"yes", "no"}
    assert all((line[counted] == "yes") == (line[why] == "–") for line in body(table))


def test_the_silent_dates_named_are_those_counted_and_the_others_say_so(visit):
    seen = visit("/slippage/", as_of="2026-11-01")
    counted = sum(int(line[-1]) for line in body(next(seen.main.all("table"))))
    named = list(seen.main.with_id("silent").parent.all("dt"))
    assert counted == sum("not counted" not in item.text for item in named)
    assert len(named) > counted


def test_a_rate_says_that_it_is_a_median_and_how_far_the_others_lie(visit):
    record = next(visit("/slippage/", as_of="2026-11-01").main.all("table"))
    told = [line[6] for line in body(record)]
    rows = kept(Question(date(2026, 11, 1), AsOf(date(2026, 11, 1))))
    for text, row in zip(told, rows, strict=True):
        if row.median_rate is None:
            assert text == f"too few: {row.rate_n}"
        else:
            assert f"median of {row.rate_n}, half of them" in text
    assert any(row.median_rate is not None for row in rows)


def test_a_silent_date_that_is_past_says_so_and_one_ahead_does_not(visit, empty_ledger):
    day = date(2026, 11, 1)
    for due in ("2026-03", "2027-03"):
        facts.target(project("US"), due, "2024-01-01")
    facts.target(project("US"), "2026-03", "2024-01-01", bound="not_earlier")
    LedgerVersion.bump()
    silent = {row.facts[0].slug: row for row in slippage(Question(day, AsOf(day))) if row.silent_months}
    listed = visit("/slippage/", as_of=day.isoformat()).main.with_id("silent").parent
    past = 0
    for item in listed.all("div", "fact"):
        row = silent[item["id"].removeprefix("silent-")]
        gone = row.due_last < day and row.bound == "by"
        assert ("no report" in item.one("dt").text) == gone
        past += gone
    assert past == 1


def test_of_many_statements_the_newest_are_shown_and_the_files_have_all(visit, empty_ledger):
    plan, many = project("US"), MOST_ROWS + 5
    for n in range(many):
        stated = date(2024, 1, 1) + timedelta(days=n)
        facts.target(plan, "2024-12-31", str(stated), promise=f"p{n}", text=f"Promise {n}.")
    LedgerVersion.bump()

    seen = visit("/slippage/", as_of="2026-01-01")
    frame = seen.tree.with_id("chart-slippage")
    texts = [line[2] for line in body(frame.one("table"))]
    assert len(texts) == MOST_ROWS
    assert "Promise 4." not in texts
    assert f"Promise {many - 1}." in texts
    assert f"The newest {MOST_ROWS} of {many} statements are drawn and listed" in seen.text
    assert f"The first 60 of {many}." in seen.main.with_id("came-due").parent.text
    facts_listed = visit("/metrics/slippage/", judged="decided", as_of="2026-01-01").main.with_id("facts")
    assert facts_listed.text == f"{many} facts"
    assert len(list(facts_listed.parent.all("div", "fact"))) == MOST_ROWS
    csv = visit.client.get("/charts/slippage.csv?as_of=2026-01-01").content.decode()
    assert len(csv.strip().splitlines()) == many + 1
