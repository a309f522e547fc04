"""A news item entered at the desk by keyboard alone, in a real browser under the site's policy."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from news.models import NewsItem
from tests.projects.desk import analyst

ADD = "/admin/news/newsitem/add/"


class Keys:
    """The keyboard, counting: a text typed is one interaction, and so is each other key."""

    def __init__(self, page) -> None:
        self.page = page
        self.count = 0

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.count += 1

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.count += 1

    def tab_to(self, selector: str, most: int = 4) -> None:
        """Tab until the element has the focus; fails where it is further away."""
        for _ in range(most):
            self.press("Tab")
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"{selector} is not reached by {most} tabs")


def sign_in(page, server) -> Keys:
    analyst()
    page.goto(server + f"/admin/login/?next={ADD}")
    page.locator("#id_username").focus()  # a slow page may not have moved the focus there yet
    keys = Keys(page)
    keys.type("ana")
    keys.press("Tab")
    keys.type("a-long-password")
    keys.press("Enter")
    page.wait_for_url(lambda url: urlsplit(url).path == ADD)
    return Keys(page)


def test_a_news_item_is_entered_by_keyboard_alone(own_database, live_server, page):
    keys = sign_in(page, live_server)
    expect(page.locator("#id_headline")).to_be_focused()
    keys.type("三体计算星座扩容")
    keys.tab_to("#id_link", 1)
    keys.type("https://news.example.cn/a?utm_source=mail")
    keys.tab_to("#id_publisher", 1)
    keys.type("新华社")
    keys.tab_to("#id_language", 1)
    keys.type("Chinese")
    keys.tab_to("#id_published_on", 1)
    keys.type("2026-11-20")
    keys.tab_to("#id_country", 1)
    keys.type("China")
    keys.tab_to(".select2-search__field", 1)
    keys.type("三体")
    page.wait_for_selector(".select2-results__option--highlighted")
    keys.press("Enter")
    keys.tab_to("#id_summary", 4)
    keys.type("扩容。")
    keys.tab_to("#id_confidence", 1)
    keys.tab_to("#id_state", 1)
    keys.type("published")
    keys.tab_to("input[name=_save]", 1)
    keys.press("Enter")
    page.wait_for_selector(".messagelist .success")
    item = NewsItem.objects.get(headline="三体计算星座扩容")
    assert (item.country, item.state, str(item.published_on)) == ("CN", "published", "20 Nov 2026")
    assert item.projects.get().slug == "three-body-computing-constellation"
    assert (item.sources.get().url, item.sources.get().language) == ("https://news.example.cn/a", "zh")
    assert keys.count <= 26


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_desk_fits_and_keeps_to_the_policy(own_database, live_server, page, theme, width):
    """The policy itself is watched by the `page` fixture."""
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, live_server)
    paths = ("", "news/newsitem/", "news/newsitem/add/", "projects/project/", "projects/project/2/change/",
             "launches/launch/2/change/", "projects/filing/?q=FCC")  # fmt: skip
    for path in paths:
        page.goto(live_server + f"/admin/{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        name, ground = page.eval_on_selector(
            "#site-name a",
            "a => [getComputedStyle(a).color, getComputedStyle(a.closest('#header')).backgroundColor]",
        )
        assert contrast(name, ground) >= 4.5, path
        body = page.evaluate(
            "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
        )
        assert contrast(*body) >= 7, path
        assert (luminance(body[1]) < 0.2) == (theme == "dark"), path


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2) of `rgb(r, g, b)`."""
    parts = [int(part) / 255 for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
