"""Sources of a fact at the desk, and the confidence that they allow."""

import pytest

from facts import confirming, services
from facts.models import Source
from projects.models import StatusChange
from tests.desk.forms import add, edit, errors
from tests.present import present

pytestmark = pytest.mark.usefixtures("ledger")


def test_a_fact_without_a_source_is_refused_at_the_sources(client):
    page = edit(client, StatusChange.objects.first(), sources=[])
    assert errors(page) == {"sources": ["Name at least one source: a fact without one cannot be saved."]}


def test_confirmed_needs_a_page_that_was_read_and_is_no_digest(client):
    digest = Source.objects.create(
        slug="own", url="https://example.org/d", title="D", publisher="D", quality="digest"
    )
    change = StatusChange.objects.first()
    page = edit(client, change, sources=[digest.pk], confidence="confirmed")
    assert "Confirmed needs a source whose page was read" in errors(page)["confidence"][0]
    assert edit(client, change, sources=[digest.pk], confidence="reported").status_code == 302


@pytest.mark.parametrize(
    ("second", "stored"),
    [("", False), ("copy of it", False), ("digest", False), ("press", True), ("primary", True)],
)
def test_confirmed_needs_a_primary_page_or_a_second_source(client, second, stored):
    first = Source.objects.create(slug="own", url="https://example.org/d", title="D", publisher="D")
    cited = [first]
    if second:
        quality, copied = ("copy", first) if second == "copy of it" else (second, None)
        cited.append(Source.objects.create(
            slug="own-2", url="https://example.org/e", title="E", publisher="E", quality=quality, copy_of=copied,
            seen="cited",
        ))  # fmt: skip
    change = present(StatusChange.objects.exclude(confidence="confirmed").first())
    page = edit(client, change, sources=[source.pk for source in cited], confidence="confirmed")
    if stored:
        assert page.status_code == 302
    else:
        assert "a primary page, or a second source" in errors(page)["confidence"][0]


def test_a_fact_that_stood_confirmed_is_not_held_up_by_a_change_of_other_words(client):
    press = Source.objects.create(slug="own", url="https://example.org/d", title="D", publisher="D")
    change = present(StatusChange.objects.first())
    change.sources.set([press])
    StatusChange.objects.filter(pk=change.pk).update(confidence="confirmed")
    services.settle_known_on(change)
    assert edit(client, change, note="Ours.").status_code == 302


def test_a_primary_page_that_alone_carries_confirmed_facts_cannot_become_press(client):
    page = Source.objects.create(
        slug="own", url="https://example.org/d", title="D", publisher="D", quality="primary"
    )
    change = present(StatusChange.objects.first())
    change.sources.set([page])
    StatusChange.objects.filter(pk=change.pk).update(confidence="confirmed")
    assert (
        "confirmed facts rest on this page alone" in errors(edit(client, page, quality="press"))["__all__"][0]
    )


def test_a_source_that_alone_carries_confirmed_facts_cannot_become_a_digest(client):
    held = next(
        page
        for page in Source.objects.filter(seen="page", quality="primary")
        if confirming.unconfirmed_by(page, Source(seen="page", quality="digest"))
    )
    page = edit(client, held, quality="digest")
    assert "confirmed facts rest on this page alone" in errors(page)["__all__"][0]
    held.refresh_from_db()
    assert held.quality != "digest"


def test_an_address_that_is_a_source_already_is_refused_with_its_name(client):
    page = Source.objects.get(slug="spacex-starmind-page")
    fields = {"url": f"{page.url}?utm_source=x#a", "title": "T", "publisher": "P", "language": "en"}
    answer = add(client, Source, **fields)
    assert "is the source “" in errors(answer)["url"][0]
    assert add(client, Source, **fields | {"url": "https://EXAMPLE.org/new?gclid=1"}).status_code == 302
    assert Source.objects.get(title="T").url == "https://example.org/new"


def test_a_new_date_of_a_source_moves_the_days_of_its_facts(client):
    change = present(StatusChange.objects.first())
    page = Source.objects.create(slug="own", url="https://example.org/d", title="D", publisher="D")
    change.sources.set([page])
    services.settle_known_on(change)
    assert edit(client, page, published_on="2026-10-10").status_code == 302
    change.refresh_from_db()
    assert str(change.known_on) == "2026-10-10"
