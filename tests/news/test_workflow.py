"""The way of a news item: who may take which step, what it asks for, and what stays written."""

from datetime import timedelta
from itertools import product

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils import timezone

from facts.history import account
from facts.models import LedgerVersion, Revision
from news import workflow
from news.models import MOVES, NewsItem, NewsStep
from news.tasks import publish_what_is_due
from news.workflow import Refused, bring_back, may_publish, move, move_all, publish_due, schedule
from tests.desk.desk import analyst
from tests.desk.desk import editor as an_editor
from tests.metrics import facts

pytestmark = pytest.mark.usefixtures("ledger")
State = NewsItem.State


@pytest.fixture(autouse=True)
def four_eyes(settings):
    settings.FOUR_EYES = True


@pytest.fixture
def ana():
    return analyst("ana")


@pytest.fixture
def editor():
    return an_editor("edi")


@pytest.fixture
def other_editor():
    return an_editor("eva")


def an_item(state: str = "draft", by=None, **columns) -> NewsItem:
    if state in NewsItem.TOLD:
        columns.setdefault("reason", "Because.")
    return facts.news(state=state, entered_by=by, **columns)


def steps(item) -> list[tuple]:
    """(from, to, who, why), oldest first."""
    return [
        (step.before, step.after, step.by and step.by.username, step.why)
        for step in item.steps.order_by("pk").select_related("by")
    ]


# --- The table --------------------------------------------------------------------------------------
@pytest.mark.parametrize(("before", "after"), list(product(State.values, State.values)))
def test_only_the_steps_of_the_table_are_taken(editor, before, after):
    item = an_item(before)
    if (before, after) in MOVES and (before != after or after in NewsItem.TOLD):
        assert move(item, after, by=editor, why="A reason.")
        item.refresh_from_db()
        assert item.state == after
        assert steps(item) == [(before, after, "edi", "A reason.")]
    elif before == after:
        assert not move(item, after, by=editor, why="A reason.")
        assert steps(item) == []
    else:
        with pytest.raises(Refused, match="it cannot become"):
            move(item, after, by=editor, why="A reason.")
        item.refresh_from_db()
        assert item.state == before
        assert steps(item) == []


def test_what_is_published_never_goes_back_to_the_desk():
    assert not [
        (before, after)
        for before, after in MOVES
        if before in NewsItem.PUBLIC and after not in NewsItem.PUBLIC
    ]


# --- Who --------------------------------------------------------------------------------------------
def test_an_analyst_sends_to_review_and_does_not_publish(ana, editor):
    item = an_item(by=ana)
    assert move(item, "in_review", by=ana)
    with pytest.raises(Refused, match="an editor publishes it"):
        move(item, "published", by=ana)
    with pytest.raises(Refused, match="an editor publishes it"):
        move(an_item("in_review"), "published", by=ana)
    assert move(item, "published", by=editor)
    assert steps(item) == [("draft", "in_review", "ana", ""), ("in_review", "published", "edi", "")]


def test_an_editor_publishes_what_others_entered_and_a_superuser_all(editor, other_editor):
    own = an_item("in_review", by=editor)
    with pytest.raises(Refused, match="was entered by you: somebody else publishes it"):
        move(own, "published", by=editor)
    assert move(own, "published", by=other_editor)
    boss = get_user_model().objects.create_superuser("boss", password="x")
    assert move(an_item("in_review", by=boss), "published", by=boss)


def test_with_two_eyes_enough_an_analyst_publishes_their_own(ana, settings):
    settings.FOUR_EYES = False
    assert move(an_item("in_review", by=ana), "published", by=ana)


@pytest.mark.parametrize("four_eyes", [True, False])
def test_nobody_without_the_right_to_change_news_takes_a_step(settings, four_eyes):
    settings.FOUR_EYES = four_eyes
    outsider = get_user_model().objects.create_user("out", password="x", is_staff=True)
    assert not may_publish(outsider)
    for before, after in sorted(MOVES):
        if before and (before != after or after in NewsItem.TOLD):
            with pytest.raises(Refused, match="you may not change news"):
                move(an_item(before), after, by=outsider, why="x")


