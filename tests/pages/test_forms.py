"""One meaning in every form: the rows of a metric, the API's JSON and CSV, the page's table, the chart's files."""

import csv
import io
import json
import math
from dataclasses import fields
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from common.countries import RIVALS, country_name
from common.dates import AsOf
from metrics.all import METRICS
from metrics.cells import ABSENT, absences
from metrics.measures import MEASURES, score_note
from metrics.paper_to_orbit import STEPS
from metrics.question import Question
from metrics.scores import score_value
from pages import words
from pages.frames.all import names
from pages.frames.frame import MOST_ROWS

ASKED: tuple[dict[str, str], ...] = (
    {},
    {"as_of": "2026-03-01"},
    {"as_of": "2026-10-01", "country": "CN"},
    {"as_of": "2026-10-01", "confidence": "reported"},
)
# What a chart calls a field by another name.
RENAMED = {
    "power": {"of": "name", "in_orbit": "flown"},
    "compute_in_orbit": {"of": "what"},
    "slippage": {"promise": "text"},
}
OF_FILES = ("absent", "definition_version")
each_metric = pytest.mark.parametrize("name", METRICS)
each_question = pytest.mark.parametrize("asked", ASKED, ids=lambda asked: "-".join(asked.values()) or "today")
ABSENCES = {word: str(text) for word, text in ABSENT.items()}


class Forms:
    """Every form of a metric for one question."""

    def __init__(self, name: str, asked: dict[str, str]) -> None:
        self.metric, self.name, self.asked, self.client = METRICS[name], name, asked, Client()
        day = date.fromisoformat(asked["as_of"]) if asked else timezone.localdate()
        as_of = AsOf(day) if asked else None
        self.question = Question(day, as_of, asked.get("country", ""), asked.get("confidence", ""))
        self.rows = list(self.metric.rows(self.question))
        self.told = json.loads(self._get(f"/api/v1/metrics/{name}/"))["rows"]

    def _get(self, address: str, **more: str) -> str:
        answer = self.client.get(address, {**self.asked, **more})
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.content.decode()

    def csv_of_api(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self._get(f"/api/v1/metrics/{self.name}/", format="csv"))))

    def file(self, **more: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self._get(f"/charts/{self.name}.csv", **more))))

    def page(self, **more: str):
        """The table that the page of the metric shows, as printed: of its chart, or of its rows."""
        answer = self.client.get(f"/metrics/{self.name}/", {**self.asked, **more})
        self.frame = answer.context["frame"]
        both = [self.frame and self.frame.table, answer.context["table"]]
        return next(filter(None, both), None), answer.content.decode()

    @property
    def shown(self) -> list[dict]:
        """The rows as told, of the two countries where a chart compares these alone."""
        both = self.metric.over_time or self.name == "slippage"
        return [row for row in self.told if not both or row["country"] in RIVALS]


@pytest.fixture
def forms(ledger: None):
    return Forms


def said(value: str, cell: object) -> bool:
    """Whether a cell of a file says what the API's JSON says."""
    if cell is None or isinstance(cell, bool):
        return value == {None: "", True: "true", False: "false"}[cell]
    if isinstance(cell, int | float):
        return math.isclose(float(value), cell)
    if isinstance(cell, list) and cell and isinstance(cell[0], dict):
        return value == "; ".join(f"{ref['kind']}/{ref['slug']}" for ref in cell)
    if isinstance(cell, str):
        return value.removeprefix("'") == cell.removeprefix("'")
    return bool(value) == bool(cell)


def prints(text: str, told: dict, field: str, row: object) -> bool:
    """Whether a cell of a page says what the API's JSON says of a field: its value, or why it has none."""
    value = told[field]
    if why := told["absent"].get(field):
        return text == ABSENCES[why]
    label = getattr(row, f"{field}_label", None)
    if label is not None and not isinstance(label, int):
        return text.startswith(str(label) or "–")
    if field == "country":
        return text == country_name(value)
    if isinstance(value, bool):
        return text == ("yes" if value else "no")
    if isinstance(value, int | float):
        return math.isclose(float(text.split(" ")[0].replace(",", "")), value, rel_tol=0.006, abs_tol=0.006)
    if isinstance(value, str) and len(value) == 10 and value[4:5] == value[7:8] == "-":
        return text in (value, words.day(date.fromisoformat(value)))
    return text.startswith(value or "–")


def shown_on_page(name: str, pairs: list[tuple[dict, Any]]) -> list[tuple[dict, Any]]:
    """Of a long table the first rows; of statements of dates those made last."""
    if name != "slippage":
        return pairs[:MOST_ROWS]
    newest = sorted(pairs, key=lambda pair: pair[1].stated_first)[-MOST_ROWS:]
    return [pair for pair in pairs if pair in newest]


def is_disputed(told: dict) -> bool:
    return bool(told.get("disputed")) or told.get("confidence") == "disputed"


@each_question
@each_metric
def test_the_api_says_of_each_cell_what_the_rows_say(forms, name, asked):
    found = forms(name, asked)
    assert [row["absent"] for row in found.told] == [absences(found.metric, row) for row in found.rows]
    lines = found.csv_of_api()
    assert len(lines) == len(found.told) == len(found.rows)
    for row, told, line in zip(found.rows, found.told, lines, strict=True):
        assert list(told) == [*(part.name for part in fields(row)), "absent"]
        for field, cell in told.items():
            if field == "absent":
                assert line["absent"] == "; ".join(f"{key}: {why}" for key, why in cell.items())
                continue
            assert said(line[field], cell), (field, line[field], cell)
            # None is always explained, and what has a figure is never called unknown.
            assert (cell is None) <= (field in told["absent"])
            assert not (told["absent"].get(field) in ("unknown", "not_applicable") and cell is not None)


