"""Corners of answers of the past: what came back, was renamed, or has two sources."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from facts.as_it_stood import as_it_stood
from facts.citations import citations
from facts.ledger.registry import KINDS
from facts.models import Revision, Source
from facts.past import Past, built
from facts.restoring import restore
from launches.models import Spacecraft
from metrics.snapshot import forget
from projects.models import Milestone
from tests.metrics import facts
from tests.writers import small_ledger

pytestmark = pytest.mark.usefixtures("empty_ledger")


def test_what_was_deleted_and_brought_back_stands_in_the_past_all_the_same():
    event = facts.milestone(facts.project())
    moment, key, cited = timezone.now(), event.pk, [one.pk for one in event.sources.all()]
    event.delete()
    restore(Revision.objects.get(kind="milestones", after__isnull=True), None)
    with as_it_stood(Past(moment)):
        found = Milestone.objects.get()
        assert (found.pk, [one.pk for one in found.sources.all()]) == (key, cited)


def test_a_fact_cites_its_sources_in_one_order_whatever_became_of_them():
    event = facts.milestone(facts.project())
    event.sources.add(
        other := Source.objects.create(
            slug="a-second", title="Two", publisher="Example", url="https://example.org/2"
        )
    )
    before = citations({"milestones": [event.pk]})
    moment = timezone.now()
    event.sources.remove(other)
    with as_it_stood(Past(moment)):
        assert citations({"milestones": [event.pk]}) == before
    event.sources.set([])
    event.sources.set([other, facts.source()])
    assert citations({"milestones": [event.pk]}) == before


def test_whole_numbers_of_the_past_read_as_they_did():
    craft = facts.spacecraft(facts.project(), reading_mean_altitude_km=473.0)
    moment = timezone.now()
    craft.note = "A note."
    craft.save()
    undone = Past(moment).undone["spacecraft"][craft.pk]
    then: Any = built(KINDS["spacecraft"], undone, {})
    assert repr(then.reading_mean_altitude_km) == "473.0"
    assert repr(Spacecraft.objects.get().reading_mean_altitude_km) == "473.0"


def test_a_source_that_was_renamed_bears_its_slug_of_then(client):
    with time_machine.travel(timezone.now(), tick=True) as clock:
        small_ledger()
        clock.shift(2)
        asked = {"recorded": f"{timezone.now():%Y-%m-%dT%H:%M:%SZ}"}
        clock.shift(60)
        addresses = [f"/api/v1/metrics/{name}/" for name in ("slippage", "scoreboard", "projects_announced")]
        before = [client.get(one, asked).json()["sources"] for one in addresses]
        Source.objects.filter(pk=facts.source().pk).update(slug="another")
        forget()
        assert [client.get(one, asked).json()["sources"] for one in addresses] == before


@pytest.mark.parametrize("recorded", [True, False])
def test_how_an_application_stands_does_not_move_with_the_day_on_which_it_is_asked(client, recorded):
    plan = facts.project()
    facts.application(plan, 5000, outcome="adopted")
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=True) as clock:
        now = timezone.now()
        asked = {"as_of": f"{now:%Y-%m-%d}"} | ({"recorded": f"{now:%Y-%m-%dT%H:%M:%SZ}"} if recorded else {})
        before = [row["outcome"] for row in client.get("/api/v1/filings/", asked).json()["results"]]
        clock.shift(timedelta(days=1))
        later = [row["outcome"] for row in client.get("/api/v1/filings/", asked).json()["results"]]
        assert later == before == ["adopted"]
