"""A page is found by every slug that its record had."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from facts.ledger.registry import in_order
from facts.merging import merged
from pages.places import place
from projects.models import Organization, Project
from tests.metrics import facts
from tests.writers import small_ledger

pytestmark = pytest.mark.usefixtures("empty_ledger")


def rename(row, slug: str) -> None:
    row.slug = slug
    row.save()


def leads_to(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 301, (address, answer.status_code)
    assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert client.get(answer.headers["Location"]).status_code == 200
    return answer.headers["Location"]


def test_a_chain_of_renames_is_followed_in_one_step_with_the_question(client):
    row = facts.project(slug="a")
    for slug in ("b", "c"):
        rename(row, slug)
    today = f"{timezone.now():%Y-%m-%d}"
    for slug in ("a", "b"):
        assert leads_to(client, f"/projects/{slug}/") == "/projects/c/"
        asked = f"?as_of={today}&confidence=reported&utm_source=a%20b"
        assert leads_to(client, f"/projects/{slug}/{asked}") == f"/projects/c/{asked}"


def test_the_page_of_each_kind_leads_on(client):
    small_ledger()
    for kind in in_order():
        if not kind.is_fact:
            continue
        row = kind.model._default_manager.public().first()
        was, now = place(kind.name, row.slug), place(kind.name, f"{row.slug}-anew")
        alike = f"/facts/{kind.name.replace('_', '-')}/{row.slug}/"
        rename(row, f"{row.slug}-anew")
        assert leads_to(client, was) == now
        assert leads_to(client, alike) == alike.removesuffix("/") + "-anew/"


def test_what_is_gone_or_no_readers_is_led_to_by_nothing(client):
    row, draft = facts.project(slug="a"), facts.news(slug="draft", state="draft")
    rename(row, "b")
    rename(draft, "draft-anew")
    row.delete()
    for address in ("/projects/a/", "/projects/b/", "/projects/never/", "/facts/news/draft/"):
        assert client.get(address).status_code == 404


def test_what_became_known_later_is_led_to_by_nothing(client):
    rename(facts.organization(slug="a", known_on="2026-01-05"), "b")
    assert leads_to(client, "/organizations/a/?as_of=2026-01-05") == "/organizations/b/?as_of=2026-01-05"
    assert client.get("/organizations/a/?as_of=2026-01-04").status_code == 404


def test_what_was_merged_leads_to_the_one_kept(client):
    kept, gone = facts.organization(slug="kept"), facts.organization(slug="a")
    rename(gone, "gone")
    merged(kept, gone, None, "The same.")
    for slug in ("a", "gone"):
        assert leads_to(client, f"/organizations/{slug}/") == "/organizations/kept/"
    assert Organization.objects.get() == kept


def test_a_slug_that_is_borne_again_is_no_circle(client):
    row = facts.project(slug="a")
    rename(row, "b")
    assert leads_to(client, "/projects/a/") == "/projects/b/"
    rename(row, "a")
    assert leads_to(client, "/projects/b/") == "/projects/a/"


def test_at_a_moment_the_slug_of_the_moment_answers_and_the_others_lead_to_it(client):
    with time_machine.travel(timezone.now(), tick=True) as clock:
        row = facts.project(slug="a")
        rename(row, "b")
        clock.shift(timedelta(seconds=5))
        asked = f"?recorded={timezone.now():%Y-%m-%dT%H:%M:%SZ}"
        clock.shift(timedelta(seconds=5))
        rename(row, "c")
        assert client.get(f"/projects/b/{asked}").status_code == 200
        for slug in ("a", "c"):
            assert leads_to(client, f"/projects/{slug}/{asked}") == f"/projects/b/{asked}"
    assert Project.objects.get().slug == "c"
