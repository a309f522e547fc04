"""A news item entered at the desk by keyboard alone, in a real browser under the site's policy."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from links import safe_fetch
from news.models import NewsItem
from projects.models import Milestone
from tests.desk.desk import analyst
from tests.feeds.web import Web, html
from tests.present import present

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


STORY = (
    '<html lang="zh-CN"><title>三体计算星座扩容_新华网</title><meta property="og:site_name" content="新华网">'
    '<meta name="publishdate" content="2026-11-20"><p>正文。</p></html>'
)


@pytest.fixture
def web(monkeypatch):
    """A make-believe internet: the guard stands as it is, behind it is a server on this machine."""
    with Web() as web:
        web.answers["/a"] = html(STORY)
        monkeypatch.setattr(safe_fetch, "NETWORK", web.network())
        yield web


def test_a_prepared_item_is_entered_in_twelve_interactions(own_database, live_server, page, web):
    keys = sign_in(page, live_server)
    expect(page.locator("#id_link")).to_be_focused()
    keys.type("http://news.example.cn/a?utm_source=mail")
    keys.press("Enter")
    expect(page.locator("#id_summary")).to_be_focused()
    expect(page.locator("#id_headline")).to_have_value("三体计算星座扩容")
    expect(page.locator("#id_link")).to_have_value("http://news.example.cn/a")
    expect(page.locator(".field-projects .select2-selection__choice")).to_contain_text("Three-Body")
    keys.type("扩容。")
    keys.tab_to("#id_confidence", 1)
    keys.tab_to("#id_state", 1)
    keys.tab_to("#id_first", 1)
    keys.tab_to("input[name=_save]", 1)
    keys.press("Enter")
    page.wait_for_selector(".messagelist .success")
    item = NewsItem.objects.get(headline="三体计算星座扩容")
    assert (item.country, item.state, str(item.published_on)) == ("CN", "draft", "20 Nov 2026")
    assert item.projects.get().slug == "three-body-computing-constellation"
    source = item.sources.get()
    assert (source.url, source.language, source.publisher) == ("http://news.example.cn/a", "zh", "新华网")
    assert keys.count <= 12


def test_what_was_typed_stays_and_a_page_that_cannot_be_read_is_said(own_database, live_server, page, web):
    keys = sign_in(page, live_server)
    page.locator("#id_headline").fill("Mine")
    page.locator("#id_link").focus()
    keys.type("http://news.example.cn/a")
    keys.press("Enter")
    expect(page.locator(".desk-sentence")).to_contain_text("The page was read.")
    expect(page.locator("#id_headline")).to_have_value("Mine")
    page.locator("#id_link").fill("http://127.0.0.1/")
    page.locator("#id_link").press("Enter")
    expect(page.locator(".desk-sentence")).to_contain_text("by a number")
    expect(page.locator("#id_headline")).to_have_value("Mine")


def test_what_one_page_says_is_not_left_to_the_next(own_database, live_server, page, web):
    web.answers["/bare"] = html("<html lang=en><title>Two satellites</title><p>03/04/2026</p>")
    keys = sign_in(page, live_server)
    keys.type("http://news.example.cn/a")
    keys.press("Enter")
    expect(page.locator("#id_published_on")).to_have_value("2026-11-20")
    page.locator("#id_link").fill("http://news.example.cn/bare")
    page.locator("#id_link").press("Enter")
    expect(page.locator("#id_headline")).to_have_value("Two satellites")
    expect(page.locator("#id_published_on")).to_have_value("")
    expect(page.locator("#id_published_on")).to_be_focused()
    expect(page.locator(".desk-read .desk-warning")).to_contain_text("states no date")


def test_the_next_item_keeps_publisher_language_and_country(own_database, live_server, page, web):
    keys = sign_in(page, live_server)
    keys.type("http://news.example.cn/a")
    keys.press("Enter")
    expect(page.locator("#id_summary")).to_be_focused()
    keys.type("扩容。")
    page.locator("input[name=_addanother]").press("Enter")
    page.wait_for_selector(".messagelist .success")
    expect(page.locator("#id_link")).to_have_value("")
    expect(page.locator("#id_publisher")).to_have_value("新华网")
    expect(page.locator("#id_language")).to_have_value("zh")
    expect(page.locator("#id_country")).to_have_value("CN")


def test_the_page_is_read_without_scripts_too(own_database, live_server, browser, page, web):
    keys = sign_in(page, live_server)
    plain = browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    try:
        without = plain.new_page()
        without.goto(live_server + ADD)
        without.locator("#id_link").fill("http://news.example.cn/a")
        without.locator("[data-entry-read]").press("Enter")
        expect(without.locator(".desk-sentence")).to_contain_text("The page was read.")
        expect(without.locator("#id_headline")).to_have_value("三体计算星座扩容")
        without.locator("#id_summary").fill("扩容。")
        without.locator("input[name=_save]").press("Enter")
        expect(without.locator(".messagelist .success")).to_be_visible()
    finally:
        plain.close()
    assert NewsItem.objects.filter(headline="三体计算星座扩容").count() == 1
    assert keys.count == 0


def test_a_news_item_is_typed_by_keyboard_alone(own_database, live_server, page, web):
    """Offline: the page cannot be read, and everything can be typed."""
    keys = sign_in(page, live_server)
    expect(page.locator("#id_link")).to_be_focused()
    keys.type("https://news.example.cn/missing?utm_source=mail")
    keys.press("Enter")
    expect(page.locator("#id_headline")).to_be_focused()
    keys.type("三体计算星座扩容")
    keys.tab_to("#id_publisher", 1)
    keys.type("新华社")
    keys.tab_to("#id_language", 1)
    keys.type("Chinese")
    keys.tab_to("#id_published_on", 1)
    keys.type("2026-11-20")
    keys.tab_to("#id_country", 2)
    keys.type("China")
    keys.tab_to(".select2-search__field", 1)
    keys.type("三体")
    page.wait_for_selector(".select2-results__option--highlighted")
    keys.press("Enter")
    keys.tab_to("#id_summary", 4)
    keys.type("扩容。")
    keys.tab_to("#id_confidence", 1)
    keys.tab_to("#id_state", 1)
    keys.tab_to("#id_first", 1)
    keys.tab_to("input[name=_save]", 1)
    keys.press("Enter")
    page.wait_for_selector(".messagelist .success")
    item = NewsItem.objects.get(headline="三体计算星座扩容")
    assert (item.country, str(item.published_on)) == ("CN", "20 Nov 2026")
    assert item.projects.get().slug == "three-body-computing-constellation"
    assert (item.sources.get().url, item.sources.get().language) == ("https://news.example.cn/missing", "zh")
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


def test_the_first_fact_begins_with_what_the_item_says_and_is_stored_with_it(
    own_database, live_server, page, web
):
    keys = sign_in(page, live_server)
    expect(page.locator("[data-first=milestone]")).to_be_hidden()
    keys.type("http://news.example.cn/a")
    keys.press("Enter")
    expect(page.locator("#id_summary")).to_be_focused()
    keys.type("扩容。")
    page.locator("#id_first").select_option("milestone")
    expect(page.locator("#id_first-milestone-title")).to_have_value("三体计算星座扩容")
    expect(page.locator("#id_first-milestone-on")).to_have_value("2026-11-20")
    expect(page.locator("#id_first-milestone-summary")).to_have_value("扩容。")
    expect(page.locator("[data-first=target]")).to_be_hidden()
    page.locator("#id_first-milestone-title").fill("星座扩容")
    page.locator("#id_headline").fill("三体扩容")
    page.locator("#id_first-milestone-kind").select_option("announcement")
    expect(page.locator("#id_first-milestone-title")).to_have_value("星座扩容")
    keys.press("Control+Enter")
    page.wait_for_selector(".messagelist .success")
    item, fact = NewsItem.objects.get(headline="三体扩容"), Milestone.objects.get(title="星座扩容")
    assert set(fact.sources.all()) == set(item.sources.all())
    assert present(fact.project).slug == "three-body-computing-constellation"


def test_the_first_fact_stands_within_a_narrow_screen(own_database, live_server, page):
    page.set_viewport_size({"width": 390, "height": 900})
    sign_in(page, live_server)
    page.goto(live_server + "/admin/news/newsitem/add/")
    page.locator("#id_first").select_option("milestone")
    expect(page.locator("#id_first-milestone-title")).to_be_visible()
    right = page.locator("[data-first=milestone]").evaluate(
        "block => Math.max(...[...block.querySelectorAll('*')].map(e => e.getBoundingClientRect().right))"
    )
    edge = page.locator("[data-first=milestone]").evaluate("block => block.getBoundingClientRect().right")
    assert right <= edge + 1
