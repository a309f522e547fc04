"""GCAT's launch log: which attempts it tells, and what of it is refused."""

import contextlib
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from feeds.http.results import FeedError
from feeds.sources.gcat import read

COLUMNS = "Launch_Tag Launch_Date Piece Type Name PLName LV_Type LVState Launch_Code LTCite".split()


def line(**changes: str) -> str:
    values = {
        "Launch_Tag": "2025-100 ", "Launch_Date": "2025 May 14 0412", "Piece": "2025-100A", "Type": "P       ?   ",
        "Name": "Gleam-1", "PLName": "-", "LV_Type": "Chang Zheng 2D", "LVState": "CN", "Launch_Code": "OS  ",
        "LTCite": "-",
    }  # fmt: skip
    return "\t".join((values | changes)[name] for name in COLUMNS)


def log(*lines: str) -> bytes:
    return "\n".join(["#" + "\t".join(COLUMNS), "# Updated 2026 Sep 28  1200:00", *lines, ""]).encode()


def test_pieces_of_one_launch_are_one_attempt():
    parsed = read(log(line(), line(Piece="2025-100B", Name="Gleam-2"), line(Launch_Tag="2025-101")))
    assert [launch.tag for launch in parsed.records] == ["2025-100", "2025-101"]
    first = parsed.records[0]
    assert (first.country, first.vehicle, first.name, first.status, first.marginal) == (
        "CN", "Chang Zheng 2D", "Gleam-1", "success", False
    )  # fmt: skip


def test_deep_space_counts_and_suborbital_flights_do_not():
    lines = [
        line(Launch_Tag=f"2025-10{n}", Launch_Code=code) for n, code in enumerate(("OS", "DS", "SS", "XF"))
    ]
    assert [launch.code for launch in read(log(*lines)).records] == ["OS", "DS"]


def test_failures_and_what_the_log_keeps_apart_are_told():
    failed = line(Launch_Tag="2025-F05", Launch_Code="OF")
    partial = line(Launch_Tag="2025-102", Launch_Code="OF40")
    apart = line(Launch_Tag="2025-U02")
    told = [(launch.status, launch.marginal) for launch in read(log(failed, partial, apart)).records]
    assert told == [("failure", False), ("partial_failure", False), ("success", True)]


def greek(tag: str, day: str = "1957 Oct  4 1928:34", **changes: str) -> str:
    return line(Launch_Tag=tag, Launch_Date=day, LV_Type="Sputnik", LVState="SU", **changes)


def test_launches_of_the_first_years_are_named_by_greek_letters():
    parsed = read(
        log(
            greek("1957 ALP"),
            greek("1957 ALP"),
            greek("1958 ALP 1", "1958 Feb  1 0347:56"),
            greek("1958 ALP 2", "1958 Feb  1 0347:56"),
            greek("1961 ALP GAM", "1961 Oct 21"),
            greek("1962 ALP-GAM 3", "1962 Oct?"),
        )
    )
    tags = ["1957 ALP", "1958 ALP", "1961 ALP GAM", "1962 ALP-GAM"]
    assert ([launch.tag for launch in parsed.records], list(parsed.quarantined)) == (tags, [])
    assert not any(launch.marginal or launch.designator for launch in parsed.records)


def test_greek_letters_ended_with_1962():
    (refused,) = read(log(greek("1963 ALP", "1963 Jan  4"))).quarantined
    assert "Launch_Tag '1963 ALP' is not like" in refused.reason


def test_words_of_the_log_are_given_in_other_words_where_those_are_known():
    (launch,) = read(log(line(LV_Type="Lijian-1"))).records
    assert (launch.vehicle, launch.vehicles) == ("Lijian-1", ("Kinetica-1", "Lijian-1"))


def test_an_agency_of_several_parts_has_the_names_of_those_that_are_known():
    body = log(line(LTCite="ZHSH/SAST")).replace(b"LTCite", b"Agency")
    (launch,) = read(body).records
    assert (launch.provider, launch.providers[0]) == ("ZHSH/SAST", "CASC")


