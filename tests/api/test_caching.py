"""Answers are told once: an unchanged one costs one query and no body."""

import pytest

from api.root import VIEWS
from facts.models import LedgerVersion
from projects.models import Project


@pytest.mark.parametrize("address", [*(f"{name}/" for name in VIEWS), "metrics/scoreboard/"])
def test_the_same_question_with_its_tag_is_unchanged_after_one_query(
    api, fed, address, django_assert_num_queries
):
    first = api(address)
    assert first.headers["Cache-Control"] == "public, no-cache"

    with django_assert_num_queries(1):
        again = api(address, 304, headers={"If-None-Match": first.headers["ETag"]})

    assert again.content == b""
    assert again.headers["ETag"] == first.headers["ETag"]


def test_a_detail_has_a_tag_too(api, django_assert_num_queries):
    first = api("projects/starcloud-constellation/")
    with django_assert_num_queries(1):
        api("projects/starcloud-constellation/", 304, headers={"If-None-Match": first.headers["ETag"]})


def test_a_tag_among_others_and_weakened_by_compression_still_counts(api):
    mark = api("projects/").headers["ETag"]
    assert mark.startswith('W/"')  # one for the packed form and the plain one
    api("projects/", 304, headers={"If-None-Match": f'"other", {mark}'})
    api("projects/", 304, headers={"If-None-Match": mark.removeprefix("W/")})
    api("projects/", headers={"If-None-Match": '"other"'})
    zipped = api("projects/", headers={"Accept-Encoding": "gzip"})
    assert zipped.headers["ETag"] == mark
    held = {"If-None-Match": zipped.headers["ETag"], "Accept-Encoding": "gzip"}
    api("projects/", 304, headers=held)


def test_whoever_saves_changes_the_tag_at_once(api):
    before = api("projects/")
    project = Project.objects.get(slug="starcloud-constellation")
    project.name = "Starcloud, renamed"
    project.save()

    after = api("projects/", headers={"If-None-Match": before.headers["ETag"]}, search="renamed")

    assert after.json()["count"] == 1
    assert api("projects/").headers["ETag"] != before.headers["ETag"]


def test_another_language_has_another_tag(api, settings):
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    english = api("projects/").headers["ETag"]
    assert api("projects/", headers={"Accept-Language": "de"}).headers["ETag"] != english


def test_another_question_or_form_has_another_tag(api):
    tags = [
        api("projects/").headers["ETag"],
        api("projects/", country="US").headers["ETag"],
        api("projects/", country="CN").headers["ETag"],
        api("organizations/").headers["ETag"],
        api("metrics/scoreboard/").headers["ETag"],
        api("metrics/scoreboard/", headers={"Accept": "text/csv"}).headers["ETag"],
    ]
    assert len(set(tags)) == len(tags)
    LedgerVersion.bump()
    assert api("projects/").headers["ETag"] not in tags


def test_an_error_is_not_kept(api):
    assert api("projects/", 400, country="XX").headers["Cache-Control"] == "no-store"
    assert "ETag" not in api("projects/", 400, country="XX").headers


def test_a_finished_run_changes_the_tag_of_the_runs(api, fed):
    from django.utils import timezone

    from feeds.models import FeedRun

    before = api("feed-runs/").headers["ETag"]
    run = FeedRun.objects.create(feed="celestrak-gp", started_at=timezone.now())
    started = api("feed-runs/").headers["ETag"]
    FeedRun.objects.filter(pk=run.pk).update(outcome="stored", ended_at=timezone.now())
    assert len({before, started, api("feed-runs/").headers["ETag"]}) == 3
