"""Deleting, merging and the ways back in a browser: by keyboard alone, on a telephone and on a wide screen."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from facts.models import Source, TakenTable
from facts.uses import uses_of
from projects.models import Milestone, Organization, StatusChange
from tests.desk.desk import address, administrator, desk_of
from tests.desk.tables import as_csv, confirm, milestone_rows, send
from tests.desk.test_deleting import delete
from tests.metrics import facts
from tests.present import present

AXE = (Path(__file__).resolve().parents[1] / "vendor/axe.min.js").read_text()
# Django's field that completes names has a part of its own without a name, inside one that has it.
LOOK = """async () => {
  await Promise.allSettled(document.getAnimations().map((one) => one.finished));
  const {violations} = await axe.run(
    {include: ["#content"], exclude: [".select2-selection__rendered"]}, {resultTypes: ["violations"]}
  );
  return violations.map(one => `${one.id}: ${one.nodes.map(node => node.html).join(" | ")}`);
}"""


@pytest.fixture
def boss(own_database, django_db_blocker):
    with django_db_blocker.unblock():
        yield administrator()


def sign_in(page: Any, server: Any) -> None:
    page.goto(f"{server}/admin/login/")
    page.locator("#id_username").fill("ada")
    page.locator("#id_password").fill("a-long-password")
    page.locator("#id_password").press("Enter")
    page.wait_for_selector("#user-tools")


def test_a_record_is_deleted_and_brought_back_by_keyboard_alone(boss, live_server, page):
    row = present(StatusChange.objects.order_by("slug").first())
    sign_in(page, live_server)
    page.goto(live_server + address(StatusChange, "delete", row.pk))
    page.locator("#id_why").focus()
    page.keyboard.type("A mistake.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist .success")).to_contain_text("was deleted")
    page.goto(f"{live_server}/admin/deleted/")
    expect(page.locator(".desk-gone")).to_contain_text("A mistake.")
    page.locator("#kind").focus()
    for _stop in ("Show", "the name", "Bring it back"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist .success")).to_contain_text("is back")
    assert StatusChange.objects.filter(pk=row.pk).exists()


def test_two_records_are_made_one_by_keyboard_alone(boss, live_server, page):
    gone, kept = (facts.organization(name=name) for name in ("Own Twin", "Own Maker"))
    sign_in(page, live_server)
    page.goto(live_server + address(Organization, "merge", gone.pk))
    page.locator(".select2-selection").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".select2-search__field")
    page.keyboard.type(kept.name)
    expect(page.locator(".select2-results__option--highlighted")).to_contain_text(kept.name)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("One maker.")
    page.keyboard.press("Enter")
    expect(page.locator("#preview-heading")).to_contain_text(kept.name)
    page.locator(".submit-row input").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist .success")).to_contain_text("was merged into")
    assert not Organization.objects.filter(pk=gone.pk).exists()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_fit_and_axe_finds_nothing(boss, live_server, page, theme, width):
    client = desk_of(boss)
    delete(client, present(StatusChange.objects.order_by("slug").first()))
    gone = client.get("/admin/deleted/").context["rows"][0]
    confirm(client, Milestone, send(client, Milestone, as_csv(milestone_rows(1))))
    source = max(Source.objects.order_by("slug")[:60], key=lambda one: len(uses_of(one)))
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, live_server)
    where = [address(Source, action, source.pk) for action in ("delete", "merge", "replace", "rename")]
    where += ["/admin/deleted/", gone["history"], address(Milestone, "import")]
    for path in where:
        page.goto(live_server + path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        page.evaluate(AXE)
        assert page.evaluate(LOOK) == [], path
        page.problems.clear()  # axe tries a style of its own on forms, which the policy refuses
    assert TakenTable.objects.count() == 1
