"""The inbox: what waits is taken, merged or dismissed once, by those who may."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.test import Client

from news.models import NewsItem, Suggestion
from news.services import enter_item
from news.suggestions import dismiss
from projects.models import Project
from tests.desk.desk import address, analyst, desk_of, values_of
from tests.news.entries import entry
from tests.news.stories import AT, suggested
from tests.present import present

pytestmark = pytest.mark.usefixtures("ledger")
LIST = address(Suggestion, "changelist")
ADD = "/admin/news/newsitem/add/"
NAMED = "三体计算星座 and an orbital data center"


@pytest.fixture
def client():
    return desk_of(analyst())


def said(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def shown(client, **query) -> list[str]:
    return [row.external_id for row in client.get(LIST, query).context["cl"].result_list]


def send(client, row, **values):
    return client.post(address(Suggestion, "change", row.pk), values)


def act(client, action, *rows, **values):
    chosen = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(LIST, chosen | values)


# --- The list -----------------------------------------------------------------------------------
def test_the_inbox_shows_what_is_open_most_named_first_then_the_newest(client):
    suggested(1)
    suggested(2, published_at=AT + timedelta(hours=4))
    suggested(3, title=NAMED)
    dismiss([suggested(4)], reason="Old.", by=None)
    assert shown(client) == ["3", "2", "1"]
    assert shown(client, state="dismissed") == ["4"]
    assert sorted(shown(client, state="all")) == ["1", "2", "3", "4"]
    assert sorted(shown(client, state="nonsense")) == ["1", "2", "3"]


def test_a_row_says_whom_it_names_and_why(client):
    row = suggested(title=NAMED)
    page = client.get(LIST).content.decode()
    assert "Three-Body Computing Constellation" in page
    assert "三体计算星座, orbital data center" in page
    assert f'href="{ADD}?suggestion={row.pk}"' in page


def test_a_long_inbox_takes_no_more_queries(client, django_assert_max_num_queries):
    suggested(1, title=NAMED)
    client.get(LIST)
    for number in range(2, 20):
        suggested(number, title=f"{NAMED} ({number})")
    with django_assert_max_num_queries(14):
        client.get(LIST)


def test_markup_in_a_story_stays_text(client):
    row = suggested(
        title="<script>alert(1)</script> orbital data center", text='"><img src=x onerror=alert(1)>'
    )
    for url in (LIST, address(Suggestion, "change", row.pk), f"{ADD}?suggestion={row.pk}"):
        page = client.get(url).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


# --- Dismissing ---------------------------------------------------------------------------------
def test_many_are_dismissed_at_once_with_a_reason(client):
    rows = [suggested(1), suggested(2), suggested(3)]
    answer = act(client, "dismiss_chosen", *rows[:2], reason="Nothing about computing.")
    assert said(answer) == ["2 suggestions are dismissed."]
    assert shown(client) == ["3"]
    told = Suggestion.objects.get(external_id="1")
    assert (told.reason, present(told.decided_by).username) == ("Nothing about computing.", "ana")
    assert "dismissed" in client.get(address(Suggestion, "history", told.pk)).content.decode()


def test_dismissing_without_a_reason_changes_nothing(client):
    row = suggested()
    answer = act(client, "dismiss_chosen", row, reason=" ")
    assert said(answer) == ["Say why: whoever looks for this story later reads the reason."]
    assert shown(client) == ["1"]
    page = send(client, row, decision="dismiss")
    assert "reason" in page.context["adminform"].form.errors
    row.refresh_from_db()
    assert row.state == "open"


def test_a_dismissal_is_taken_back(client):
    row = suggested()
    act(client, "dismiss_chosen", row, reason="By mistake.")
    chosen = {"action": "reopen_chosen", "_selected_action": [row.pk]}
    assert said(client.post(f"{LIST}?state=dismissed", chosen))[-1] == "1 suggestion is open again."
    assert shown(client) == ["1"]


# --- Taking -------------------------------------------------------------------------------------
def test_taking_opens_the_form_filled_in_but_for_the_summary(client):
    row = suggested(title=NAMED, url="https://news.example.org/story-1", language="zh")
    values = values_of(client.get(f"{ADD}?suggestion={row.pk}"))
    plan = Project.objects.get(slug="three-body-computing-constellation")
    assert (values["headline"], values["link"], values["publisher"]) == (NAMED, row.url, "Example News")
    assert (values["published_on"], values["language"], values["country"]) == ("2026-11-01", "zh", "CN")
    assert [str(pk) for pk in values["projects"]] == [str(plan.pk)]
    assert values["summary"] == ""
    row.refresh_from_db()
    assert row.state == "open", "only what is saved is taken"


def test_saving_the_item_closes_the_suggestion_even_under_another_link(client):
    row = suggested(title=NAMED)
    where = f"{ADD}?suggestion={row.pk}"
    values = values_of(client.get(where)) | {
        "summary": "In our own words.",
        "link": "https://first.example.org/a",
    }
    values.pop("another_story", None)
    assert client.post(where, values).status_code == 302
    row.refresh_from_db()
    item = NewsItem.objects.get(headline=NAMED)
    assert (row.state, row.item, present(row.decided_by).username) == ("taken", item, "ana")
    assert (item.state, item.summary) == ("draft", "In our own words.")
    assert shown(client) == []


def test_the_publisher_s_text_cannot_become_our_summary_by_itself(client):
    row = suggested(title=NAMED)
    where = f"{ADD}?suggestion={row.pk}"
    page = client.post(where, values_of(client.get(where)))
    assert "summary" in page.context["adminform"].form.errors
    row.refresh_from_db()
    assert row.state == "open"


def test_an_item_entered_by_hand_closes_the_suggestion_of_its_page(client):
    row = suggested(title=NAMED)
    values = values_of(client.get(f"{ADD}?suggestion={row.pk}")) | {"summary": "Ours."}
    client.post(ADD, values)
    row.refresh_from_db()
    assert (row.state, present(row.item).headline) == ("taken", NAMED)


@pytest.mark.parametrize("wrong", ["", "0", "999999", "x", "-1", "9" * 40, "1;drop"])
def test_a_suggestion_that_is_none_leaves_the_form_as_usual(client, wrong):
    values = values_of(client.get(ADD, {"suggestion": wrong}))
    assert (values["headline"], values["confidence"]) == ("", "reported")


def test_one_that_is_decided_already_fills_nothing_in_and_says_so(client):
    row = suggested()
    dismiss([row], reason="Old.", by=None)
    page = client.get(ADD, {"suggestion": row.pk})
    assert values_of(page)["headline"] == ""
    assert "This suggestion is dismissed already." in page.content.decode()


# --- Merging ------------------------------------------------------------------------------------
def test_merging_adds_the_page_to_the_item(client):
    row, item = suggested(), enter_item(entry()).item
    answer = send(client, row, decision="merge", item=item.pk, read="on")
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.state, row.item) == ("merged", item)
    assert item.sources.get(url=row.url).seen == "page"
    assert shown(client) == []


def test_merging_needs_an_item(client):
    page = send(client, suggested(), decision="merge")
    assert "item" in page.context["adminform"].form.errors


def test_merging_with_what_the_page_already_tells_is_refused_with_a_sentence(client):
    row = suggested()
    enter_item(entry(link=row.url, headline="First"))
    other = enter_item(entry(headline="Second")).item
    answer = send(client, row, decision="merge", item=other.pk)
    assert said(answer) == ["Its page is the news item “First” already."]
    row.refresh_from_db()
    assert row.state == "open"


def test_what_readers_see_is_merged_only_by_those_who_may_change_it(client, settings):
    settings.FOUR_EYES = True
    row, item = suggested(), enter_item(entry(state="published")).item
    page = send(client, row, decision="merge", item=item.pk, read="on")
    assert "item" in page.context["adminform"].form.errors
    assert item.sources.count() == 1
    boss = desk_of(get_user_model().objects.create_superuser("boss", password="x"))
    assert send(boss, row, decision="merge", item=item.pk, read="on").status_code == 302
    assert item.sources.count() == 2


def test_what_was_decided_is_only_looked_at(client):
    row = suggested()
    dismiss([row], reason="Old news.", by=None)
    page = client.get(address(Suggestion, "change", row.pk)).content.decode()
    assert "Old news." in page
    assert 'name="decision"' not in page
    answer = send(client, row, decision="dismiss", reason="Other.")
    assert said(answer) == ["Somebody decided this suggestion meanwhile: reload the list."]
    row.refresh_from_db()
    assert row.reason == "Old news."


# --- People -------------------------------------------------------------------------------------
def test_who_may_only_look_decides_nothing():
    looker = get_user_model().objects.create_user("look", password="x", is_staff=True)
    looker.user_permissions.set(
        Permission.objects.filter(codename__in=["view_suggestion", "add_newsitem", "view_newsitem"])
    )
    client, row = desk_of(looker), suggested(title=NAMED)
    assert shown(client) == ["1"]
    assert send(client, row, decision="dismiss", reason="x").status_code == 403
    act(client, "dismiss_chosen", row, reason="x")
    row.refresh_from_db()
    assert row.state == "open"
    assert values_of(client.get(ADD, {"suggestion": row.pk}))["headline"] == ""


def test_readers_are_never_shown_a_suggestion(ledger):
    row = suggested(title="Quaint orbital data center")
    reader = Client()
    for path in ("/", "/news/", "/api/v1/news/", "/api/v1/sources/?q=Quaint", "/changes/", "/status/",
                 "/news/feed.xml"):  # fmt: skip
        page = reader.get(path).content.decode()
        assert "Quaint" not in page, path
        assert row.url not in page, path
