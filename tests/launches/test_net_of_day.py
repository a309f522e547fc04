"""The time of day and the window of a launch, and one that is in flight for weeks."""

from datetime import UTC, date, datetime, timedelta

import pytest

from common.dates import AsOf
from launches.models import Launch
from tests.metrics import facts

NET = datetime(2026, 12, 5, 12, 15, tzinfo=UTC)


def launch(precision: str = "minute", **columns: object) -> Launch:
    day = NET.date()
    return Launch(net=NET, net_precision=precision, net_first=day, net_last=day, status="go", **columns)


@pytest.mark.parametrize(
    ("precision", "seconds", "said"),
    [("minute", 0, "12:15"), ("minute", 30, "12:15"), ("second", 0, "12:15"), ("second", 30, "12:15:30"),
     ("hour", 0, ""), ("day", 0, ""), ("month", 0, "")],
)  # fmt: skip
def test_a_time_of_day_is_told_where_it_is_exact(precision, seconds, said):
    row = launch(precision)
    row.net = NET + timedelta(seconds=seconds)
    assert row.time_of_day == said


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, ""), (75, "12:15–13:30"), (24 * 60, "12:15–12:15 (+1)"), (-5, "")]
)
def test_a_window_is_told_in_utc(minutes, said):
    assert launch(window_start=NET, window_end=NET + timedelta(minutes=minutes)).window == said
    assert launch("day", window_start=NET, window_end=NET + timedelta(minutes=minutes)).window == ""


def test_in_flight_for_days_is_marked():
    row = launch()
    row.status = "in_flight"
    assert [row.is_stuck_in_flight(NET.date() + timedelta(days=n)) for n in (0, 3, 4, 26)] == [
        False,
        False,
        True,
        True,
    ]
    row.status = "success"
    assert not row.is_stuck_in_flight(date(2027, 1, 1))


@pytest.mark.usefixtures("empty_ledger")
def test_the_list_starts_with_the_next_launch_and_goes_on_with_the_last_one():
    for net, status in (
        ("2036-04", "tbd"), ("2026-12-05", "go"), ("2026-12-20", "tbc"), ("2026-11-28", "success"),
        ("2026-10-01", "failure"), ("2026-11-01", "tbd"),
    ):  # fmt: skip
        facts.launch(net, status=status, name=net)
    rows = Launch.objects.in_time("", AsOf(date(2026, 11, 30)))
    assert [row.name for row in rows] == [
        "2026-12-05", "2026-12-20", "2036-04", "2026-11-28", "2026-11-01", "2026-10-01"
    ]  # fmt: skip


@pytest.mark.usefixtures("empty_ledger")
def test_the_list_and_the_page_tell_the_time_the_window_and_the_record_there(client):
    row = facts.launch("2026-12-05", status="go", known_on="2026-01-01")
    Launch.objects.filter(pk=row.pk).update(
        net=NET, net_precision="minute", window_start=NET, window_end=NET + timedelta(minutes=75),
        ll2_id="0f3c1d52-7c1e-4d0b-9f6a-2b1c3d4e5f60",
    )  # fmt: skip
    facts.net(row, "2026-12-05", "2026-11-01")
    address = "https://ll.thespacedevs.com/2.3.0/launches/0f3c1d52-7c1e-4d0b-9f6a-2b1c3d4e5f60/"
    for page in ("/launches/?aboard=all", f"/facts/launches/{row.slug}/"):
        body = client.get(page).content.decode()
        assert "12:15" in body
        assert "12:15–13:30" in body
        assert f'href="{address}"' in body
        assert "1 Nov 2026" in body


@pytest.mark.usefixtures("empty_ledger")
def test_a_launch_in_flight_for_weeks_is_marked_on_list_and_page(client):
    row = facts.launch("2026-11-04", status="in_flight", known_on="2026-01-01")
    assert "no end of the flight reported" in client.get("/launches/?aboard=all").content.decode()
    assert (
        "nobody there reported how the flight ended"
        in client.get(f"/facts/launches/{row.slug}/").content.decode()
    )
