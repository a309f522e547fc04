"""A month that a spreadsheet made a date of: it goes out so that this does not happen, and comes in refused."""

import io
from datetime import date, datetime

import openpyxl
import pytest

from projects.models import FundingEvent, Milestone, Target
from tests.desk.tables import confirm, export, fates, faults, milestone_rows, send

pytestmark = pytest.mark.usefixtures("ledger")
IN_PART = [
    "mmm-yy", "yyyy-mm", "mm/yyyy", "[$-409]mmm\\-yy;@", "yyyy", 'yyyy"年"m"月"', "mmmm yyyy", '"d"mmm-yy', "d-mmm",
    "dddd", "[$-F800]mmmm, yyyy", "h:mm", "mmm\\ \\d\\ yy",
]  # fmt: skip
WHOLE = [
    "yyyy-mm-dd", "mm-dd-yy", "d/m/yyyy", 'yyyy"年"m"月"d"日"', "[$-F800]dddd, mmmm dd, yyyy", "dd.mm.yy;@",
    "yyyy-mm-dd h:mm:ss", "[$-411]ge.m.d",
]  # fmt: skip


def workbook(format_: str, on: date, at: int = 3) -> bytes:
    """Three milestones, the `at`-th row of the sheet with a date cell in this format."""
    book = openpyxl.Workbook()
    for row in milestone_rows(3):
        book.active.append(row)
    cell = book.active.cell(at, milestone_rows(0)[0].index("on") + 1, on)
    cell.number_format = format_
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("format_", IN_PART)
def test_a_date_shown_in_part_is_refused_by_row_and_column(client, format_):
    page = send(client, Milestone, workbook(format_, date(2025, 6, 1)), "table.xlsx")
    [(line, column, sentence)] = faults(page)
    assert (line, column) == (3, "on")
    assert format_ in sentence
    assert "write what is known (2025-06)" in sentence
    assert page.context.get("confirm_form") is None
    assert fates(page) == {"row-0": "new", "row-1": "refused", "row-2": "new"}


@pytest.mark.parametrize("format_", WHOLE)
@pytest.mark.parametrize("on", [date(2025, 6, 1), datetime(2025, 6, 1)])
def test_a_date_shown_whole_is_that_day(client, format_, on):
    page = send(client, Milestone, workbook(format_, on), "table.xlsx")
    assert faults(page) == []
    confirm(client, Milestone, page)
    assert str(Milestone.objects.get(slug="row-1").on) == "1 Jun 2025"


def test_a_month_in_text_stays_a_month(client):
    rows = milestone_rows(1)
    rows[1][rows[0].index("on")] = "2025-06"
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    page = send(client, Milestone, out.getvalue(), "table.xlsx")
    confirm(client, Milestone, page)
    assert str(Milestone.objects.get(slug="row-0").on) == "Jun 2025"


def columns(body: bytes) -> dict[str, tuple]:
    sheet = openpyxl.load_workbook(io.BytesIO(body)).active
    return {str(column[0].value): column for column in sheet.iter_cols()}


def test_words_go_out_as_text_in_whole_columns(client):
    body = export(client, Target, "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(body)).active
    for name in ("due", "stated_on", "text", "sources"):
        column = columns(body)[name]
        assert {cell.number_format for cell in column} == {"@"}
        added_below = sheet.column_dimensions[column[0].column_letter]
        assert added_below.number_format == "@"


def test_figures_go_out_as_figures(client):
    amounts = columns(export(client, FundingEvent, "xlsx"))["amount"][1:]
    numbers = [cell.value for cell in amounts if cell.value is not None]
    assert numbers
    assert all(isinstance(value, int | float) for value in numbers)
    assert {cell.number_format for cell in amounts} == {"General"}
