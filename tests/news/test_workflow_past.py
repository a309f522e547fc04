"""What readers saw of an item, and when, and the way back to it."""

import pytest
from django.utils import timezone

from facts.history import account
from facts.models import Revision
from news.models import NewsItem
from news.workflow import Refused, bring_back, move
from tests.news.items import an_item
from tests.present import present

pytestmark = pytest.mark.usefixtures("ledger", "four_eyes")


def test_a_past_moment_shows_what_readers_saw_then(editor):
    """An item entered on one day and published on a later one was not there in between."""
    from common.dates import AsOf

    item = an_item("in_review", known_on="2025-06-01")
    between = timezone.now()
    move(item, "published", by=editor)
    assert item not in NewsItem.objects.known_by(AsOf(between.date(), between))
    assert item in NewsItem.objects.known_by(AsOf(between.date(), timezone.now()))
    assert item in NewsItem.objects.known_by(None)


def test_bringing_back_what_was_published_is_a_correction(editor, ana):
    item = an_item("draft", headline="As entered")
    move(item, "published", by=editor)
    with account(editor, "Better."):
        item.headline = "As corrected"
        item.save()
        move(item, "corrected", by=editor, why="Better.")
    change = present(Revision.objects.of_record("news", item.pk).first())
    with pytest.raises(Refused, match="an editor corrects"):
        bring_back(change, ana)
    row = bring_back(change, editor)
    assert (row.headline, row.state) == ("As entered", "corrected")
    assert row.reason.startswith("Brought back what stood before")
    first = present(Revision.objects.of_record("news", item.pk).last())
    assert first.before["state"] == "draft"
    assert bring_back(first, editor).state == "corrected", "no way back to the desk"


def test_the_words_of_a_retracted_item_go_back_and_its_reason_stays(editor):
    item = an_item("draft", headline="As entered")
    move(item, "published", by=editor)
    with account(editor, "Better."):
        item.headline = "As corrected"
        item.save()
    change = present(Revision.objects.of_record("news", item.pk).first())
    move(item, "retracted", by=editor, why="The publisher took it back.")
    row = bring_back(change, editor)
    assert (row.headline, row.state) == ("As entered", "retracted")
    assert row.reason.startswith("The publisher took it back. (Brought back what stood before")


def test_a_draft_that_was_deleted_comes_back_as_a_draft(ana):
    item = an_item("in_review")
    pk = item.pk
    item.delete()
    row = bring_back(present(Revision.objects.of_record("news", pk).first()), ana)
    assert (row.pk, row.state, row.entered_by) == (pk, "draft", ana)
