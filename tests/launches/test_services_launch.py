"""Launches as a feed states them, beside what the ledger says."""

from datetime import UTC, date, datetime, timedelta

import pytest

from facts.models import Source
from launches.models import Launch, NetRevision, PastRead
from launches.services import upsert_known_and_national, upsert_launches, upsert_past
from tests.bare_rows import bare
from tests.feeds.rows import NET, SEEN_AT, STATED_AT, ledger_launch, record, spacecraft

pytestmark = pytest.mark.usefixtures("empty_ledger")


def later(days: int = 1, **changes):
    return record(updated_at=STATED_AT + timedelta(days=days), **changes)


def test_a_launch_seen_first_is_a_fact_with_its_source_and_the_day_of_first_sight():
    stored = upsert_launches([record()], seen_at=SEEN_AT)

    launch = Launch.objects.get()
    assert (stored.added, stored.changed, stored.same) == (1, 0, 0)
    assert launch.slug == f"ll2-{record().ll2_id}"
    assert (launch.confidence, launch.known_on, launch.country) == ("reported", date(2026, 11, 2), "US")
    assert [source.slug for source in launch.sources.all()] == ["launch-library-2"]
    assert launch.revisions.get().stated_at == STATED_AT


def test_storing_the_same_records_again_writes_no_row():
    upsert_launches([record(), record(1)], seen_at=SEEN_AT)
    before = list(Launch.objects.order_by("id").values())

    stored = upsert_launches([record(), record(1)], seen_at=SEEN_AT + timedelta(days=1))

    assert (stored.added, stored.changed, stored.same) == (0, 0, 2)
    assert list(Launch.objects.order_by("id").values()) == before
    assert (NetRevision.objects.count(), Source.objects.count()) == (2, 1)


def test_every_net_it_was_told_is_kept():
    upsert_launches([record()], seen_at=SEEN_AT)
    slipped = NET + timedelta(days=9)

    stored = upsert_launches(
        [later(net=slipped, net_first=slipped.date(), net_last=slipped.date())], seen_at=SEEN_AT
    )

    assert stored.changed == 1
    assert [revision.net for revision in NetRevision.objects.all()] == [slipped, NET]
    assert Launch.objects.get().net == slipped


@pytest.mark.parametrize("change", [{"status": "tbd"}, {"net_precision": "day"}])
def test_a_changed_status_or_precision_is_a_revision_too(change):
    upsert_launches([record()], seen_at=SEEN_AT)
    upsert_launches([later(**change)], seen_at=SEEN_AT)

    assert NetRevision.objects.count() == 2


def test_a_newer_statement_of_the_same_date_is_no_revision():
    upsert_launches([record()], seen_at=SEEN_AT)
    stored = upsert_launches([later(orbit="Low Earth Orbit")], seen_at=SEEN_AT)

    assert (stored.changed, NetRevision.objects.count()) == (1, 1)
    assert Launch.objects.get().orbit == "Low Earth Orbit"


def test_an_older_statement_leaves_the_launch_and_takes_its_place_among_the_revisions():
    upsert_launches([record()], seen_at=SEEN_AT)
    stored = upsert_launches([later(days=-1, status="tbd")], seen_at=SEEN_AT)

    assert (stored.added, stored.changed) == (0, 1)
    assert Launch.objects.get().status == "go"
    said = NetRevision.objects.order_by("stated_at").values_list("status", "stated_at")
    assert list(said) == [("tbd", STATED_AT - timedelta(days=1)), ("go", STATED_AT)]
    assert upsert_launches([later(days=-1, status="tbd")], seen_at=SEEN_AT).same == 1


def test_a_statement_that_says_what_a_later_one_says_is_the_one_that_moved():
    upsert_launches([later(days=-2, status="tbd"), record()], seen_at=SEEN_AT)
    upsert_launches([later(days=-1)], seen_at=SEEN_AT)

    moved = NetRevision.objects.order_by("stated_at").values_list("status", "stated_at")
    assert list(moved) == [(s, STATED_AT - timedelta(days=d)) for s, d in (("tbd", 2), ("go", 1))]
    assert NetRevision.statements.count() == 3


def test_an_older_statement_found_when_the_ledger_learns_of_a_launch_takes_nothing_back():
    upsert_launches([later(status="hold", pad="Pad B")], seen_at=SEEN_AT)
    ledger_launch()
    upsert_launches([record()], seen_at=SEEN_AT)

    launch = Launch.objects.get()
    assert (launch.slug, launch.status, launch.pad) == ("lantern-7", "hold", "Pad B")
    assert launch.ll2_updated_at == STATED_AT + timedelta(days=1)
    assert launch.revisions.count() == 2


