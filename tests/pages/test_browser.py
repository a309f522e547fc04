"""The pages in a real browser: drawings, keyboards, colours, widths, and what a screen reader is told."""

import re

import pytest
from playwright.sync_api import expect

from metrics.all import METRICS
from tests.pages.addresses import PAGES

DRAWN = "#draw-ladder .main-svg"


@pytest.fixture
def addresses(live_server) -> dict[str, str]:
    """Each page on the running server."""
    return {name: live_server + address for name, address in PAGES.items()}


@pytest.fixture
def strict(page):
    """The page; an error in its console or an answer that failed fails the test too."""
    page.on("console", lambda line: line.type == "error" and page.problems.append(f"console: {line.text}"))
    page.on("response", lambda answer: answer.status >= 400
            and page.problems.append(f"{answer.status}: {answer.url}"))  # fmt: skip
    return page


def drawn(page, name: str) -> None:
    """Waits until a chart is drawn: it is when it comes near the screen."""
    page.locator(f"#chart-{name}").scroll_into_view_if_needed()
    page.locator(f"#chart-{name}.drawn .main-svg").first.wait_for()


def test_the_front_page_shows_verdict_scoreboard_and_chart(strict, addresses):
    strict.goto(addresses["overview"])
    assert strict.locator("h1").inner_text().strip()
    rows = strict.locator("table.tape tbody tr")
    assert rows.count() >= 6
    drawn(strict, "ladder")
    box = strict.locator(DRAWN).first.bounding_box()
    assert box["width"] > 600
    assert box["height"] > 200
    assert strict.locator("#chart-ladder").get_attribute("class").split() == ["chart", "drawn"]
    assert strict.locator("#draw-ladder .bars path, #draw-ladder .point path").count() > 5


def test_tabs_are_reached_and_moved_by_keys_and_the_table_says_what_the_sentence_says(strict, addresses):
    strict.goto(addresses["overview"])
    drawn(strict, "ladder")
    tabs = strict.locator("#chart-ladder [role=tab]")
    assert tabs.all_inner_texts() == ["Chart", "Table", "Download and cite"]
    sentence = strict.locator("#sentence-ladder").inner_text()
    tabs.nth(0).focus()
    strict.keyboard.press("ArrowRight")

    expect(tabs.nth(1)).to_have_attribute("aria-selected", "true")
    assert strict.evaluate("document.activeElement.textContent") == "Table"
    expect(strict.locator("#table-ladder")).to_be_visible()
    expect(strict.locator("#draw-ladder")).not_to_be_visible()
    for row in strict.locator("#table-ladder tbody tr").all():
        step, american, chinese = (cell.inner_text() for cell in row.locator("th, td").all())
        assert f"{step} {american}" in sentence
        assert f"{step} {chinese}" in sentence

    strict.keyboard.press("ArrowLeft")
    expect(strict.locator("#draw-ladder")).to_be_visible()
    strict.keyboard.press("End")
    expect(strict.locator("#take-ladder")).to_be_visible()
    strict.keyboard.press("ArrowRight")
    expect(tabs.nth(0)).to_have_attribute("aria-selected", "true")
    assert [tab.get_attribute("tabindex") for tab in tabs.all()] == ["0", "-1", "-1"]


def test_an_address_with_the_name_of_a_tab_opens_it(strict, addresses):
    strict.goto(addresses["overview"] + "#table-ladder")
    strict.locator("#table-ladder").wait_for(state="visible")


def test_the_choice_of_colours_stays_after_a_reload(strict, addresses):
    def paper() -> str:
        return strict.evaluate("getComputedStyle(document.body).backgroundColor")

    strict.emulate_media(color_scheme="light")
    strict.goto(addresses["overview"])
    switch = strict.locator("[data-theme-switch]")
    light = paper()
    switch.focus()
    strict.keyboard.press("Enter")
    assert paper() == light, "from the system's light to light"
    strict.keyboard.press("Enter")
    dark = paper()
    assert dark != light
    strict.reload()
    assert paper() == dark
    assert "dark" in strict.locator("[data-theme-label]").inner_text()
    strict.goto(addresses["news"])
    assert paper() == dark
    strict.locator("[data-theme-switch]").click()
    assert paper() == light, "back to the system's"


def test_charts_take_the_colours_of_the_theme(strict, addresses):
    strict.emulate_media(color_scheme="light")
    strict.goto(addresses["compare"])
    strict.locator(".main-svg").first.wait_for()
    label = strict.locator(".main-svg .xtick text").first
    light = label.evaluate("element => getComputedStyle(element).fill")
    strict.locator("[data-theme-switch]").click()
    strict.locator("[data-theme-switch]").click()
    expect(label).not_to_have_css("fill", light)


