"""axe-core finds nothing to mend on any page: light and dark, on a telephone and on a desk."""

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
# Colours are looked at in each; everything else once for each width and once for each theme.
ROUNDS = [
    (1440, "light", EVERYTHING),
    (1440, "dark", COLOURS),
    (390, "dark", EVERYTHING),
    (390, "light", COLOURS),
]
OTHERS = {"not-found": "/nothing/", "refused": "/compare/?as_of=tomorrow", "past": "/?as_of=2026-03-01"}


@pytest.mark.parametrize("name", [*PAGES, *OTHERS])
def test_axe_finds_nothing(page, live_server, name):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(live_server + (PAGES | OTHERS)[name])
    if name in WITH_CHART:
        page.locator("[data-chart]").first.scroll_into_view_if_needed()
        page.locator(".drawn .main-svg").first.wait_for()
    page.evaluate(AXE)
    found: dict[str, Any] = {}
    for width, scheme, rules in ROUNDS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        for violation in page.evaluate(RUN, rules):
            found.setdefault(violation["id"], (f"{scheme}, {width} px", violation))
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)
