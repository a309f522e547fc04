"""What goes out comes back unharmed."""

import io

import openpyxl
import pytest

from facts.ledger.records import rows_of, write_row
from facts.ledger.registry import KINDS, in_order
from facts.ledger.table_cells import as_it_was, harmless
from facts.models import Source
from projects.models import Organization, Project
from tests.desk.desk import address
from tests.desk.tables import export, fates, faults, send
from tests.present import present

pytestmark = pytest.mark.usefixtures("ledger")
FORMULAS = [
    "=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠A", " =1", "\n=1",
    "'=1", "''=1", "|calc", "%0A=1", "−1",
]  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "xlsx", "yaml"])
@pytest.mark.parametrize("kind", in_order(), ids=lambda kind: kind.name)
def test_what_goes_out_comes_back_as_the_same(client, kind, form):
    body = export(client, kind.model, form)
    if not rows_of(kind).exists():
        pytest.fail(f"no {kind.name} in the ledger")
    page = send(client, kind.model, body, f"table.{form}")
    assert faults(page) == []
    assert page.context["result"].plan.faults == []
    assert set(fates(page).values()) == {"same"}
    assert len(fates(page)) == rows_of(kind).count()


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_harmless_and_comes_back(text):
    assert harmless(text).startswith("'")
    assert as_it_was(harmless(text)) == text


@pytest.mark.parametrize("text", ["plain", "'quoted'", "2026-03-30", "三体", "'", "", "a=b", "’=1"])
def test_what_is_no_formula_is_left_alone(text):
    assert harmless(text) == text == as_it_was(text)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_formulas_in_every_text_field_leave_harmless_and_come_back(client, form):
    for n, text in enumerate(t for t in FORMULAS if t.strip() == t):
        source = present(Source.objects.filter(published_on_last__gte="2026-01-01").first())
        row = Organization.objects.create(
            slug=f"own-{n}", name=text, native_name=text, aliases=[text, "b"], country="US", kind="company",
            headquarters=text, summary=text, note=text, confidence="reported", known_on="2026-01-01",
            current_on_first="2026-01-01", current_on_last="2026-01-01", current_on_precision="day",
        )  # fmt: skip
        row.sources.add(source)
    body = export(client, Organization, form, q="own-")
    cells = (
        [cell for row in openpyxl.load_workbook(io.BytesIO(body)).active.iter_rows() for cell in row]
        if form == "xlsx"
        else None
    )
    if cells:
        assert {cell.data_type for cell in cells} <= {"s", "n"}, "a formula left"
    else:
        import csv

        for line in csv.reader(io.StringIO(body.decode("utf-8-sig"))):
            assert not [cell for cell in line if cell and cell[0] in "=+-@\t\r＝＋－＠"]
    page = send(client, Organization, body, f"table.{form}")
    assert faults(page) == []
    assert set(fates(page).values()) == {"same"}


def test_the_export_holds_what_the_list_shows(client):
    body = export(client, Project, "csv", q="starcloud-2").decode("utf-8-sig")
    assert len(body.strip().splitlines()) >= 2
    assert "three-body" not in body.partition("\n")[2].split(",")[0]


def test_an_export_that_the_list_cannot_read_leads_back_to_it(client):
    answer = client.get(address(Project, "export"), {"unknown": "1"})
    assert (answer.status_code, answer["Location"]) == (302, "..")


def test_the_yaml_is_that_of_the_ledgers_files(client):
    from facts.ledger.dump import to_yaml

    kind = KINDS["funding"]
    assert export(client, kind.model, "yaml").decode() == to_yaml(
        kind, [write_row(kind, r) for r in rows_of(kind)]
    )
