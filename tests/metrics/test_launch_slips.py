"""Launch dates in the slip ledger: how far they moved, how often, and how fast."""

from datetime import date, timedelta

import pytest

from metrics.kept import kept
from metrics.launch_slips import launch_slips, launches_kept
from tests.metrics.facts import as_of, flight, found, launch, net, on, project, spacecraft

LATE = "2026-11-22"


def test_the_first_date_is_set_against_the_present_one_over_the_days_that_passed(empty_ledger):
    flight = launch(status="tbd", known_on="2026-01-01")
    net(flight, "2026-06-01", "2026-01-01")
    net(flight, "2026-08-01", "2026-04-01")
    net(flight, "2026-12-01", "2026-09-01")
    [row] = launch_slips(on("2026-11-27"))
    # 1 June to 1 December: 30 + 31 + 31 + 30 + 31 + 30 = 183 days. 1 January to 27 November: 330 days.
    assert (row.first_net, row.present_net, row.days_slipped) == ("1 Jun 2026", "1 Dec 2026", 183)
    assert (row.revisions, row.elapsed_days, row.slip_rate) == (2, 330, 0.55)


@pytest.mark.parametrize(
    ("first", "now", "slipped"),
    [
        ("2026-Q2", "2026-06-30", 0),  # narrowed
        ("2026-06-01", "2026", 0),  # grown vague: it may still be that day
        ("2026-Q2", "2026-Q3", 1),  # 30 June to 1 July
        ("2026-Q2", "2027", 185),  # 30 June to 1 January: 31 + 31 + 30 + 31 + 30 + 31 + 1
        ("2026-12-10", "2026-12-01", -9),
    ],
)
def test_vague_dates_have_moved_by_the_least_that_they_allow(empty_ledger, first, now, slipped):
    flight = launch(status="tbd")
    net(flight, first, "2026-01-01")
    net(flight, now, "2026-02-01")
    [row] = launch_slips(on("2026-03-01"))
    assert row.days_slipped == slipped


def test_a_new_status_alone_is_no_change_of_the_date(empty_ledger):
    flight = launch()
    net(flight, "2026-06-01", "2026-01-01")
    net(flight, "2026-06-01", "2026-05-20", "go")
    net(flight, "2026-06-01", "2026-06-01", "success")
    [row] = launch_slips(on(LATE))
    assert (row.revisions, row.days_slipped, row.slip_rate) == (0, 0, 0.0)
    assert (row.flown, row.elapsed_days) == (True, 151)  # 1 January to 1 June, not to the day asked


def test_a_launch_that_was_heard_of_after_its_flight_says_nothing(empty_ledger):
    net(launch(), "2026-06-01", "2026-06-02", "success")
    assert launch_slips(on(LATE)) == []


def test_on_the_first_day_there_is_no_rate(empty_ledger):
    net(launch(status="tbd"), "2026-06-01", "2026-01-01")
    [row] = launch_slips(on("2026-01-01"))
    assert (row.days_slipped, row.slip_rate) == (0, None)


def test_a_revision_or_a_launch_known_later_changes_nothing_before(empty_ledger):
    flight = launch(status="tbd", known_on="2026-02-01")
    net(flight, "2026-06-01", "2026-01-15")
    net(flight, "2026-09-01", "2026-03-01")
    assert launch_slips(as_of("2026-01-31")) == []  # stated, but nobody could read it here
    before = launch_slips(as_of("2026-02-28"))
    net(flight, "2027-01-01", "2026-04-01")
    assert launch_slips(as_of("2026-02-28")) == before
    assert [row.days_slipped for row in before] == [0]
    assert [row.days_slipped for row in launch_slips(as_of("2026-03-01"))] == [92]  # 30 + 31 + 31


def test_countries_and_launches_with_spacecraft_are_summed_apart_and_few_give_no_median(empty_ledger):
    plan = project()
    for number in range(5):
        flight = launch(status="tbd", country="CN")
        net(flight, "2026-06-01", "2026-05-12")
        net(flight, str(date(2026, 6, 1) + timedelta(days=10 * number)), "2026-05-20")
    ours = launch(status="tbd")
    spacecraft(plan, None, launch=ours, status="planned")
    net(ours, "2026-06-01", "2026-01-01")
    net(ours, "2026-05-01", "2026-02-01")
    question = on("2026-06-01")
    aboard_us, aboard_cn, other_us, other_cn = launches_kept(question)
    assert (aboard_us.n, aboard_us.later, aboard_us.earlier, aboard_us.median_days) == (1, 0, 1, None)
    assert (aboard_cn.n, other_us.n, other_us.median_days) == (0, 0, None)
    # 0, 10, 20, 30 and 40 days in the 20 days since 12 May: rates 0, 0.5, 1, 1.5 and 2.
    assert (other_cn.n, other_cn.later, other_cn.median_days, other_cn.median_rate) == (5, 4, 20, 1.0)
    # Promised dates are another thing: none was stated here.
    assert [row.rate_n for row in kept(question)] == [0, 0]


def test_launches_with_tracked_spacecraft_come_first_then_the_farthest_moved(empty_ledger):
    for name, moved in (("A", 1), ("B", -9), ("C", 5)):
        flight = launch(status="tbd", name=name)
        net(flight, "2026-06-10", "2026-01-01")
        net(flight, str(date(2026, 6, 10) + timedelta(days=moved)), "2026-02-01")
    tracked = launch(status="tbd", name="D")
    spacecraft(project(), None, launch=tracked, status="planned")
    net(tracked, "2026-06-10", "2026-01-01")
    assert [row.launch for row in launch_slips(on("2026-03-01"))] == ["D", "B", "C", "A"]


def test_a_launch_that_launch_library_alone_knew_and_lists_no_more_is_not_followed(empty_ledger):
    fed, own = flight("2027", status="tbd", known_on="2026-01-01"), launch("2027", status="tbd")
    for one in (fed, own):
        net(one, "2026-Q4", "2026-01-01")
        net(one, "2027", "2026-02-01")
        found(one, "2026-06-01", listed=False)
    assert [row.launch_slug for row in launch_slips(on(LATE))] == [own.slug]
    assert {row.launch_slug for row in launch_slips(as_of("2026-05-31"))} == {fed.slug, own.slug}
    found(fed, "2026-07-01", listed=True)
    assert len(launch_slips(on(LATE))) == 2
