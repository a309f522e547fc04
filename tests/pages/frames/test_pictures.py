"""Charts in a real browser: labels that stand apart, and pictures that can stand alone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

ADDRESSES = (
    "/", "/slippage/", "/milestones/", "/compare/?metric=filings", "/compare/?metric=filings&scale=log",
    "/compare/?metric=funding", "/compare/?values=relative", "/compare/?metric=promises_missed",
    "/metrics/power/", "/metrics/compute_in_orbit/",
)  # fmt: skip

# Labels that leave their drawing or stand on one another, and by how many pixels.
CROWDED = """() => [...document.querySelectorAll("[data-chart]")].flatMap((plot) => {
  const frame = plot.getBoundingClientRect();
  const labels = [...plot.querySelectorAll(".annotation-text, .bartext, .xtick text, .ytick text")]
    .map((label) => [label.textContent.trim(), label.getBoundingClientRect()])
    .filter(([text, box]) => text && box.width);
  const outside = labels
    .filter(([, box]) => box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1)
    .map(([text]) => `${text} leaves the drawing`);
  const crossed = labels.flatMap(([text, a], n) => labels.slice(n + 1)
    .filter(([, b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
      && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2)
    .map(([other]) => `${text} stands on ${other}`));
  return [...outside, ...crossed];
})"""


def draw_all(page) -> None:
    for plot in page.locator("[data-chart]").all():
        plot.scroll_into_view_if_needed()
        plot.locator(".main-svg").first.wait_for()


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_label_stands_on_another_or_leaves_its_drawing(page, live_server, address, width):
    page.set_viewport_size({"width": width, "height": 1000})
    page.goto(live_server + address)
    draw_all(page)
    assert page.evaluate(CROWDED) == []


def test_a_picture_is_saved_by_keyboard_and_says_what_it_is_and_whence(page, live_server, tmp_path: Path):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(live_server + "/compare/?metric=filings&as_of=2026-09-01")
    draw_all(page)
    foot = page.locator("#chart-filings .foot").text_content()
    sources = " ".join(foot[foot.index("Sources: ") :].split()[:3])
    page.locator("#chart-filings [role=tab]").first.focus()
    page.keyboard.press("End")
    expect(page.locator("#take-filings")).to_be_visible()
    button = page.locator("#take-filings [data-download=svg]")
    button.focus()
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    saved.value.save_as(tmp_path / "picture.svg")
    drawn = (tmp_path / "picture.svg").read_text(encoding="utf-8")
    told = " ".join(re.findall(r">([^<>]+)</t(?:ext|span)>", drawn))
    assert saved.value.suggested_filename == "racetracker-filings.svg"
    for words in (
        "Satellites asked for", "Unit: satellites.", "United States", "disputed", sources,
        "Limits:", "As of 1 Sep 2026", "CC BY 4.0", "as_of=2026-09-01",
    ):  # fmt: skip
        assert words in told, words

    with page.expect_download() as saved:
        page.locator("#take-filings [data-download=png]").press("Enter")
    saved.value.save_as(tmp_path / "picture.png")
    head = (tmp_path / "picture.png").read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    assert int.from_bytes(head[16:20]) == 2400


def test_without_scripts_the_numbers_can_be_taken_and_no_dead_button_is_shown(browser, page, live_server):
    bare = browser.new_context(java_script_enabled=False)
    try:
        plain = bare.new_page()
        plain.goto(live_server + "/compare/?metric=filings&as_of=2026-09-01")
        expect(plain.locator("#take-filings [data-download]").first).not_to_be_visible()
        for kind in ("csv", "zip"):
            with plain.expect_download() as saved:
                plain.locator(f"#take-filings a[href*='.{kind}']").click()
            assert saved.value.suggested_filename == f"racetracker-filings-2026-09-01.{kind}"
    finally:
        bare.close()


def test_where_there_is_no_picture_none_is_offered(page, live_server):
    page.goto(live_server + "/compare/?from=2035-01-01")
    expect(page.locator("#draw-satellites-in-orbit")).to_contain_text("lies ahead")
    assert page.locator("[data-download]").count() == 0
