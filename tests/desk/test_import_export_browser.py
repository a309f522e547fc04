"""A table taken at the desk in a real browser, under the site's policy."""

from playwright.sync_api import expect

from facts.models import Source
from projects.models import Milestone
from tests.desk.desk import analyst
from tests.present import present


def test_a_table_is_tried_then_taken(own_database, live_server, page, tmp_path):
    analyst()
    source = present(Source.objects.first()).slug
    table = tmp_path / "rows.csv"
    good = f"own,US,2026-03-30,test,Own row,Ours.,reported,{source}"
    head = "slug,country,on,kind,title,summary,confidence,sources"
    table.write_text(f"{head}\n{good}\nbad,XX,2026-03-30,test,T,S.,reported,{source}\n")
    page.goto(live_server + "/admin/login/?next=/admin/projects/milestone/")
    page.locator("#id_username").fill("ana")
    page.locator("#id_password").fill("a-long-password")
    page.locator("#id_password").press("Enter")
    page.get_by_role("link", name="Import").click()
    page.locator("input[type=file]").set_input_files(str(table))
    page.get_by_role("button", name="Dry run").click()
    expect(page.locator(".desk-table")).to_contain_text("Refused: 1")
    expect(page.locator(".desk-table")).to_contain_text("is an unknown word")
    table.write_text(f"{head}\n{good}\n")
    page.locator("input[type=file]").set_input_files(str(table))
    page.get_by_role("button", name="Dry run").click()
    expect(page.locator(".desk-table")).to_contain_text("New: 1")
    page.get_by_role("button", name="Take the table").click()
    expect(page.locator(".messagelist .success")).to_contain_text("1 new")
    page.get_by_role("link", name="Export").click()
    page.locator("#id_format").select_option(label="csv")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    assert download.value.suggested_filename == "milestones.csv"
    assert Milestone.objects.filter(slug="own").count() == 1
