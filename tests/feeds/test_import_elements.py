"""Element sets from files: every form gives the same record, and what cannot be meant is named by its line."""

import gzip
import io
import json
import os
import re
import signal
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.formats import tle
from feeds.formats.elements_file import read
from feeds.http.results import FeedError
from feeds.management.commands import import_elements
from launches.models import ElementSet
from tests.feeds.answers import COLUMNS, gp_csv, gp_row
from tests.feeds.rows import spacecraft

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ROW = gp_row(
    datetime(2026, 8, 22, 1, 48, 26, 987904, tzinfo=UTC), ECCENTRICITY=".0003999", BSTAR=".20455E-3",
    MEAN_MOTION_DOT=".00004451", OBJECT_NAME="LANTERN-1",
)  # fmt: skip
KVN = "CCSDS_OMM_VERS = 2.0\nCOMMENT made up\n" + "".join(f"{name} = {ROW[name]}\n" for name in COLUMNS)
XML = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<ndm><omm id="CCSDS_OMM_VERS" version="2.0">\n<header>'
    "<CREATION_DATE/></header><body><segment><metadata><CENTER_NAME>EARTH</CENTER_NAME></metadata><data>"
    + "".join(f"<{name}>{ROW[name]}</{name}>" for name in COLUMNS)
    + "</data></segment></body></omm>\n</ndm>\n"
)
NUMBERS = {name: float(ROW[name]) for name in COLUMNS[3:9]} | {"NORAD_CAT_ID": 66303, "BSTAR": 0.00020455}
JSON = json.dumps([ROW | NUMBERS])
ONE = "1 66303U 25248L   26234.07531236  .00004451  00000+0  20455-3 0  999"
TWO = "2 66303  45.4001 126.4652 0003999  44.7093 315.4116 15.21859638 4457"
RECORDED = Path(__file__).resolve().parents[3] / "shared" / "payloads" / "alpha5"
recorded = pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded files are not beside this checkout")


def signed(line: str) -> str:
    return f"{line}{tle.checksum(line)}"


def sets(one: str = ONE, two: str = TWO, name: str = "LANTERN-1\n") -> str:
    return f"{name}{signed(one)}\n{signed(two)}\n"


def records(text: str | bytes):
    form, parsed = read(text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape"), NOW)
    return form, list(parsed.records), [(record.position, record.reason) for record in parsed.quarantined]


def quoted_csv() -> str:
    """As Space-Track writes it: every cell in quotation marks."""
    rows = [[f'"{cell}"' for cell in row] for row in (COLUMNS, ROW.values())]
    return "".join(",".join(row) + "\n" for row in rows)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("CSV", gp_csv([ROW]).decode()), ("JSON", JSON), ("JSON", json.dumps(ROW)), ("XML", XML), ("KVN", KVN),
        ("TLE", sets()), ("TLE", sets(name="0 LANTERN-1\n")), ("TLE", sets().replace("\n", "   \r\n")),
        ("TLE", f"# of today\n\n{sets()}"), ("JSON", f" \n{json.dumps(ROW, indent=1)}\n"), ("CSV", quoted_csv()),
        ("XML", XML.replace("<ndm>", '<ndm xmlns="urn:ccsds:schema:ndmxml">')),
        ("XML", re.sub("<(/?)(?=[a-zA-Z])", r"<\1ndm:", XML).replace("<ndm:ndm>", '<ndm:ndm xmlns:ndm="urn:x">')),
        ("XML", XML.replace("UTF-8", "ISO-8859-1")), ("KVN", KVN.split("\n", 2)[2]), ("KVN", KVN[:-1]),
    ],
)  # fmt: skip
def test_every_form_gives_the_same_element_set(form, text):
    (expected,) = records(gp_csv([ROW]))[1]
    assert records(text) == (form, [expected], [])
    assert records(text.replace("\r\n", "\n").replace("\n", "\r")) == (form, [expected], [])


def test_a_set_without_a_name_has_none():
    (record,) = records(sets(name=""))[1]
    assert (record.object_name, record.norad_cat_id) == ("", 66303)


