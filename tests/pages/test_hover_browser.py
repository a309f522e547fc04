"""What a chart says of a point is read whole on every screen."""

import pytest

from pages.frames.all import names

# Points at some points of each kind, one after the other, and answers what stands outside the drawing.
CUT = """async (plot, most) => {
  const cut = [];
  const wait = () => new Promise((done) => setTimeout(done, 75)); // Plotly answers a pointer every 50 ms
  const { xaxis, yaxis } = plot._fullLayout;
  const drag = plot.querySelector(".nsewdrag");
  const { left, top } = plot.getBoundingClientRect();
  let shown = 0;
  for (const [n, trace] of plot._fullData.entries()) {
    if (trace.hoverinfo === "skip") continue;
    const all = trace.type === "bar"
      ? Array.from(plot.querySelectorAll(".bars .point path"), (bar) => bar.getBoundingClientRect())
          .map((bar) => [bar.right - Math.min(bar.width / 2, 4), bar.top + bar.height / 2])
      : trace.x.map((x, at) => [x, trace.y[at]]).filter((pair) => pair.every((value) => value != null))
          .map(([x, y]) => [left + xaxis._offset + xaxis.d2p(x) - 2, top + yaxis._offset + yaxis.d2p(y)]);
    for (const [clientX, clientY] of all.filter((_, at) => at % Math.ceil(all.length / most) === 0)) {
      drag.dispatchEvent(new MouseEvent("mousemove", { clientX, clientY, bubbles: true }));
      await wait();
      const whole = plot.querySelector(".main-svg").getBoundingClientRect();
      for (const label of plot.querySelectorAll(".hoverlayer .hovertext text")) {
        shown += 1;
        const box = label.getBoundingClientRect();
        const beyond = Math.max(whole.left - box.left, box.right - whole.right, -box.left, box.right - innerWidth);
        if (beyond > 1) cut.push(`${label.textContent}: ${Math.round(beyond)} of ${Math.round(box.width)} px`);
      }
    }
  }
  return [shown, cut];
}"""


@pytest.mark.parametrize("name", names())
def test_what_is_said_of_a_point_is_whole_on_a_narrow_screen(page, live_server, name):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{live_server}/embed/{name}/")
    page.locator(".plot").scroll_into_view_if_needed()
    page.locator(".chart.drawn").wait_for()
    shown, cut = page.locator(".plot").evaluate(CUT, 12)
    assert cut == []
    assert shown or name == "scoreboard"  # a table drawn: it says nothing more
