"""What the database itself refuses of a news item."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from facts.models import LedgerVersion
from news.models import NewsItem, NewsStep
from tests.news.items import an_item

pytestmark = pytest.mark.usefixtures("ledger", "four_eyes")
State = NewsItem.State


def refused(act) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        act()
    return str(error.value)


@pytest.mark.parametrize("state", NewsItem.PUBLIC)
def test_the_database_deletes_nothing_that_readers_saw(state):
    rows = NewsItem.objects.filter(pk=an_item(state).pk)
    assert "never deleted" in refused(lambda: rows._raw_delete(rows.db))
    assert rows.exists()
    draft = an_item("draft")
    draft.delete()
    assert not NewsItem.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize("after", [state for state in State.values if state not in NewsItem.PUBLIC])
@pytest.mark.parametrize("state", NewsItem.PUBLIC)
def test_the_database_takes_nothing_back_that_readers_saw(state, after):
    rows = NewsItem.objects.filter(pk=an_item(state).pk)
    assert "taken back" in refused(lambda: rows.update(state=after, reason=""))


def test_deleting_what_readers_saw_is_refused_with_a_sentence():
    from django.db.models import ProtectedError

    item = an_item("published")
    for act in (item.delete, NewsItem.objects.filter(pk=item.pk).delete):
        with (
            pytest.raises(ProtectedError, match="correct or retract it, it is never deleted"),
            transaction.atomic(),
        ):
            act()


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"state": "corrected", "reason": ""}, "newsitem_told_has_reason"),
        ({"state": "retracted", "reason": ""}, "newsitem_told_has_reason"),
        ({"state": "draft", "publish_at": timezone.now()}, "newsitem_scheduled_in_review"),
        ({"state": "published", "publish_at": timezone.now()}, "newsitem_scheduled_in_review"),
    ],
)
def test_the_database_refuses_states_that_make_no_sense(columns, name):
    item = an_item("draft")
    assert name in refused(lambda: NewsItem.objects.filter(pk=item.pk).update(**columns))


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"before": "published", "after": "draft"}, "newsstep_is_allowed"),
        ({"before": "", "after": "retracted", "why": "x"}, "newsstep_is_allowed"),
        ({"before": "published", "after": "retracted"}, "newsstep_told_has_reason"),
        (
            {"before": "in_review", "after": "draft", "publish_at": timezone.now()},
            "newsstep_scheduled_in_review",
        ),
    ],
)
def test_the_database_refuses_steps_that_make_no_sense(columns, name):
    item = an_item("draft")
    assert name in refused(lambda: NewsStep.objects.create(item=item, **columns))


def test_a_step_alone_moves_no_version():
    item = an_item("draft")
    before = LedgerVersion.current()
    NewsStep.objects.create(item=item, before="", after="draft")
    assert LedgerVersion.current() == before
