"""Element sets from damaged files: the damaged record is refused by its line, its neighbours are stored."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.formats.elements_file import read
from feeds.http.results import FeedError
from launches.models import ElementSet
from tests.examples import examples
from tests.feeds.answers import gp_csv
from tests.feeds.elements import (
    HEADER,
    JSON,
    KVN,
    LINE,
    NOW,
    ONE,
    ROW,
    TWO,
    XML,
    command,
    records,
    sets,
    signed,
)  # fmt: skip
from tests.feeds.rows import spacecraft


# --- A torn quotation -----------------------------------------------------------------------------
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


@settings(max_examples=examples(150, 10_000))
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


# --- Three objects, one of them damaged ---------------------------------------------------------
FIRST, DAMAGED, LAST = "66303", "66304", "66305"


def of(line: str, number: str) -> str:
    return line.replace(FIRST, number)


def three(one: str = ONE, two: str = TWO, damage=lambda text: text) -> str:
    """Three sets as TLE; `damage` is done to the two lines of the second."""
    middle = damage(sets(of(one, DAMAGED), of(two, DAMAGED), "LANTERN-2\n"))
    return sets() + middle + sets(of(ONE, LAST), of(TWO, LAST), "LANTERN-3\n")


ROWS = [ROW | {"NORAD_CAT_ID": number} for number in (FIRST, LAST, DAMAGED)]
SECOND = signed(of(ONE, DAMAGED))
CORRUPT = {
    "checksum": (three(damage=lambda text: text.replace(SECOND, SECOND[:-1] + "x")), 5, "line 1 "),
    "short line": (three(two=TWO[:-1]), 5, "line 2 has 68 signs, not 69"),
    "letter in the epoch": (
        three(one=ONE.replace(".07531236", ".O7531236")),
        5,
        "has not the columns of a TLE",
    ),
    "line missing": (three(damage=lambda text: text[: text.index("\n2 ") + 1]), 5, "has no line 2 after it"),
    "last row cut": (gp_csv(ROWS).decode().rpartition(",")[0] + "\r\n", 4, "has 16 fields, not 17"),
    "whole TLE": (three(), 0, ""),
    "whole CSV": (gp_csv(ROWS).decode(), 0, ""),
    "whole JSON": (json.dumps(ROWS, indent=1), 0, ""),
}


def whole(line: int) -> set[int]:
    return {int(number) for number in ((FIRST, LAST) if line else (FIRST, DAMAGED, LAST))}


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
@pytest.mark.parametrize(("text", "line", "words"), CORRUPT.values(), ids=CORRUPT)
def test_of_three_records_the_damaged_one_is_refused_by_its_line(text, line, words, end):
    _form, found, refused = records(text.replace("\r\n", "\n").replace("\n", end))
    assert {record.norad_cat_id for record in found} == whole(line)
    assert [place for place, _reason in refused] == ([line] if line else [])
    assert all(words in reason for _place, reason in refused)


@pytest.mark.usefixtures("empty_ledger")
@pytest.mark.parametrize(("text", "line", "words"), CORRUPT.values(), ids=CORRUPT)
def test_the_neighbours_of_a_damaged_record_are_stored(tmp_path, text, line, words):
    for number in (FIRST, DAMAGED, LAST):
        spacecraft(number, norad_cat_id=int(number), identity="catalogued")
    file = tmp_path / "sets"
    file.write_bytes(text.encode())
    _out, err = command(file)
    assert set(ElementSet.objects.values_list("norad_cat_id", flat=True)) == whole(line)
    assert (f"{file}:{line}: refused: " in err and words in err) == bool(line)


def test_a_json_without_its_end_is_refused_whole():
    with pytest.raises(FeedError, match="the list breaks off"):
        records(json.dumps(ROWS, indent=1)[:-2])


def test_three_forms_of_the_same_sets_agree():
    def by_number(text: str):
        return sorted(records(text)[1], key=lambda record: record.norad_cat_id)

    rows, array, lines = (by_number(CORRUPT[f"whole {form}"][0]) for form in ("CSV", "JSON", "TLE"))
    assert rows == array
    for one, other in zip(rows, lines, strict=True):
        assert (one.norad_cat_id, one.object_id, one.mean_motion) == (
            other.norad_cat_id, other.object_id, other.mean_motion,
        )  # fmt: skip
        assert abs((one.epoch - other.epoch).total_seconds()) < 0.001
        assert abs(one.eccentricity - other.eccentricity) <= 1e-7