@pytest.mark.parametrize(
    "name", ["1 KUNS-PF", "2 X", "1HOPSAT", "0 1 KUNS-PF", "[A]", "<B>", "{", "A = 1", "C, NORAD_CAT_ID"]
)
def test_a_name_may_begin_like_a_line(name):
    _form, (record, _other), refused = records(sets(name=f"{name}\n") + sets())
    assert (record.object_name, refused) == (name.removeprefix("0 "), [])


@pytest.mark.parametrize("cut", [7, 8, 20, 68])
def test_a_line_cut_short_is_no_name_of_the_next_set(cut):
    _form, (record,), refused = records(f"{signed(ONE)}\n{signed(TWO)[:cut]}\n{sets(name='')}")
    assert (record.object_name, [place for place, _reason in refused]) == ("", [1])


@pytest.mark.parametrize(
    ("field", "number"),
    [("A0000", 100000), ("E8493", 148493), ("H9999", 179999), ("J2931", 182931), ("P4018", 234018),
     ("Z9999", 339999), ("00005", 5), ("    5", 5), ("69999", 69999)],
)  # fmt: skip
def test_alpha_5_is_read(field, number):
    text = sets(ONE.replace("66303", field), TWO.replace("66303", field))
    assert [record.norad_cat_id for record in records(text)[1]] == [number]


@pytest.mark.parametrize("field", ["I0001", "O0001", "A 001", "AB001", "00000"])
def test_what_is_no_alpha_5_is_refused(field):
    text = sets(ONE.replace("66303", field), TWO.replace("66303", field))
    assert records(text)[1] == []
    assert records(text)[2][0][0] == 2


