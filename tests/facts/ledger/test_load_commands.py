"""The commands that load and dump say what they did."""

import io

from django.core.management import call_command

from facts.ledger.registry import in_order
from projects.models import Project


def test_the_command_says_what_it_did_and_what_it_kept(folder):
    Project.objects.update(name="Changed here")
    said = io.StringIO()
    call_command("load_ledger", str(folder), stdout=said)
    assert "projects · plan: was changed here since the last load" in said.getvalue()
    assert "Ledger loaded: 0 new, 0 changed, 6 the same, 1 kept." in said.getvalue()


def test_the_dump_command_counts_what_it_wrote(folder, tmp_path):
    said = io.StringIO()
    call_command("dump_ledger", str(tmp_path / "new" / "folder"), stdout=said)
    assert "projects.yaml: 1 records" in said.getvalue()
    assert len(list((tmp_path / "new" / "folder").iterdir())) == len(in_order())