def test_the_day_is_changed_by_keys_and_brought_back(strict, addresses):
    strict.goto(addresses["overview"])
    summary = strict.locator("details.asof summary")
    summary.focus()
    strict.keyboard.press("Enter")
    expect(strict.locator("#as-of")).to_be_visible()
    strict.keyboard.press("Escape")
    expect(strict.locator("#as-of")).not_to_be_visible()
    assert strict.evaluate("document.activeElement.tagName") == "SUMMARY"

    strict.keyboard.press("Enter")
    strict.locator("#as-of").fill("2026-03-01")
    strict.locator("#as-of").press("Enter")
    strict.wait_for_url("**/?as_of=2026-03-01")
    expect(strict.locator("aside.past")).to_contain_text("1 Mar 2026")
    expect(strict.locator("details.asof summary")).to_contain_text("1 Mar 2026")

    strict.get_by_role("link", name="Projects", exact=True).first.click()
    strict.wait_for_url("**/projects/?as_of=2026-03-01")
    expect(strict.locator("aside.past")).to_be_visible()
    strict.locator("aside.past a").click()
    strict.wait_for_url(re.compile(r"/projects/\??$"))
    expect(strict.locator("aside.past")).to_have_count(0)


def test_choosing_a_measure_draws_it(strict, addresses):
    strict.goto(addresses["compare"])
    strict.locator(".main-svg").first.wait_for()
    before = strict.locator("figcaption").inner_text()
    strict.locator("#filter-metric").select_option("funding")
    strict.locator("form.filters button[type=submit]").click()
    strict.wait_for_url("**/compare/?metric=funding")
    drawn(strict, "funding")
    assert strict.locator("figcaption").inner_text() != before
    assert "$" in strict.locator("#chart-funding [data-chart]").inner_text()
    assert "q=" not in strict.url
    assert "from=" not in strict.url


def test_every_measure_is_drawn_with_both_countries_named(strict, addresses):
    for name in [name for name, metric in METRICS.items() if metric.over_time]:
        strict.set_viewport_size({"width": 1440, "height": 900})
        strict.goto(f"{addresses['compare']}?metric={name}")
        drawn(strict, name.replace("_", "-"))
        for width in (1440, 390):
            strict.set_viewport_size({"width": width, "height": 900})
            told = strict.locator("[data-chart]").inner_text()
            assert "United States" in told or "US" in told, (name, width)
            assert "China" in told or "CN" in told, (name, width)


def test_without_scripts_everything_is_there_as_text(browser, addresses, page):
    bare = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    try:
        plain = bare.new_page()
        plain.goto(addresses["overview"])
        expect(plain.locator("#table-ladder table")).to_be_visible()
        expect(plain.locator("#sentence-ladder")).to_be_visible()
        plain.locator("details.asof summary").click()
        plain.locator("#as-of").fill("2026-03-01")
        plain.locator("details.asof button").click()
        expect(plain.locator("aside.past")).to_be_visible()
    finally:
        bare.close()


def test_plotly_comes_when_a_chart_is_seen_and_not_before(strict, addresses):
    asked = []
    strict.on("request", lambda outgoing: asked.append(outgoing.url))
    strict.set_viewport_size({"width": 390, "height": 800})
    strict.goto(addresses["compare"], wait_until="networkidle")
    assert not [url for url in asked if "plotly.min" in url]
    drawn(strict, "satellites-in-orbit")
    assert len([url for url in asked if "plotly.min" in url]) == 1


def test_a_drawing_that_cannot_be_loaded_gives_way_to_the_table(page, addresses):
    page.route("**/plotly.min*.js", lambda route: route.abort())
    page.goto(addresses["overview"])
    page.locator("#chart-ladder").scroll_into_view_if_needed()
    page.locator("#chart-ladder.failed").wait_for()
    expect(page.locator("#draw-ladder")).to_contain_text("could not be loaded")
    expect(page.locator("#draw-ladder table")).to_be_visible()


def test_a_reader_by_keyboard_sees_where_they_are_and_can_skip(strict, addresses):
    strict.goto(addresses["overview"])
    strict.keyboard.press("Tab")
    assert strict.evaluate("document.activeElement.getAttribute('href')") == "#content"
    strict.keyboard.press("Enter")
    assert strict.evaluate("document.activeElement.id") == "content"
    strict.keyboard.press("Tab")
    outline = strict.evaluate(
        "(({outlineStyle, outlineWidth}) => [outlineStyle, outlineWidth])(getComputedStyle(document.activeElement))"
    )
    assert outline[0] != "none"
    assert outline[1] != "0px"
