"""Paper and very wide screens: what is drawn fits, and what is not drawn is told in numbers."""

import pytest
from playwright.sync_api import expect

from tests.pages.addresses import PAGES

# How far the drawing's labels reach, against the room that the drawing has.
REACH = """() => {
  const room = document.querySelector(".drawn .main-svg").getBoundingClientRect();
  const labels = [...document.querySelectorAll(".drawn .annotation-text")].map((it) => it.getBoundingClientRect());
  return {labels: labels.length, reach: Math.max(...labels.map((box) => box.right)) - room.left, room: room.width};
}"""


@pytest.mark.parametrize("width", [390, 1440, 2560, 3840])
def test_labels_at_line_ends_stay_inside_the_drawing(page, live_server, width):
    page.set_viewport_size({"width": width, "height": 1400})
    page.goto(live_server + PAGES["compare"])
    page.locator("[data-chart]").scroll_into_view_if_needed()
    page.locator(".drawn .main-svg").first.wait_for()
    drawn = page.evaluate(REACH)
    assert drawn["labels"] == 2
    assert drawn["reach"] <= drawn["room"] + 1, drawn


def test_a_drawing_goes_to_paper_in_its_width_and_colours_and_comes_back(page, live_server):
    page.emulate_media(color_scheme="light")
    page.goto(live_server + PAGES["compare"])
    drawing, label = page.locator(".drawn .main-svg").first, page.locator(".drawn .xtick text").first
    drawing.wait_for()
    light = label.evaluate("element => getComputedStyle(element).fill")
    page.emulate_media(color_scheme="dark")
    expect(label).not_to_have_css("fill", light)
    width = drawing.get_attribute("width")

    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(label).to_have_css("fill", light)
    expect(drawing).to_have_attribute("width", "680")
    paper = page.evaluate(REACH)
    assert paper["reach"] <= paper["room"] + 1

    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(label).not_to_have_css("fill", light)
    expect(drawing).to_have_attribute("width", width)


def test_a_chart_that_nobody_has_seen_is_printed_as_its_sentence_and_table(page, live_server):
    page.goto(live_server + PAGES["overview"])
    expect(page.locator("#chart-ladder [role=tab]").first).to_have_attribute("aria-selected", "true")
    page.emulate_media(media="print")
    expect(page.locator("#table-ladder table")).to_be_visible()
    expect(page.locator("#sentence-ladder")).to_be_visible()
    expect(page.locator("#chart-ladder .plot")).not_to_be_visible()
    assert page.locator("#sentence-ladder").bounding_box()["height"] > 10


@pytest.mark.parametrize("name", ["overview", "compare", "projects", "project", "slippage", "milestones"])
def test_no_table_is_cut_on_paper(page, live_server, name):
    page.set_viewport_size({"width": 680, "height": 1000})
    page.goto(live_server + PAGES[name])
    page.emulate_media(media="print")
    cut = page.evaluate("""() => [...document.querySelectorAll(".table-scroll")].filter((box) => {
      const reach = box.firstElementChild.getBoundingClientRect().right;
      return box.checkVisibility() && (getComputedStyle(box).overflowY !== "visible" || reach > innerWidth);
    }).map((box) => box.getAttribute("aria-label"))""")
    assert cut == []