def test_an_account_that_was_closed_publishes_nothing():
    boss = get_user_model().objects.create_superuser("boss", password="x", is_active=False)
    assert not may_publish(boss)


def test_an_analyst_corrects_and_retracts_nothing(ana):
    for before, after in (("published", "corrected"), ("corrected", "retracted"), ("retracted", "corrected")):
        with pytest.raises(Refused, match="an editor corrects or retracts"):
            move(an_item(before), after, by=ana, why="Wrong.")


@pytest.mark.parametrize("why", ["", "   "])
@pytest.mark.parametrize("after", ["corrected", "retracted"])
def test_what_readers_are_told_needs_a_reason(editor, after, why):
    item = an_item("published")
    with pytest.raises(Refused, match="Say why"):
        move(item, after, by=editor, why=why)
    item.refresh_from_db()
    assert (item.state, item.reason) == ("published", "")


def test_an_editor_corrects_their_own_at_once(editor):
    """An error does not stand until a second person is found."""
    item = an_item("published", by=editor)
    assert move(item, "corrected", by=editor, why="A figure was wrong.")
    assert move(item, "corrected", by=editor, why="Another one too.")
    item.refresh_from_db()
    assert (item.state, item.reason) == ("corrected", "Another one too.")
    assert Revision.objects.of_record("news", item.pk).first().why == "Another one too."


def test_of_two_people_at_once_only_one_takes_the_step(editor, other_editor):
    item = an_item("in_review")
    as_opened = NewsItem.objects.get(pk=item.pk)
    assert move(item, "published", by=editor)
    assert not move(as_opened, "published", by=other_editor)
    with pytest.raises(Refused, match="is published: it cannot become draft"):
        move(as_opened, "draft", by=other_editor)
    assert len(steps(item)) == 1


def test_many_at_once_say_which_moved_and_which_were_refused(editor):
    one, own, there = an_item("in_review"), an_item("in_review", by=editor), an_item("published")
    before = LedgerVersion.current()
    moved, refused = move_all([one, own, there], "published", by=editor)
    assert moved == [one]
    assert refused == [f"“{own}” was entered by you: somebody else publishes it."]
    assert LedgerVersion.current() == before + 1


# --- At a moment ------------------------------------------------------------------------------------
def later(**more) -> timezone.datetime:
    return timezone.now() + timedelta(**more or {"hours": 1})


def test_what_is_scheduled_is_published_when_its_moment_comes_and_once(ana, editor):
    item = an_item("in_review", by=ana)
    at = later()
    assert schedule(item, at, by=editor)
    assert not schedule(item, at, by=editor)
    assert publish_due() == []
    assert not NewsItem.objects.published().filter(pk=item.pk).exists()
    assert publish_due(at + timedelta(days=2)) == [item], "what was due while nothing ran is caught up"
    assert publish_due(at + timedelta(days=2)) == []
    item.refresh_from_db()
    assert (item.state, item.publish_at, item.changed_by) == ("published", None, editor)
    assert [step[:3] for step in steps(item)] == [
        ("in_review", "in_review", "edi"),
        ("in_review", "published", "edi"),
    ]
    assert steps(item)[-1][3] == f"Scheduled for {at:%Y-%m-%d %H:%M} UTC."


def test_the_task_publishes_what_is_due(editor):
    item = an_item("in_review")
    schedule(item, later(), by=editor)
    assert publish_what_is_due() == 0
    NewsItem.objects.filter(pk=item.pk).update(publish_at=later(minutes=-1))
    assert publish_what_is_due() == 1
    assert publish_what_is_due() == 0
    assert NewsItem.objects.get(pk=item.pk).state == "published"


def test_the_beat_asks_each_minute(settings):
    entry = settings.CELERY_BEAT_SCHEDULE["publish-what-is-due"]
    assert (entry["task"], entry["schedule"]) == (publish_what_is_due.name, 60.0)


def test_what_was_taken_back_is_never_published_by_itself(ana, editor):
    item = an_item("in_review", by=ana)
    at = later()
    schedule(item, at, by=editor)
    move(item, "draft", by=ana)
    assert publish_due(at + timedelta(days=1)) == []
    move(item, "in_review", by=ana)
    assert publish_due(at + timedelta(days=1)) == []
    assert NewsItem.objects.get(pk=item.pk).state == "in_review"