@each_question
@each_metric
def test_the_page_prints_of_each_cell_what_the_api_says(forms, name, asked):
    found = forms(name, asked)
    table, html = found.page()
    if found.metric.over_time or name in ("scoreboard", "paper_to_orbit"):
        return  # tables of another shape: below
    shown = [pair for pair in zip(found.told, found.rows, strict=True) if pair[0] in found.shown]
    shown = shown_on_page(name, shown)
    assert len(table.rows) == len(shown)
    columns = [column.removesuffix("_label") for column, _heading in found.metric.columns]
    for line, (told, row) in zip(table.rows, shown, strict=True):
        for text, column in zip(line, columns, strict=True):
            assert prints(str(text), told, column, row), (column, text, told)
        marked = "disputed" in columns or any("disputed" in str(text) for text in line)
        assert is_disputed(told) <= marked, line
    for word in {why for line in table.rows for cell in line if (why := getattr(cell, "absent", ""))}:
        assert f'class="absent {word.replace("_", "-")}"' in html


@each_question
@pytest.mark.parametrize("name", [name for name in METRICS if name in names()])
def test_the_file_of_a_chart_says_of_each_cell_what_the_api_says(forms, name, asked):
    found = forms(name, asked)
    lines = [line for line in found.file() if line.get("event") != ""]  # that is the value that stood before
    assert len(lines) == len(found.shown)
    renamed = {"event": "label", **RENAMED.get(name, {})}
    for line, told in zip(lines, found.shown, strict=True):
        explained = {}
        for column, text in line.items():
            field = renamed.get(column, column)
            if column not in OF_FILES and field in told:
                assert said(text, told[field]), (column, text, told[field])
                if why := told["absent"].get(field):
                    explained[column] = why
        if "absent" in line:
            assert line["absent"] == "; ".join(f"{key}: {why}" for key, why in explained.items())
        else:
            assert not explained
        assert is_disputed(told) <= ("disputed" in line or "confidence" in line)


@each_question
@pytest.mark.parametrize("name", [name for name, metric in METRICS.items() if metric.over_time])
def test_the_table_of_a_measure_over_time_has_its_rows(forms, name, asked):
    found = forms(name, asked)
    table, _html = found.page()
    if table is None:
        assert not found.shown
        return
    lines = [[str(cell) for cell in line] for line in reversed(table.rows) if "stood so before" not in line]
    assert len(lines) == len(found.shown)
    for line, told in zip(lines, found.shown, strict=True):
        assert country_name(told["country"]) in line
        assert told["label"] in line
        disputed, value = told["disputed"], line[-1]
        whole = bool(disputed) and math.isclose(disputed, told["value"])
        assert ("disputed" in value) == bool(disputed)
        assert value.endswith("(disputed)") == whole
        if found.metric.kind == "count":
            assert prints(value.split(" ")[0], told, "value", None)


@each_question
@pytest.mark.parametrize("step", ["", "granted"])
def test_the_ladder_is_filtered_and_said_alike_in_every_form(forms, step, asked):
    found = forms("paper_to_orbit", asked)
    told = [row for row in found.told if step in ("", row["step"])]
    chosen = {"step": step} if step else {}
    table, html = found.page(**chosen)
    assert html.count('id="rows"') == 0  # the chart's table has them all
    codes = [code for code in RIVALS if any(row["country"] == code for row in told)]
    assert table.columns[1:] == [country_name(code) for code in codes]
    cells = {
        (code, line[0]): str(cell) for line in table.rows for code, cell in zip(codes, line[1:], strict=True)
    }
    assert len(cells) == len(told) == len(found.file(**chosen))
    for row in told:
        text = cells[row["country"], str(STEPS[row["step"]])]
        assert prints(text, row, "value", None), (row, text)
        assert ("disputed" in text) == bool(row["disputed"])
        assert (row["value"] == 0) == (row["absent"].get("value") == "none")
    drawn = {trace["name"]: trace for trace in found.frame.figure["data"]}
    assert set(drawn) == set(table.columns[1:])
    for row in told:
        trace = drawn[country_name(row["country"])]
        place = trace["y"].index(str(STEPS[row["step"]]))
        assert trace["x"][place] == (row["value"] or None)
        assert ("disputed" in trace["text"][place]) == bool(row["disputed"])
    said_in_place = [note["text"] for note in found.frame.figure["layout"]["annotations"]]
    for row in told:
        if why := row["absent"].get("value"):
            assert f"{row['country']} {ABSENCES[why]}" in said_in_place


@each_question
def test_the_scoreboard_says_alike_in_every_form(forms, asked):
    found = forms("scoreboard", asked)
    table, _html = found.page()
    codes = [code for code in RIVALS if any(row.country == code for row in found.rows)]
    lines = {line[0]: line[1:] for line in table.rows}
    for row, told in zip(found.rows, found.told, strict=True):
        place = 2 * codes.index(row.country)
        figure, note = lines[str(MEASURES[row.measure].label)][place : place + 2]
        assert str(figure) == (score_value(row) or ABSENCES[told["absent"]["value"]])
        assert note == score_note(row)