@pytest.mark.parametrize(("year", "full"), [("57", 1957), ("99", 1999), ("00", 2000), ("26", 2026)])
def test_two_digits_of_a_year_turn_at_57(year, full):
    text = sets(ONE.replace(" 26234.", f" {year}300."))
    assert [record.epoch.year for record in records(text)[1]] == [full]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (sets().replace(signed(ONE), signed(ONE)[:-1] + "0"), 2, "ends in checksum 0"),
        (sets(two=TWO[:-1]), 2, "line 2 has 68 signs, not 69"),
        (sets(two=TWO.replace("66303", "66304")), 2, "line 1 is of 66303 and line 2 of 66304"),
        (sets(ONE.replace(".07531236", ".O7531236")), 2, "has not the columns of a TLE"),
        (sets(ONE.replace(" 26234.", " 26367.")), 2, "epoch 367.07531236 is no day of 2026"),
        (sets(ONE.replace(" 26234.", " 56234.")), 2, "EPOCH 2056"),
        (f"LANTERN-1\n{signed(ONE)}\nLANTERN-2\n{sets(name='')}", 2, "line 1 has no line 2 after it"),
        (f"{sets()}{signed(TWO)}\n", 4, "line 2 has no line 1 before it"),
        (f"{sets()}{signed(ONE)}", 4, "the file ends after line 1"),
        (sets(two=TWO.replace(" 45.4001", "181.4001")), 2, "INCLINATION"),
        (gp_csv([ROW, ROW | {"ECCENTRICITY": "1.2"}]).decode(), 3, "ECCENTRICITY '1.2'"),
        (gp_csv([ROW, ROW]).decode().rstrip("\r\n"), 3, "may be cut short"),
        (gp_csv([ROW]).decode() + "a,b\r\n", 3, "has 2 fields, not 17"),
        (json.dumps([ROW, ROW | {"MEAN_MOTION": None}], indent=0), 21, "lacks MEAN_MOTION"),
        (json.dumps([ROW, 7]), 1, "is not an object"),
        (json.dumps([ROW | {"BSTAR": [1]}]), 1, "BSTAR is neither text nor a number"),
        ('[{"NORAD_CAT_ID": 5, "MEAN_MOTION": NaN}]', 1, "lacks EPOCH"),
        (JSON.replace('"BSTAR"', '"NORAD_CAT_ID": 63982, "BSTAR"'), 1, "names NORAD_CAT_ID twice"),
        (JSON.replace('"BSTAR"', '"x": 1, "x": 1, "BSTAR"'), 1, "names x twice"),
        (json.dumps([ROW | {"REF_FRAME": ["GCRF"]}]), 1, "REF_FRAME is neither text nor a number"),
        (json.dumps([ROW | {"EPHEMERIS_TYPE": "4"}]), 1, "SGP4-XP"),
        (json.dumps([ROW | {"NORAD_CAT_ID": "A0000"}]), 1, "NORAD_CAT_ID 'A0000'"),
        (json.dumps([ROW | {"NORAD_CAT_ID": "1000000000"}]), 1, "NORAD_CAT_ID '1000000000'"),
        (XML.replace("EARTH", "MARS"), 2, "CENTER_NAME is 'MARS'"),
        (XML.replace("<BSTAR>", "<BSTAR>1</BSTAR><BSTAR>"), 2, "names BSTAR twice"),
        (f"{KVN}BSTAR = 1\n", 1, "names BSTAR again"),
        (KVN[: KVN.index("\nMEAN_MOTION_DDOT")], 1, "line 18 has no line break at its end"),
        (f"{KVN}CCSDS_OMM_VERS = 2.0\nORIGINATOR = x\n", 20, "names no keyword of an element set"),
        (KVN.split("\n", 2)[2].replace(".20455E-3", "x"), 1, "BSTAR 'x'"),
        (f"{sets()}LANTERN-2\n", 4, "the file ends after the name of a set"),
        (f"LANTERN-2\n{sets()}", 1, "a name without lines 1 and 2 after it"),
        (f"3{signed(TWO)[1:]}\n{sets(name='')}", 1, "is neither a name nor a line of an element set"),
        (gp_csv([ROW, ROW | {"EPOCH": "1957-10-03T00:00:00"}]).decode(), 3, "EPOCH 1957-10-03T00:00:00 is before"),
        (sets().replace("LANTERN", "LANT\udce9RN"), 2, "is no UTF-8 text"),
        (gp_csv([ROW, ROW]).decode() + gp_csv([ROW]).decode().split("\n")[1].replace("LAN", "L\udce9"), 4,
         "is no UTF-8 text (byte 2 of the line)"),
        (f"{KVN}what is this\n", 1, "is not like KEYWORD = value"),
        (f"{KVN}{KVN.replace('BSTAR =', 'BSTAR = x')}", 20, "BSTAR 'x"),
        (f"{KVN}{KVN.replace('CCSDS_OMM', 'CCSDS OMM')}", 20, "line 20 'CCSDS OMM_VERS = 2.0' is not like"),
    ],
)  # fmt: skip
def test_a_record_that_cannot_be_meant_is_refused_with_line_and_reason(text, line, words):
    refused = records(text)[2]
    assert len(refused) == 1, refused
    assert (refused[0][0], words in refused[0][1]) == (line, True), refused


def zipped() -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr("sets.json", JSON)
    return body.getvalue()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("hello", "neither OMM .* nor TLE"),
        ("\n \r\n", "is empty"),
        (gzip.compress(JSON.encode()), r"is compressed \(gzip\): unpack it first: gunzip FILE"),
        (zipped(), r"is compressed \(zip.*\): unpack it first: unzip FILE"),
        (JSON.encode("utf-16"), "is UTF-16 text; UTF-8 is read: iconv -f UTF-16 -t UTF-8 FILE > NEW"),
        (JSON.encode("utf-16-le"), "is UTF-16 text"),
        (JSON.encode("utf-32"), "is UTF-32 text"),
        ("<!DOCTYPE html><html>", "is a web page"),
        (
            f'{{"data": {JSON}}}',
            "holds its records under “data”; a list of OMM objects is read, or one object alone",
        ),
        (f"{JSON[1:-1]}\n{JSON[1:-1]}\n", "Line 2: objects one after another are no JSON"),
        (XML.replace("LANTERN", "LANT\udce9RN"), "Line 3: the XML is no UTF-8 text"),
        ("OBJECT_NAME,NORAD_CAT_ID\nx,1\n", "lacks the column EPOCH, MEAN_MOTION"),
        ('"OBJECT_NAME,NORAD_CAT_ID\nx,1\n', "which names the columns, opens a quotation in field 1"),
        (JSON[:-1], "Line 1: the list breaks off"),
        (JSON[:-9], "Line 1: the file is no whole JSON"),
        (f"{JSON} x", "something follows"),
        ("[]", "holds no element set"),
        (XML[:-8], "no whole XML"),
        (f'<!DOCTYPE a [<!ENTITY b "c">]>{XML[39:]}', "declares a document type"),
        ("NORAD_CAT_ID,NORAD_CAT_ID\n1,2\n", "names a column twice"),
    ],
)
def test_a_file_that_breaks_off_or_is_none_is_refused_whole(text, words):
    with pytest.raises(FeedError, match=words):
        records(text)


