"""The forms in which tables come and go: CSV, XLSX, YAML. What comes is bounded before it is read."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any

import openpyxl
import tablib
import yaml
from django.utils.translation import gettext as _
from import_export.formats import base_formats
from openpyxl.styles.numbers import FORMAT_TEXT
from openpyxl.utils import get_column_letter

from facts.ledger.dump import to_yaml
from facts.ledger.fields import Number
from facts.ledger.records import _Loader, _refuse_depth
from facts.ledger.registry import Kind
from facts.ledger.table_cells import Unclear, as_it_was, columns
from facts.ledger.table_plan import MOST_ROWS

MOST_BYTES = 10 * 2**20
MOST_UNPACKED = 100 * 2**20
MOST_COLUMNS = 100
csv.field_size_limit(MOST_BYTES)


class Unreadable(ValueError):
    """A file that is no table, with a sentence that says what to send instead."""


class LedgerCSV(base_formats.CSV):
    """UTF-8 with a mark at its start, so that spreadsheets read Chinese; commas, semicolons or tabs come in."""

    first_line = 2

    def is_binary(self) -> bool:
        return True

    def create_dataset(self, in_stream: bytes, **kwargs: Any) -> tablib.Dataset:
        try:
            text = in_stream.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise Unreadable(_("The file is not in UTF-8: save it as “CSV UTF-8”.")) from error
        if "\0" in text:
            raise Unreadable(_("The file holds signs that no text has: save it as “CSV UTF-8”."))
        first = text.partition("\n")[0]
        sign = max(",;\t", key=first.count)
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True))
        except csv.Error as error:
            raise Unreadable(_("The file is no readable CSV: %(why)s.") % {"why": error}) from error
        return _dataset(rows)

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        return b"\xef\xbb\xbf" + super().export_data(dataset, **kwargs).encode()

    def get_title(self) -> str:
        return "csv"


class LedgerXLSX(base_formats.XLSX):
    """The first sheet. A file that would unpack to too much is not unpacked.

    Words go out as text, whole columns of them: a spreadsheet makes a date of `2025-06` as soon as somebody touches
    the cell. A date that it shows without its day, its month or its year is refused: the rest is nobody's word.
    """

    first_line = 2

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for row in [dataset.headers or [], *dataset]:
            sheet.append(row)
        figures = _figures(dataset)
        for n, cells in enumerate(sheet.iter_cols(), 1):
            if dataset.headers[n - 1] in figures:
                continue
            sheet.column_dimensions[get_column_letter(n)].number_format = FORMAT_TEXT
            for cell in cells:
                cell.number_format = FORMAT_TEXT
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    def create_dataset(self, in_stream: bytes) -> tablib.Dataset:
        try:
            with zipfile.ZipFile(io.BytesIO(in_stream)) as packed:
                size = sum(part.file_size for part in packed.infolist())
            if size > MOST_UNPACKED:
                raise Unreadable(
                    _("The file unpacks to more than %(most)s MB.") % {"most": MOST_UNPACKED // 2**20}
                )
            book = openpyxl.load_workbook(io.BytesIO(in_stream), read_only=True, data_only=True)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            rows = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS)
            found = [[_as_shown(cell) for cell in row] for row in rows]
        except Unreadable:
            raise
        except Exception as error:  # whatever a broken workbook breaks in the library
            raise Unreadable(_("The file is no readable XLSX workbook.")) from error
        return _dataset(found)

    def get_title(self) -> str:
        return "xlsx"


class LedgerYAML(base_formats.YAML):
    """Records as in the ledger's files."""

    first_line = 1

    def is_binary(self) -> bool:
        return True

    def create_dataset(self, in_stream: bytes, **kwargs: Any) -> tablib.Dataset:
        try:
            text = in_stream.decode("utf-8-sig")
            _refuse_depth(text)
            said = yaml.load(text, Loader=_Loader)  # noqa: S506  a SafeLoader
        except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
            why = " ".join(str(error).split())
            raise Unreadable(_("The file is no readable YAML: %(why)s") % {"why": why}) from error
        if not isinstance(said, list) or not all(isinstance(item, dict) for item in said):
            raise Unreadable(_("The file is no list of records: start each with “- slug: …”."))
        header = list(dict.fromkeys(str(key) for item in said for key in item))
        if len(header) > MOST_COLUMNS:
            raise Unreadable(_("The file has more than %(most)s columns.") % {"most": MOST_COLUMNS})
        return _dataset([header, *([item.get(key) for key in header] for item in said)])

    def export_data(self, dataset: Any, **kwargs: Any) -> bytes:
        return to_yaml(dataset.kind, dataset.records).encode()

    def get_title(self) -> str:
        return "yaml"


FORMATS: tuple[Any, ...] = (LedgerCSV, LedgerXLSX, LedgerYAML)


# What no sign of a date's format is: words in quotes, signs by themselves, colours and languages in brackets.
_NO_SIGN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DAY = re.compile(r"(?<!d)d{1,2}(?!d)")  # three and four are names of weekdays


def _as_shown(cell: Any) -> Any:
    """The value of a cell; of a date that is shown in part, that it is unclear."""
    if not isinstance(cell.value, date):
        return cell.value
    signs = _NO_SIGN.sub("", cell.number_format.partition(";")[0]).lower()
    if _DAY.search(signs) and re.search("[ye]", signs) and "m" in signs:
        return cell.value
    return Unclear(
        _(
            "is a date that the spreadsheet shows in part, as “%(format)s”: most often it made one of a month. "
            "Format the cell as text and write what is known (2025-06), or show the whole day"
        )
        % {"format": cell.number_format}
    )


def _figures(dataset: tablib.Dataset) -> set[str]:
    """The columns in which a spreadsheet may calculate."""
    kind = getattr(dataset, "kind", None)
    return {column.name for column in columns(kind) if isinstance(column.field, Number)} if kind else set()


def _dataset(rows: Sequence[Sequence[Any]]) -> tablib.Dataset:
    """Rows of one width under their header; what stands beyond the header is refused."""
    header = [as_it_was(str(name)).strip() if name is not None else "" for name in rows[0]] if rows else []
    while header and not header[-1]:
        header.pop()
    if not header:
        raise Unreadable(_("The file is empty: its first row names the columns."))
    if len(header) > MOST_COLUMNS:
        raise Unreadable(_("The file has more than %(most)s columns.") % {"most": MOST_COLUMNS})
    if len(rows) > MOST_ROWS + 1:
        raise Unreadable(_("The file has more than %(most)s rows: split it.") % {"most": f"{MOST_ROWS:,}"})
    data = tablib.Dataset(headers=header)
    for n, row in enumerate(rows[1:], 2):
        cells = list(row[: len(header)]) + [None] * (len(header) - len(row))
        if any(cell not in (None, "") for cell in row[len(header) :]):
            raise Unreadable(
                _("Row %(n)s has more cells than the first row has names of columns.") % {"n": n}
            )
        data.append(cells)
    return data


class Records(tablib.Dataset):
    """A table that also knows the records it shows."""

    kind: Kind
    records: list[dict[str, Any]]
