"""The feeds at the desk in a real browser: nothing off the edge, and an answer released by keyboard."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from feeds.models import FeedRun, QuarantinedRecord, RawAnswer
from tests.desk.desk import editor
from tests.feeds.answers import gp_csv, gp_row

AXE = (Path(__file__).resolve().parents[1] / "vendor/axe.min.js").read_text()
SLUG = "celestrak-gp"
# Colours that still change to the other theme are measured when they have arrived.
RUN = """async () => {
  await Promise.allSettled(document.getAnimations().map((one) => one.finished));
  const {violations} = await axe.run(document.querySelector("#content"), {resultTypes: ["violations"]});
  return violations.map(({id, nodes}) => `${id}: ${nodes[0].html.slice(0, 200)}`);
}"""
WIDE = "(e => e ? e.scrollWidth - e.clientWidth : 0)(document.querySelector('{}'))"


def a_run(hours_ago: int, count: int, **values) -> FeedRun:
    at = timezone.now() - timedelta(hours=hours_ago)
    rows = [
        gp_row(at, NORAD_CAT_ID=str(n), OBJECT_NAME=f"LANTERN-{n}") for n in range(90_000, 90_000 + count)
    ]
    kept = RawAnswer.keep(SLUG, [gp_csv(rows)])
    told = {"feed": SLUG, "started_at": at, "ended_at": at, "raw": kept, "seen": count, "http_status": 200}
    return FeedRun.objects.create(**told | values)


@pytest.fixture
def held(own_database, live_server, page) -> FeedRun:
    """A signed-in editor, and a held answer with a record set aside."""
    editor()
    a_run(5, 60, outcome="stored", sentence="60 records read. " * 12)
    row = a_run(1, 9, outcome="held", quarantined=1, sentence="Only 9 records can be read. " * 8)
    QuarantinedRecord.objects.create(
        run=row, feed=SLUG, position=3, raw="LANTERN-1," * 90, reason="is odd", first_at=row.started_at
    )
    page.goto(live_server + "/admin/login/?next=/admin/feeds/feedrun/")
    page.locator("#id_username").fill("edi")
    page.locator("#id_password").fill("a-long-password")
    page.locator("#id_password").press("Enter")
    expect(page.locator("#result_list")).to_be_visible()
    return row


def test_nothing_is_off_the_edge_and_axe_finds_nothing(held, live_server, page):
    places = ["feedrun/", f"feedrun/{held.pk}/change/", f"feedrun/{held.pk}/store/", "quarantinedrecord/"]
    places += [
        f"quarantinedrecord/{QuarantinedRecord.objects.get().pk}/change/",
        "asking/",
        "host/",
        "bookmark/",
    ]
    for place in places:
        page.goto(live_server + f"/admin/feeds/{place}")
        page.evaluate(AXE)
        for scheme, width in (("light", 1440), ("dark", 390)):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            for part in ("html", ".results", ".desk-wide"):
                assert page.evaluate(WIDE.format(part)) <= 0, (width, place, part)
            assert page.problems == []
            found = page.evaluate(RUN)
            assert found == [], (scheme, width, place)
            page.problems.clear()  # axe tries a style of its own on forms, which the policy refuses


def test_an_answer_is_looked_at_taken_and_released_by_keyboard(held, live_server, page):
    page.get_by_role("link", name=str(held.pk), exact=True).press("Enter")
    panel = page.get_by_role("region", name="What is different")
    expect(panel).to_contain_text("51 records are gone")
    expect(panel).to_contain_text("90009 LANTERN-90009")
    with page.expect_download() as download:
        panel.get_by_role("link", name="Download the answer").press("Enter")
    assert download.value.suggested_filename == f"{SLUG}-run-{held.pk}.txt"
    panel.get_by_role("link", name="Release: store this answer").press("Enter")
    expect(page.locator("#content")).to_contain_text("9 records will be stored")
    page.get_by_role("button", name="Release: store this answer").press("Enter")
    again = page.locator(".messagelist li")
    expect(again).to_contain_text("9 records read")
    held.refresh_from_db()
    assert held.outcome in {"stored", "unchanged"}
    page.goto(live_server + f"/admin/feeds/feedrun/{held.pk}/history/")
    expect(page.locator("#change-history")).to_contain_text("Released it: run")
