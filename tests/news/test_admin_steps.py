"""The steps of a news item at the desk: what each person is offered, and what is refused at its field."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.messages import get_messages
from django.utils import timezone

from news.models import NewsItem
from news.workflow import move, schedule
from tests.desk.desk import address, analyst, desk_of, values_of
from tests.desk.desk import editor as an_editor
from tests.metrics import facts
from tests.news.item_form import ADD, errors, send

pytestmark = pytest.mark.usefixtures("ledger")


@pytest.fixture(autouse=True)
def four_eyes(settings):
    settings.FOUR_EYES = True


@pytest.fixture
def ana():
    return analyst("ana")


@pytest.fixture
def editor():
    return an_editor()


def url_of(item) -> str:
    return address(NewsItem, "change", item.pk)


def change(user, item, **values):
    client = desk_of(user)
    return client.post(url_of(item), values_of(client.get(url_of(item))) | values)


def offered(page) -> list[str]:
    return [value for value, _label in page.context["adminform"].form.fields["state"].choices]


def moment(**ahead) -> dict[str, str]:
    at = timezone.now() + timedelta(**ahead)
    return {"publish_at_0": f"{at:%Y-%m-%d}", "publish_at_1": f"{at:%H:%M:%S}"}


def test_an_analyst_enters_drafts_and_what_is_to_be_reviewed(ana):
    client = desk_of(ana)
    assert offered(client.get(ADD)) == ["draft", "in_review"]
    assert "state" in errors(send(client, state="published"))
    assert send(client, state="in_review").status_code == 302
    item = NewsItem.objects.get(headline="Satellites compute")
    assert [(s.before, s.after, s.by) for s in item.steps.all()] == [("", "in_review", ana)]


def test_a_superuser_and_a_desk_of_one_publish_at_once(ana, settings):
    boss = desk_of(get_user_model().objects.create_superuser("boss", password="x"))
    assert offered(boss.get(ADD)) == ["draft", "in_review", "published"]
    settings.FOUR_EYES = False
    client = desk_of(ana)
    assert send(client, state="published").status_code == 302
    assert NewsItem.objects.get(headline="Satellites compute").state == "published"


def test_each_is_offered_the_steps_they_may_take(ana, editor):
    own, others = (
        facts.news(state="in_review", entered_by=editor),
        facts.news(state="in_review", entered_by=ana),
    )
    assert offered(desk_of(ana).get(url_of(others))) == ["in_review", "draft"]
    assert offered(desk_of(editor).get(url_of(others))) == ["in_review", "draft", "published"]
    assert offered(desk_of(editor).get(url_of(own))) == ["in_review", "draft"]
    move(others, "published", by=editor)
    assert offered(desk_of(editor).get(url_of(others))) == ["published", "corrected", "retracted"]


def test_a_step_that_is_not_offered_is_refused_when_sent(ana):
    item = facts.news(state="in_review")
    assert "state" in errors(change(ana, item, state="published"))
    item.refresh_from_db()
    assert item.state == "in_review"


def test_what_readers_saw_is_for_an_analyst_to_look_at(ana):
    item = facts.news(state="published")
    page = desk_of(ana).get(url_of(item))
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    assert desk_of(ana).post(url_of(item), {"headline": "Else"}).status_code == 403


def test_an_editor_publishes_through_the_form(ana, editor):
    item = facts.news(state="in_review", entered_by=ana)
    assert change(editor, item, state="published").status_code == 302
    item.refresh_from_db()
    assert (item.state, item.changed_by) == ("published", editor)
    assert item.shown_at is not None
    assert [(s.before, s.after, s.by) for s in item.steps.all()] == [("in_review", "published", editor)]


def test_a_change_of_what_readers_see_is_a_correction_with_a_reason(editor):
    item = facts.news(state="published")
    page = change(editor, item, summary="Mended.")
    assert errors(page)["why"] == ["Say why: readers see the reason beside what was corrected or retracted."]
    assert change(editor, item, summary="Mended.", why="A typing error.").status_code == 302
    item.refresh_from_db()
    assert (item.summary, item.state, item.reason) == ("Mended.", "corrected", "A typing error.")
    assert change(editor, item, summary="Mended again.", why="Another.").status_code == 302
    item.refresh_from_db()
    assert (item.state, item.reason, item.steps.count()) == ("corrected", "Another.", 2)


def test_a_retraction_keeps_the_words_and_tells_the_reason(editor):
    item = facts.news(state="corrected", reason="A typing error.")
    assert "why" in errors(change(editor, item, state="retracted"))
    assert change(editor, item, state="retracted", why="<b>It</b> never happened.").status_code == 302
    item.refresh_from_db()
    assert (item.state, item.reason) == ("retracted", "<b>It</b> never happened.")
    text = desk_of(editor).get(f"/facts/news/{item.slug}/").content.decode()
    assert "This item was retracted. &lt;b&gt;It&lt;/b&gt; never happened." in text


def test_a_form_sent_as_it_stands_takes_no_step(editor):
    for state in ("draft", "in_review", "published", "corrected", "retracted"):
        item = facts.news(state=state, reason="Because." if state in NewsItem.TOLD else "")
        assert change(editor, item).status_code == 302
        item.refresh_from_db()
        assert (item.state, item.steps.count()) == (state, 0), state


def test_an_editor_schedules_and_everybody_sees_when(ana, editor):
    item = facts.news(state="draft", entered_by=ana)
    assert change(editor, item, **moment(hours=5)).status_code == 302
    item.refresh_from_db()
    assert item.state == "in_review"
    assert item.publish_at is not None
    listed = desk_of(ana).get(address(NewsItem, "changelist"), {"publish_at__isempty": "0"}).content.decode()
    assert "to be published" in listed
    assert change(editor, item, publish_at_0="", publish_at_1="").status_code == 302
    item.refresh_from_db()
    assert item.publish_at is None


@pytest.mark.parametrize("ahead", [{"minutes": -5}, {"days": 400}])
def test_a_moment_that_cannot_be_meant_is_refused_at_its_field(ana, editor, ahead):
    item = facts.news(state="in_review", entered_by=ana)
    assert "publish_at" in errors(change(editor, item, **moment(**ahead)))


def test_an_analyst_cannot_set_a_moment(ana):
    item = facts.news(state="in_review")
    change(ana, item, **moment(hours=5))
    item.refresh_from_db()
    assert item.publish_at is None


def test_words_changed_by_an_analyst_lose_their_moment_and_say_so(ana, editor):
    item = facts.news(state="in_review", entered_by=ana)
    schedule(item, timezone.now() + timedelta(hours=5), by=editor)
    answer = change(ana, item, summary="Otherwise.")
    assert any("an editor sets the moment anew" in str(m) for m in get_messages(answer.wsgi_request))
    item.refresh_from_db()
    assert (item.publish_at, item.summary) == (None, "Otherwise.")


def test_taken_back_through_the_form_it_loses_its_moment(ana, editor):
    item = facts.news(state="in_review", entered_by=ana)
    schedule(item, timezone.now() + timedelta(hours=5), by=editor)
    assert change(editor, item, state="draft").status_code == 302
    item.refresh_from_db()
    assert (item.state, item.publish_at) == ("draft", None)


def test_the_account_of_the_steps_stands_on_the_form(ana, editor):
    item = facts.news(state="in_review", entered_by=ana)
    move(item, "published", by=editor)
    move(item, "corrected", by=editor, why="A typing error.")
    text = desk_of(ana).get(url_of(item)).content.decode()
    assert text.index("A typing error.") < text.index("edi")


def test_nobody_deletes_what_readers_saw_not_even_many_at_once():
    boss = desk_of(get_user_model().objects.create_superuser("boss", password="x"))
    shown, draft = facts.news(state="published"), facts.news(state="draft")
    assert boss.post(address(NewsItem, "delete", shown.pk), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [shown.pk, draft.pk], "post": "yes"}
    boss.post(address(NewsItem, "changelist"), chosen)
    assert NewsItem.objects.filter(pk__in=[shown.pk, draft.pk]).count() == 2
    assert boss.post(address(NewsItem, "delete", draft.pk), {"post": "yes"}).status_code == 302
    assert not NewsItem.objects.filter(pk=draft.pk).exists()


def test_publishing_is_no_action_of_an_analyst(ana, editor):
    facts.news(state="in_review")
    assert 'value="publish"' not in desk_of(ana).get(address(NewsItem, "changelist")).content.decode()
    assert 'value="publish"' in desk_of(editor).get(address(NewsItem, "changelist")).content.decode()
    item = facts.news(state="in_review", entered_by=ana)
    desk_of(ana).post(address(NewsItem, "changelist"), {"action": "publish", "_selected_action": [item.pk]})
    item.refresh_from_db()
    assert item.state == "in_review"


def test_two_editors_at_once_the_second_is_told(ana, editor):
    item = facts.news(state="in_review", entered_by=ana)
    client = desk_of(editor)
    opened = values_of(client.get(url_of(item)))
    move(item, "published", by=an_editor("eva"))
    answer = client.post(url_of(item), opened | {"state": "draft"})
    assert answer.status_code == 200
    assert "saved this entry while you had it open" in answer.content.decode()
    item.refresh_from_db()
    assert item.state == "published"


def test_what_was_typed_into_an_item_published_meanwhile_is_handed_back(ana, editor):
    item = facts.news(state="in_review", headline="Satellites compute")
    client = desk_of(ana)
    form = values_of(client.get(url_of(item)))
    move(item, "published", by=editor)
    answer = client.post(url_of(item), form | {"summary": "Long thought over."}, follow=True)
    assert answer.status_code == 200
    said = [str(message) for message in get_messages(answer.wsgi_request)] or [
        str(message) for message in answer.context["messages"]
    ]
    assert "is published since" in said[0]
    assert str(editor) in said[0]
    assert said[1].endswith("summary: Long thought over.")
    item.refresh_from_db()
    assert item.summary != "Long thought over."


def test_who_may_only_look_at_an_item_has_no_button_that_brings_back(ana, editor):
    item = facts.news(state="in_review", headline="Satellites compute")
    move(item, "published", by=editor)
    history = address(NewsItem, "history", item.pk)
    assert "Bring back what stood before" not in desk_of(ana).get(history).content.decode()
    assert "Bring back what stood before" in desk_of(editor).get(history).content.decode()


def test_a_state_is_told_by_its_word_before_and_after(ana, editor):
    item = facts.news(state="in_review", headline="Satellites compute")
    move(item, "published", by=editor)
    move(item, "corrected", by=editor, why="A wrong day.")
    page = " ".join(desk_of(editor).get(address(NewsItem, "history", item.pk)).content.decode().split())
    assert "<td>in review</td><td>published</td>" in page
    assert "<td>published</td><td>corrected</td>" in page
