"""The parsers on answers recorded from the real feeds, where their folder lies beside the repository."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.http.client import Client
from feeds.http.results import FeedError, NothingNew
from feeds.sources import celestrak_gp, launch_library
from launches.services import store_element_sets
from tests.feeds.answers import GP_PATH
from tests.feeds.replay import Reply

RECORDED = Path(__file__).resolve().parents[3] / "shared" / "payloads"
if not RECORDED.is_dir():
    pytest.skip("the recorded answers are not beside this checkout", allow_module_level=True)
GP = RECORDED / "celestrak"


@pytest.mark.parametrize(
    ("name", "received_at"),
    [
        ("gp_GROUP-active_FORMAT-csv_2026-07-19T18Z.csv", datetime(2026, 7, 19, 18, 12, tzinfo=UTC)),
        ("gp_GROUP-active_FORMAT-csv_2026-08-11T05Z.csv", datetime(2026, 8, 11, 5, 29, tzinfo=UTC)),
        ("gp_compute-sats_2026-08-22.csv", datetime(2026, 8, 22, 12, tzinfo=UTC)),
    ],
)
def test_every_row_of_a_recorded_file_is_an_element_set_with_its_values(name, received_at):
    body = (GP / name).read_bytes()
    parsed = celestrak_gp.parse([body], received_at).whole()

    rows = list(csv.DictReader(body.decode().splitlines()))
    assert (len(parsed.records), parsed.quarantined) == (len(rows), [])
    for row, record in zip(rows, parsed.records, strict=True):
        assert record.norad_cat_id == int(row["NORAD_CAT_ID"])
        assert record.mean_motion == float(row["MEAN_MOTION"])
        assert record.bstar == float(row["BSTAR"])
        assert record.epoch.replace(tzinfo=None).isoformat(timespec="microseconds") == row["EPOCH"]


@pytest.mark.usefixtures("ledger")
def test_of_a_recorded_file_of_the_whole_group_the_tracked_spacecraft_are_stored():
    body = (GP / "gp_GROUP-active_FORMAT-csv_2026-08-11T05Z.csv").read_bytes()
    received_at = datetime(2026, 8, 11, 5, 29, tzinfo=UTC)
    parsed = celestrak_gp.parse([body], received_at).whole()

    stored = store_element_sets(parsed.records, seen_at=received_at)

    assert parsed.seen > 16_000
    assert stored.added >= 30
    assert store_element_sets(parsed.records, seen_at=received_at).same == stored.added


@pytest.mark.parametrize("name", ["c5-cut-last-row.csv"])
def test_a_recorded_file_cut_short_is_refused(name):
    with pytest.raises(FeedError, match="breaks off"):
        celestrak_gp.parse(
            [(RECORDED / "alpha5/corrupt-input" / name).read_bytes()], datetime.now(UTC)
        ).whole()


def test_the_recorded_tle_file_is_refused_as_no_csv():
    body = (GP / "gp_GROUP-weather_FORMAT-tle_2026-05-30.tle").read_bytes()
    with pytest.raises(FeedError, match="something else than its CSV"):
        celestrak_gp.parse([body], datetime.now(UTC)).whole()


def test_the_recorded_refusals_of_celestrak_have_their_sentences(replay):
    client = Client("CELESTRAK_URL")
    body = (GP / "error_403_not-updated_GROUP-active_2026-06-08.txt").read_bytes()
    replay.answers[GP_PATH] = Reply(body, 403, "text/plain")
    with pytest.raises(NothingNew) as said:
        celestrak_gp.fetch(client)
    assert said.value.fetched_at == datetime(2026, 6, 8, 9, 13, 34, tzinfo=UTC)

    body = (GP / "error_404_no-gp-data-found.txt").read_bytes()
    replay.answers[GP_PATH] = Reply(body, 404, "text/plain")
    with pytest.raises(FeedError, match="no data for GROUP=active"):
        celestrak_gp.fetch(client)


def test_a_recorded_launch_is_read_in_full():
    body = (RECORDED / "ll2/2.3.0_launches_upcoming_mode-normal_1of3_lldev_2026-09-27.json").read_bytes()
    parsed = launch_library.parse([body], datetime(2026, 9, 27, tzinfo=UTC))

    (record,) = parsed.records
    assert parsed.quarantined == []
    assert record.name == "Starship | Starlink Group 31-1 (Starship Flight 14)"
    assert (record.net_precision, record.status, record.country) == ("minute", "go", "US")
    assert (record.pad, record.provider, record.vehicle) == ("Orbital Launch Pad 2", "SpaceX", "Starship V3")
    assert record.orbit == "Low Earth Orbit"
    assert "26 Starlink V3" in record.description


def test_a_recorded_list_of_the_older_version_is_set_aside_not_guessed():
    body = (RECORDED / "ll2/2.2.0_launch_upcoming_mode-list_limit10_2026-07-20.json").read_bytes()
    parsed = launch_library.parse([body], datetime(2026, 7, 21, tzinfo=UTC))
    assert parsed.seen == 10
    assert (len(parsed.records), len(parsed.quarantined)) == (0, 10)