@pytest.mark.parametrize(
    ("epoch", "read_as"),
    [
        ("2026-234T01:48:26.987904", "2026-08-22T01:48:26.987904"),
        ("2026-08-22T01:48:26Z", "2026-08-22T01:48:26"),
        ("2026-08-22T01:48:26.9", "2026-08-22T01:48:26.900000"),
        ("2026-08-22T01:48:26.98790444Z", "2026-08-22T01:48:26.987904"),
        ("2016-366T23:59:60.5Z", "2016-12-31T23:59:59.500000"),
    ],
)
def test_epochs_of_the_standard_are_read(epoch, read_as):
    (record,) = records(json.dumps([ROW | {"EPOCH": epoch}]))[1]
    assert record.epoch == datetime.fromisoformat(read_as).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "epoch",
    ["9999-366T00:00:00", "2026-366T00:00:00", "2026-000T00:00:00", "0000-001T00:00:00", "2026-8-2T00:00:00"],
)
def test_epochs_that_are_none_are_refused(epoch):
    assert "EPOCH" in records(json.dumps([ROW | {"EPOCH": epoch}]))[2][0][1]


# --- A torn quotation ---------------------------------------------------------------------------------
HEADER, LINE = gp_csv([ROW]).decode().splitlines()


@pytest.mark.parametrize(
    ("lines", "refused", "words"),
    [
        ([LINE, LINE.replace("LANTERN", 'LAN"TERN'), LINE], [3], "a quotation mark inside field 1"),
        ([LINE, f'"{LINE}', LINE, LINE], [3], "opens a quotation in field 1 that does not end on this line"),
        ([LINE, LINE.replace("LANTERN-1", '"LAN"TERN'), LINE], [3], "signs between the end of a quotation"),
        ([LINE, LINE.replace("LANTERN-1", '"LAN\nTERN-1"'), LINE], [3, 4], "opens a quotation"),
        ([LINE.replace("LANTERN-1", f'"LAN\n{LINE}\nTERN"'), LINE], [2, 3, 4], "opens a quotation"),
        ([LINE, f'"{LINE}', LINE, LINE.replace("LANTERN-1", '"A\nB"'), LINE], [3, 5, 6], "opens a quotation"),
        ([LINE, LINE[:-1] + '"', LINE], [3], "opens a quotation in field 17"),
        ([LINE, f'{LINE}"', *[LINE] * 30], [3], "a quotation mark inside field 17"),
        ([f'"{LINE}', *[LINE] * 30, LINE.replace("LANTERN-1", 'LANTERN-1"')], [2, 33], "opens a quotation"),
        ([LINE, f'"{LINE}'], [3], "opens a quotation"),
    ],
)  # fmt: skip
def test_a_torn_quotation_takes_no_other_record_and_makes_none(lines, refused, words):
    body = "\n".join([HEADER, *lines, ""])
    _form, found, said = records(body)
    assert [line for line, _reason in said] == refused
    assert words in said[0][1]
    assert len(found) == len(body.splitlines()) - 1 - len(refused)
    assert {record.object_name for record in found} == {"LANTERN-1"}


