"""What is typed at the desk is not lost: kept in the tab, offered back, warned about before the page is left."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from projects.models import Milestone, Project
from tests.desk.desk import analyst
from tests.present import present

ADD = "/admin/projects/milestone/add/"


def sign_in(page, server, to: str = ADD, name: str = "ana") -> None:
    page.goto(f"{server}/admin/login/?next={to}")
    with page.expect_navigation():  # up to its end: the admin puts the cursor into the first field then
        give_password(page, name)


def give_password(page, name: str = "ana") -> None:
    page.locator("#id_username").fill(name)
    page.locator("#id_password").fill("a-long-password")
    page.locator("input[type=submit]").click()


@pytest.fixture
def desk(own_database, live_server, page):
    analyst()
    sign_in(page, live_server)
    expect(page.locator("#id_title")).to_be_visible()
    return page


def fill_in(page) -> None:
    page.locator("#id_title").fill("Typed with care")
    page.locator("#id_country").select_option("US")
    page.locator(".field-project .select2-selection").click()
    page.locator(".select2-search__field").last.fill("Suncatcher")
    page.locator(".select2-results__option--highlighted", has_text="Suncatcher").wait_for()
    page.keyboard.press("Enter")


def has_all(page) -> None:
    expect(page.locator("#id_title")).to_have_value("Typed with care")
    expect(page.locator("#id_country")).to_have_value("US")
    expect(page.locator(".field-project .select2-selection__rendered")).to_contain_text("Suncatcher")


def test_what_was_sent_after_the_session_ended_is_offered_after_the_sign_in(desk):
    fill_in(desk)
    Session.objects.all().delete()
    desk.locator("input[name=_save]").click()
    give_password(desk)
    expect(desk.locator("#id_title")).to_have_value("")
    expect(desk.locator(".desk-draft")).to_contain_text("it was not stored")
    desk.get_by_role("button", name="Put it back").click()
    has_all(desk)
    desk.reload()
    desk.get_by_role("button", name="Throw it away").click()
    desk.reload()
    expect(desk.locator("#id_title")).to_have_value("")
    expect(desk.locator(".desk-draft")).to_have_count(0)


def test_a_sign_in_in_another_tab_loses_nothing(desk, live_server):
    fill_in(desk)
    other = desk.context.new_page()
    Session.objects.all().delete()
    sign_in(other, live_server)
    expect(other.locator("#id_title")).to_be_visible()
    other.close()
    desk.locator("input[name=_save]").click()
    expect(desk.locator(".messagelist .warning")).to_contain_text("nothing was stored")
    desk.get_by_role("button", name="Put it back").click()
    has_all(desk)


def test_what_was_stored_is_not_offered_again(desk, live_server):
    row = present(Milestone.objects.first())
    desk.goto(f"{live_server}/admin/projects/milestone/{row.pk}/change/")
    desk.locator("#id_title").fill("Stored")
    desk.locator("input[name=_continue]").click()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    expect(desk.locator(".desk-draft")).to_have_count(0)
    desk.reload()
    expect(desk.locator("#id_title")).to_have_value("Stored")
    expect(desk.locator(".desk-draft")).to_have_count(0)


def test_a_page_with_unsaved_words_is_left_after_a_warning_and_they_are_offered(desk, live_server):
    asked: list[str] = []

    def go_on(dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    desk.on("dialog", go_on)
    fill_in(desk)
    desk.locator("#site-name a").click()
    desk.wait_for_url("**/admin/")
    assert asked == ["beforeunload"]
    desk.goto(live_server + ADD)
    expect(desk.locator(".desk-draft")).to_be_visible()
    desk.goto(live_server + "/admin/")
    assert asked == ["beforeunload"], "a form in which nothing was typed is left without a word"


def test_an_old_draft_overwrites_nothing_that_was_saved_since(desk, live_server):
    row = present(Milestone.objects.first())
    url = f"{live_server}/admin/projects/milestone/{row.pk}/change/"
    desk.goto(url)
    desk.locator("#id_title").fill("Typed with care")
    desk.goto(live_server + "/admin/")
    row.refresh_from_db()
    row.title = "Saved by somebody else"
    row.save()
    desk.goto(url)
    desk.get_by_role("button", name="Put it back").click()
    desk.locator("input[name=_save]").click()
    expect(desk.locator(".errorlist.nonfield")).to_contain_text("nothing of yours was stored")
    assert Milestone.objects.get(pk=row.pk).title == "Saved by somebody else"


def test_rows_that_were_added_come_back_and_signing_out_forgets_everything(desk, live_server):
    plan = present(Project.objects.filter(roles__isnull=False).first())
    url = f"{live_server}/admin/projects/project/{plan.pk}/change/"
    desk.goto(url)
    count = plan.roles.count()
    desk.locator("#roles-group .add-row a").click()
    desk.locator(f"#id_roles-{count}-role").select_option("partner")
    desk.goto(live_server + "/admin/")
    desk.goto(url)
    desk.get_by_role("button", name="Put it back").click()
    expect(desk.locator(f"#id_roles-{count}-role")).to_have_value("partner")
    desk.locator("#logout-form button").click()
    assert desk.evaluate("Object.keys(sessionStorage).filter((name) => name.startsWith('draft:'))") == []
