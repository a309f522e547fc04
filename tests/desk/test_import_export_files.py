"""A file that is no table, or too large a one, is refused with a sentence."""

import io
import zipfile

import pytest

from projects.models import Milestone
from tests.desk.tables import send

pytestmark = pytest.mark.usefixtures("ledger")


@pytest.mark.parametrize(
    ("body", "name", "words"),
    [
        (b"", "a.csv", "empty"), (b"\xff\xfe\x00a", "a.csv", "UTF-8"), (b"slug,nonsense\nx,y\n", "a.csv", "nonsense"),
        (b"title\nx\n", "a.csv", "no column"), (b"slug,slug\na,b\n", "a.csv", "twice"),
        (b"slug\n", "a.csv", "no rows"),
        (b"slug\nx,y\n", "a.csv", "more cells"), (b"a\x00b", "a.csv", "signs that no text has"),
        (b"not a workbook", "a.xlsx", "no readable XLSX"), (b"PK\x03\x04broken", "a.xlsx", "no readable XLSX"),
        (b"{", "a.yaml", "no readable YAML"), (b"x", "a.yaml", "no list"), (b"- a\n", "a.yaml", "no list"),
        (b"[" * 5000, "a.yaml", "levels deep"), (b"slug\nx\n", "a.exe", "choose"),
        (b"- !!python/object:os.x {}", "a.yaml", "no readable"),
        (b"a: &a [x]\nb: *a\n", "a.yaml", "no list"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused_with_a_sentence(client, body, name, words):
    page = send(client, Milestone, body, name)
    text = page.content.decode()
    assert page.status_code == 200
    assert page.context.get("confirm_form") is None
    assert words in text


def test_a_file_that_is_too_large_is_not_read(client, monkeypatch):
    monkeypatch.setattr("desk.import_export.MOST_BYTES", 100)
    assert "more than" in send(client, Milestone, b"slug\n" + b"x" * 200).content.decode()


def test_a_table_of_too_many_rows_is_refused(client):
    page = send(client, Milestone, "slug\n" + "x\n" * 10_001)
    assert "more than 10,000 rows" in page.content.decode()


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked(client):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for n in range(11):
            packed.writestr(f"xl/worksheets/sheet{n}.xml", b" " * (10 * 2**20))
    assert len(out.getvalue()) < 10 * 2**20
    assert "unpacks to more than" in send(client, Milestone, out.getvalue(), "a.xlsx").content.decode()
