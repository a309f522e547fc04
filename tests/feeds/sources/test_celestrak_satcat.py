"""The satellite catalogue: what ends a spacecraft's time in orbit, and what cannot be meant."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone

from common.dates import AsOf
from feeds.http.results import FeedError
from feeds.models import Asking, FeedRun
from feeds.registry import FEEDS
from feeds.runs.runner import run
from feeds.sources.celestrak_satcat import COLUMNS, parse
from launches.models import CatalogueEntry, ElementSet
from metrics.question import Question
from metrics.satellites import in_orbit
from metrics.snapshot import Ledger
from tests.feeds.answers import GP_PATH, SATCAT_PATH, gp_csv, gp_row, satcat_row
from tests.feeds.replay import Reply
from tests.feeds.rows import spacecraft

AT = datetime(2026, 11, 22, 6, tzinfo=UTC)
SATCAT, GP = FEEDS["celestrak-satcat"], FEEDS["celestrak-gp"]
UP: dict[str, Any] = {
    "launched_on_first": date(2025, 11, 2), "launched_on_last": date(2025, 11, 2), "launched_on_precision": "day",
    "identity": "catalogued", "norad_cat_id": 66303, "object_id": "2025-248L",
    "compute": "yes",
}  # fmt: skip


def read(*rows, columns=COLUMNS):
    return parse([gp_csv(list(rows), columns)], AT)


def answer(replay, *rows) -> None:
    replay.answers[SATCAT_PATH] = Reply(gp_csv(list(rows), COLUMNS), content_type="text/csv")


def a_day_later() -> None:
    FeedRun.objects.update(
        started_at=F("started_at") - timedelta(days=1), ended_at=F("ended_at") - timedelta(days=1)
    )
    Asking.objects.update(at=F("at") - timedelta(days=1))


def test_a_row_is_read_with_its_values():
    (record,) = read(
        satcat_row(NORAD_CAT_ID="799501621", DECAY_DATE="2026-11-20", OPS_STATUS_CODE="D")
    ).records

    assert (record.norad_cat_id, record.object_id, record.ops_status_code) == (799501621, "2025-248L", "D")
    assert (record.launched_on, record.decayed_on) == (date(2025, 11, 2), date(2026, 11, 20))
    assert (record.apogee_km, record.perigee_km, record.inclination_deg) == (503.0, 497.0, 45.4)


@pytest.mark.parametrize(
    ("day", "kept"), [("2026-11-22", 1), ("2026-11-23", 1), ("2026-11-24", 0), ("1957-01-01", 0)]
)
def test_a_day_may_be_tomorrow_s_where_it_has_begun_and_none_after_it(day, kept):
    assert len(read(satcat_row(DECAY_DATE=day)).records) == kept


def test_what_the_catalogue_leaves_out_is_unknown():
    blank = dict.fromkeys(("OBJECT_ID", "OPS_STATUS_CODE", "LAUNCH_DATE", "PERIOD", "APOGEE", "PERIGEE"), "")
    (record,) = read(satcat_row(**blank)).records
    assert (record.launched_on, record.period_min, record.apogee_km, record.ops_status_code) == (
        None,
    ) * 3 + ("",)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"NORAD_CAT_ID": "A0000"}, "NORAD_CAT_ID 'A0000'"),
        ({"NORAD_CAT_ID": "0"}, "NORAD_CAT_ID"),
        ({"DECAY_DATE": "2026-02-30"}, "DECAY_DATE '2026-02-30'"),
        ({"DECAY_DATE": "2031-01-01"}, "to the day of its arrival"),
        ({"DECAY_DATE": "2025-01-01"}, "lies before LAUNCH_DATE"),
        ({"APOGEE": "NaN"}, "APOGEE 'NaN'"),
        ({"INCLINATION": "181"}, "INCLINATION"),
        ({"OPS_STATUS_CODE": "Z"}, "none that we know"),
        ({"OBJECT_NAME": "X" * 61}, "61 signs"),
    ],
)
def test_a_row_that_cannot_be_meant_is_set_aside_and_the_rest_is_read(changes, words):
    parsed = read(satcat_row(**changes), satcat_row())
    assert len(parsed.records) == 1
    assert words in parsed.quarantined[0].reason


def test_a_column_that_went_is_refused_by_name():
    with pytest.raises(FeedError, match="lacks the column DECAY_DATE.*feeds/sources/celestrak_satcat.py"):
        read(satcat_row(), columns=tuple(name for name in COLUMNS if name != "DECAY_DATE"))


@pytest.mark.usefixtures("empty_ledger")
def test_a_decay_in_the_catalogue_takes_a_spacecraft_out_of_orbit(replay):
    craft = spacecraft(**UP)
    craft.project.scope = "core"
    craft.project.save()
    answer(replay, satcat_row(), satcat_row(NORAD_CAT_ID="5"))
    row = run(SATCAT)
    assert (row.outcome, row.seen, row.added) == ("stored", 2, 1)
    day = timezone.now().date()
    assert (in_orbit(Question(day=day), "US").in_orbit, in_orbit(Question(day=day), "US").left) == (1, 0)

    a_day_later()
    fell = day - timedelta(days=2)
    answer(replay, satcat_row(DECAY_DATE=fell.isoformat(), OPS_STATUS_CODE="D"), satcat_row(NORAD_CAT_ID="5"))
    row = run(SATCAT)

    assert (row.outcome, row.changed) == ("stored", 1)
    assert f"LANTERN-1 (66303) decayed on {fell}." in row.sentence
    assert (in_orbit(Question(day=day), "US").in_orbit, in_orbit(Question(day=day), "US").left) == (0, 1)
    assert in_orbit(Question(day=fell - timedelta(days=1)), "US").in_orbit == 1


@pytest.mark.usefixtures("empty_ledger")
def test_a_decay_or_its_withdrawal_leaves_answers_of_earlier_moments_as_they_were(replay):
    def counted(moment):
        return in_orbit(Question(day, AsOf(day, moment), ledger=Ledger(moment)), "US").in_orbit

    craft = spacecraft(**UP)
    craft.project.scope = "core"
    craft.project.save()
    answer(replay, satcat_row())
    run(SATCAT)
    day, up = timezone.now().date(), timezone.now()
    a_day_later()
    answer(replay, satcat_row(DECAY_DATE=(day - timedelta(days=2)).isoformat(), OPS_STATUS_CODE="D"))
    run(SATCAT)
    down = timezone.now()
    a_day_later()
    answer(replay, satcat_row())
    assert "did not decay after all" in run(SATCAT).sentence

    assert [counted(moment) for moment in (up, down, timezone.now())] == [1, 0, 1]
    assert [entry.decayed_on is None for entry in CatalogueEntry.objects.all()] == [True, False, True]


@pytest.mark.usefixtures("empty_ledger")
def test_the_same_catalogue_again_changes_nothing(replay):
    spacecraft(**UP)
    answer(replay, satcat_row())
    run(SATCAT)
    before = list(CatalogueEntry.objects.values())
    a_day_later()

    assert run(SATCAT).outcome == "unchanged"
    assert list(CatalogueEntry.objects.values()) == before


@pytest.mark.usefixtures("empty_ledger")
def test_a_number_with_another_designator_than_ours_is_said(replay):
    spacecraft(**UP)
    answer(replay, satcat_row(OBJECT_ID="2025-102B"))
    said = run(SATCAT).sentence
    assert (
        "Lantern-71 is 2025-248L here and number 66303 is 2025-102B in the catalogue: its row is kept" in said
    )


def test_every_row_of_a_catalogue_is_an_entry():
    rows = [
        satcat_row(),
        satcat_row(OBJECT_NAME="LANTERN-0 DEB", NORAD_CAT_ID="62337", OBJECT_TYPE="DEB", OPS_STATUS_CODE="",
                   RCS="", PERIOD="1436.71", APOGEE="38762", PERIGEE="32835"),
        satcat_row(NORAD_CAT_ID="100781", OPS_STATUS_CODE="D", DECAY_DATE="2026-07-15"),
        satcat_row(NORAD_CAT_ID="799501621", PERIOD="", INCLINATION="", APOGEE="", PERIGEE="",
                   DATA_STATUS_CODE="NEA"),
    ]  # fmt: skip
    parsed = parse([gp_csv(rows, COLUMNS)], datetime(2026, 8, 31, tzinfo=UTC))
    assert (len(parsed.records), parsed.quarantined) == (4, [])
    assert [record.norad_cat_id for record in parsed.records] == [66303, 62337, 100781, 799501621]
    assert [str(record.decayed_on) for record in parsed.records if record.decayed_on] == ["2026-07-15"]


# --- Objects just launched, by number -----------------------------------------------------------
def launched(days_ago: int, number: int, name: str):
    day = timezone.now().date() - timedelta(days=days_ago)
    return spacecraft(
        name, **UP | {"launched_on_first": day, "launched_on_last": day, "norad_cat_id": number}
    )


def by_number(replay, known):
    """The group lists 66303; numbers are answered one by one where they are known."""

    def reply(path, query):
        if "GROUP" in query:
            return Reply(gp_csv([gp_row()]), content_type="text/csv")
        if query["CATNR"] in known:
            return Reply(gp_csv([gp_row(NORAD_CAT_ID=query["CATNR"])]), content_type="text/csv")
        return Reply(b"No GP data found", 404, "text/plain")

    replay.answers[GP_PATH] = reply


@pytest.mark.usefixtures("empty_ledger")
def test_objects_just_launched_that_the_group_lacks_are_asked_by_number(replay):
    launched(3, 100781, "Relay-21")
    launched(4, 100782, "Relay-22")
    launched(90, 100783, "Relay-23")
    launched(2, 66303, "Relay-24")
    by_number(replay, {"100781"})

    row = run(GP)

    assert [path.split("?")[1] for path in replay.requests[1:]] == [
        "CATNR=100781&FORMAT=csv", "CATNR=100782&FORMAT=csv",
    ]  # fmt: skip
    assert set(ElementSet.objects.values_list("norad_cat_id", flat=True)) == {66303, 100781}
    assert "CelesTrak has no elements of 100782 yet." in row.sentence


@pytest.mark.usefixtures("empty_ledger")
def test_a_number_that_fails_keeps_the_file_of_the_group(replay):
    launched(3, 100781, "Relay-21")
    launched(2, 66303, "Relay-24")
    group = Reply(gp_csv([gp_row()]), content_type="text/csv")
    replay.answers[GP_PATH] = lambda path, query: group if "GROUP" in query else Reply(b"blocked", 403)

    row = run(GP)

    assert (row.outcome, row.added) == ("stored", 1)
    assert "refuses us (403)" in row.sentence


@pytest.mark.usefixtures("empty_ledger")
@pytest.mark.parametrize(
    "said", [b"No GP data found", b"No GP data found\r\n", b"OBJECT_NAME,NORAD_CAT_ID\r\nX,1\r\n"]
)
def test_what_is_no_table_for_a_number_keeps_the_file_of_the_group(replay, said):
    launched(3, 100781, "Relay-21")
    launched(2, 66303, "Relay-24")
    group = Reply(gp_csv([gp_row()]), content_type="text/csv")
    replay.answers[GP_PATH] = lambda path, query: (
        group if "GROUP" in query else Reply(said, content_type="text/csv")
    )

    row = run(GP)

    assert (row.outcome, row.added) == ("stored", 1)
    assert "What came for 100781 is left out" in row.sentence
