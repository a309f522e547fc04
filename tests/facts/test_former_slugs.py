"""A slug that was given up leads to the record that had it, and is nobody else's."""

from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from facts.as_it_stood import as_it_stood
from facts.former_slugs import led_to, moved_to, present_slugs
from facts.history import account
from facts.ledger.registry import KINDS
from facts.merging import Unmergeable, merged
from facts.models import FormerSlug, Revision, Source
from facts.past import Past
from facts.restoring import Unrestorable, restore
from facts.services import free_slug
from projects.models import Organization, Project, ProjectRole
from tests.metrics import facts

pytestmark = pytest.mark.usefixtures("empty_ledger")
KIND = KINDS["projects"]


def plan(slug: str, **columns: Any) -> Project:
    return facts.project(slug=slug, **columns)


def rename(row: Any, slug: str) -> None:
    row.slug = slug
    row.save()


def by_bulk_update(row: Project) -> None:
    row.slug = "b"
    Project.objects.bulk_update([row], ["slug"])


WAYS = {
    "save": lambda row: rename(row, "b"),
    "update": lambda row: Project.objects.filter(pk=row.pk).update(slug="b"),
    "bulk_update": by_bulk_update,
}


@pytest.mark.parametrize("way", WAYS)
def test_whoever_changes_a_slug_leaves_the_former_one(way):
    row = plan("a")
    with account(why="Its own name."):
        WAYS[way](row)
    [former] = FormerSlug.objects.all()
    assert (former.kind, former.slug, former.row_id, former.into_id) == ("projects", "a", row.pk, None)
    assert former.why == "Its own name."
    assert former.since is not None


def test_what_is_undone_leaves_none():
    row = plan("a")
    with suppress(ZeroDivisionError), account():
        rename(row, "b")
        raise ZeroDivisionError
    assert not FormerSlug.objects.exists()


def test_a_chain_of_renames_leads_to_the_last_in_one_step():
    row = plan("a")
    for slug in ("b", "c"):
        rename(row, slug)
    assert present_slugs(KIND) == {"a": "c", "b": "c"}
    assert [moved_to(Project.objects.all(), "projects", slug) for slug in ("a", "b", "c", "d")] == [
        "c", "c", "", "",
    ]  # fmt: skip


def test_a_slug_that_is_borne_again_leads_nowhere_else():
    row = plan("a")
    for slug in ("b", "a", "c", "a"):
        rename(row, slug)
    assert present_slugs(KIND) == {"b": "a", "c": "a"}
    assert moved_to(Project.objects.all(), "projects", "a") == ""


def test_what_was_deleted_is_led_to_by_nothing():
    row = plan("a")
    rename(row, "b")
    row.delete()
    assert moved_to(Project.objects.all(), "projects", "a") == ""
    assert present_slugs(KIND) == {"a": ""}


@pytest.mark.parametrize("gone", [False, True])
def test_no_other_record_takes_a_former_slug(gone):
    row, spare = facts.organization(slug="a"), facts.organization(slug="spare")
    spare.delete()
    spare.pk, spare.slug = None, "a"
    rename(row, "b")
    if gone:
        row.delete()
    words = "a record that was deleted" if gone else "“b”"
    with pytest.raises(ValidationError, match=f"“a” is a former slug of {words}"):
        facts.organization(slug="a")
    with pytest.raises(ValidationError, match="former slug"):
        Organization.objects.bulk_create([spare])
    other = facts.organization(slug="other")
    with pytest.raises(ValidationError, match="former slug"):
        rename(other, "a")
    assert Organization.objects.get(pk=other.pk).slug == "other"
    assert free_slug(Organization, "a") == "a-2"
    assert plan("a").slug == free_slug(Project, "a").removesuffix("-2")


def test_nothing_is_renamed_to_the_slug_of_what_was_deleted():
    plan("a").delete()
    other = plan("other")
    with pytest.raises(ValidationError, match="“a” was the slug of another record, which was deleted"):
        rename(other, "a")
    assert plan("a").slug == "a"  # a new record says nothing of an earlier moment


def test_a_past_reading_finds_the_slug_of_its_moment_by_any_other():
    row = plan("a")
    rename(row, "b")
    moment = timezone.now()
    rename(row, "c")
    with as_it_stood(Past(moment)):
        assert [moved_to(Project.objects.all(), "projects", slug) for slug in ("a", "b", "c")] == [
            "b", "", "b",
        ]  # fmt: skip


