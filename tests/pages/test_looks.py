"""Every page in light and dark, small and large: it fits, fingers have room, axe-core finds nothing to mend.

A page is loaded once and looked at in every size and theme.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.pages.addresses import PAGES, WITH_CHART

# Evaluated by the browser's debugger: the content-security policy of the page stays as it is.
AXE = (Path(__file__).resolve().parents[1] / "vendor/axe.min.js").read_text()
# Every rule, best practices too; of those that are off by default the one on the size of what is pressed.
EVERYTHING = {"rules": {"target-size": {"enabled": True}}}
COLOURS = {"runOnly": ["color-contrast"]}
# Colours that still change to the other theme are measured when they have arrived.
RUN = """async (options) => {
  await Promise.allSettled(document.getAnimations().map((one) => one.finished));
  const {violations} = await axe.run(document, {...options, resultTypes: ["violations"]});
  return violations.map(({id, help, nodes}) => ({id, help, where: nodes.slice(0, 3).map(
    ({html, failureSummary}) => [html.slice(0, 200), failureSummary])}));
}"""
# A row that has nothing but what two rows before it have is like them in everything that axe looks at.
THIN = """() => {
  const look = (one) => [one.tagName, one.className.baseVal ?? one.className, one.getAttribute("style"), one.lang,
    ...one.getAttributeNames().filter((name) => /^(aria-|role$|hidden$)/.test(name))].join(" ");
  for (const list of document.querySelectorAll("tbody, ul, ol")) {
    const seen = {};
    for (const one of [...list.children]) {
      const looks = new Set([one, ...one.querySelectorAll("*")].map(look));
      const known = [...looks].every((each) => seen[each] >= 2);
      looks.forEach((each) => { seen[each] = (seen[each] || 0) + 1; });
      if (known) one.remove();
    }
  }
}"""
# A drawing follows its window a moment later.
SETTLED = """async () => {
  const end = performance.now() + 30000;
  while (document.documentElement.scrollWidth > innerWidth && performance.now() < end)
    await new Promise((done) => setTimeout(done, 50));
  return [document.documentElement.scrollWidth, innerWidth];
}"""
SMALL = """() => [...document.querySelectorAll("button, select, summary, input:not([type=hidden])")]
  .filter((element) => element.checkVisibility())
  .map((element) => [element, element.getBoundingClientRect()])
  .filter(([, box]) => box.width < 24 || box.height < 24)
  .map(([element, box]) => `${element.tagName}.${element.className} ${box.width} × ${box.height}`)"""
SIZES = [(360, "light"), (360, "dark"), (390, "dark"), (1440, "dark"), (1440, "light"), (390, "light")]
# Colours are looked at in each; everything else once for each width and once for each theme.
ROUNDS = [
    (1440, "light", EVERYTHING),
    (1440, "dark", COLOURS),
    (390, "dark", EVERYTHING),
    (390, "light", COLOURS),
]
OTHERS = {"not-found": "/nothing/", "refused": "/compare/?as_of=tomorrow", "past": "/?as_of=2026-03-01"}


@pytest.mark.parametrize("name", [*PAGES, *OTHERS])
def test_a_page_fits_every_window_has_room_for_fingers_and_axe_finds_nothing(page, live_server, name):
    """No scrolling sideways; what can be pressed is 24 px each way at least, as WCAG 2.2 asks."""
    if name in PAGES:
        page.on(
            "console", lambda line: line.type == "error" and page.problems.append(f"console: {line.text}")
        )
        page.on("response", lambda answer: answer.status >= 400
                and page.problems.append(f"{answer.status}: {answer.url}"))  # fmt: skip
    page.goto(live_server + (PAGES | OTHERS)[name])
    if name in WITH_CHART:
        page.locator("[data-chart]").first.scroll_into_view_if_needed()
        page.locator(".drawn .main-svg").first.wait_for()
    for width, scheme in (
        (360, "light"),
        (360, "dark"),
        (390, "dark"),
        (1440, "dark"),
        (1440, "light"),
        (390, "light"),
    ):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        wide, room = page.evaluate(SETTLED)
        assert wide <= room, f"{name}, {scheme}: {wide} px wide in a window of {room}"
    assert page.evaluate(SMALL) == []

    page.evaluate(THIN)
    page.evaluate(AXE)
    found: dict[str, Any] = {}
    for width, scheme, rules in ROUNDS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        for violation in page.evaluate(RUN, rules):
            found.setdefault(violation["id"], (f"{scheme}, {width} px", violation))
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)
