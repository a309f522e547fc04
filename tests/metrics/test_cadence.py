"""National launch attempts: totals until the past is read, then a count of launches, never both in one line."""

from datetime import UTC, datetime

import pytest

from common.dates import AsOf
from launches.models import Launch, NetRevision, PastRead
from metrics.all import METRICS
from metrics.cadence import cadence_so_far, is_counted, launch_cadence, nation_years, said_beside
from metrics.question import Question
from metrics.snapshot import Ledger
from tests.bare_rows import bare
from tests.metrics.facts import as_of, day, flight, found, launch, on, past_read, total
from tests.metrics.reading import records
from tests.present import present

LATE = "2026-11-22"


def values(question: Question) -> dict[tuple[str, int], float]:
    return {(row.country, row.on.year): row.value for row in launch_cadence(question)}


# --- Totals ---------------------------------------------------------------------------------------
def test_a_year_counts_when_it_is_over(empty_ledger):
    total("US", 2025, 181)
    assert launch_cadence(on("2025-12-30")) == []
    [row] = launch_cadence(on("2025-12-31"))
    assert (row.value, row.label, row.first, row.on) == (181, "2025", day("2025-01-01"), day("2025-12-31"))


def test_two_conventions_are_never_mixed(empty_ledger):
    total("US", 2025, 181)
    total("US", 2025, 193, method="spacenews")
    assert [row.value for row in launch_cadence(on(LATE))] == [181]


def test_yearly_counts_follow_the_country_filter(empty_ledger):
    total("US", 2025, 181)
    total("CN", 2025, 92)
    assert [row.value for row in launch_cadence(on(LATE, country="CN"))] == [92]


def test_national_attempts_are_those_of_gcat_while_the_past_is_not_read(closed):
    read = {
        (t["country"], t["year"]): t["attempts"] for t in records("launch_totals") if t["method"] == "gcat"
    }
    assert values(closed) == read
    assert (read["US", 2025], read["CN", 2025]) == (181, 92)


# --- Launch by launch -----------------------------------------------------------------------------
@pytest.fixture
def read(empty_ledger) -> None:
    """Three flights and a total of another convention, with the past read into November 2026."""
    flight("2025-03-01")
    flight("2025-12-31", status="failure")
    flight("2025-06-01", country="CN")
    flight("2026-02-01")
    total("US", 2025, 3)
    total("US", 2025, 5, method="spacenews")
    past_read("2026-11-20")


def test_once_the_past_is_read_every_flight_counts_and_failures_too(read):
    found = values(on(LATE))
    assert (found["US", 2025], found["CN", 2025], found["CN", 2024]) == (2, 1, 0)
    assert {year for _country, year in found} == set(range(2015, 2026))
    assert {row.method for row in launch_cadence(on(LATE))} == {"launch_library"}


def test_while_the_past_is_read_only_in_part_the_line_is_that_of_the_totals(read):
    bare(PastRead).delete()
    past_read("2025-12-31")
    assert not is_counted(on(LATE))
    assert values(on(LATE)) == {("US", 2025): 3}
    assert said_beside(on(LATE)) == ["These are the totals of GCAT, by nation of the vehicle."]


def test_the_total_of_gcat_stands_beside_the_count_with_the_difference(read):
    rows = {(row.country, row.on.year): row for row in launch_cadence(on(LATE))}
    us, cn = rows["US", 2025], rows["CN", 2025]
    assert (us.value, us.gcat, us.difference) == (2, 3, -1)
    assert (cn.value, cn.gcat, cn.difference) == (1, None, None)


def test_a_nation_year_has_each_convention_in_a_column_of_its_own(read):
    row = next(row for row in nation_years(on(LATE)) if (row.country, row.year) == ("US", 2025))
    assert (row.counted, row.gcat, row.difference, row.press, row.world) == (2, 3, -1, 5, 103)
    assert len(row.totals) == 2


def test_what_the_ledger_alone_knows_what_is_ahead_and_what_flew_elsewhere_is_not_counted(read):
    launch("2025-05-01")
    flight("2025-05-01", status="tbd")
    flight("2025-05-01", country="FR")
    assert values(on(LATE))["US", 2025] == 2


def test_a_flight_that_launch_library_took_back_is_not_counted_from_that_day_on(read):
    found(Launch.objects.get(net_first="2025-03-01"), "2026-06-01", listed=False)
    assert values(on(LATE))["US", 2025] == 1
    assert values(as_of("2026-05-31"))["US", 2025] == 2


