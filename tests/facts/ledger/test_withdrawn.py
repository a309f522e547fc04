"""What the files withdraw leaves a site that had loaded it, with the reason; what was changed there stays."""

import csv
from pathlib import Path

import pytest

from facts.ledger.load import BrokenLedger
from facts.models import LedgerVersion, LoadedRow, Revision
from projects.models import Organization, Project, Statement
from tests.facts.ledger.files import slugs
from tests.facts.ledger.small_ledger import reload, small

GONE = "statements,plan-satellites,The source speaks of another plan."


def withdraw(folder, *lines: str, head: str = "kind,slug,why") -> None:
    (folder / "withdrawn.csv").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")


def test_a_withdrawn_record_goes_once_with_its_reason_in_the_account(folder):
    withdraw(folder, GONE)
    before = LedgerVersion.current()
    report = reload(folder, statements=[])
    assert (report.withdrawn, report.kept) == (1, [])
    assert not Statement.objects.filter(slug="plan-satellites").exists()
    assert LedgerVersion.current() > before
    told = Revision.objects.get(kind="statements", slug="plan-satellites")
    assert told.after is None
    assert told.why == "The source speaks of another plan."
    assert told.before["sources"]
    again = reload(folder, statements=[])
    assert (again.withdrawn, again.kept, again.wrote) == (0, [], False)


def test_a_withdrawn_record_that_was_changed_here_stays_and_is_reported(folder):
    withdraw(folder, GONE)
    Statement.objects.update(note="Ours.")
    report = reload(folder, statements=[])
    assert [str(kept) for kept in report.kept] == [
        "statements · plan-satellites: was withdrawn from the files and changed here: kept as it is"
    ]
    assert Statement.objects.get().note == "Ours."


def test_a_row_entered_here_is_not_withdrawn(folder):
    withdraw(folder, GONE)
    LoadedRow.objects.filter(slug="plan-satellites").delete()
    assert reload(folder, statements=[]).withdrawn == 0
    assert Statement.objects.filter(slug="plan-satellites").exists()


def test_a_withdrawn_record_that_another_names_stays_and_is_reported(folder):
    withdraw(folder, "organizations,maker,It is wrong.")
    projects = small()["projects"]
    projects[0].pop("organizations")
    projects[0]["note"] = "Changed there too."
    Project.objects.update(note="Changed here.")
    report = reload(folder, organizations=[], projects=projects)
    assert "organizations · maker: was withdrawn from the files, but projects · plan refers to it" in str(
        report.kept[-1]
    )
    assert Organization.objects.filter(slug="maker").exists()


def test_what_is_withdrawn_and_still_in_a_file_is_a_fault(folder):
    withdraw(folder, "sources,press-1,It is wrong.")
    with pytest.raises(BrokenLedger) as refused:
        reload(folder)
    assert "stands in sources.yaml too" in str(refused.value.faults[0])


@pytest.mark.parametrize(
    ("lines", "head", "says"),
    [
        ([GONE], "slug,why", "must begin with the line kind,slug,why"),
        (["statements,plan-satellites,"], "kind,slug,why", "write a kind, a slug and a reason on each line"),
        (["tales,one,Because."], "kind,slug,why", "'tales' is none: known are"),
    ],
)
def test_a_list_that_cannot_be_read_is_a_fault_and_nothing_is_written(folder, lines, head, says):
    withdraw(folder, *lines, head=head)
    with pytest.raises(BrokenLedger) as refused:
        reload(folder, statements=[])
    assert says in str(refused.value.faults[0])
    assert Statement.objects.filter(slug="plan-satellites").exists()


def test_the_real_list_names_no_record_that_the_files_still_hold(settings):
    listed = (Path(settings.LEDGER_DIR) / "withdrawn.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(listed.splitlines()):
        assert row["slug"] not in slugs()[row["kind"]]
        assert row["why"].endswith(".")
