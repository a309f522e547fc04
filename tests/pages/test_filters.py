"""Filters: in place where scripts run, by "Show" where they do not; either way one address, one answer."""

import re

import pytest
from playwright.sync_api import expect

from tests.pages.addresses import PAGES, WITH_FILTERS


# --- The answer -----------------------------------------------------------------------------------
@pytest.mark.parametrize("name", PAGES)
def test_only_pages_with_filters_load_htmx_and_each_has_results_to_exchange(visit, name):
    page = visit(PAGES[name]).tree
    scripts = [script["src"] for script in page.all("script") if "htmx" in script["src"]]
    regions = [element for element in page.all() if element["id"] == "results"]
    assert len(scripts) == len(regions) == len(list(page.all("form", "filters"))) == (name in WITH_FILTERS)


@pytest.mark.parametrize("name", WITH_FILTERS)
def test_who_asks_makes_no_other_answer(visit, name):
    """One page is kept for both: a browser or a proxy that has it may give it to either."""
    asked_by_script = {"HX-Request": "true", "HX-Target": "results", "HX-Current-URL": "http://testserver/"}
    plain = visit(PAGES[name], country="US")
    part = visit(PAGES[name], 200, headers=asked_by_script, country="US")
    assert part.html == plain.html
    assert part["ETag"] == plain["ETag"]
    assert "HX-" not in part["Vary"]
    visit(PAGES[name], 304, headers=asked_by_script | {"If-None-Match": plain["ETag"]}, country="US")


@pytest.mark.parametrize("name", WITH_FILTERS)
def test_how_much_is_left_is_said_in_a_live_region(visit, name):
    said = visit(PAGES[name]).tree.with_id("filters-count")
    assert said["role"] == "status"
    assert re.search(r"\d", said.text)


def test_a_refusal_holds_the_sentence_that_is_shown_in_place_of_results(visit):
    refused = visit.refused("/compare/", **{"from": "2026-03-01", "to": "2025-03-01"}).tree
    told = [element for element in refused.all() if "data-error" in element.attributes]
    assert len(told) == 1
    assert "swap them" in told[0].text


# --- In a browser ---------------------------------------------------------------------------------
@pytest.fixture
def at(live_server):
    return lambda name: live_server + PAGES[name]


def stays(page) -> None:
    """Marks the page: a page that is loaded anew has lost the mark."""
    page.evaluate("window.isTheSamePage = true")


def stayed(page) -> bool:
    return page.evaluate("window.isTheSamePage === true")


def drawn(page, chart: str) -> None:
    """Waits until a chart is drawn, which it is when it is on the screen."""
    page.locator(f"{chart} [data-chart]").scroll_into_view_if_needed()
    page.locator(f"{chart}.drawn .main-svg").first.wait_for()


def test_a_choice_brings_its_results_and_its_address_and_keeps_focus_and_place(page, at):
    page.goto(at("projects"))
    stays(page)
    everything = page.locator("#filters-count").inner_text()
    page.evaluate("scrollTo(0, 40)")
    country = page.locator("#filter-country")
    country.focus()
    country.select_option("CN")

    expect(page).to_have_url(at("projects") + "?country=CN")
    expect(page.locator("#filters-count")).not_to_have_text(everything)
    rows = page.locator("#results tbody tr")
    expect(page.locator("#filters-count")).to_have_text(f"{rows.count()} projects")
    assert set(page.locator("#results tbody .tag").all_inner_texts()) == {"CN"}
    expect(country).to_be_focused()
    assert page.evaluate("scrollY") == 40
    assert stayed(page)
    expect(page.locator("#filters-clear a")).to_have_attribute("href", PAGES["projects"])
    assert page.locator("#as-of-form input[name=country]").get_attribute("value") == "CN"


def test_back_and_forward_bring_results_and_choices(page, at):
    page.goto(at("projects"))
    everything = page.locator("#filters-count").inner_text()
    page.locator("#filter-country").select_option("CN")
    expect(page.locator("#filters-count")).not_to_have_text(everything)
    chinese = page.locator("#filters-count").inner_text()
    page.locator("#filter-kind").select_option("constellation")
    expect(page).to_have_url(at("projects") + "?country=CN&kind=constellation")

    page.go_back()
    expect(page.locator("#filters-count")).to_have_text(chinese)
    expect(page.locator("#filter-kind")).to_have_value("")
    expect(page.locator("#filter-country")).to_have_value("CN")
    page.go_back()
    expect(page.locator("#filters-count")).to_have_text(everything)
    expect(page.locator("#filter-country")).to_have_value("")
    page.go_forward()
    expect(page).to_have_url(at("projects") + "?country=CN")
    expect(page.locator("#filters-count")).to_have_text(chinese)
    expect(page.locator("#filter-country")).to_have_value("CN")


def asked_with(page, part: str) -> list[str]:
    """The addresses with that part in them that the page asks for from now on."""
    asked: list[str] = []

    def keep(outgoing):
        if part in outgoing.url:
            asked.append(outgoing.url)

    page.on("request", keep)
    return asked