def test_a_whole_quotation_is_read():
    named = LINE.replace("LANTERN-1", '"LANTERN, ""1"""')
    (record,) = records(f"{HEADER}\n{named}\n")[1]
    assert record.object_name == 'LANTERN, "1"'


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
@pytest.mark.parametrize(
    ("text", "line"),
    [
        (sets() + sets(two=TWO[:-1]), 5),
        (f"{HEADER}\n\n{LINE}\nx\n", 4),
        (f"{KVN}{KVN.replace('BSTAR =', 'BSTAR = x')}", 20),
        (json.dumps([ROW, ROW | {"MEAN_MOTION": None}], indent=0), 21),
        (XML.replace("<omm", "\n\n<omm").replace("EARTH", "MARS"), 4),
    ],
)
def test_lines_keep_their_number_whatever_ends_them(text, line, end):
    assert [place for place, _reason in records(text.replace("\n", end))[2]] == [line]


@settings(max_examples=150)
@given(
    st.sampled_from([gp_csv([ROW]), JSON.encode(), XML.encode(), KVN.encode(), sets().encode()]), st.data()
)
def test_a_damaged_file_is_read_or_refused_and_nothing_else(whole, data):
    at = data.draw(st.integers(0, len(whole)))
    upto = data.draw(st.integers(at, min(len(whole), at + 40)))
    damaged = whole[:at] + data.draw(st.binary(max_size=12)) + whole[upto:]
    try:
        _form, parsed = read(damaged, NOW)
        list(parsed.records)
    except FeedError:
        return
    assert parsed.seen >= 1


# --- Recorded files -------------------------------------------------------------------------------
def vectors(name: str) -> dict[str, Any]:
    return json.loads((RECORDED / f"{name}.json").read_text())


@recorded
@pytest.mark.parametrize(
    ("name", "count", "first", "last"),
    [
        ("alpha5-A-last-30-days-2026-09-21.tle", 256, 100_000, 109_999),
        ("alpha5-T-analyst-27xxxx-2026-09-21.tle", 346, 270_000, 279_999),
    ],
)
def test_recorded_sets_in_alpha_5_are_read_in_full(name, count, first, last):
    _form, found, refused = records((RECORDED / name).read_bytes())
    assert (len(found), refused) == (count, [])
    assert all(first <= record.norad_cat_id <= last for record in found)


CORRUPT = {
    "c1-checksum-digit.tle": (5, "line 1 ends in checksum 1, and its signs add up to 6"),
    "c2-line-2-short.tle": (5, "line 2 has 68 signs, not 69"),
    "c3-letter-in-epoch.tle": (5, "line 1 has not the columns of a TLE"),
    "c4-line-2-missing.tle": (5, "line 1 has no line 2 after it"),
    "c5-cut-last-row.csv": (4, "has 16 fields, not 17"),
    "unedited-sets.tle": (0, ""),
    "unedited-rows.csv": (0, ""),
    "unedited-array.json": (0, ""),
}


@recorded
def test_every_recorded_corrupt_set_has_an_outcome_here():
    assert {path.name for path in (RECORDED / "corrupt-input").iterdir()} == {
        *CORRUPT,
        "c5-cut-closing-bracket.json",
    }


@recorded
@pytest.mark.parametrize("end", [None, b"\r", b"\n"])
@pytest.mark.parametrize("name", CORRUPT)
def test_of_the_recorded_corrupt_sets_the_corrupt_record_is_refused_by_its_line(name, end):
    body = (RECORDED / "corrupt-input" / name).read_bytes()
    _form, found, refused = records(body.replace(b"\r\n", end) if end else body)
    line, words = CORRUPT[name]
    assert [record.norad_cat_id for record in sorted(found, key=attrgetter("norad_cat_id"))] == [
        20453, 25544, *([] if line else [69999]),
    ]  # fmt: skip
    assert [place for place, _reason in refused] == ([line] if line else [])
    assert all(words in reason for _place, reason in refused)


@recorded
@pytest.mark.usefixtures("empty_ledger")
@pytest.mark.parametrize("name", CORRUPT)
def test_the_neighbours_of_a_corrupt_record_are_stored(name):
    for number in (20453, 25544, 69999):
        spacecraft(str(number), norad_cat_id=number, status="operational", identity="catalogued")
    line, words = CORRUPT[name]
    _out, err = command(RECORDED / "corrupt-input" / name)
    assert sorted(ElementSet.objects.values_list("norad_cat_id", flat=True)) == [
        20453, 25544, *([] if line else [69999]),
    ]  # fmt: skip
    assert (f"{name}:{line}: refused: {words}" in err) == bool(line)


