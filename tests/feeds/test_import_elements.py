"""Element sets from files: every form gives the same record."""

import json
import re

import pytest

from tests.feeds.answers import COLUMNS, gp_csv
from tests.feeds.elements import JSON, KVN, ONE, ROW, TWO, XML, records, sets, signed


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


@pytest.mark.parametrize(
    ("year", "full"), [("57", 1957), ("58", 1958), ("98", 1998), ("99", 1999), ("00", 2000), ("26", 2026)]
)
def test_two_digits_of_a_year_turn_at_57(year, full):
    text = sets(ONE.replace(" 26234.", f" {year}300."))
    assert [record.epoch.year for record in records(text)[1]] == [full]


LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # neither I nor O


@pytest.mark.parametrize(("tens", "letter"), list(enumerate(LETTERS, 10)))
def test_each_letter_of_alpha_5_stands_for_ten_thousand_numbers(tens, letter):
    for digits in ("0000", "0001", "9999"):
        text = sets(ONE.replace("66303", letter + digits), TWO.replace("66303", letter + digits))
        assert [record.norad_cat_id for record in records(text)[1]] == [int(f"{tens}{digits}")]


VALID_EPOCHS = {
    "2020-064T10:34:41.4264": "2020-03-04T10:34:41.426400",
    "2020-065T16:00:00": "2020-03-05T16:00:00.000000",
    "2002-204T15:56:23Z": "2002-07-23T15:56:23.000000",
    "2001-11-06T11:17:33": "2001-11-06T11:17:33.000000",
    "2026-09-20T12:42:37.1": "2026-09-20T12:42:37.100000",
    "1998-11-20T06:49:59.999808Z": "1998-11-20T06:49:59.999808",
    "2016-12-31T23:59:60": "2016-12-31T23:59:59.000000",
}
NO_EPOCHS = [
    "2026-9-20T12:42:37", "2026-09-20 12:42:37", "26263.52959654", "2026-09-20T12:42:37+00:00", "20260920T124237",
]  # fmt: skip


@pytest.mark.parametrize("text", [JSON, KVN, XML], ids=["JSON", "KVN", "XML"])
def test_epochs_are_read_or_refused_alike_in_every_form(text):
    for epoch, instant in VALID_EPOCHS.items():
        (record,) = records(text.replace(ROW["EPOCH"], epoch))[1]
        assert f"{record.epoch:%Y-%m-%dT%H:%M:%S.%f}" == instant, epoch
    for epoch in NO_EPOCHS:
        _form, found, refused = records(text.replace(ROW["EPOCH"], epoch))
        assert (found, len(refused), "EPOCH" in refused[0][1]) == ([], 1, True), epoch


@pytest.mark.parametrize(
    "text", [gp_csv([ROW]).decode(), json.dumps([ROW]), KVN, XML], ids=["CSV", "JSON", "KVN", "XML"]
)
def test_catalogue_numbers_are_read_or_refused_alike_in_every_form(text):
    for number in ("964", "00964", "+25544", "100000", "270449", "799501621", "999999999"):
        assert [record.norad_cat_id for record in records(text.replace("66303", number))[1]] == [int(number)]
    for number in ("A0000", "1000000000", "25544.0", ""):
        _form, found, refused = records(text.replace("66303", number))
        assert (found, len(refused), "NORAD_CAT_ID" in refused[0][1]) == ([], 1, True), number


@pytest.mark.parametrize(
    ("field", "instant"),
    [("98324.28472222", "1998-11-20T06:49:59.999808"), ("26263.52959654", "2026-09-20T12:42:37.141056")],
)
def test_the_day_of_a_tle_is_read_to_the_microsecond(field, instant):
    (record,) = records(sets(ONE.replace("26234.07531236", field)))[1]
    assert f"{record.epoch:%Y-%m-%dT%H:%M:%S.%f}" == instant


# --- Lists of amateurs, and of Space-Track ----------------------------------------------------------
ZERO = """\
CLASSIFIED STYLE
1 26999U 01040A   26323.16897442 0.00000000  00000-0  00000-0 0    00
2 26999  63.3939   5.7351 0546812   4.5903 355.4097 13.40845852    01
KH STYLE
1 45999U 20007A   26232.80903846 0.00110000  00000-0  32750-2 0    02
2 45999  69.9913 111.5649 0009740 159.9373 200.0626 15.34502222    01
"""


def test_a_zero_may_stand_where_the_sign_of_the_first_derivative_is():
    _form, found, refused = records("".join(signed_again(line) for line in ZERO.splitlines(keepends=True)))
    assert refused == []
    assert [(record.norad_cat_id, record.mean_motion_dot) for record in found] == [
        (26999, 0.0),
        (45999, 0.0011),
    ]


def signed_again(line: str) -> str:
    """A line of a set with its checksum; a name as it is."""
    return f"{signed(line.rstrip()[:68])}\n" if line[:2] in {"1 ", "2 "} else line


def test_a_quoted_line_keeps_its_columns():
    wrong = sets().replace(" .00004451", "+_00004451")
    ((_line, reason),) = records(wrong)[2]
    line = wrong.splitlines()[1]
    assert "  " in line
    assert repr(line) in reason


@pytest.mark.parametrize("form", ["JSON", "CSV"])
def test_a_row_of_space_track_that_has_its_lines_alone_is_read_from_them(form):
    _name, one, two = sets().splitlines()
    row = {"NORAD_CAT_ID": "66303", "OBJECT_NAME": "LANTERN-1", "TLE_LINE1": one, "TLE_LINE2": two}
    text = json.dumps([row]) if form == "JSON" else gp_csv([row], tuple(row)).decode()
    (expected,) = records(sets())[1]
    assert records(text) == (form, [expected], [])


def test_lines_that_are_wrong_are_refused_as_in_a_tle():
    _name, one, two = sets().splitlines()
    ((_line, reason),) = records(json.dumps([{"TLE_LINE1": one[:-1], "TLE_LINE2": two}]))[2]
    assert "line 1 has 68 signs, not 69" in reason


def test_elements_stand_before_the_lines_beside_them():
    (record,) = records(json.dumps([ROW | {"TLE_LINE1": "nonsense", "TLE_LINE2": "nonsense"}]))[1]
    assert record == records(gp_csv([ROW]))[1][0]


def test_a_first_line_that_was_damaged_into_a_keyword_makes_no_other_form_of_a_list_of_lines():
    _name, one, two = sets().splitlines()
    form, read, refused = records(f"L={one}\n{two}\n{sets()}")
    assert (form, [record.norad_cat_id for record in read]) == ("TLE", [66303])
    assert refused
