"""What the desk fills in where it is left empty: the day a fact was known, and its slug."""

from datetime import date

import pytest

from facts import services
from facts.models import Source
from projects.models import StatusChange, Target
from tests.desk.forms import edit, errors, new_change

pytestmark = pytest.mark.usefixtures("ledger")


# --- known_on ----------------------------------------------------------------------------------------
def test_left_empty_the_day_follows_from_the_sources(client):
    assert new_change(client).status_code == 302
    change = StatusChange.objects.get(slug="starcloud-2-filed-2026-01-05")
    assert change.known_on == services.computed_day(change, change.sources.all())


def test_a_day_that_is_typed_is_kept(client):
    assert new_change(client, known_on="2026-02-02").status_code == 302
    change = StatusChange.objects.get(slug="starcloud-2-filed-2026-01-05")
    assert change.known_on == date(2026, 2, 2)
    assert edit(client, change).status_code == 302
    change.refresh_from_db()
    assert change.known_on == date(2026, 2, 2)


def test_a_day_after_the_newest_source_is_refused_at_its_field(client):
    page = new_change(client, known_on="2026-11-22")
    assert errors(page) == {
        "known_on": ["2026-11-22 is later than its newest dated source (2026-04-22): leave it out."]
    }


def test_a_day_that_no_source_shows_asks_for_the_day_of_finding(client):
    undated = Source.objects.create(slug="own", url="https://example.org/d", title="D", publisher="D")
    page = new_change(client, known_on="2026-11-22", sources=[undated.pk])
    assert "write found_on" in errors(page)["known_on"][0]
    assert errors(new_change(client, found_on="2026-11-22", sources=[undated.pk])) == {
        "found_reason": ["Is missing: write why the day is unknown."]
    }
    found = {"found_on": "2026-11-22", "found_reason": "The page shows no date."}
    assert list(errors(new_change(client, **found))) == ["found_on"]  # its source has a date
    assert new_change(client, **found, sources=[undated.pk]).status_code == 302
    change = StatusChange.objects.get(slug="starcloud-2-filed-2026-01-05")
    assert change.known_on == change.found_on == date(2026, 11, 22)


def test_a_computed_day_follows_an_earlier_source_that_is_added(client):
    new_change(client)
    change = StatusChange.objects.get(slug="starcloud-2-filed-2026-01-05")
    early = Source.objects.create(
        slug="own", url="https://example.org/d", title="D", publisher="D", published_on_first=date(2026, 1, 6),
        published_on_last=date(2026, 1, 6), published_on_precision="day",
    )  # fmt: skip
    edit(client, change, sources=[early.pk, *change.sources.values_list("pk", flat=True)])
    change.refresh_from_db()
    assert change.known_on == date(2026, 1, 6)


# --- Slugs -------------------------------------------------------------------------------------------
def test_slugs_are_made_and_numbered_when_left_empty(client):
    for slug, sure in (
        ("starcloud-2-filed-2026-01-05", "reported"),
        ("starcloud-2-filed-2026-01-05-2", "claimed"),
    ):
        page = new_change(client, confidence=sure)  # the very same would be told, not stored twice
        if page.status_code == 200:
            box = page.context["adminform"].form.fields["meant"].widget.seal
            new_change(client, confidence=sure, meant=box)
        assert StatusChange.objects.filter(slug=slug).exists()


def test_a_slug_of_ones_own_is_taken_and_stays(client):
    assert new_change(client, slug="own-word").status_code == 302
    change = StatusChange.objects.get(slug="own-word")
    edit(client, change, slug="another")
    assert StatusChange.objects.filter(pk=change.pk, slug="own-word").exists()


@pytest.mark.parametrize("slug", ["Own", "own_word", "own--word", "-own"])
def test_a_slug_that_the_files_could_not_hold_is_refused(client, slug):
    assert "slug" in errors(new_change(client, slug=slug))


def test_an_outcome_that_no_source_can_tell_is_refused_at_its_field(client):
    promise = Target.objects.get(slug="axiom-odc-other-2025-09-16")
    page = edit(client, promise, outcome_on="2026-05-02")
    assert errors(page) == {
        "outcome_on": ["2026-05-02: its newest source is of 2025-09-16: add the source that says so."]
    }
