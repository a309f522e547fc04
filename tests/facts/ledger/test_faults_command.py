"""The command that loads the ledger lists its faults and writes nothing."""

import io

import pytest
from django.core.management import CommandError, call_command

from facts.models import LoadedRow
from projects.models import Organization
from tests.facts.ledger.small_ledger import change, write

pytestmark = pytest.mark.usefixtures("empty_ledger")


def test_the_command_lists_the_faults_and_fails(tmp_path):
    folder, errors = write(tmp_path, change("projects", country="XX", sources=["press-9"])), io.StringIO()
    for options in ([], ["--check"]):
        with pytest.raises(CommandError, match="2 faults in the ledger's files; nothing was written"):
            call_command("load_ledger", str(folder), *options, stderr=errors)
    assert errors.getvalue().count("projects.yaml · plan · country: 'XX'") == 2
    assert errors.getvalue().count("projects.yaml · plan · sources: refers to 'press-9'") == 2


def test_the_command_checks_files_without_writing(tmp_path):
    said = io.StringIO()
    call_command("load_ledger", str(write(tmp_path)), "--check", stdout=said)
    assert said.getvalue() == "No faults in 7 records.\n"
    assert not Organization.objects.exists()
    assert not LoadedRow.objects.exists()


def test_the_command_names_a_folder_that_is_none(tmp_path):
    with pytest.raises(CommandError, match="is no folder"):
        call_command("load_ledger", str(tmp_path / "nowhere"))
