"""The page that shows the API to people, and the text that describes it."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from api.root import VIEWS
from api.urls import urlpatterns
from metrics.all import METRICS

TEXT = Path(settings.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8")


def test_the_page_of_the_api_renders_under_the_sites_policy(live_server, page):
    page.goto(f"{live_server}/api/v1/docs/")

    page.wait_for_selector("#operations-projects-projects_list")
    targets = page.locator("#operations-targets-targets_list")
    targets.locator("button.opblock-summary-control").click()
    targets.get_by_text("Slug of a project").wait_for()
    targets.locator(".try-out__btn").click()
    targets.locator("button.execute").click()
    status = targets.locator(".live-responses-table tbody .response-col_status").first
    status.wait_for()

    assert status.inner_text().startswith("200")
    assert page.problems == []


def test_the_page_is_under_the_same_policy_as_every_other(api):
    policy = api("docs/").headers["Content-Security-Policy"]
    assert "'unsafe-inline'" not in policy
    assert "default-src 'none'" in policy
    assert "<style" not in api("docs/").content.decode()


@pytest.mark.parametrize("name", VIEWS)
def test_every_list_is_documented_with_all_its_parameters(name):
    section = re.search(rf"^### `{name}`\n(.*?)(?=^##)", TEXT, re.M | re.S)
    assert section, f"docs/api.md has no section “### `{name}`”"
    shared = {"as_of", "recorded", "ordering", "search"}
    for parameter in VIEWS[name].filterset_class.base_filters:
        assert f"`{parameter}`" in section[1] or parameter in shared, f"{name}: {parameter} is not described"


def test_every_address_and_every_metric_is_documented():
    for pattern in urlpatterns:
        name = getattr(pattern, "name", None)
        if name and name not in {"nothing", "root"}:
            word = name.removesuffix("-list").removesuffix("-detail")
            assert f"`{word}`" in TEXT or f"/{word}/" in TEXT, f"docs/api.md does not name {name}"
    for metric in METRICS:
        assert f"`{metric}`" in TEXT, f"docs/api.md does not name the metric {metric}"


def test_the_examples_of_the_text_work(api):
    examples = re.findall(r"`GET (/api/v1/[^` ]*)`", TEXT)
    assert len(examples) >= 15
    for address in examples:
        assert api.client.get(address).status_code == 200, address
