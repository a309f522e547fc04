"""The front page: the verdict, the scoreboard, and the way from each figure to its facts."""

import pytest

from facts.models import LedgerVersion
from metrics.paper_to_orbit import STEPS
from tests.metrics.facts import milestone, open_question, project, reading, spacecraft

DAYS = ("", "2026-03-01", "2025-06-01")


@pytest.mark.parametrize("day", DAYS)
def test_each_figure_opens_the_facts_behind_it_and_each_fact_its_sources(visit, day):
    query = {"as_of": day} if day else {}
    tape = visit("/", **query).main.one("table", "tape")
    figures = [side for side in tape.all("div", "num") if not list(side.all(class_="absent"))]
    assert len(figures) >= 12 or day
    for figure in figures:
        address = figure.one("a")["href"] if list(figure.all("a")) else ""
        if not address:
            assert figure.text.startswith("0"), figure.text
            continue
        page = visit(address).main
        facts = [fact for listed in page.all("dl", "defs") for fact in listed.all("div", "fact")]
        assert facts or figure.text.startswith("0"), address
        if address.startswith("/metrics/"):
            for fact in facts:
                assert [link for link in fact.all("a") if "external" in link["rel"]], fact.text
        else:
            assert [link for link in page.all("a") if "external" in link["rel"]]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("label", ["Tracked in orbit", "Reported working"])
def test_the_figures_of_orbit_are_the_numbers_of_facts_they_open_each_with_its_reading(visit, label, day):
    tape = visit("/", **({"as_of": day} if day else {})).main.one("table", "tape")
    row = next(row for row in tape.all("tr") if label in row.text)
    for cell in row.all("td"):
        figure = cell.one("div", "num")
        if figure.text.isdigit() and int(figure.text):
            page = visit(figure.one("a")["href"]).main
            assert int(page.with_id("facts").text.split()[0]) == int(figure.text)
            for fact in page.one("dl", "defs").all("div", "fact"):
                assert ", read " in fact.text
                assert [link for link in fact.all("a") if "external" in link["rel"]], fact.text


def test_the_verdict_names_who_is_ahead_and_follows_the_day(visit, empty_ledger):
    for country, launched in (("US", "2025-01-01"), ("CN", "2026-01-01"), ("CN", "2026-01-01")):
        spacecraft(project(country), launched, known_on=launched, status="tracked", status_on=launched)
    LedgerVersion.bump()
    for day, said in (
        ("", "China has more compute satellites tracked in orbit, by what catalogues showed up to "),
        (
            "2025-06-01",
            "The United States has more compute satellites tracked in orbit, by what catalogues showed up to ",
        ),
        ("2016-01-01", "No compute satellite was tracked"),
    ):
        assert said in visit("/", **({"as_of": day} if day else {})).main.one("h1").text


def test_a_report_of_a_group_is_no_report_of_each_and_counts_once_it_was_known(visit, empty_ledger):
    """Of the twelve Chinese ones a report of 13 February 2026 says that they work, and not which."""
    plan = project("CN")
    for _ in range(12):
        craft = spacecraft(plan, "2025-05-14", status="tracked", status_on="2025-06-01")
        reading(craft, "group", "2026-02-13", known_on="2026-02-13")
    LedgerVersion.bump()
    before = visit("/", as_of="2026-02-12").main.one(class_="dek").text
    after = visit("/", as_of="2026-02-13").main.one(class_="dek").text
    assert "only as a group" not in before
    assert "Of 12 more Chinese ones a report speaks only as a group." in after


def test_the_table_of_the_ladder_holds_the_numbers_of_its_sentence(visit):
    chart = visit("/").tree.with_id("chart-ladder")
    sentence = chart.with_id("sentence-ladder").text
    american, chinese = sentence.removeprefix("United States: ").rstrip(".").split(". China: ")
    for column, told in ((1, american), (2, chinese)):
        for row, part in zip(chart.one("tbody").all("tr"), told.replace(", ", "|").split("|"), strict=True):
            cells = [cell.text for cell in row.children if not isinstance(cell, str)]
            assert part == f"{cells[0]} {cells[column]}"
    assert len(list(chart.one("tbody").all("tr"))) == len(STEPS)


def test_news_of_the_last_days_and_questions_are_those_of_the_day(visit, empty_ledger):
    plan = project()
    for on in ("2024-11-02", "2025-11-02", "2026-01-02"):
        milestone(plan, on=on, known_on=on, title=f"Shown in {on[:4]}")
    open_question(plan, subject="law")
    open_question(plan, subject="money")
    LedgerVersion.bump()
    page = visit("/", as_of="2025-11-10").main
    assert "Shown in 2025" in page.with_id("changed").parent.text
    log = page.with_id("changed").parent
    years = {moment["datetime"][:4] for moment in log.all("time")}
    assert years == {"2025"}
    assert "2 open questions" in visit("/").text


def test_what_is_unknown_is_said_and_never_zero(visit):
    page = visit("/", as_of="1990-01-01").main
    assert "No compute satellite was tracked in orbit." in page.one("h1").text
    tape = page.one("table", "tape")
    for row in list(tape.all("tr"))[1:]:
        if not any(label in row.text for label in ("Tracked in orbit", "Reported working", "Launches")):
            assert len(list(row.all(class_="absent"))) == 2, row.text
    assert "Nothing became known in the 90 days before this day." in page.text
    assert "No question was open on this day." in page.text