def test_what_was_taken_back_between_the_look_and_the_step_is_not_published(editor, monkeypatch):
    item = an_item("in_review")
    at = later()
    schedule(item, at, by=editor)
    lock = workflow._lock

    def taken_back_first(row):
        NewsItem.objects.filter(pk=row.pk).update(state="draft", publish_at=None)
        lock(row)

    monkeypatch.setattr(workflow, "_lock", taken_back_first)
    assert publish_due(at) == []


def test_a_moment_is_taken_away_again(editor):
    item = an_item("in_review")
    at = later()
    schedule(item, at, by=editor)
    assert schedule(item, None, by=editor)
    assert publish_due(at) == []


def test_a_draft_with_a_moment_goes_to_review(editor):
    item = an_item("draft")
    assert schedule(item, later(), by=editor)
    assert item.state == "in_review"


def test_who_may_not_publish_sets_no_moment(ana, editor):
    with pytest.raises(Refused, match="an editor publishes it"):
        schedule(an_item("in_review"), later(), by=ana)
    with pytest.raises(Refused, match="entered by you"):
        schedule(an_item("in_review", by=editor), later(), by=editor)
    with pytest.raises(Refused, match="past"):
        schedule(an_item("in_review"), later(hours=-1), by=editor)
    with pytest.raises(Refused, match="only what is not published yet"):
        schedule(an_item("published"), later(), by=editor)


def test_words_changed_after_the_review_lose_their_moment(ana, editor):
    item = an_item("in_review", by=ana)
    schedule(item, later(), by=editor)
    assert not workflow.changed(item, editor)
    assert item.publish_at is not None
    assert workflow.changed(item, ana)
    assert NewsItem.objects.get(pk=item.pk).publish_at is None


# --- What readers saw, and when ---------------------------------------------------------------------
def test_a_past_moment_shows_what_readers_saw_then(editor):
    """An item entered on one day and published on a later one was not there in between."""
    from common.dates import AsOf

    item = an_item("in_review", known_on="2025-06-01")
    between = timezone.now()
    move(item, "published", by=editor)
    assert item not in NewsItem.objects.known_by(AsOf.of(between.date(), between))
    assert item in NewsItem.objects.known_by(AsOf.of(between.date(), timezone.now()))
    assert item in NewsItem.objects.known_by(None)


def test_bringing_back_what_was_published_is_a_correction(editor, ana):
    item = an_item("draft", headline="As entered")
    move(item, "published", by=editor)
    with account(editor, "Better."):
        item.headline = "As corrected"
        item.save()
        move(item, "corrected", by=editor, why="Better.")
    change = Revision.objects.of_record("news", item.pk).first()
    with pytest.raises(Refused, match="an editor corrects"):
        bring_back(change, ana)
    row = bring_back(change, editor)
    assert (row.headline, row.state) == ("As entered", "corrected")
    assert row.reason.startswith("Brought back what stood before")
    first = Revision.objects.of_record("news", item.pk).last()
    assert first.before["state"] == "draft"
    assert bring_back(first, editor).state == "corrected", "no way back to the desk"


def test_the_words_of_a_retracted_item_go_back_and_its_reason_stays(editor):
    item = an_item("draft", headline="As entered")
    move(item, "published", by=editor)
    with account(editor, "Better."):
        item.headline = "As corrected"
        item.save()
    change = Revision.objects.of_record("news", item.pk).first()
    move(item, "retracted", by=editor, why="The publisher took it back.")
    row = bring_back(change, editor)
    assert (row.headline, row.state) == ("As entered", "retracted")
    assert row.reason.startswith("The publisher took it back. (Brought back what stood before")


def test_a_draft_that_was_deleted_comes_back_as_a_draft(ana):
    item = an_item("in_review")
    pk = item.pk
    item.delete()
    row = bring_back(Revision.objects.of_record("news", pk).first(), ana)
    assert (row.pk, row.state, row.entered_by) == (pk, "draft", ana)


# --- What the database refuses ----------------------------------------------------------------------
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
