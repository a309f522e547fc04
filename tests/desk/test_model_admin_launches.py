"""Launches at the desk: every date stays, and what Launch Library says is not typed over."""

import pytest

from launches.models import Launch, NetRevision
from tests.desk.forms import edit, errors

pytestmark = pytest.mark.usefixtures("ledger")


def test_a_launch_restated_at_the_desk_keeps_every_date(client):
    launch = Launch.objects.get(slug="ai1-prototype-launch")
    assert edit(client, launch, net_days="2027-Q2").status_code == 302
    launch.refresh_from_db()
    assert (str(launch.net_first), str(launch.net_last), launch.net_precision) == (
        "2027-04-01",
        "2027-06-30",
        "quarter",
    )
    said = NetRevision.objects.filter(launch=launch).order_by("stated_at").values_list("net_last", flat=True)
    assert [str(day) for day in said] == ["2027-03-31", "2027-06-30"]
    edit(client, launch, summary="Other words.")
    assert NetRevision.objects.filter(launch=launch).count() == 2


def test_a_moment_outside_the_days_given_is_refused(client):
    launch = Launch.objects.get(slug="bandwagon-4")
    page = edit(client, launch, net_days="2025-11-03")
    assert "outside the days given" in errors(page)["net"][0]


def test_what_launch_library_says_of_a_launch_is_not_typed_over(client):
    launch = Launch.objects.get(slug="ai1-prototype-launch")
    Launch.objects.filter(pk=launch.pk).update(
        ll2_id="5fb6d2a3-47a0-4d4b-9a5c-0c5f2c0a1b2c", net_precision="week"
    )
    assert edit(client, launch, net_days="2030", status="success", summary="Ours.").status_code == 302
    launch.refresh_from_db()
    assert (launch.net_last.year, launch.status, launch.net_precision, launch.summary) == (
        2027,
        "tbd",
        "week",
        "Ours.",
    )