@recorded
def test_the_recorded_json_without_its_end_is_refused_whole():
    with pytest.raises(FeedError, match="Line 1: the list breaks off"):
        records((RECORDED / "corrupt-input" / "c5-cut-closing-bracket.json").read_bytes())


@recorded
def test_the_three_forms_of_the_recorded_sets_agree():
    folder = RECORDED / "corrupt-input"
    rows, array = (
        records((folder / f"unedited-{name}").read_bytes())[1] for name in ("rows.csv", "array.json")
    )
    lines = records((folder / "unedited-sets.tle").read_bytes())[1]
    assert rows == array
    for one, other in zip(
        sorted(rows, key=lambda r: r.norad_cat_id), sorted(lines, key=lambda r: r.norad_cat_id), strict=True
    ):
        assert (one.norad_cat_id, one.object_id, one.mean_motion) == (
            other.norad_cat_id, other.object_id, other.mean_motion,
        )  # fmt: skip
        assert abs((one.epoch - other.epoch).total_seconds()) < 0.001
        assert abs(one.eccentricity - other.eccentricity) <= 1e-7


@recorded
def test_the_recorded_vectors_of_alpha_5_hold():
    told = vectors("alpha5-vectors")
    assert told["letter_table"] == {letter: 10 + place for place, letter in enumerate(tle.ALPHA_5)}
    for kind in ("official_examples", "boundaries", "skip_boundaries", "below_100000"):
        for example in told[kind]:
            field = example["field"]
            text = sets(ONE.replace("66303", field), TWO.replace("66303", field))
            assert [record.norad_cat_id for record in records(text)[1]] == [example["norad_cat_id"]], example
    for example in told["decode_invalid"]:
        field = example["field"].rjust(5)
        _form, found, refused = records(sets(ONE.replace("66303", field), TWO.replace("66303", field)))
        assert (found, [place for place, _reason in refused]) == ([], [2]), example


@recorded
def test_the_recorded_epochs_are_read_or_refused():
    told = vectors("ccsds-epoch-strings")
    assert told["valid"]
    assert told["invalid"]
    for text in (JSON, KVN, XML):
        stated = ROW["EPOCH"]
        for example in told["valid"]:
            (record,) = records(text.replace(stated, example["text"]))[1]
            assert f"{record.epoch:%Y-%m-%dT%H:%M:%S.%f}" == example["iso"], example
        for example in told["invalid"]:
            _form, found, refused = records(text.replace(stated, example["text"]))
            assert (found, len(refused), "EPOCH" in refused[0][1]) == ([], 1, True), example


@recorded
def test_the_recorded_catalogue_numbers_are_read_or_refused():
    told = vectors("norad-cat-id-text")
    assert told["valid"]
    assert told["invalid_in_omm"]
    csv, json_text = gp_csv([ROW]).decode(), json.dumps([ROW])
    for text in (csv, json_text, KVN, XML):
        for example in told["valid"]:
            found = records(text.replace("66303", example["text"]))[1]
            assert [record.norad_cat_id for record in found] == [example["value"]], example
        for example in told["invalid_in_omm"]:
            _form, found, refused = records(text.replace("66303", example["text"]))
            assert (found, len(refused), "NORAD_CAT_ID" in refused[0][1]) == ([], 1, True), example


@recorded
def test_the_recorded_years_of_two_digits_are_read():
    told = vectors("two-digit-epoch-year")
    for example in told["vectors"]:
        _form, found, refused = records(sets(ONE.replace(" 26234.", f" {example['yy']}300.")))
        if example["year"] > NOW.year:  # read as that year, and refused for it
            assert f"EPOCH {example['year']}" in refused[0][1]
        else:
            assert [record.epoch.year for record in found] == [example["year"]], example
    for example in told["epoch_field_examples"]:
        (record,) = records(sets(ONE.replace("26234.07531236", example["tle_epoch_field"])))[1]
        assert f"{record.epoch:%Y-%m-%dT%H:%M:%S.%f}" == example["iso"]


