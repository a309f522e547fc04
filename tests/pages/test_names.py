"""Whatever was renamed is called on a past day as it was called then, in every form of an answer."""

from datetime import date
from typing import Any

import pytest

from common.dates import PartialDate
from projects.models import Organization, Project
from tests.metrics import facts

NEW, OLD = "Newly Named Plan", "Formerly Named Plan"
MAKER, FORMER_MAKER = "Newly Named Maker", "Formerly Named Maker"
BEFORE, AFTER = "2026-06-23", "2026-06-24"


@pytest.fixture
def renamed(ledger) -> Project:
    """A project of the United States, with something of every kind, that was renamed together with its maker."""
    day = PartialDate.of(date(2026, 6, 24))
    maker = facts.organization("US", slug="maker", name=MAKER, former_name=FORMER_MAKER, renamed_on=AFTER)
    plan = facts.project(
        "US",
        slug="plan",
        name=NEW,
        former_name=OLD,
        renamed_on=AFTER,
        announced_on="2026-01-30",
        kind="concept",
    )
    assert plan.renamed_on == day
    plan.roles.create(organization=maker, role="lead")
    other = facts.project("US", slug="other", name="Other", part_of=plan)
    other.links.create(other=plan, how="alike")
    facts.size(plan, 5_000, slug="size")
    facts.target(plan, "2027", slug="promise")
    facts.milestone(plan, slug="event", kind="in_orbit_demo", on="2026-02-01")
    facts.spacecraft(plan, slug="craft", operator=maker)
    facts.application(plan, 5_000, slug="paper", organization=maker)
    facts.money(1_000, slug="money", organization=maker, project=plan)
    facts.news(slug="story").projects.add(plan)
    return plan


PLACES = {
    "/projects/": NEW,
    "/projects/plan/": NEW,
    "/projects/other/": NEW,
    "/organizations/?q=named+maker": MAKER,
    "/organizations/maker/": MAKER,
    "/spacecraft/craft/": NEW,
    "/funding/": MAKER,
    "/regulation/": NEW,
    "/milestones/": NEW,
    "/slippage/": NEW,
    "/facts/statements/size/": NEW,
    "/facts/projects/plan/": NEW,
    "/metrics/projects_announced/": NEW,
    "/metrics/slippage/": NEW,
    "/metrics/funding/": MAKER,
    "/metrics/regulatory_clock/": NEW,
    "/embed/projects_announced/": NEW,
    "/charts/projects_announced.csv": NEW,
    "/charts/slippage.csv": NEW,
    "/charts/funding.csv": MAKER,
    "/api/v1/projects/": NEW,
    "/api/v1/projects/plan/": NEW,
    "/api/v1/projects/other/": NEW,
    "/api/v1/targets/": NEW,
    "/api/v1/funding/": MAKER,
    "/api/v1/news/": NEW,
    "/api/v1/metrics/projects_announced/": NEW,
    "/api/v1/metrics/slippage/?format=csv": NEW,
}


@pytest.mark.parametrize(("address", "name"), PLACES.items())
def test_it_has_the_name_of_the_day(renamed, client, address, name):
    former = OLD if name == NEW else FORMER_MAKER
    more: dict[str, Any] = {"country": "US"} if "charts" in address or "metrics" in address else {}
    more |= {"page_size": 500} if address.startswith("/api/v1/") and address.count("/") == 4 else {}
    for day, told, untold in ((BEFORE, former, name), (AFTER, name, former)):
        sign = "&" if "?" in address else "?"
        keys = "&".join(f"{key}={value}" for key, value in ({"as_of": day} | more).items())
        answer = client.get(f"{address}{sign}{keys}")
        text = answer.content.decode()
        assert answer.status_code == 200, text[:500]
        assert told in text, day
        # The pages of a thing tell that it had another name; a past day knows of no later one.
        if day == BEFORE or not address.startswith(("/facts/", "/api/v1/projects/")):
            assert untold not in text, day


def test_a_search_finds_it_by_either_name(renamed):
    for words in (NEW, OLD):
        assert Project.objects.search(words).named("plan").exists()
    assert Organization.objects.search(FORMER_MAKER).named("maker").exists()