@pytest.mark.parametrize(
    ("stated", "first", "last"),
    [
        ("2025 May 27 2336:29?", date(2025, 5, 27), date(2025, 5, 27)),
        ("2025 May  7 0412", date(2025, 5, 7), date(2025, 5, 7)),
        ("2025 May 7", date(2025, 5, 7), date(2025, 5, 7)),
        ("2025 Feb?", date(2025, 2, 1), date(2025, 2, 28)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_a_vague_date_leaves_days_open(stated, first, last):
    (launch,) = read(log(line(Launch_Date=stated))).records
    assert (launch.first, launch.last) == (first, last)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"Launch_Tag": "25-1"}, "Launch_Tag '25-1' is not like"),
        ({"Launch_Date": "14 May 2025"}, "is not like 2025 May 14 0412"),
        ({"Launch_Date": "2025 May 32"}, "is no day of the calendar"),
        ({"Launch_Date": "2024 May 14"}, "lies in another year than 2025-100"),
        ({"Launch_Code": "?"}, "Launch_Code '?' is not like"),
        ({"Launch_Code": "-"}, "Launch_Code '' is not like"),
        ({"LVState": "cn"}, "LVState 'cn' is no state"),
        ({"Name": "x" * 3000}, "at most 2000 are taken"),
        ({"Name": "tab\there"}, "has 11 fields; the header names 10"),
    ],
)
def test_a_line_that_cannot_be_meant_is_refused_with_its_number(changes, reason):
    parsed = read(log(line(Launch_Tag="2025-099"), line(**changes)))
    (refused,) = parsed.quarantined
    assert (len(parsed.records), refused.position) == (1, 4)
    assert reason in refused.reason


def test_pieces_that_disagree_are_refused_and_the_first_counts():
    parsed = read(log(line(), line(LVState="US")))
    assert [launch.country for launch in parsed.records] == ["CN"]
    assert parsed.quarantined[0].reason == "LVState of 2025-100 is US here and CN in line 3"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "is empty"),
        (b"hello", "no column Launch_Tag"),
        (b"<html>", "is a web page"),
        (b"\x1f\x8b\x08", "is compressed \\(gzip\\): unpack it first: gunzip FILE"),
        (log(line()).decode().encode("utf-16"), "is UTF-16 text; .* iconv -f UTF-16"),
        (log(), "holds no launch"),
        (log(line(Launch_Code="SS")), "holds no launch that reached for orbit"),
        (b"#Launch_Tag\tLaunch_JD\tLaunch_Date\tLV_Type\n", "take launchlog.tsv"),
    ],
)
def test_a_file_that_is_no_launch_log_is_refused_whole(body, words):
    with pytest.raises(FeedError, match=words):
        read(body)


@pytest.mark.parametrize("end", [b"\r", b"\r\n", b"\r\r\n"])
def test_line_ends_are_read_whatever_they_are_and_lines_keep_their_number(end):
    parsed = read(log(line(), line(Launch_Tag="2025-101", LVState="?")).replace(b"\n", end))
    assert [launch.tag for launch in parsed.records] == ["2025-100"]
    assert [refused.position for refused in parsed.quarantined] == [7 if end == b"\r\r\n" else 4]


def test_a_bad_byte_is_a_matter_of_its_line():
    parsed = read(log(line(), line(Launch_Tag="2025-101", Name="Gl\xe9am")).replace("\xe9".encode(), b"\xe9"))
    assert [launch.tag for launch in parsed.records] == ["2025-100"]
    assert [(refused.position, refused.reason) for refused in parsed.quarantined] == [(4, "is no UTF-8 text")]


# --- The command --------------------------------------------------------------------------------
@pytest.fixture
def told(tmp_path, capsys, ledger):
    def call(*lines: str, **options):
        file = tmp_path / "launchlog.tsv"
        file.write_bytes(log(*lines))
        call_command("import_gcat", file, **options)
        return capsys.readouterr().out

    return call


def year_of(count: int, country: str = "CN", year: int = 2015) -> list[str]:
    return [
        line(
            Launch_Tag=f"{year}-{n + (500 if country == 'US' else 0):03d}",
            Launch_Date=f"{year} {'Jan' if n < 9 else 'Dec'} {n + 1}",
            LVState=country,
        )
        for n in range(count)
    ]


