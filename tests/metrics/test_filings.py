"""Satellites asked for: each application once, on the day it was filed."""

import pytest

from metrics.filings import requested, satellites_requested
from metrics.satellites import in_orbit
from metrics.steps import latest
from tests.metrics.facts import application, as_of, on, project, step
from tests.metrics.reading import Record, applications, projects, records


# --- Small ledgers ------------------------------------------------------------------------------
def test_applications_are_added_up_and_each_step_apart(empty_ledger):
    first = application(project(), 1_000, "2026-01-10")
    second = application(project(), 500, "2026-02-10")
    step(first, "accepted", "2026-03-01")
    step(second, "accepted", "2026-03-02")
    step(second, "grant", "2026-04-01")

    row = requested(on("2026-05-01"), "US")

    assert (row.filed, row.accepted, row.granted) == (1_500, 1_500, 500)  # 1,000 + 500; the same; 500
    assert row.applications == 2


def test_filed_is_not_flown(empty_ledger):
    application(project(), 1_000_000)
    question = on("2026-05-01")
    assert requested(question, "US").filed == 1_000_000
    assert in_orbit(question, "US").launched == 0


def test_an_application_counts_once_however_many_acceptances_there_are(empty_ledger):
    paper = application(project(), 100)
    for on_day in ("2026-02-01", "2026-03-01", "2026-04-01"):
        step(paper, "accepted", on_day)
    row = requested(on("2026-05-01"), "US")
    assert (row.filed, row.accepted, row.applications) == (100, 100, 1)


def test_a_filing_contained_in_a_wider_record_is_not_counted(empty_ledger):
    wide = application(project("CN"), 2_000)
    application(project("CN"), 900, contained_in=wide)
    row = requested(on("2026-05-01"), "CN")
    assert (row.filed, row.applications) == (2_000, 1)


def test_a_contained_filing_counts_while_nobody_knew_of_the_wider_record(empty_ledger):
    wide = application(project("CN"), 2_000, known_on="2026-03-01")
    application(project("CN"), 900, contained_in=wide)
    assert requested(as_of("2026-02-28"), "CN").filed == 900
    assert requested(as_of("2026-03-01"), "CN").filed == 2_000


def test_a_contained_filing_counts_where_the_floor_hides_the_wider_record(empty_ledger):
    wide = application(project("CN"), 2_000, confidence="claimed")
    application(project("CN"), 900, contained_in=wide)
    assert requested(on("2026-05-01", confidence="reported"), "CN").filed == 900


def test_comments_and_petitions_add_no_satellites(empty_ledger):
    paper = application(project(), 100)
    for word in ("petition", "comment_deadline", "reply", "denial", "waiver"):
        step(paper, word, "2026-02-01")
    row = requested(on("2026-05-01"), "US")
    assert (row.filed, row.accepted, row.granted) == (100, 0, 0)


def test_filings_for_other_purposes_are_left_out(empty_ledger):
    application(project(scope="adjacent"), 5_408)
    application(project(scope="edge"), 100)
    application(None, 203_000)
    assert requested(on("2026-05-01"), "US").applications == 0
    assert satellites_requested(on("2026-05-01")) == []


def test_what_rests_on_disputed_records_is_said(empty_ledger):
    application(project("CN"), 2_800, confidence="disputed")
    application(project("CN"), 200)
    row = requested(on("2026-05-01"), "CN")
    assert (row.filed, row.disputed) == (3_000, 2_800)


def test_a_filing_dated_by_its_year_counts_from_the_year_s_last_day(empty_ledger):
    application(project("CN"), 2_800, "2025")
    assert requested(on("2025-12-30"), "CN").filed == 0
    assert requested(on("2025-12-31"), "CN").filed == 2_800
    [row] = satellites_requested(on("2026-01-01"))
    assert (row.first.isoformat(), row.on.isoformat()) == ("2025-01-01", "2025-12-31")


def test_an_acceptance_known_later_is_not_seen_before(empty_ledger):
    paper = application(project(), 100, "2026-01-10")
    step(paper, "accepted", "2026-02-01", known_on="2026-02-20")
    assert requested(as_of("2026-02-19"), "US").accepted == 0
    assert requested(as_of("2026-02-20"), "US").accepted == 100


def test_every_step_counted_names_the_document_that_proves_it(empty_ledger):
    paper = application(project(), 100)
    proof = step(paper, "accepted", "2026-02-01").document
    row = requested(on("2026-05-01"), "US")
    assert [fact.slug for fact in row.filed_facts] == [paper.slug]
    assert [fact.slug for fact in row.accepted_facts] == [proof.slug]
    assert row.granted_facts == ()


# --- The real ledger ----------------------------------------------------------------------------
@pytest.mark.parametrize("country", ["US", "CN"])
def test_each_application_of_the_files_counts_once_on_every_step_it_took(closed, country):
    row = requested(closed, country)
    read = [applications(country, step) for step in ("filed", "accepted", "grant")]
    assert [row.filed, row.accepted, row.granted] == [sum(asked.values()) for asked in read]
    assert row.applications == len(read[0])


def test_the_applications_of_the_united_states_are_those_of_their_public_notices(closed):
    assert applications("US").items() >= {
        "fcc-spacex-odc-filing": 1_000_000, "fcc-starcloud-filing": 88_000,
        "fcc-blue-origin-sunrise-filing": 51_600, "fcc-cowboy-stampede-filing": 20_000,
    }.items()  # fmt: skip


def test_what_the_files_dispute_is_disputed_here(closed):
    of = projects()
    for country in ("US", "CN"):
        asked = applications(country)
        disputed = [
            asked[filing["slug"]]
            for filing in records("filings")
            if filing["slug"] in asked
            and "disputed" in (_proof(filing)["confidence"], of[filing["project"]]["confidence"])
        ]
        assert requested(closed, country).disputed == sum(disputed)
    assert applications("CN")["itu-star-compute"] == 2_800


def _proof(filing: Record) -> Record:
    """The document that shows when it was filed."""
    [document] = [taken["document"] for taken in filing["steps"] if taken["step"] == "filed"]
    return next(record for record in records("filings") if record["slug"] == document)


def test_the_end_of_the_step_line_is_the_figure_of_the_day(closed):
    for country in ("US", "CN"):
        assert latest(satellites_requested(closed), country) == requested(closed, country).filed
