"""Charts as files: exactly what is shown, with what must travel with it."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from common.tables import csv_text
from metrics.all import METRICS
from pages.frames.all import names
from pages.frames.choice import SCALES, VALUES, Choice
from pages.frames.files import KINDS

DAY = "2026-09-01"


def table(visit, name: str, **keys: str) -> list[dict[str, str]]:
    answer = visit(f"/charts/{name}.csv", **{"as_of": DAY, **keys})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.html)))


def figure(seen, ident: str) -> dict:
    return json.loads(seen.tree.with_id(ident).raw())


@pytest.mark.parametrize("name", names())
def test_every_chart_is_given_as_table_json_and_both_with_their_sources(visit, name):
    rows = table(visit, name)
    told = json.loads(visit(f"/charts/{name}.json", as_of=DAY).response.content)
    packed = zipfile.ZipFile(io.BytesIO(visit(f"/charts/{name}.zip", as_of=DAY).response.content))

    assert packed.namelist() == ["data.csv", "metadata.json"]
    assert list(csv.DictReader(io.StringIO(packed.read("data.csv").decode()))) == rows
    metadata = json.loads(packed.read("metadata.json"))
    assert {**metadata, "rows": told["rows"]} == told
    assert len(told["rows"]) == len(rows) > 0
    assert [column["name"] for column in metadata["columns"]] == list(rows[0])
    assert all(column["meaning"] for column in metadata["columns"])
    assert metadata["as_of"] == DAY
    assert metadata["licence"]["name"] == "CC BY 4.0"
    assert metadata["sources"]
    assert all(source["url"].startswith("http") for source in metadata["sources"])
    chart = metadata["chart"]
    for key in ("title", "definition", "unit", "not_measured", "shows"):
        assert chart[key], key
    assert chart["address"].startswith("http://testserver/")
    assert f"as_of={DAY}" in chart["address"]
    assert chart["address"] in metadata["citation"]
    assert chart["address"] in metadata["bibtex"]


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"from": "2026-02-01", "to": "2026-06-01"},
        {"country": "US"},
        {"values": "relative", "from": "2026-02-01"},
        {"confidence": "reported"},
    ],
)
def test_a_table_holds_the_points_of_the_picture_and_no_others(visit, keys):
    rows = table(visit, "filings", **keys)
    drawn = figure(visit("/compare/", metric="filings", as_of=DAY, **keys), "filings")
    points = {
        (code, day, round(value, 6))
        for trace in drawn["data"]
        if (code := {"United States": "US", "China": "CN"}.get(trace.get("name", "")))
        for day, value, text in zip(trace["x"], trace["y"], trace["text"], strict=True)
        if text
    }
    first, _last = drawn["layout"]["xaxis"]["range"]
    assert {(r["country"], r["on"], round(float(r["value"]), 6)) for r in rows if r["event"]} == points
    for row in rows:
        assert row["facts"]
        if not row["event"]:
            assert row["on"] == first


def test_the_same_question_gives_the_same_bytes_and_is_not_answered_twice(visit):
    first = visit("/charts/slippage.zip", as_of=DAY)
    again = visit("/charts/slippage.zip", as_of=DAY)
    assert first.response.content == again.response.content
    known = {"If-None-Match": first["ETag"]}
    assert visit("/charts/slippage.zip", 304, headers=known, as_of=DAY).response.content == b""


def test_a_file_of_a_metric_names_the_version_of_its_definition(visit):
    version = METRICS["launches_with_compute"].version
    told = json.loads(visit("/charts/launches_with_compute.json", as_of=DAY).response.content)
    assert told["chart"]["definition_version"] == version.number
    assert told["chart"]["definition_since"] == version.since.isoformat()
    assert told["chart"]["definition_changes"][-1]["changed"] == str(version.changed)
    assert f"Definition {version.number}, since " in told["citation"]
    assert f"Definition {version.number}, since " in told["bibtex"]
    assert {row["definition_version"] for row in table(visit, "launches_with_compute")} == {
        str(version.number)
    }


def test_a_chart_of_no_metric_has_no_version(visit):
    told = json.loads(visit("/charts/timeline.json", as_of=DAY).response.content)
    assert told["chart"]["definition_version"] is None
    assert "definition_version" not in told["rows"][0]
    assert "Definition" not in told["citation"]


def test_a_file_has_the_name_of_its_chart_and_day(visit):
    disposition = visit("/charts/paper_to_orbit.csv", as_of=DAY)["Content-Disposition"]
    assert disposition == f'attachment; filename="racetracker-paper-to-orbit-{DAY}.csv"'


def test_what_does_not_exist_is_said(visit):
    assert "No chart “nope”. Known are: " in visit.refused("/charts/nope.csv", 404).text
    assert "Write one of: csv, json, zip" in visit.refused("/charts/filings.xlsx", 404).text
    visit.refused("/charts/filings.csv", scale="cubic")
    visit.refused("/charts/filings.csv", values="both")


def test_in_a_table_no_text_runs_as_a_formula():
    assert csv_text(["a"], [["=1+1"], [-1], [None]]).split("\r\n") == ["a", "'=1+1", "-1", '""', ""]


def test_every_chart_and_every_key_is_documented():
    told = (Path(__file__).resolve().parents[3] / "docs/charts.md").read_text(encoding="utf-8")
    for word in (*names(), *Choice().keys(), *SCALES, *VALUES, *KINDS):
        assert f"`{word}`" in told or f"<name>.{word}`" in told, word


def floats(of) -> list[float]:
    """Every number with decimals in an answer."""
    if isinstance(of, dict):
        return floats(list(of.values()))
    if isinstance(of, list):
        return [number for one in of for number in floats(one)]
    return [of] if isinstance(of, float) else []


def test_no_number_of_any_file_or_answer_is_a_residue_of_the_arithmetic(visit):
    """A share of nought is 0 and not 5.55e-17: no form gives more digits than a figure has."""
    addresses = [f"/charts/{name}.json{asked}" for name in names() for asked in ("", "?values=relative")]
    for address in [*addresses, *(f"/api/v1/metrics/{name}/" for name in METRICS)]:
        for number in floats(json.loads(visit(address).html)["rows"]):
            assert number == round(number, 6), (address, number)
