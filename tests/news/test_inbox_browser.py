"""The inbox in a real browser, by keyboard alone, under the site's policy."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from news.models import Suggestion
from tests.desk.desk import analyst
from tests.news.stories import suggested

LIST = "/admin/news/suggestion/"


def sign_in(page, server) -> None:
    analyst()
    page.goto(server + f"/admin/login/?next={LIST}")
    page.locator("#id_username").fill("ana")
    page.locator("#id_password").fill("a-long-password")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: urlsplit(url).path == LIST)


def test_rows_are_chosen_dismissed_and_taken_by_keyboard(own_database, live_server, page):
    suggested(1, title="Orbital data center rumours")
    taken = suggested(2, title="三体计算星座 grows: orbital computing")
    sign_in(page, live_server)
    rows = page.locator("#result_list tbody tr")
    expect(rows).to_have_count(2)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(rows.nth(1)).to_have_class("inbox-here")
    page.keyboard.press("x")
    expect(rows.nth(1).locator("input.action-select")).to_be_checked()
    page.locator("select[name=action]").select_option("dismiss_chosen")
    page.locator(".actions input[name=reason]").focus()
    page.keyboard.type("jokes")  # letters are letters in a field
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist .success")).to_contain_text("1 suggestion is dismissed.")
    expect(rows).to_have_count(1)
    assert Suggestion.objects.get(external_id="1").reason == "jokes"
    page.keyboard.press("j")
    page.keyboard.press("t")
    page.wait_for_url(lambda url: urlsplit(url).query == f"suggestion={taken.pk}")
    expect(page.locator("#id_headline")).to_have_value(taken.title)
    expect(page.locator(".field-projects")).to_contain_text("Three-Body Computing Constellation")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_inbox_fits(own_database, live_server, page, theme, width):
    """The policy itself is watched by the `page` fixture."""
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    rows = [
        suggested(n, title=f"三体计算星座 and an orbital data center, part {n}", text="Long. " * 80)
        for n in range(1, 5)
    ]
    sign_in(page, live_server)
    for path in (LIST, f"{LIST}{rows[0].pk}/change/"):
        page.goto(live_server + path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
