"""Loading twice, giving back, and keeping what was changed here."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from facts.ledger.dump import dump
from facts.ledger.load import load
from facts.ledger.records import read_folder, rows_of, write_row
from facts.ledger.registry import in_order
from facts.models import LedgerVersion, LoadedRow, Source
from projects.models import Organization, Project, Statement, StatusChange
from tests.facts.ledger.files import counts, slugs
from tests.facts.ledger.small_ledger import small, write

DATA = Path(settings.LEDGER_DIR)


def everything() -> dict[str, list[dict]]:
    return {kind.name: [write_row(kind, row) for row in rows_of(kind)] for kind in in_order()}


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def writes(queries: CaptureQueriesContext) -> list[str]:
    verbs = ("INSERT", "UPDATE", "DELETE", "REPLACE")
    return [query["sql"] for query in queries.captured_queries if query["sql"].startswith(verbs)]


# --- The real ledger ------------------------------------------------------------------------------
def test_every_record_of_the_files_is_read():
    records, faults = read_folder(DATA)
    assert faults == []
    assert {name: len(found) for name, found in records.items()} == counts()


def test_every_record_of_the_files_is_in_the_database(ledger):
    assert {kind.name: rows_of(kind).count() for kind in in_order()} == counts()


def test_the_database_holds_no_row_that_no_file_names(ledger):
    for kind in in_order():
        assert set(kind.model._default_manager.values_list("slug", flat=True)) == set(slugs()[kind.name])


def test_dumping_gives_the_same_files_back(ledger, tmp_path):
    assert dump(tmp_path) == counts()
    assert files(tmp_path) == {path.name: path.read_bytes() for path in DATA.glob("*.yaml")}


def test_load_dump_load_is_the_identity(ledger, request, tmp_path):
    before = everything()
    dump(tmp_path / "first")
    request.getfixturevalue("empty_ledger")
    report = load(tmp_path / "first")
    assert report.created == counts()
    assert everything() == before
    dump(tmp_path / "second")
    assert files(tmp_path / "second") == files(tmp_path / "first")


def test_loading_the_real_ledger_twice_writes_nothing(ledger):
    version = LedgerVersion.current()
    with CaptureQueriesContext(connection) as queries:
        report = load(DATA)
    assert writes(queries) == []
    assert report.same == counts()
    assert (report.wrote, report.kept) == (False, [])
    assert LedgerVersion.current() == version


# --- A small one ----------------------------------------------------------------------------------
@pytest.fixture
def folder(empty_ledger, tmp_path) -> Path:
    """A small ledger, loaded."""
    folder = write(tmp_path / "ledger")
    load(folder)
    return folder


def reload(folder: Path, **records) -> object:
    return load(write(folder, small() | records))


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


SAID_OTHERWISE = {
    "a default": ("targets", {"bound": "by"}),
    "a flag that is off": ("news", {"date_inferred": False}),
    "the day that follows from the sources": ("targets", {"known_on": "2026-03-30"}),
    "an empty value": ("targets", {"note": None}),
    "spaces around a text": ("targets", {"text": "  A launch "}),
    "sources in another order": ("targets", {"sources": ["press-1", "digest-1"]}),
    "a date without quotes": ("targets", {"due": 2027}),
}


@pytest.mark.parametrize(("kind", "fields"), SAID_OTHERWISE.values(), ids=SAID_OTHERWISE)
def test_what_says_the_same_loads_twice_alike(empty_ledger, tmp_path, kind, fields):
    shared = {"confidence": "claimed", "sources": ["press-1"]}
    news = {
        "slug": "item", "headline": "H", "published_on": "2026-03-30", "country": "CN", "summary": "S"
    }  # fmt: skip
    target = {
        "slug": "plan-launch", "project": "plan", "milestone": "first_launch", "promise": "launch",
        "text": "A launch", "stated_on": "2026-03-30", "due": "2027",
    }  # fmt: skip
    records = small() | {kind: [(news if kind == "news" else target) | shared | fields]}
    folder = write(tmp_path / "in", records)
    load(folder)
    again = load(folder)
    assert (again.wrote, again.kept) == (False, [])
    dump(tmp_path / "out")
    assert load(tmp_path / "out").wrote is False
    assert load(folder).kept == []


WORDS = {
    "a year as a name": "2046",
    "a day as a name": "2026-03-30",
    "a month as a name": "2026-03",
    "yes": "yes",
    "null": "null",
    "a number": "1e3",
    "a colon": "Plan: B",
    "a hash": "Plan # B",
    "quotes": "'Plan' \"B\"",
    "Chinese": "星算计划",
    "two lines": "one\ntwo",
    "an emoji": "🛰 plan",
}


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_any_words_survive_dump_and_load(folder, tmp_path, words):
    Organization.objects.update(name=words, aliases=[words])
    dump(tmp_path / "out")
    records, faults = read_folder(tmp_path / "out")
    assert faults == []
    assert (records["organizations"]["maker"]["name"], records["organizations"]["maker"]["aliases"]) == (
        words, [words]
    )  # fmt: skip


def test_words_of_yaml_are_left_as_they_stand(empty_ledger, tmp_path):
    text = "- {slug: maker, name: yes, country: CN, kind: company, summary: on, current_on: 2026-03,"
    text += " confidence: reported, sources: [press-1]}\n"
    load(write(tmp_path, small() | {"organizations": text}))
    assert (Organization.objects.get().name, Organization.objects.get().summary) == ("yes", "on")


def test_an_analysts_change_is_dumped_and_loads_elsewhere(folder, tmp_path, request):
    plan = Project.objects.get()
    plan.summary, plan.native_name = "Two\nlines: of 中文.", "计划"
    plan.save()
    plan.sources.add(Source.objects.get(slug="undated-1"))
    dump(tmp_path / "out")
    before = everything()
    request.getfixturevalue("empty_ledger")
    LoadedRow.objects.all().delete()
    for model in (Statement, StatusChange, Project, Organization, Source):
        model.objects.all().delete()
    load(tmp_path / "out")
    assert everything() == before


def test_rows_made_by_a_feed_stay_out_of_the_files(folder, tmp_path):
    from launches.models import Launch, Spacecraft

    days = {"net_first": "2026-05-01", "net_last": "2026-05-01"}
    launch = Launch.objects.create(
        slug="ll2-1", name="L", status="go", confidence="reported", known_on="2026-01-01", **days
    )
    Spacecraft.objects.create(
        slug="craft", name="Craft", project=Project.objects.get(), country="CN", identity="none",
        status="planned", status_on_first="2026-01-01", status_on_last="2026-01-01", summary="x",
        confidence="claimed", known_on="2026-01-01", launch=launch,
    ).sources.add(Source.objects.get(slug="press-1"))  # fmt: skip
    dump(tmp_path / "out")
    records, faults = read_folder(tmp_path / "out")
    assert faults == []
    assert (list(records["launches"]), "launch" in records["spacecraft"]["craft"]) == ([], False)


def test_a_new_date_of_a_source_moves_the_days_that_follow_from_it(folder):
    sources = small()["sources"]
    sources[0]["published_on"] = "2026-04-02"
    reload(folder, sources=sources)
    assert {str(day) for day in Statement.objects.values_list("known_on", flat=True)} == {"2026-04-02"}
    again = reload(folder, sources=sources)
    assert (again.wrote, again.kept) == (False, [])


def test_a_new_date_of_a_source_leaves_a_given_day_alone(empty_ledger, tmp_path):
    records = small()
    records["statements"][0]["known_on"] = "2026-05-05"
    folder = write(tmp_path, records)
    load(folder)
    records["sources"][0]["published_on"] = "2026-04-02"
    load(write(folder, records))
    assert str(Statement.objects.get().known_on) == "2026-05-05"


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
