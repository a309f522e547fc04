"""Keys of the desk: Ctrl+Enter saves, ? lists them, and single keys can be switched off."""

from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import expect

from projects.models import Milestone
from tests.desk.desk import analyst
from tests.desk.test_drafts_browser import sign_in
from tests.news.stories import suggested
from tests.present import present

INBOX = "/admin/news/suggestion/"


def test_ctrl_and_enter_save_from_any_field(own_database, live_server, page):
    analyst()
    row = present(Milestone.objects.first())
    path = f"/admin/projects/milestone/{row.pk}/change/"
    sign_in(page, live_server, path)
    page.wait_for_url(lambda url: urlsplit(url).path == path)
    expect(page.locator("[data-keys-open]")).to_be_visible()
    page.locator("#id_title").fill("Saved by keys")
    page.locator("#id_summary").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Milestone.objects.get(pk=row.pk).title == "Saved by keys"


def test_single_keys_are_listed_and_can_be_switched_off(own_database, live_server, page):
    analyst()
    suggested(1, title="Orbital data center rumours")
    sign_in(page, live_server, INBOX)
    row = page.locator("#result_list tbody tr").first
    expect(page.locator("[data-keys-open]")).to_be_visible()
    page.keyboard.press("?")
    expect(page.locator("#desk-keys")).to_be_visible()
    expect(page.locator("#desk-keys")).to_contain_text("takes the suggestion")
    page.keyboard.press("j")
    expect(row).not_to_have_class("inbox-here")
    page.locator("[data-keys-single]").uncheck()
    page.keyboard.press("Escape")
    expect(page.locator("#desk-keys")).to_be_hidden()
    page.reload()
    expect(page.locator("[data-keys-open]")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("?")
    expect(row).not_to_have_class("inbox-here")
    expect(page.locator("#desk-keys")).to_be_hidden()
    page.locator("[data-keys-open]").click()
    page.locator("[data-keys-single]").check()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(row).to_have_class("inbox-here")


def test_a_question_mark_in_a_field_is_a_question_mark(own_database, live_server, page):
    analyst()
    sign_in(page, live_server, "/admin/news/newsitem/add/")
    page.locator("#id_headline").focus()
    page.keyboard.type("Who computes?")
    expect(page.locator("#id_headline")).to_have_value("Who computes?")
    expect(page.locator("#desk-keys")).to_be_hidden()


def test_the_bookmark_opens_the_entry_with_the_address_of_the_page(own_database, live_server, page):
    analyst()
    sign_in(page, live_server, "/admin/news/newsitem/add/")
    bookmark = page.locator("[data-bookmarklet]")
    bookmark.click()
    expect(page.locator("[data-bookmarklet-how]")).to_be_visible()
    script = str(bookmark.get_attribute("href"))
    assert script.startswith("javascript:")
    page.goto(live_server + "/news/?q=orbit&page=1")
    with page.expect_navigation():
        page.evaluate(script.removeprefix("javascript:"))
    expect(page.locator("#id_link")).to_have_value(f"{live_server}/news/?q=orbit&page=1")
    expect(page.locator("#id_link")).to_be_focused()
    assert page.url.endswith(f"?link={quote(f'{live_server}/news/?q=orbit&page=1', safe='')}")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_list_of_keys_and_long_lists_fit(own_database, live_server, page, theme, width):
    analyst()
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, live_server, "/admin/projects/target/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    first = page.locator("#result_list tbody th").first
    page.locator(".results").evaluate("list => list.scrollLeft = 400")
    if width == 390:
        assert present(first.bounding_box())["x"] >= 0, "the column that names the rows stays in sight"
    page.locator("[data-keys-open]").click()
    box = present(page.locator("#desk-keys").bounding_box())
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
