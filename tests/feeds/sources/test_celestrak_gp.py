"""CelesTrak GP: CSV rows into element sets."""

from datetime import UTC, datetime, timedelta

import pytest

from feeds.http.client import Client
from feeds.http.results import FeedError, NothingNew
from feeds.sources import celestrak_gp
from tests.feeds.answers import COLUMNS, GP_PATH, NOT_UPDATED, gp_csv, gp_row
from tests.feeds.replay import Reply

RECEIVED_AT = datetime(2026, 8, 22, 12, tzinfo=UTC)
EPOCH = datetime(2026, 8, 22, 1, 48, 26, 987904, tzinfo=UTC)


def parse(bodies, received_at):
    return celestrak_gp.parse(bodies, received_at).whole()


def read(*rows, columns=COLUMNS):
    return parse([gp_csv([gp_row(EPOCH) | row for row in rows], columns)], RECEIVED_AT)


def test_a_row_becomes_an_element_set():
    (record,) = read({}).records

    assert (record.object_name, record.object_id, record.norad_cat_id) == ("LANTERN-1", "2025-248L", 66303)
    assert record.epoch == EPOCH
    assert (record.mean_motion, record.eccentricity, record.bstar) == (15.21859638, 0.00039991, 0.20454895e-3)
    assert (record.mean_motion_dot, record.rev_at_epoch) == (0.4451e-4, 4457)


@pytest.mark.parametrize("number", ["100000", "270449", "799500123", "5"])
def test_catalogue_numbers_of_any_length_are_read(number):
    assert read({"NORAD_CAT_ID": number}).records[0].norad_cat_id == int(number)


def test_a_blank_designator_stays_blank():
    assert read({"OBJECT_ID": ""}).records[0].object_id == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("MEAN_MOTION", "nan"),
        ("MEAN_MOTION", "0"),
        ("MEAN_MOTION", "99"),
        ("ECCENTRICITY", "1"),
        ("ECCENTRICITY", "-.1"),
        ("INCLINATION", "181"),
        ("RA_OF_ASC_NODE", "361"),
        ("MEAN_ANOMALY", "1_0"),
        ("MEAN_ANOMALY", "١٢"),
        ("ARG_OF_PERICENTER", ""),
        ("BSTAR", "1e999"),
        ("MEAN_MOTION_DDOT", "inf"),
        ("NORAD_CAT_ID", "T0001"),
        ("NORAD_CAT_ID", "1000000000"),
        ("NORAD_CAT_ID", "0"),
        ("REV_AT_EPOCH", "-1"),
        ("EPHEMERIS_TYPE", "SGP4"),
        ("CLASSIFICATION_TYPE", ""),
        ("OBJECT_ID", "25248L"),
        ("OBJECT_NAME", "x" * 61),
        ("EPOCH", "26234.07531236"),
        ("EPOCH", "2026-02-30T00:00:00.000000"),
        ("EPOCH", "2026-08-22T01:48:60.000000"),
        ("EPOCH", "2026-08-30T00:00:00.000000"),
        ("EPOCH", "2026-06-01T00:00:00.000000"),
    ],
)
def test_a_row_that_cannot_be_meant_is_set_aside_with_field_and_value(field, value):
    parsed = read({field: value}, {})

    (aside,) = parsed.quarantined
    assert field in aside.reason
    assert (aside.position, len(parsed.records)) == (1, 1)
    assert value in aside.raw


def test_a_row_cut_short_or_with_a_stray_quote_takes_no_other_with_it():
    whole = gp_csv([gp_row(EPOCH), gp_row(EPOCH), gp_row(EPOCH)]).decode().split("\r\n")
    whole[1], whole[2] = whole[1][:60], '"' + whole[2]

    parsed = parse(["\r\n".join(whole).encode()], RECEIVED_AT)

    assert len(parsed.records) == 1
    assert [aside.position for aside in parsed.quarantined] == [1, 2]
    assert "fields, not 17" in parsed.quarantined[0].reason


def test_a_column_more_is_tolerated_and_named_and_the_order_is_free():
    parsed = read({"RMS": "1"}, columns=("RMS", *reversed(COLUMNS)))

    assert len(parsed.records) == 1
    assert parsed.remarks == ["Columns not read: RMS."]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (gp_csv([gp_row(EPOCH)], COLUMNS[:-1]), "lacks the column MEAN_MOTION_DDOT"),
        (gp_csv([]).replace(b"EPOCH", b"TIME", 1) + b"x\r\n", r"lacks the column EPOCH \(new there: TIME\)"),
        (gp_csv([gp_row(EPOCH)], (*COLUMNS, "EPOCH")), "names a column twice"),
        (gp_csv([]), "a header and no rows"),
        (gp_csv([gp_row(EPOCH)])[:-9], "breaks off inside its last line"),
        (b'Invalid query: "GROUP=activ"\r\n', "something else than its CSV: “Invalid query"),
        (
            b'Invalid query: "GROUP=activ&FORMAT=csv" (GROUP "activ" not found)',
            'CSV: “Invalid query: "GROUP=activ&FORMAT=csv" .GROUP "activ" not found.”',
        ),
        (b"1 66303U 25248L   26164.21895387\r\n", "something else than its CSV"),
        (b"\xff\xfe\r\n", "no UTF-8 text"),
    ],
)
def test_an_answer_that_is_not_the_file_is_refused(body, words):
    with pytest.raises(FeedError, match=words) as failure:
        parse([body], RECEIVED_AT)
    assert failure.value.outcome == "refused"


