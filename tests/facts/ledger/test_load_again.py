"""Loading again: what the files changed is taken over, and what was changed here is kept and reported."""

import pytest

from facts.ledger.load import load
from facts.models import LedgerVersion, LoadedRow, Source
from projects.models import Organization, Project, Statement, StatusChange
from tests.facts.ledger.small_ledger import reload, small, write


def test_the_version_moves_once_per_load_and_not_at_all_when_nothing_changed(empty_ledger, tmp_path):
    folder, before = write(tmp_path), LedgerVersion.current()
    load(folder)
    once = LedgerVersion.current()
    load(folder)
    assert (once - before, LedgerVersion.current() - once) == (1, 0)


def test_a_record_changed_in_the_files_is_changed_here(folder):
    projects = small()["projects"]
    projects[0] |= {"name": "Plan B", "organizations": [{"organization": "maker", "role": "partner"}]}
    report = reload(folder, projects=projects)
    plan = Project.objects.get(slug="plan")
    assert (plan.name, [role.role for role in plan.roles.all()]) == ("Plan B", ["partner"])
    assert report.updated["projects"] == 1
    assert reload(folder, projects=projects).wrote is False


def test_changed_sources_and_removed_fields_are_taken_over(folder):
    statements = small()["statements"]
    statements[0] |= {"sources": ["digest-1", "press-1"], "note": "Seen twice."}
    reload(folder, statements=statements)
    statement = Statement.objects.get()
    assert set(statement.sources.values_list("slug", flat=True)) == {"digest-1", "press-1"}
    reload(folder)
    statement.refresh_from_db()
    assert statement.note == ""
    assert statement.sources.get().slug == "press-1"


def test_a_row_changed_here_is_kept_and_reported(folder):
    Project.objects.update(name="Changed here")
    report = reload(folder)
    assert [str(kept) for kept in report.kept] == [
        "projects · plan: was changed here since the last load: kept as it is, the file's values were not taken"
    ]
    assert Project.objects.get().name == "Changed here"


def test_a_row_changed_here_and_in_the_file_is_kept_and_reported(folder):
    Project.objects.update(name="Changed here")
    projects = small()["projects"]
    projects[0]["name"] = "Changed there"
    for _ in range(2):
        assert [kept.slug for kept in reload(folder, projects=projects).kept] == ["plan"]
        assert Project.objects.get().name == "Changed here"


def test_a_change_of_links_alone_is_a_change(folder):
    Statement.objects.get().sources.add(Source.objects.get(slug="digest-1"))
    assert [kept.kind for kept in reload(folder).kept] == ["statements"]


def test_a_row_deleted_here_stays_deleted_and_is_reported(folder):
    Statement.objects.all().delete()
    for _ in range(2):
        report = reload(folder)
        assert [str(kept) for kept in report.kept] == [
            "statements · plan-satellites: was deleted here since the last load: not created again"
        ]
    assert not Statement.objects.exists()


def test_a_new_record_that_needs_a_row_deleted_here_is_a_fault(folder):
    from facts.ledger.load import BrokenLedger

    StatusChange.objects.all().delete()
    Statement.objects.all().delete()
    Project.objects.all().delete()
    change = small()["status_changes"][0] | {"slug": "plan-filed", "status": "filed"}
    with pytest.raises(BrokenLedger) as refused:
        reload(folder, status_changes=[change])
    assert "project: refers to 'plan' of projects.yaml, which was deleted here" in str(
        refused.value.faults[0]
    )


def test_a_record_gone_from_the_files_is_kept_and_reported(folder):
    report = reload(folder, statements=[])
    assert [str(kept) for kept in report.kept] == [
        "statements · plan-satellites: is no longer in the files: kept as it is"
    ]
    assert Statement.objects.exists()


def test_a_row_entered_here_is_left_alone(folder):
    Organization.objects.create(
        slug="own", name="Own", country="US", kind="company", summary="x", confidence="claimed",
        known_on="2026-01-01", current_on_first="2026-01-01", current_on_last="2026-01-01",
    )  # fmt: skip
    report = reload(folder)
    assert (report.kept, report.wrote) == ([], False)


def test_an_identical_row_is_adopted(folder):
    LoadedRow.objects.filter(kind="projects").delete()
    assert (reload(folder).wrote, reload(folder).kept) == (False, [])
    projects = small()["projects"]
    projects[0]["name"] = "Later"
    assert reload(folder, projects=projects).updated["projects"] == 1


def test_a_row_with_the_same_slug_and_other_values_is_kept(folder):
    LoadedRow.objects.filter(kind="projects").delete()
    Project.objects.update(name="Mine")
    assert "exists here with other values" in str(reload(folder).kept[0])


def test_a_new_date_of_a_source_moves_the_days_that_follow_from_it(folder):
    sources = small()["sources"]
    sources[0]["published_on"] = "2026-04-02"
    reload(folder, sources=sources)
    assert {str(day) for day in Statement.objects.values_list("known_on", flat=True)} == {"2026-04-02"}
    again = reload(folder, sources=sources)
    assert (again.wrote, again.kept) == (False, [])


def test_a_new_date_of_a_source_leaves_a_given_day_alone(empty_ledger, tmp_path):
    records = small()
    records["statements"][0]["known_on"] = "2026-03-25"
    folder = write(tmp_path, records)
    load(folder)
    records["sources"][0]["published_on"] = "2026-04-02"
    load(write(folder, records))
    assert str(Statement.objects.get().known_on) == "2026-03-25"
