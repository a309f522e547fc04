"""A record is found at the API by every slug that it had."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from api.answers import ROUTES
from facts.ledger.registry import in_order
from facts.merging import merged
from facts.models import FormerSlug
from launches.models import Spacecraft
from news.models import NewsItem
from projects.models import Organization, Project
from tests.metrics import facts
from tests.writers import small_ledger


def rename(row, slug: str) -> None:
    row.slug = slug
    row.save()


@pytest.fixture
def reader(empty_ledger, api):
    return api


def test_an_old_address_leads_to_the_present_one_with_its_question(reader):
    row = facts.project(slug="a")
    for slug in ("b", "c"):
        rename(row, slug)
    today = f"{timezone.now():%Y-%m-%d}"
    for slug in ("a", "b"):
        answer = reader(f"projects/{slug}/", 301, as_of=today, format="json")
        assert answer.headers["Location"] == f"/api/v1/projects/c/?as_of={today}&format=json"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Cache-Control"] == "no-store"
        assert reader.refused(f"projects/{slug}/", 301)["detail"] == f"The project “{slug}” goes by “c”."
    assert reader.json(reader("projects/a/", 301).headers["Location"])["slug"] == "c"


def test_each_kind_of_record_leads_on(reader):
    small_ledger()
    for kind in in_order():
        row = kind.model._default_manager.public().first()
        was, now = row.slug, f"{row.slug}-anew"
        rename(row, now)
        answer = reader(f"{ROUTES[kind.name]}/{was}/", 301)
        assert answer.headers["Location"] == f"/api/v1/{ROUTES[kind.name]}/{now}/"
    assert FormerSlug.objects.count() == len(in_order())


def test_a_record_that_is_gone_or_not_for_readers_is_led_to_by_nothing(reader):
    row, draft = facts.project(slug="a"), facts.news(slug="draft", state="draft")
    rename(row, "b")
    rename(draft, "draft-anew")
    row.delete()
    for address in ("projects/a/", "projects/b/", "news/draft/"):
        assert "There is no" in reader.refused(address, 404)["detail"]
    assert NewsItem.objects.filter(slug="draft-anew").exists()


def test_a_record_that_became_known_later_is_led_to_by_nothing(reader):
    row = facts.project(slug="a", known_on="2026-01-05")
    rename(row, "b")
    assert reader("projects/a/", 301, as_of="2026-01-05").headers["Location"].endswith("b/?as_of=2026-01-05")
    reader.refused("projects/a/", 404, as_of="2026-01-04")


def test_what_was_merged_leads_to_the_one_kept(reader):
    kept, gone = facts.organization(slug="kept"), facts.organization(slug="a")
    rename(gone, "gone")
    merged(kept, gone, None, "The same.")
    for slug in ("a", "gone"):
        assert reader(f"organizations/{slug}/", 301).headers["Location"] == "/api/v1/organizations/kept/"
    assert Organization.objects.get() == kept


def test_a_spacecraft_is_found_by_its_number_whatever_its_slug(reader):
    craft = facts.spacecraft(slug="a", norad_cat_id=66666)
    rename(craft, "b")
    assert reader.json("spacecraft/66666/")["slug"] == "b"
    assert reader("spacecraft/a/", 301).headers["Location"] == "/api/v1/spacecraft/b/"
    assert Spacecraft.objects.get().slug == "b"


def test_a_list_of_one_project_is_found_by_each_of_its_slugs(reader):
    row = facts.project(slug="a")
    step = facts.status(row, "announced", "2026-01-05")
    rename(row, "b")
    for slug in ("a", "b"):
        assert [told["slug"] for told in reader.json("status-changes/", project=slug)["results"]] == [
            step.slug
        ]
    row.delete()
    assert "There is no project “a”." in reader.refused("status-changes/", project="a")["detail"]


def test_at_a_moment_the_slug_of_the_moment_answers_and_the_others_lead_to_it(reader):
    with time_machine.travel(timezone.now(), tick=True) as clock:
        row = facts.project(slug="a")
        rename(row, "b")
        clock.shift(timedelta(seconds=5))
        moment = f"{timezone.now():%Y-%m-%dT%H:%M:%SZ}"
        clock.shift(timedelta(seconds=5))
        rename(row, "c")
        assert reader.json("projects/b/", recorded=moment)["slug"] == "b"
        for slug in ("a", "c"):
            answer = reader(f"projects/{slug}/", 301, recorded=moment)
            assert answer.headers["Location"].startswith("/api/v1/projects/b/?recorded=")
            assert reader.json(answer.headers["Location"])["slug"] == "b"
    assert Project.objects.get().slug == "c"