def test_a_launch_of_the_ledger_that_launch_library_has_too_counts_once(read):
    Launch.objects.filter(net_first="2025-03-01").update(slug="crs-33", confidence="confirmed")
    assert values(on(LATE))["US", 2025] == 2


def test_the_year_that_runs_is_counted_apart_up_to_the_day_it_is_read(read):
    flight("2026-11-21")
    assert ("US", 2026) not in values(on(LATE))
    us, cn = cadence_so_far(on(LATE))
    assert (us.country, us.year, us.until, us.value) == ("US", 2026, day("2026-11-20"), 1)
    assert (cn.country, cn.value) == ("CN", 0)
    assert "Until 20 Nov 2026: United States 1; China 0." in said_beside(on(LATE))[1]


def test_after_new_year_the_line_waits_a_month_for_the_first_flight(read):
    assert is_counted(on("2027-01-31"))
    assert max(year for _country, year in values(on("2027-01-31"))) == 2025
    assert cadence_so_far(on("2027-01-31")) == []
    assert not is_counted(on("2027-02-02"))


@pytest.mark.parametrize(("floor", "counted"), [("claimed", True), ("reported", True), ("confirmed", False)])
def test_a_count_is_reported_so_a_floor_of_confirmed_has_the_totals(read, floor, counted):
    assert is_counted(on(LATE, confidence=floor)) is counted
    assert values(on(LATE, confidence=floor))["US", 2025] == (2 if counted else 3)


def test_a_figure_leads_to_the_list_of_its_launches_and_names_their_source(read):
    row = next(row for row in launch_cadence(on(LATE)) if row.value == 2)
    assert dict(present(row.launches).keys) == {
        "flown": "true", "country": "US", "year": "2025", "launch_library": "listed",
    }  # fmt: skip
    assert [(fact.kind, fact.slug) for fact in row.facts] == [("sources", "launch-library-2")]


def test_the_metric_rests_on_the_feed_only_while_it_is_counted_from_it(read):
    metric = METRICS["launch_cadence"]
    assert metric.rests_on_in(on(LATE)) == ("launch-library-previous", "launch-library-changes")
    bare(PastRead).delete()
    assert metric.rests_on_in(on(LATE)) == ()


# --- As of ----------------------------------------------------------------------------------------
def test_a_past_day_counts_what_had_flown_by_it(read):
    question = as_of("2026-01-15")
    assert values(question)["US", 2025] == 2
    assert [row.value for row in cadence_so_far(question)] == [0, 0]
    assert cadence_so_far(question)[0].until == day("2026-01-15")
    assert max(year for _country, year in values(as_of("2025-06-30"))) == 2024


def seen(asked: str, moment: datetime) -> Question:
    return Question(day(asked), AsOf(day(asked), moment), ledger=Ledger(moment))


def test_a_moment_before_the_past_was_read_is_answered_with_the_totals(read):
    early = datetime(2026, 11, 1, tzinfo=UTC)
    bare(PastRead).update(recorded_at=datetime(2026, 11, 20, 13, tzinfo=UTC))
    Launch.objects.update(recorded_at=early)
    assert values(seen("2026-11-19", datetime(2026, 11, 19, 23, tzinfo=UTC))) == {}
    assert values(seen("2026-11-21", datetime(2026, 11, 21, tzinfo=UTC)))["US", 2025] == 2


def test_a_moment_counts_a_flight_only_where_its_flight_was_known_here(read):
    moment = datetime(2026, 11, 21, tzinfo=UTC)
    Launch.objects.update(recorded_at=datetime(2026, 10, 1, tzinfo=UTC))
    bare(PastRead).update(recorded_at=moment)
    late = Launch.objects.get(net_first="2026-02-01")
    for status, stated, recorded in (("go", 10, moment), ("success", 25, datetime(2026, 11, 25, tzinfo=UTC))):
        revision = NetRevision.objects.create(
            launch=late, stated_at=datetime(2026, 11, stated, tzinfo=UTC), status=status,
            net_first=late.net_first, net_last=late.net_last,
        )  # fmt: skip
        bare(NetRevision).filter(pk=revision.pk).update(recorded_at=recorded)
    assert cadence_so_far(seen("2026-11-21", moment))[0].value == 0
    assert cadence_so_far(seen("2026-11-26", datetime(2026, 11, 26, tzinfo=UTC)))[0].value == 1


def test_the_counts_take_one_query_however_many_launches(read, django_assert_num_queries):
    for n in range(60):
        flight(f"2024-{n % 12 + 1:02}-{n % 28 + 1:02}")
    question = on(LATE)
    with django_assert_num_queries(3):  # totals, how far the past is read, the count
        launch_cadence(question)
        nation_years(question)