# A launch of a nation that is not followed, before and after: the years between are whole.
BEFORE = line(Launch_Tag="2014-200", Launch_Date="2014 Dec 30", LVState="NZ")
AFTER = line(Launch_Tag="2016-001", Launch_Date="2016 Jan  2", LVState="NZ")


def test_a_total_that_agrees_is_said_to(told):
    said = told(BEFORE, *year_of(19), AFTER)  # China 2015 in the ledger, beside the United States' 20
    assert "1 of 2 totals differ: US 2015 (+20; failures +2)." in said
    assert said.splitlines()[2].split() == ["CN", "2015", "19", "0", "19", "0", "0", "0", "0", "-"]


def test_a_total_that_differs_is_named_and_nothing_is_written(told, django_assert_num_queries):
    with django_assert_num_queries(2):
        said = told(BEFORE, *year_of(17), *year_of(20, "US"), AFTER)
    assert "totals differ: CN 2015 (+2), US 2015 (failures +2). Nothing was changed." in said


def test_a_total_that_lacks_its_marginal_launch_differs_and_that_is_named(told):
    marginal = line(Launch_Tag="2015-U01", Launch_Date="2015 May 27 2336:29?")
    said = told(BEFORE, *year_of(19), marginal, AFTER)
    assert "CN 2015 (-1, which is the marginal launch 2015-U01)" in said


def test_a_partial_failure_of_the_log_is_a_failure_of_the_total(told):
    partial = line(Launch_Tag="2015-018", Launch_Date="2015 Dec 19", Launch_Code="OF40")
    assert "CN 2015 (failures -1)" in told(BEFORE, *year_of(18), partial, AFTER)


def test_a_year_that_the_file_begins_or_ends_in_is_marked_and_not_judged(told):
    said = told(*year_of(19))
    assert "2015*" in said
    assert "No total of the ledger is of a finished year in this file." in said


def test_a_greek_designator_is_no_fault_of_a_file_of_later_years(told):
    said = told(greek("1957 ALP"), *year_of(19), *year_of(20, "US"), AFTER)
    assert "41 orbital attempts" in said
    assert "1 of 2 totals differ: US 2015 (failures +2)" in said


def test_what_a_launch_is_said_to_be_otherwise_is_told(told):
    flown = line(Launch_Tag="2025-100", LV_Type="Chang Zheng 2C", Launch_Code="OF")
    said = told(flown)
    assert "CN 2025, differs: 2025-100" in said
    assert ": vehicle Chang Zheng 2C in GCAT, Long March 2D Y107 here" in said
    assert ": outcome failure in GCAT, success here" in said


def test_refused_lines_are_named_and_end_with_an_error(told, capsys):
    with pytest.raises(CommandError, match="1 line was refused"):
        told(BEFORE, *year_of(19), *year_of(20, "US"), AFTER, line(LVState="?"))
    out = capsys.readouterr()
    assert "launchlog.tsv:44: refused: LVState '?' is no state" in out.err
    assert "1 of 2 totals differ" in out.out


def test_a_file_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="There is no such file"):
        call_command("import_gcat", tmp_path / "none.tsv")


CELLS = st.one_of(
    st.text(max_size=12), st.sampled_from(["2025-100", "2025 May 14 0412", "OS", "CN", "9999 Feb 30", "-"])
)


def test_a_log_without_a_launch_ends_with_an_error(told):
    with pytest.raises(CommandError, match="holds no launch"):
        told()


@given(st.lists(st.lists(CELLS, min_size=len(COLUMNS), max_size=len(COLUMNS)).map("\t".join), max_size=6))
def test_whatever_lines_say_each_is_read_or_refused(lines):
    parsed = read(log(line(), *lines))
    assert all(launch.code[0] in "OD" for launch in parsed.records)


@given(st.binary(max_size=300))
def test_whatever_a_file_holds_it_is_refused_with_a_sentence_or_read(body):
    with contextlib.suppress(FeedError):
        read(body)
