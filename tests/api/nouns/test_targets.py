"""Targets: what became of a promise is computed, as of the day asked for."""

from datetime import date

import pytest

from common.dates import AsOf
from metrics.outcomes import OUTCOMES, outcomes
from projects.models import Target
from tests.present import present


@pytest.mark.parametrize("day", [None, "2025-12-31", "2026-06-30"])
def test_outcomes_are_those_of_the_metrics(api, day):
    given = {"as_of": day} if day else {}
    at = date.fromisoformat(day) if day else date.today()
    known = list(Target.objects.known_by(AsOf(at) if day else None).select_related("superseded_by"))
    expected = {target.slug: outcomes(known, at)[target.pk] for target in known}

    assert {row["slug"]: row["outcome"] for row in api.every("targets/", **given)} == expected
    for row in api.json("targets/", page_size=5, ordering="-known_on", **given)["results"]:
        assert api.json(row["url"], **given)["outcome"] == expected[row["slug"]]


@pytest.mark.parametrize("day", [None, "2026-06-30"])
def test_the_outcome_filters_what_is_told(api, day):
    given = {"as_of": day} if day else {}
    told = {row["slug"]: row["outcome"] for row in api.every("targets/", **given)}
    for word in OUTCOMES:
        found = {row["slug"] for row in api.every("targets/", outcome=word, **given)}
        assert found == {slug for slug, outcome in told.items() if outcome == word}


def test_a_day_before_the_outcome_knows_nothing_of_it(api):
    target = present(Target.objects.filter(outcome_on_first__isnull=False).order_by("known_on").first())
    assert api.json(f"targets/{target.slug}/")["outcome_on"]

    told = api.json(f"targets/{target.slug}/", as_of=str(target.known_on))

    assert told["outcome_on"] is None
    assert told["outcome"] in {"pending", "superseded"}


def test_a_later_promise_is_not_named_before_it_was_made(api):
    target = present(Target.objects.exclude(superseded_by=None).select_related("superseded_by").first())
    later = target.superseded_by
    assert api.json(f"targets/{target.slug}/")["superseded_by"]["slug"] == later.slug
    if target.known_on < later.known_on:
        assert api.json(f"targets/{target.slug}/", as_of=str(target.known_on))["superseded_by"] is None