def test_what_pointed_at_a_record_points_at_it_before_and_after_a_renaming():
    """The account names it by its slug of then: by the one before, or by one since."""
    maker, owner = facts.organization(slug="maker"), facts.organization(slug="owner")
    row = plan("a")
    role = ProjectRole.objects.create(project=row, organization=maker, role="lead")
    first = timezone.now()
    row.note = "Told before the renaming."
    row.save()
    rename(maker, "maker-2")
    second = timezone.now()
    role.organization = owner
    role.save()
    for moment, slug in ((first, "maker"), (second, "maker-2")):
        with as_it_stood(Past(moment)):
            assert list(ProjectRole.objects.values_list("organization__slug", flat=True)) == [slug]


# --- Merging --------------------------------------------------------------------------------------
def test_what_is_merged_leaves_its_slugs_to_the_one_that_is_kept():
    kept, gone = plan("kept"), plan("a")
    rename(gone, "gone")
    before = timezone.now()
    merged(kept, gone, None, "The same plan.")
    rename(kept, "renamed")
    assert present_slugs(KIND) == {"a": "renamed", "gone": "renamed", "kept": "renamed"}
    assert [moved_to(Project.objects.all(), "projects", slug) for slug in ("a", "gone", "kept")] == [
        "renamed"
    ] * 3
    with as_it_stood(Past(before)):
        assert sorted(Project.objects.values_list("slug", flat=True)) == ["gone", "kept"]
        assert moved_to(Project.objects.all(), "projects", "a") == "gone"
    [told] = Revision.objects.filter(after__isnull=True)
    assert (told.slug, told.why) == ("gone", "The same plan.")


def test_what_was_merged_twice_is_found_at_every_moment():
    rows = [plan(slug) for slug in ("a", "b", "c")]
    merged(rows[1], rows[0], None, "")
    between = timezone.now()
    merged(rows[2], rows[1], None, "")
    assert moved_to(Project.objects.all(), "projects", "a") == "c"
    with as_it_stood(Past(between)):
        assert moved_to(Project.objects.all(), "projects", "a") == "b"


def test_a_slug_that_was_borne_again_is_left_with_the_merging():
    kept, gone = plan("kept"), plan("a")
    for slug in ("b", "a"):
        rename(gone, slug)
    merged(kept, gone, None, "")
    assert present_slugs(KIND) == {"a": "kept", "b": "kept"}


def test_not_even_the_one_kept_takes_the_slug_of_the_other():
    kept, gone = plan("kept"), plan("a")
    merged(kept, gone, None, "")
    with pytest.raises(ValidationError, match="“a” was the slug of a record that was merged into this one"):
        rename(kept, "a")


def test_what_others_point_at_is_not_merged():
    maker, twin = facts.organization(slug="maker"), facts.organization(slug="twin")
    role = ProjectRole.objects.create(project=plan("a"), organization=twin, role="lead")
    with pytest.raises(Unmergeable, match="Other records still point at “.*”: project “a”"):
        merged(maker, twin, None, "")
    assert Organization.objects.filter(slug="twin").exists()
    assert not FormerSlug.objects.exists()
    role.organization = maker
    role.save()
    merged(maker, twin, None, "")
    assert led_to("organizations", "twin")[-1] == maker.pk


def test_a_source_that_facts_cite_is_not_merged():
    row, page = plan("a"), facts.source()
    other = Source.objects.create(
        slug="other", url="https://example.org/other", title="O", publisher="P", language="en",
        seen="page", quality="press",
    )  # fmt: skip
    with pytest.raises(Unmergeable, match="project “a”"):
        merged(other, page, None, "")
    row.sources.set([other])
    merged(other, page, None, "")
    assert list(Source.objects.all()) == [other]


def test_two_kinds_are_not_merged_nor_one_with_itself_nor_what_is_gone():
    row = plan("a")
    for other in (facts.organization(), row):
        with pytest.raises(Unmergeable, match="two records of the same kind"):
            merged(other, row, None, "")
    gone = plan("b")
    Project.objects.filter(pk=gone.pk).delete()
    for pair in ((row, gone), (gone, row)):
        with pytest.raises(Unmergeable, match="not there any more"):
            merged(*pair, None, "")


# --- Bringing back --------------------------------------------------------------------------------
def test_what_was_merged_is_not_brought_back_beside_the_one_kept():
    kept, gone = plan("kept"), plan("a")
    merged(kept, gone, None, "")
    with pytest.raises(Unrestorable, match="“a” is a former slug of “kept”"):
        restore(Revision.objects.get(after__isnull=True))


def test_a_record_is_brought_back_with_what_was_renamed_since():
    maker = facts.organization(slug="maker")
    row = plan("a")
    ProjectRole.objects.create(project=row, organization=maker, role="lead")
    row.delete()
    rename(maker, "maker-2")
    back = restore(Revision.objects.get(kind="projects", after__isnull=True))
    assert [role.organization for role in back.roles.all()] == [maker]
