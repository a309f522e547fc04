"""Records that do not go together, or many faults at once: nothing is written, and all are named."""

import pytest

from facts.models import Source
from projects.models import Project
from tests.facts.ledger.small_ledger import faults_of, small, write
from tests.facts.ledger.stored import rows

pytestmark = pytest.mark.usefixtures("empty_ledger")


def test_a_duplicate_slug_is_named_with_its_place(tmp_path):
    records = small()
    records["organizations"].append(records["organizations"][0])
    sentence = "organizations.yaml · maker · slug: is used twice (again at record 2): rename one"
    assert faults_of(write(tmp_path, records)) == [sentence]


def test_every_fault_is_listed_at_once_across_files_and_kinds_of_fault(tmp_path):
    records = small()
    records["projects"][0] |= {"sources": ["press-9"], "country": "XX", "statsu": "x"}
    records["statements"][0] |= {"project": "plam", "value": -1}
    records["status_changes"][0] |= {"on": "2026-Q5"}
    records["sources"][1] |= {"url": "https://example.org/one"}
    faults = faults_of(write(tmp_path, records))
    wanted = [
        "projects.yaml · plan · country",
        "projects.yaml · plan · sources",
        "projects.yaml · plan · statsu",
        "sources.yaml · digest-1 · url",
        "statements.yaml · plan-satellites · project",
        "statements.yaml · plan-satellites · value",
        "status_changes.yaml · plan-announced · on",
    ]
    assert [fault.split(":")[0] for fault in faults] == wanted
    assert rows() == 0


def test_a_chain_of_parents_may_not_close(tmp_path):
    records = small()
    records["organizations"].append({**records["organizations"][0], "slug": "owner", "parent": "maker"})
    records["organizations"][0]["parent"] = "owner"
    faults = faults_of(write(tmp_path, records))
    assert [fault.split(":")[0] for fault in faults] == [
        "organizations.yaml · maker · parent", "organizations.yaml · owner · parent"
    ]  # fmt: skip


def test_a_norad_number_belongs_to_one_spacecraft_unless_hosted(tmp_path):
    craft = {
        "slug": "one", "name": "One", "project": "plan", "country": "CN", "norad_cat_id": 900001,
        "identity": "catalogued", "known_on": "2026-01-01", "summary": "One.",
        "confidence": "reported", "sources": ["press-1"],
    }  # fmt: skip
    other = craft | {"slug": "two", "name": "Two"}
    sentence = (
        "spacecraft.yaml · two · norad_cat_id: is also that of one: use that record, or mend one of the two"
    )
    assert faults_of(write(tmp_path, small() | {"spacecraft": [craft, other]})) == [sentence]
    hosted = other | {"identity": "hosted"}
    from facts.ledger.load import load

    assert load(write(tmp_path, small() | {"spacecraft": [craft, hosted]})).created["spacecraft"] == 2


def test_a_value_that_a_row_entered_here_has_already_is_named(tmp_path):
    Source.objects.create(
        slug="entered-here", url="https://example.org/one", title="One", publisher="Example"
    )
    sentence = (
        "sources.yaml · press-1 · url: is also that of entered-here: use that record, "
        "or mend one of the two (it was entered here)"
    )
    assert faults_of(write(tmp_path)) == [sentence]
    assert not Project.objects.exists()


def test_a_failure_halfway_leaves_nothing_behind(tmp_path, monkeypatch):
    from django.db import IntegrityError

    from facts.ledger import load as loading

    write_rows = loading._Load._write_rows

    def fail_at_statements(self, kind, create, update):
        write_rows(self, kind, create, update)
        if kind.name == "statements":
            raise IntegrityError("no")

    monkeypatch.setattr(loading._Load, "_write_rows", fail_at_statements)
    assert faults_of(write(tmp_path)) == ["statements.yaml: the database refuses a record: no"]
    assert rows() == 0
