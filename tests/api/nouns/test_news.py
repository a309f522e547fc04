"""News: what analysts still work on leaves no trace in the API."""

import pytest

from news.models import NewsItem

DESK = [state for state in NewsItem.State.values if state not in NewsItem.PUBLIC]


@pytest.fixture(params=DESK)
def hidden(request, unguarded, ledger) -> NewsItem:
    """A published item, taken back to the desk."""
    item = NewsItem.objects.prefetch_related("projects").exclude(projects=None).first()
    NewsItem.objects.filter(pk=item.pk).update(state=request.param, headline="Xylophon unpublished")
    return item


def test_an_unpublished_item_is_nowhere(api, hidden):
    project = hidden.projects.first()
    assert (
        api.json("news/")["count"]
        == NewsItem.objects.exclude(pk=hidden.pk).filter(state__in=NewsItem.PUBLIC).count()
    )
    assert api.json("news/", search="Xylophon")["count"] == 0
    assert hidden.slug not in [row["slug"] for row in api.every("news/")]
    assert hidden.slug not in [row["slug"] for row in api.every("news/", project=project.slug)]
    told = api.refused(f"news/{hidden.slug}/", 404)
    assert told == {**api.refused("news/no-such-item/", 404), "detail": told["detail"]}
    assert told["detail"].replace(hidden.slug, "") == "There is no news item “”."
    assert "There is no news item" in api.refused(f"news/{hidden.slug}/", 404, as_of="1990-01-01")["detail"]
    facts = api.json(f"projects/{project.slug}/")["facts"]["news"]
    assert facts["count"] == project.news.published().count()


def test_the_desks_words_are_no_states_to_ask_for(api):
    for state in DESK:
        assert state not in api.refused("news/", state=state)["mend"]
    assert {row["state"] for row in api.every("news/")} <= set(NewsItem.PUBLIC)


def test_nobody_is_named_who_entered_an_item(api):
    assert not {"entered_by", "changed_by"} & set(api.json("news/")["results"][0])
