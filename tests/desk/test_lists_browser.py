"""Lists of the desk on a wide screen and on a telephone, in a real browser: all of a row can be seen."""

import pytest

from tests.desk.desk import address, administrator, desk_of, registered

WIDTHS = (1440, 390)
# The cells of the first rows, and the headings, that a reader does not see whole without moving the list aside.
HIDDEN = """(wide) => {
  const list = document.querySelector("#result_list");
  if (!list) return [];
  const box = list.closest(".results").getBoundingClientRect();
  const right = Math.min(box.right, innerWidth);
  const rows = Array.from(list.querySelectorAll("tbody tr")).slice(0, 8);
  const cells = [...(wide ? list.querySelectorAll("thead th") : []), ...rows.flatMap((row) => Array.from(row.cells))];
  return cells.filter((cell) => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    const seen = range.getBoundingClientRect();
    return seen.width > 1 && (seen.right > right + 1 || seen.left < -1);
  }).map((cell) => `${cell.className}: ${cell.textContent.trim().slice(0, 40)}`);
}"""


@pytest.fixture
def desk(own_database, live_server, page):
    """The browser, signed in as an administrator."""
    cookie = desk_of(administrator()).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return page


@pytest.mark.parametrize("width", WIDTHS)
def test_all_of_a_row_is_seen_in_every_list(desk, live_server, width):
    desk.set_viewport_size({"width": width, "height": 900})
    hidden = {}
    for model in registered():
        desk.goto(live_server + address(model, "changelist"))
        if found := desk.evaluate(HIDDEN, width > 767):
            hidden[model._meta.label] = found[:6]
    assert hidden == {}


def test_the_first_page_uses_the_width_of_the_screen(desk, live_server):
    desk.set_viewport_size({"width": 1440, "height": 900})
    desk.goto(live_server + "/admin/")
    boxes = [
        part.bounding_box() for part in desk.locator(".desk-cards, #content-main, #content-related").all()
    ]
    assert min(box["x"] for box in boxes) < 60
    assert max(box["x"] + box["width"] for box in boxes) > 1440 - 60
    assert max(box["x"] + box["width"] for box in boxes) <= 1440
