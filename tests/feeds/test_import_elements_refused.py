"""Element sets from files: what cannot be meant is refused, by its line where the rest can be read."""

import gzip
import io
import json
import zipfile
from datetime import UTC, datetime

import pytest

from feeds.http.results import FeedError
from tests.feeds.answers import gp_csv
from tests.feeds.elements import JSON, KVN, ONE, ROW, TWO, XML, records, sets, signed


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