def test_a_launch_of_another_nation_keeps_all_that_is_said_where_anything_is_kept():
    flown = later(country="RU", status="success")
    upsert_known_and_national([record(country="RU"), flown], seen_at=SEEN_AT)
    assert Launch.objects.get().status == "success"


def test_of_one_launch_on_two_pages_the_newer_statement_counts():
    stored = upsert_launches([later(status="hold"), record()], seen_at=SEEN_AT)

    assert stored.added == 1
    assert Launch.objects.get().status == "hold"


def test_a_launch_of_the_ledger_is_tied_and_keeps_its_own_words():
    ledger_launch()
    stored = upsert_launches([record(description="The feed's words.")], seen_at=SEEN_AT)

    launch = Launch.objects.get()
    assert (stored.added, stored.changed) == (0, 1)
    assert (launch.net, launch.net_precision, launch.net_first) == (NET, "minute", NET.date())
    assert (launch.ll2_id, launch.ll2_updated_at) == (record().ll2_id, STATED_AT)
    assert (launch.slug, launch.name, launch.summary) == ("lantern-7", "Lantern-7", "The ledger's own words.")
    assert (launch.confidence, launch.known_on, launch.vehicle) == ("confirmed", date(2026, 1, 5), "Falcon 9")
    assert not launch.sources.exists()
    assert launch.revisions.count() == 1
    assert "Tied" in " ".join(stored.remarks)


def test_a_tied_launch_is_found_by_its_id_the_next_time():
    ledger_launch()
    upsert_launches([record()], seen_at=SEEN_AT)

    stored = upsert_launches([later(name="Falcon 9 Block 5 | Renamed", status="hold")], seen_at=SEEN_AT)

    assert (stored.added, stored.changed) == (0, 1)
    assert Launch.objects.get().status == "hold"
    assert Launch.objects.get().name == "Lantern-7"


def test_what_the_ledger_says_of_a_launch_that_is_over_stays():
    ledger_launch(status="success", net=NET, net_first=NET.date(), net_last=NET.date(), net_precision="day")

    stored = upsert_launches([record(status="failure", pad="Elsewhere")], seen_at=SEEN_AT)

    launch = Launch.objects.get()
    assert (launch.status, launch.net_precision, launch.pad) == ("success", "day", "")
    assert launch.ll2_id == record().ll2_id
    assert "the ledger success" in " ".join(stored.remarks)


def test_a_pad_not_stated_does_not_empty_the_ledger_s():
    ledger_launch(pad="SLC-4E")
    upsert_launches([record(pad="")], seen_at=SEEN_AT)

    assert Launch.objects.get().pad == "SLC-4E"


def test_a_launch_that_the_ledger_learns_of_later_takes_over_the_feed_s_row():
    upsert_launches([record()], seen_at=SEEN_AT)
    craft = spacecraft(launch=Launch.objects.get())
    ours = ledger_launch()

    stored = upsert_launches([record()], seen_at=SEEN_AT)

    assert list(Launch.objects.all()) == [ours]
    assert list(ours.revisions.values_list("stated_at", flat=True)) == [STATED_AT]
    craft.refresh_from_db()
    assert craft.launch == ours
    assert (stored.added, stored.changed) == (0, 1)
    assert upsert_launches([record()], seen_at=SEEN_AT).same == 1


def test_two_launches_of_the_ledger_that_fit_are_tied_to_nothing_and_said():
    ledger_launch(slug="one")
    ledger_launch(slug="two")

    stored = upsert_launches([record()], seen_at=SEEN_AT)

    assert stored.added == 1
    assert not Launch.objects.filter(slug__in=["one", "two"], ll2_id__isnull=False).exists()
    assert "is not tied" in " ".join(stored.remarks)


def test_two_launches_of_the_feed_that_fit_one_of_the_ledger_are_tied_to_nothing():
    ledger_launch()
    stored = upsert_launches([record(), record(1)], seen_at=SEEN_AT)

    assert stored.added == 2
    assert Launch.objects.get(slug="lantern-7").ll2_id is None


def test_a_designator_that_another_launch_holds_is_left_out_and_said():
    upsert_launches([record(designator="2026-300")], seen_at=SEEN_AT)
    stored = upsert_launches([record(1, name="Electron | Other", designator="2026-300")], seen_at=SEEN_AT)

    assert stored.added == 1
    assert list(Launch.objects.exclude(designator="").values_list("ll2_id", flat=True)) == [record().ll2_id]
    assert "2026-300" in " ".join(stored.remarks)