def test_a_word_is_looked_for_when_its_writer_pauses(page, at):
    asked = asked_with(page, "?q=")
    page.goto(at("projects"))
    stays(page)
    page.locator("#filter-q").press_sequentially("starcloud")
    expect(page).to_have_url(at("projects") + "?q=starcloud")
    expect(page.locator("#filters-count")).to_have_text(re.compile(r"^\d projects?$"))
    expect(page.locator("#filter-q")).to_be_focused()
    assert asked[-1].endswith("?q=starcloud")
    assert len(asked) < len("starcloud"), asked
    assert stayed(page)


def test_another_measure_is_drawn_in_place_on_the_tab_that_was_open(page, at):
    page.goto(at("compare"))
    stays(page)
    drawn(page, "#chart-satellites-in-orbit")
    page.locator("[role=tab]", has_text="Table").click()
    page.locator("#filter-metric").select_option("funding")
    expect(page.locator("#table-funding table")).to_be_visible()
    expect(page).to_have_url(at("compare") + "?metric=funding")
    expect(page).to_have_title(re.compile("^Equity|^Funding|^Money"))
    page.locator("[role=tab]", has_text="Chart").click()
    drawn(page, "#chart-funding")
    page.locator("#filter-scale").select_option("log")
    expect(page).to_have_url(at("compare") + "?metric=funding&scale=log")
    drawn(page, "#chart-funding")
    page.locator("#filter-metric").select_option("satellites_in_orbit")
    expect(page).to_have_url(at("compare") + "?scale=log")
    drawn(page, "#chart-satellites-in-orbit")
    assert stayed(page)


def test_a_refusal_says_its_sentence_where_the_results_stood_and_can_be_mended(page, at):
    page.goto(at("compare") + "?from=2026-03-01")
    stays(page)
    page.locator("#filter-to").fill("2025-03-01")
    page.locator("form.filters button").click()
    expect(page.locator("#results [role=alert]")).to_contain_text("swap them")
    expect(page.locator("#filters-count")).to_have_text("")
    page.locator("#filter-to").fill("2026-06-01")
    page.locator("form.filters button").click()
    expect(page.locator("#results [data-chart-frame]")).to_be_visible()
    expect(page.locator("#filters-count")).to_have_text(re.compile(r"\d"))
    assert stayed(page)


def test_a_date_that_is_still_being_typed_asks_nothing(page, at):
    asked = asked_with(page, "from=")
    page.goto(at("compare"))
    page.locator("#filter-from").fill("0002-03-01")
    page.locator("#filter-from").fill("2026-03-01")
    expect(page).to_have_url(at("compare") + "?from=2026-03-01")
    assert asked == [at("compare") + "?from=2026-03-01"]


def test_an_answer_that_never_comes_is_told_and_can_be_asked_for_again(page, at):
    page.goto(at("projects"))
    rows = page.locator("#results tbody tr").count()
    page.route("**/projects/?*", lambda route: route.abort())
    page.locator("#filter-country").select_option("CN")
    expect(page.locator("#filters-count")).to_contain_text("No answer came")
    assert page.locator("#results tbody tr").count() == rows
    page.unroute("**/projects/?*")
    page.locator("form.filters button").click()
    expect(page).to_have_url(at("projects") + "?country=CN")
    expect(page.locator("#filters-count")).to_have_text(re.compile(r"^\d+ projects$"))


def test_a_slow_answer_shows_that_it_is_on_its_way(page, at):
    held = []
    page.goto(at("projects"))
    page.route("**/projects/?*", lambda route: held.append(route))
    page.locator("#filter-country").select_option("CN")
    expect(page.locator(".filters-wait")).to_be_visible()
    expect(page.locator("#results")).to_have_attribute("aria-busy", "true")
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    expect(page).to_have_url(at("projects") + "?country=CN")
    expect(page.locator(".filters-wait")).not_to_be_visible()
    expect(page.locator("#results")).not_to_have_attribute("aria-busy", "true")


def test_the_day_stays_and_the_way_back_to_today_keeps_the_choice(page, at):
    page.goto(at("funding") + "?as_of=2026-03-01")
    page.locator("#filter-country").select_option("US")
    expect(page).to_have_url(at("funding") + "?as_of=2026-03-01&country=US")
    expect(page.locator("aside.past a")).to_have_attribute("href", f"{PAGES['funding']}?country=US")


@pytest.mark.parametrize("name", WITH_FILTERS)
def test_every_page_with_filters_changes_in_place(page, at, name):
    page.goto(at(name))
    stays(page)
    page.locator("#filter-country").select_option("US")
    expect(page).to_have_url(re.compile(r"\?country=US$"))
    expect(page.locator("#filters-clear a")).to_have_count(1)
    expect(page.locator("#results")).to_have_count(1)
    assert stayed(page)


@pytest.mark.parametrize("name", ["projects", "compare"])
def test_without_scripts_show_does_it(browser, page, at, name):
    bare = browser.new_context(java_script_enabled=False)
    try:
        plain = bare.new_page()
        plain.goto(at(name))
        plain.locator("#filter-country").select_option("CN")
        plain.locator("form.filters button").click()
        plain.wait_for_url(re.compile(r"[?&]country=CN"))
        expect(plain.locator("#filter-country")).to_have_value("CN")
        expect(plain.locator("#filters-clear a")).to_be_visible()
    finally:
        bare.close()
