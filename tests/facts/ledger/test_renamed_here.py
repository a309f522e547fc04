"""Files beside a site that renamed or merged records: each is taken for the one it is, never a second time."""

import pytest

from facts.ledger.load import BrokenLedger, load
from facts.ledger.reconcile import compare
from facts.merging import merged
from facts.models import LoadedRow, Source
from projects.models import Organization, Project, Statement
from tests.facts.ledger.small_ledger import reload, small, write
from tests.facts.ledger.stored import everything


def rename(model, before: str, now: str) -> None:
    model.objects.filter(slug=before).update(slug=now)


def kept(report) -> list[str]:
    return [str(one) for one in report.kept]


PLAN_KEPT = "projects · plan: is 'own-plan' here: the slug of this site is kept"


def test_a_renamed_record_is_no_second_one_and_is_reported_each_time(folder):
    rename(Project, "plan", "own-plan")
    before = everything()
    for _ in range(2):
        report = load(folder)
        assert (kept(report), report.wrote) == ([PLAN_KEPT], False)
    assert everything() == before
    assert [row["slug"] for row in before["projects"]] == ["own-plan"]


def test_what_the_files_change_of_a_renamed_record_is_taken(folder):
    rename(Project, "plan", "own-plan")
    rename(Source, "press-1", "own-page")
    records = small()
    records["projects"][0]["name"] = "Plan B"
    records["sources"][0]["published_on"] = "2026-03-31"
    statement = records["statements"][0] | {"slug": "another", "value": 7}
    report = reload(folder, **records | {"statements": [*records["statements"], statement]})
    plan = Project.objects.get()
    assert (plan.slug, plan.name, str(plan.known_on)) == ("own-plan", "Plan B", "2026-03-31")
    page_kept = "sources · press-1: is 'own-page' here: the slug of this site is kept"
    assert kept(report) == [PLAN_KEPT, page_kept]
    assert {(s.project.slug, s.sources.get().slug) for s in Statement.objects.all()} == {
        ("own-plan", "own-page")
    }
    assert load(folder).wrote is False


def test_what_was_changed_here_too_stays_as_it_is(folder):
    Project.objects.update(slug="own-plan", name="Changed here")
    report = reload(folder, projects=[small()["projects"][0] | {"name": "Changed there"}])
    assert [one.slug for one in report.kept] == ["plan", "plan"]
    assert [(p.slug, p.name) for p in Project.objects.all()] == [("own-plan", "Changed here")]


def test_files_that_follow_the_renaming_are_adopted(folder):
    rename(Project, "plan", "own-plan")
    records = small()
    records["projects"][0]["slug"] = "own-plan"
    for name in ("status_changes", "statements"):
        records[name][0]["project"] = "own-plan"
    report = reload(folder, **records)
    assert (kept(report), report.wrote, Project.objects.count()) == ([], False, 1)
    records["projects"][0]["name"] = "Plan B"
    assert reload(folder, **records).updated["projects"] == 1


def test_a_record_that_left_the_files_is_reported_by_the_slug_that_it_had_there(folder):
    rename(Organization, "maker", "own-maker")
    records = small()
    records["projects"][0]["organizations"][0]["organization"] = "own-maker"
    report = reload(folder, **records | {"organizations": []})
    assert kept(report) == ["organizations · maker: is no longer in the files: kept as it is"]
    assert Organization.objects.get().slug == "own-maker"


def test_a_withdrawn_record_that_was_renamed_here_is_kept_and_reported(folder):
    rename(Statement, "plan-satellites", "own-figure")
    folder.joinpath("withdrawn.csv").write_text("kind,slug,why\nstatements,plan-satellites,Wrong.\n")
    for _ in range(2):
        assert kept(reload(folder, statements=[])) == [
            "statements · plan-satellites: was withdrawn from the files, but is 'own-figure' here: kept as it is"
        ]
    assert Statement.objects.get().slug == "own-figure"


@pytest.fixture
def twins(folder):
    """The files name a maker twice; the site has made one of them."""
    records = small()
    records["organizations"].append(records["organizations"][0] | {"slug": "twin", "name": "Twin"})
    records["projects"][0]["organizations"] = [{"organization": "twin", "role": "lead"}]
    reload(folder, **records)
    maker, twin = Organization.objects.get(slug="maker"), Organization.objects.get(slug="twin")
    Project.objects.get().roles.update(organization=maker)
    merged(maker, twin, None, "The same maker.")
    return folder, records


def test_a_merged_record_is_not_created_again(twins):
    folder, records = twins
    told = "organizations · twin: was merged into 'maker' here: the file's values were not taken"
    for _ in range(2):
        assert kept(load(folder)) == [told]
    statement = records["statements"][0] | {"slug": "another", "value": 7}
    plan = records["projects"][0] | {"slug": "another", "name": "Another"}
    more = {"statements": [*records["statements"], statement], "projects": [records["projects"][0], plan]}
    assert kept(reload(folder, **records | more)) == [told]
    assert [role.organization.slug for role in Project.objects.get(slug="another").roles.all()] == ["maker"]
    assert load(folder).wrote is False
    assert [row.slug for row in Organization.objects.all()] == ["maker"]


def test_a_record_that_was_renamed_and_deleted_here_is_not_created_again(folder):
    rename(Statement, "plan-satellites", "own-figure")
    Statement.objects.all().delete()
    for forgotten in (False, True):
        if forgotten:
            LoadedRow.objects.filter(kind="statements").delete()
        assert kept(load(folder)) == [
            "statements · plan-satellites: was the slug of a record that was deleted here: not created again"
        ]
    assert not Statement.objects.exists()


def test_a_slug_of_this_site_alone_is_named_where_the_files_point_at_a_former_one(folder):
    maker = Organization.objects.create(
        slug="a", name="A", country="US", kind="company", confidence="reported", known_on="2026-01-01",
        current_on_first="2026-01-01", current_on_last="2026-01-01", current_on_precision="day",
    )  # fmt: skip
    maker.sources.set(Source.objects.all())
    rename(Organization, "a", "b")
    projects = small()["projects"]
    projects[0]["organizations"][0]["organization"] = "a"
    with pytest.raises(BrokenLedger) as broken:
        reload(folder, projects=projects)
    assert [str(fault) for fault in broken.value.faults] == [
        "projects.yaml · plan · organizations: refers to 'a', which is 'b' now: write that"
    ]


def test_the_difference_between_files_and_site_names_the_slug_alone(folder):
    rename(Project, "plan", "own-plan")
    assert [str(line) for line in compare(folder)] == ["~ projects · plan\n    slug: plan → own-plan"]
    Project.objects.update(name="Changed here")
    assert [str(line) for line in compare(write(folder))] == [
        "~ projects · plan\n    slug: plan → own-plan\n    name: Plan → Changed here"
    ]
