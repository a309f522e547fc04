"""Which stories the desk is given, and whom they name."""

from uuid import UUID

import pytest

from news.choosing import Tracked
from projects.models import Organization, Project
from tests.feeds.rows import ledger_launch, spacecraft
from tests.news.stories import record
from tests.projects.rows import organization, project, saved

pytestmark = pytest.mark.usefixtures("empty_ledger")
KEY = UUID("0f3c1d52-7c1e-4d0b-9f6a-2b1c3d4e5f60")
PLAIN = {"title": "News of the day", "text": ""}


def choice(**changes):
    return Tracked().choice(record(**PLAIN | changes))


@pytest.fixture
def plan() -> Project:
    return saved(project(name="Glimmer plan", native_name="微光计划", aliases=["Project Firefly-X"]))


@pytest.fixture
def builder(plan) -> Organization:
    row = saved(organization(name="Glimmer Works"))
    plan.roles.create(organization=row, role="lead")
    return row


@pytest.mark.parametrize("words", ["Glimmer Plan grows", "微光計劃入轨", "Project firefly-x"])
def test_a_story_that_names_a_project_is_chosen(plan, words):
    chosen = choice(text=words)
    assert chosen
    assert (chosen.projects, chosen.rank) == ({plan.pk}, 1)


def test_a_story_that_names_a_spacecraft_names_its_project(empty_ledger):
    craft = spacecraft("Gleam-71", aliases=["灯笼七十一号"])
    assert choice(title="Gleam-71 answers").projects == {craft.project_id}
    assert choice(title="灯笼七十一号入轨").projects == {craft.project_id}
    assert not choice(title="Gleam-712 answers")


def test_a_story_that_speaks_of_computing_in_orbit_is_chosen_whoever_it_names():
    chosen = choice(title="Orbital data centers: who pays?")
    assert (chosen.words, chosen.rank) == (("Orbital data centers",), 0)


def test_a_builder_counts_beside_computing_and_not_alone(builder):
    assert not choice(title="Glimmer Works opens an office")
    chosen = choice(title="Glimmer Works buys GPUs in bulk: AI for all")
    assert chosen.organizations == {builder.pk}
    assert chosen.words == ("Glimmer Works", "AI")


def test_an_organization_that_builds_nothing_of_the_kind_does_not_count(plan):
    row = saved(organization(name="Glimmer Law", slug="own-law"))
    plan.roles.create(organization=row, role="customer")
    assert not choice(title="Glimmer Law on AI")


def test_a_story_of_a_launch_with_a_tracked_spacecraft_is_chosen(empty_ledger):
    launch = ledger_launch(ll2_id=KEY)
    craft = spacecraft("Gleam-71", launch=launch)
    chosen = choice(launch_ids=(KEY,))
    assert chosen.projects == {craft.project_id}
    assert chosen.words == ("launch of a tracked spacecraft",)
    assert not choice(launch_ids=(UUID(int=5),))


def test_all_else_is_not_chosen(plan, builder):
    assert not choice(title="A rocket flew", text="It carried satellites.")


def test_what_is_tracked_is_read_in_few_queries(plan, builder, django_assert_num_queries):
    with django_assert_num_queries(5):
        tracked = Tracked()
    with django_assert_num_queries(0):
        tracked.choice(record())