def test_a_spacecraft_without_a_launch_is_tied_to_the_one_that_names_it():
    craft = spacecraft()
    stored = upsert_launches([record(description="Carries Lantern-71 and others.")], seen_at=SEEN_AT)

    craft.refresh_from_db()
    assert craft.launch == Launch.objects.get()
    assert "Tied Lantern-71" in " ".join(stored.remarks)


def test_a_spacecraft_s_stated_launch_is_never_overwritten():
    stated = ledger_launch("Some other flight", slug="other")
    craft = spacecraft(launch=stated)

    upsert_launches([record(description="Carries Lantern-71.")], seen_at=SEEN_AT)

    craft.refresh_from_db()
    assert craft.launch == stated


def test_a_spacecraft_named_by_two_launches_is_tied_to_none():
    craft = spacecraft()
    text = "Carries Lantern-71."
    stored = upsert_launches([record(description=text), record(1, description=text)], seen_at=SEEN_AT)

    craft.refresh_from_db()
    assert craft.launch is None
    assert "Lantern-71 is not tied" in " ".join(stored.remarks)


def test_a_spacecraft_that_flew_before_is_not_aboard():
    craft = spacecraft(
        identity="catalogued", launched_on_first=date(2025, 11, 2),
        launched_on_last=date(2025, 11, 2), launched_on_precision="day",
    )  # fmt: skip
    upsert_launches([record(description="Follows Lantern-71.")], seen_at=SEEN_AT)

    craft.refresh_from_db()
    assert craft.launch is None


def test_the_number_of_queries_does_not_grow_with_the_list(django_assert_max_num_queries):
    far = datetime(2026, 12, 1, tzinfo=UTC)
    upsert_launches([record(n) for n in range(300)], seen_at=SEEN_AT)
    with django_assert_max_num_queries(18):
        upsert_launches([record(n, updated_at=far) for n in range(3)], seen_at=SEEN_AT)
    with django_assert_max_num_queries(12):
        upsert_launches([record(n) for n in range(300)], seen_at=SEEN_AT)


# --- How far the past is complete -----------------------------------------------------------------
def past(day: int, **changes):
    """A flight of a day in November 2026, of whatever country."""
    net = datetime(2026, 11, day, 5, tzinfo=UTC)
    values = {"net": net, "net_first": net.date(), "net_last": net.date(), "status": "success"}
    return record(day, **values | changes)


def test_a_stretch_of_the_past_says_how_far_it_is_complete_whoever_flew_last():
    seen_at = datetime(2026, 11, 20, tzinfo=UTC)
    upsert_past([past(3), past(9, country="RU")], seen_at=seen_at)
    assert Launch.objects.count() == 1
    assert PastRead.objects.read_by() == datetime(2026, 11, 9, 5, tzinfo=UTC)


def test_how_far_the_past_is_complete_never_moves_back_nor_into_the_future():
    seen_at = datetime(2026, 11, 20, tzinfo=UTC)
    for day in (9, 3, 25):
        upsert_past([past(day)], seen_at=seen_at)
    upsert_past([], seen_at=seen_at + timedelta(days=9))
    assert list(PastRead.objects.values_list("read_up_to", flat=True)) == [past(9).net, seen_at]


def test_a_past_moment_is_told_how_far_the_past_was_complete_then():
    for day in (3, 9):
        upsert_past([past(day)], seen_at=datetime(2026, 11, 20, tzinfo=UTC))
        bare(PastRead).filter(read_up_to=past(day).net).update(recorded_at=past(day).net)
    assert PastRead.objects.read_by(past(9).net) == past(9).net
    assert PastRead.objects.read_by(past(8).net) == past(3).net
    assert PastRead.objects.read_by(past(2).net) is None


def test_two_statements_of_one_moment_that_differ_are_said():
    upsert_launches([record()], seen_at=SEEN_AT)
    stored = upsert_launches([record(status="hold")], seen_at=SEEN_AT)
    assert "is stated in two ways as of 2026-11-01 10:00:00: one of them stands." in " ".join(stored.remarks)


def test_a_launch_tied_by_its_designator_claims_nobody_else_s():
    ledger_launch(designator="2026-300", net_first=date(2026, 12, 5), net_last=date(2026, 12, 5))
    stored = upsert_launches([record(designator="2026-300")], seen_at=SEEN_AT)
    assert "Tied" in " ".join(stored.remarks)
    assert "claims" not in " ".join(stored.remarks)
