"""Projects: a derived status, organizations with roles, and the way to their facts."""

import pytest

from projects.models import Project
from tests.present import present


def test_a_detail_has_organizations_links_and_the_lists_of_its_facts(api):
    told = api.json("projects/starcloud-constellation/")

    assert {"name", "native_name", "aliases", "status", "status_on", "links", "facts"} <= set(told)
    assert {"slug", "name", "native_name", "country", "url", "role"} == set(told["organizations"][0])
    roles = Project.objects.get(slug="starcloud-constellation").roles
    assert len(told["organizations"]) == roles.count()
    assert told["organizations"][0]["role"] == present(roles.first()).role


@pytest.mark.parametrize("as_of", [None, "2026-03-01"])
def test_the_counts_of_a_detail_are_those_of_the_lists_it_leads_to(api, as_of):
    day = {"as_of": as_of} if as_of else {}
    for row in api.every("projects/", **day)[:12]:
        for kind, facts in api.json(row["url"], **day)["facts"].items():
            assert api.json(facts["url"])["count"] == facts["count"], (row["slug"], kind)


def test_status_is_the_step_reached_by_the_day(api):
    steps = api.every("status-changes/", project="three-body-computing-constellation", ordering="on")
    for step in steps:
        day = max(step["known_on"], step["on"]["first"])
        told = api.json("projects/three-body-computing-constellation/", as_of=day)
        known = [s for s in steps if s["known_on"] <= day and s["on"]["first"] <= day]
        assert told["status_on"] == max(s["on"]["first"] for s in known)


def test_status_filters_what_is_told(api):
    statuses = {row["slug"]: row["status"] for row in api.every("projects/")}
    for word in set(statuses.values()) - {None}:
        found = {row["slug"] for row in api.every("projects/", status=word)}
        assert found == {slug for slug, status in statuses.items() if status == word}
    early = api.every("projects/", status="operational", as_of="2025-06-01")
    assert {row["status"] for row in early} <= {"operational"}


def test_a_part_names_its_programme_which_lists_its_parts(api):
    whole, part = Project.objects.filter(part_of=None, parts=None)[:2]
    Project.objects.filter(pk=part.pk).update(part_of=whole)
    assert api.json(f"projects/{part.slug}/")["part_of"]["slug"] == whole.slug
    assert [row["slug"] for row in api.every("projects/", part_of=whole.slug)] == [part.slug]


def test_related_projects_are_told_with_the_words_that_relate_them(api):
    project = present(Project.objects.exclude(links=None).first())
    link = project.links.select_related("other").first()

    told = api.json(f"projects/{project.slug}/")["links"]

    assert (told[0]["slug"], told[0]["how"]) == (link.other.slug, link.how)