# --- fetch ------------------------------------------------------------------------------------
def fetch(replay, reply):
    replay.answers[GP_PATH] = reply
    return celestrak_gp.fetch(Client("CELESTRAK_URL"))


@pytest.mark.usefixtures("empty_ledger")
def test_the_format_is_always_asked_for(replay):
    fetch(replay, Reply(gp_csv([gp_row()]), content_type="text/csv"))
    assert replay.requests == [f"{GP_PATH}?GROUP=active&FORMAT=csv"]


def test_the_refusal_of_a_second_download_is_no_error_and_tells_its_time(replay):
    at = datetime(2026, 6, 8, 9, 13, 34, tzinfo=UTC)
    with pytest.raises(NothingNew, match="nothing newer") as said:
        fetch(replay, Reply(NOT_UPDATED.format(at=at).encode(), 403, "text/plain"))
    assert said.value.fetched_at == at


def test_no_data_found_is_told_from_a_wrong_address(replay):
    with pytest.raises(FeedError, match="no data for GROUP=active"):
        fetch(replay, Reply(b"No GP data found", 404, "text/plain"))
    with pytest.raises(FeedError, match="knows no such address"):
        fetch(replay, Reply(b"Not here", 404, "text/plain"))


def test_an_epoch_is_measured_from_the_time_of_arrival():
    later = RECEIVED_AT + timedelta(days=70)
    assert len(parse([gp_csv([gp_row(EPOCH)])], RECEIVED_AT).records) == 1
    assert "60 days before" in parse([gp_csv([gp_row(EPOCH)])], later).quarantined[0].reason


def test_the_shares_of_workers_together_read_every_row_once():
    body = gp_csv([gp_row(EPOCH, NORAD_CAT_ID=str(number)) for number in range(1, 2501)])
    window = (EPOCH - timedelta(days=1), EPOCH + timedelta(days=1))
    read = [
        [record.norad_cat_id for record in celestrak_gp.read([body], *window, (part, 3)).records]
        for part in (1, 2, 3)
    ]
    assert sorted(number for share in read for number in share) == list(range(1, 2501))
    assert all(read)


def test_one_bad_byte_sets_aside_its_row_alone():
    body = gp_csv([gp_row(EPOCH), gp_row(EPOCH, NORAD_CAT_ID="5", OBJECT_NAME="LANTERN")])
    parsed = parse([body.replace(b"LANTERN,", b"LANT\xe9RN,")], RECEIVED_AT)
    (aside,) = parsed.quarantined
    assert (len(parsed.records), aside.whole) == (1, False)
    assert "is no UTF-8 text" in aside.reason
    assert "LANT\\xe9RN" in aside.raw


def test_a_name_torn_by_a_line_break_is_set_aside_in_both_halves():
    body = gp_csv([gp_row(EPOCH, OBJECT_NAME='"LAN\r\nTERN"'), gp_row(EPOCH, NORAD_CAT_ID="5")])
    parsed = parse([body], RECEIVED_AT)
    assert [record.norad_cat_id for record in parsed.records] == [5]
    assert [aside.position for aside in parsed.quarantined] == [1, 2]
    assert "stray quotation mark" in parsed.quarantined[1].reason


def test_every_row_of_a_file_is_an_element_set_with_its_values():
    rows = [
        gp_row(EPOCH, NORAD_CAT_ID=number, MEAN_MOTION=motion, BSTAR=drag)
        for number, motion, drag in (
            ("5", "10.84813071", ".68129E-3"), ("66303", "15.21859638", "0"), ("100781", "1.00271798", "-.12E-4"),
            ("270449", "16.05064833", ".11563E-1"), ("799501621", "14.9", "0.0002"),
        )
    ]  # fmt: skip
    parsed = parse([gp_csv(rows)], RECEIVED_AT)
    assert (len(parsed.records), parsed.quarantined) == (len(rows), [])
    for row, record in zip(rows, parsed.records, strict=True):
        assert record.norad_cat_id == int(row["NORAD_CAT_ID"])
        assert (record.mean_motion, record.bstar) == (float(row["MEAN_MOTION"]), float(row["BSTAR"]))
        assert record.epoch.replace(tzinfo=None).isoformat(timespec="microseconds") == row["EPOCH"]