@recorded
def test_the_recorded_kvn_and_xml_say_what_the_recorded_json_says():
    expected = next(
        record for record in records((RECORDED / "corrupt-input" / "unedited-array.json").read_bytes())[1]
        if record.norad_cat_id == 25544
    )  # fmt: skip
    for name, form in (("omm-kvn-example.kvn", "KVN"), ("omm-xml-example.xml", "XML")):
        told, (record,), refused = records((RECORDED / name).read_bytes())
        assert (told, refused) == (form, [])
        # The two state a second derivative that the JSON rounds.
        assert replace(record, mean_motion_ddot=0.0) == replace(expected, mean_motion_ddot=0.0)


@recorded
@pytest.mark.parametrize(
    ("pattern", "count"), [("*fengyun1c*.json", 1), ("*FORMAT-tle*.tle", 10), ("*FORMAT-csv*.csv", 16_000)]
)
def test_the_recorded_files_of_celestrak_are_read_without_a_refusal(pattern, count):
    for path in (RECORDED.parent / "celestrak").glob(pattern):
        _form, found, refused = records(path.read_bytes())
        assert (len(found) >= count, refused) == (True, []), path.name


# --- The command ----------------------------------------------------------------------------------
def command(*words: object) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("import_elements", *map(str, words), stdout=out, stderr=err)
    except CommandError as fault:
        err.write(str(fault))
    return out.getvalue(), err.getvalue()


@pytest.mark.usefixtures("empty_ledger")
def test_the_command_stores_what_is_tracked_names_what_is_refused_and_may_run_twice(tmp_path):
    spacecraft(norad_cat_id=66303, status="operational", identity="catalogued")
    file = tmp_path / "sets.tle"
    other = sets(ONE.replace("66303", "A0001"), TWO.replace("66303", "A0001"))
    file.write_text(f"{sets()}{other}{sets(two=TWO[:-1])}")

    assert "would be new" in command(file, "--dry-run")[0]
    assert not ElementSet.objects.exists()
    out, err = command(file)
    assert "TLE, 3 records: 1 new, 0 known, 1 of objects not tracked, 1 refused." in out
    assert f"{file}:8: refused: line 2 has 68 signs, not 69" in err
    assert "1 record was refused" in err
    assert ElementSet.objects.get().norad_cat_id == 66303
    assert "0 new, 1 known" in command(file)[0]


@pytest.mark.usefixtures("empty_ledger")
def test_the_command_says_what_is_wrong_with_the_file(tmp_path):
    assert f"There is no such file (looked for {tmp_path}/none.csv)" in command(tmp_path / "none.csv")[1]
    assert "This is a folder: name a file in it." in command(tmp_path)[1]
    (tmp_path / "sets.json.gz").write_bytes(gzip.compress(JSON.encode()))
    assert "unpack it first: gunzip FILE. Nothing was stored." in command(tmp_path / "sets.json.gz")[1]
    (tmp_path / "cut.json").write_text(JSON[:-1])
    assert "Nothing was stored" in command(tmp_path / "cut.json")[1]


@pytest.mark.usefixtures("empty_ledger")
def test_a_long_csv_is_stored_in_shares(tmp_path):
    spacecraft(norad_cat_id=66303, status="operational", identity="catalogued")
    file = tmp_path / "long.csv"
    file.write_bytes(gp_csv([ROW | {"NORAD_CAT_ID": str(65300 + n)} for n in range(1, 1501)]))

    tle_file = tmp_path / "sets.tle"
    tle_file.write_text(sets())

    said = [command(file, "--share", part)[0] for part in ("1/2", "2/2")]

    assert [text.split(" records: ")[0].split(", ")[1] for text in said] == ["998", "502"]
    assert ElementSet.objects.get().norad_cat_id == 66303
    assert "'3/2' is no share" in command(file, "--share", "3/2")[1]
    assert "Only CSV is read in shares, and this is TLE" in command(tle_file, "--share", "1/2")[1]


