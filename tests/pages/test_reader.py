"""A page is made once: kept until the ledger changes, told apart by everything it depends on."""

import gzip
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.test import Client

from facts.models import LedgerVersion
from pages.query import read
from pages.reader import folders_of_answers
from projects.models import Project
from tests.desk.desk import analyst, desk_of
from tests.pages.addresses import PAGES
from tests.present import present

ADDRESS = "/projects/starcloud-1/"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_nothing_changed_costs_one_query(visit, name, django_assert_num_queries):
    first = visit(PAGES[name])
    with django_assert_num_queries(1):
        second = visit(PAGES[name])
    assert second.html == first.html
    assert second["ETag"] == first["ETag"]
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"


@pytest.mark.parametrize("name", PAGES)
def test_a_browser_that_has_the_page_gets_304_for_one_query(visit, name, django_assert_num_queries):
    tag = visit(PAGES[name])["ETag"]
    with django_assert_num_queries(1):
        again = visit(PAGES[name], 304, headers={"If-None-Match": tag})
    assert again.response.content == b""
    assert again["ETag"] == tag


def test_a_tag_of_another_page_or_of_the_past_brings_the_page(visit):
    other = visit("/projects/")["ETag"]
    visit("/news/", 200, headers={"If-None-Match": other})
    visit("/news/", 200, headers={"If-None-Match": '"nothing"'})
    visit("/news/", 304, headers={"If-None-Match": f'"nothing", W/{visit("/news/")["ETag"]}'})


def test_a_saved_fact_is_on_the_page_at_once(visit):
    before = visit(ADDRESS)
    project = Project.objects.get(slug="starcloud-1")
    project.name = "Starcloud, named anew"
    project.save()

    after = visit(ADDRESS, headers={"If-None-Match": before["ETag"]})

    assert after["ETag"] != before["ETag"]
    assert after.main.one("h1").text == "Starcloud, named anew"


def test_links_between_facts_move_the_page_too(visit):
    before = visit(ADDRESS)["ETag"]
    project = Project.objects.get(slug="starcloud-1")
    project.sources.remove(present(project.sources.first()))
    assert visit(ADDRESS)["ETag"] != before


def test_another_day_language_host_or_key_is_another_answer(visit, settings):
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    tags = [
        visit(ADDRESS)["ETag"],
        visit(ADDRESS, as_of="2026-03-01")["ETag"],
        visit(ADDRESS, as_of="2026-03-02")["ETag"],
        visit(ADDRESS, confidence="confirmed")["ETag"],
        visit(ADDRESS, headers={"Accept-Language": "de"})["ETag"],
        visit(ADDRESS, headers={"Host": "localhost"})["ETag"],
        visit("/projects/starcloud-2/")["ETag"],
    ]
    assert len(set(tags)) == len(tags)
    german = visit(ADDRESS, headers={"Accept-Language": "de"})
    assert german.tree.one("html")["lang"] == "de"
    assert {"Accept-Language", "Accept-Encoding"} <= set(german["Vary"].split(", "))


def test_the_order_of_keys_and_empty_keys_make_no_other_answer(visit):
    tag = visit("/news/?country=CN&as_of=2026-03-01")["ETag"]
    assert visit("/news/?as_of=2026-03-01&country=CN")["ETag"] == tag
    assert visit("/news/?as_of=2026-03-01&country=CN&q=")["ETag"] == tag


@pytest.mark.parametrize("name", PAGES)
def test_the_packed_page_is_the_plain_one(visit, name):
    plain = visit(PAGES[name])
    packed = visit(PAGES[name], headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.response.content) == plain.response.content
    assert not plain["Content-Encoding"]


def test_a_new_build_is_one_of_any_folder_of_the_code():
    own = {config.name for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR}
    assert {*own, "common", "physics", "charts", "templates", "static"} <= set(folders_of_answers())


def test_midnight_brings_a_page_of_the_new_day(visit):
    with time_machine.travel("2026-11-22T23:59:00Z", tick=False):
        before = visit("/")
    with time_machine.travel("2026-11-23T00:01:00Z", tick=False):
        after = visit("/", headers={"If-None-Match": before["ETag"]})
    assert "As of 22 Nov 2026" in before.tree.one("footer").text
    assert "As of 23 Nov 2026" in after.tree.one("footer").text


def test_a_page_read_across_midnight_is_not_kept_for_the_new_day(visit, monkeypatch):
    with time_machine.travel("2026-11-22T23:59:59Z", tick=False) as clock:

        def read_slowly(*of):
            query = read(*of)
            clock.move_to("2026-11-23T00:00:01Z")
            return query

        with monkeypatch.context() as patch:
            patch.setattr("pages.reader.read", read_slowly)
            assert "As of 22 Nov 2026" in visit("/").tree.one("footer").text
        assert "As of 23 Nov 2026" in visit("/").tree.one("footer").text


def test_no_page_sets_a_cookie_and_refusals_are_not_kept(visit):
    for address, status in (("/", 200), ("/news/?page=0", 400), ("/projects/nothing/", 404)):
        response = visit.client.get(address)
        assert response.status_code == status
        assert not response.cookies
        assert "ETag" in response.headers or status != 200
    assert "ETag" not in visit("/news/", 400, page=0).response.headers


def test_the_version_is_that_of_the_ledger(visit):
    before = visit("/method/")["ETag"]
    LedgerVersion.bump()
    assert visit("/method/")["ETag"] != before


def test_a_form_from_elsewhere_is_answered_with_a_page_and_a_sentence(ledger):
    answer = Client(enforce_csrf_checks=True).post("/")
    assert answer.status_code == 403
    assert "It did not come from a page of this site" in answer.content.decode()


def test_a_form_too_large_and_a_step_without_right_are_answered_with_a_page(ledger, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = desk_of(analyst("ana")).post("/admin/news/newsitem/add/", {"summary": "x" * 200})
    assert answer.status_code == 400
    assert "What was sent is too large" in answer.content.decode()
    answer = desk_of(analyst("ben")).get("/admin/auth/user/")
    assert answer.status_code == 403
    assert "Your account has no right to this page" in answer.content.decode()
