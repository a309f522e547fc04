"""The database beside the files: a difference that can be read, record by record and field by field."""

import io
import shutil

import pytest
from django.core.management import CommandError, call_command

from facts.ledger.dump import dump
from facts.ledger.records import rows_of, write_row
from facts.ledger.registry import KINDS
from facts.models import Source
from projects.models import Milestone
from tests.present import present

pytestmark = pytest.mark.usefixtures("ledger")


@pytest.fixture(scope="module")
def dumped(tmp_path_factory):
    return tmp_path_factory.mktemp("dumped")


@pytest.fixture
def folder(dumped, tmp_path):
    """The files of the loaded ledger: dumped once, copied for each test."""
    if not any(dumped.iterdir()):
        dump(dumped)
    shutil.copytree(dumped, tmp_path, dirs_exist_ok=True)
    return tmp_path


def told(*arguments: str) -> str:
    out = io.StringIO()
    call_command("dump_ledger", *arguments, stdout=out, no_color=True)
    return out.getvalue()


def test_what_was_dumped_just_now_is_the_same(folder):
    assert told(str(folder), "--diff", "--exit-code") == "The database and the files say the same.\n"


def test_each_difference_is_told_by_record_and_field(folder):
    changed, gone = Milestone.objects.order_by("slug")[:2]
    title, source = changed.title, changed.sources.order_by("slug").first()
    Milestone.objects.filter(pk=changed.pk).update(title="Said otherwise")
    more = Source.objects.create(slug="own", url="https://own.example.org/", title="T", publisher="P")
    changed.sources.add(more)
    gone.delete()
    text = told(str(folder), "--diff")
    assert "+ sources · own\n" in text
    assert (
        f"~ milestones · {changed.slug}\n    title: {title} → Said otherwise\n    sources: – → own\n" in text
    )
    assert f"- milestones · {gone.slug}\n" in text
    assert "1 only in the database (+), 1 only in the files (-), 1 say something else" in text
    assert source.slug not in text


def test_the_diff_writes_nothing(folder):
    Milestone.objects.update(title="Other")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    told(str(folder), "--diff")
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_machine_is_told_by_the_exit_code(folder):
    present(Milestone.objects.first()).delete()
    with pytest.raises(SystemExit) as ended:
        told(str(folder), "--diff", "--exit-code")
    assert ended.value.code == 1


def test_long_texts_are_shortened(folder):
    row = present(Milestone.objects.first())
    Milestone.objects.filter(pk=row.pk).update(summary="long " * 200)
    assert max(map(len, told(str(folder), "--diff").splitlines())) < 400


def test_files_that_cannot_be_read_are_named(folder, capsys):
    (folder / "milestones.yaml").write_text("- slug: x\n")
    with pytest.raises(CommandError, match="cannot be compared"):
        call_command("dump_ledger", str(folder), "--diff", stdout=io.StringIO(), stderr=io.StringIO())
    with pytest.raises(CommandError, match="no folder"):
        told(str(folder / "none"), "--diff")
    with pytest.raises(CommandError, match="Name the folder"):
        told()


def test_without_a_folder_the_ledgers_own_is_compared():
    """The tests' database was loaded from these files."""
    kind = KINDS["milestones"]
    assert [write_row(kind, row) for row in rows_of(kind)]
    assert "The database and the files say the same." in told("--diff")