def test_a_share_names_lines_of_the_file_and_says_what_is_wrong_with_it():
    lines = [HEADER, *[LINE] * 1500, LINE.replace("45.4001", "181"), LINE]
    told = [read("\n".join(lines).encode(), NOW, (part, 2))[1].whole() for part in (1, 2)]
    assert [len(parsed.records) for parsed in told] == [998, 502]
    assert [(bad.position, bad.reason.split(" (")[0]) for bad in told[1].quarantined] == [
        (1502, "INCLINATION '181' is not a number from 0 to 180"),
        (1503, "has no line break at its end: the file may be cut short inside this line"),
    ]
    with pytest.raises(FeedError, match="holds no element set"):
        read(f"{HEADER}\n".encode(), NOW, (1, 2))[1].whole()
    assert read(f"{HEADER}\n{LINE}\n".encode(), NOW, (2, 2))[1].whole().seen == 0


@pytest.fixture
def long_csv(tmp_path, monkeypatch, empty_ledger):
    """A file of 3,000 rows, one of them tracked and one torn, with progress said every 1,000."""
    spacecraft(norad_cat_id=66303, status="operational", identity="catalogued")
    monkeypatch.setattr("feeds.runs.progress.EVERY_ROWS", 1000)
    rows = [ROW | {"NORAD_CAT_ID": str(65300 + n)} for n in range(1, 3001)]
    rows[4]["MEAN_MOTION"] = "0"
    file = tmp_path / "long.csv"
    file.write_bytes(gp_csv(rows))
    return file


def test_a_long_import_says_how_far_it_is_where_somebody_looks(long_csv):
    assert "records read" not in command(long_csv)[1]
    told = [line for line in command(long_csv, "--verbosity", "2")[1].splitlines() if "records read" in line]
    assert told == [
        f"{long_csv}: 1,001 records read, 1 refused, nothing stored yet.",
        f"{long_csv}: 2,001 records read, 1 refused, nothing stored yet.",
    ]


def test_a_share_says_what_of_it_is_stored(long_csv, monkeypatch):
    monkeypatch.setattr(import_elements, "PART", 1000)
    err = command(long_csv, "--share", "1/1", "--verbosity", "2")[1]
    assert [line.partition(": ")[2] for line in err.splitlines() if "records read" in line] == [
        "1,001 records read, 1 refused, 0 stored, 0 known.",
        "2,001 records read, 1 refused, 1 stored, 0 known.",
    ]


def fault_at_second_part(monkeypatch, fault) -> None:
    monkeypatch.setattr(import_elements, "PART", 1200)
    store, parts = import_elements.store_element_sets, []

    def failing(records, **options):
        parts.append(1)
        if len(parts) == 2:
            fault()
        return store(records, **options)

    monkeypatch.setattr(import_elements, "store_element_sets", failing)


def locked() -> None:
    raise OperationalError("database is locked")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (locked, "The database failed (database is locked)"),
        (lambda: os.kill(os.getpid(), signal.SIGTERM), "Stopped"),
    ],
)
def test_a_share_that_dies_says_how_far_it_got_and_may_run_again(long_csv, monkeypatch, fault, words):
    before = signal.getsignal(signal.SIGTERM)
    fault_at_second_part(monkeypatch, fault)
    err = command(long_csv, "--share", "1/1")[1]
    assert f"{words} in share 1/1 after 1,201 records: 1 stored, 0 known. These stay" in err
    assert ElementSet.objects.count() == 1
    assert signal.getsignal(signal.SIGTERM) is before
    monkeypatch.undo()
    assert "0 new, 1 known" in command(long_csv, "--share", "1/1")[0]


def test_a_whole_file_that_is_stopped_stores_nothing(long_csv, monkeypatch):
    monkeypatch.setattr(import_elements, "store_element_sets", lambda *_a, **_k: locked())
    assert (
        "The database failed (database is locked) after 3,000 records. Nothing was stored."
        in command(long_csv)[1]
    )
    assert not ElementSet.objects.exists()
