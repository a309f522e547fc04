"""Method, the facts behind a metric, data and API, status of the feeds."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from common.dates import AsOf
from facts.ledger.registry import in_order
from facts.models import LedgerVersion
from feeds.models import FeedRun, Host
from feeds.registry import FEEDS
from metrics.all import METRICS
from metrics.measures import MEASURES
from metrics.question import Question
from metrics.scores import score_value
from pages.frames.frame import MOST_ROWS
from tests.pages.addresses import PAGES


def test_every_metric_is_defined_with_its_unit_and_what_it_does_not_measure(visit):
    page = visit("/method/").tree
    for name, metric in METRICS.items():
        entry = page.with_id(name).text
        assert str(metric.definition)[:60] in entry
        assert "Limits:" in entry


@pytest.mark.parametrize("name", [name for name in METRICS if name not in ("scoreboard", "freshness")])
@pytest.mark.parametrize("day", ["", "2025-06-01"])
def test_the_facts_behind_a_metric_each_cite_and_were_known(visit, name, day):
    query = {"as_of": day} if day else {}
    page = visit(f"/metrics/{name}/", **query).main
    facts = list(page.with_id("facts").parent.all("div", "fact"))
    count = int(page.with_id("facts").text.split()[0].replace(",", ""))
    assert len(facts) == min(count, MOST_ROWS)
    assert (f"The first {MOST_ROWS} of " in page.text) == (count > MOST_ROWS)
    assert facts or day or name == "launch_slips"  # no feed was asked: no date of a launch moved
    for fact in facts:
        assert [link for link in fact.all("a") if "external" in link["rel"]], fact.text
    assert "as_of=" in page.with_id("cite").parent.one("code").text


def test_the_scoreboard_leads_to_the_facts_of_each_of_its_figures(visit):
    page = visit("/metrics/scoreboard/").main
    onward = {link["href"] for link in page.with_id("facts").parent.all("a")}
    assert len([address for address in onward if address.startswith("/metrics/")]) >= 5


def test_the_age_of_facts_leads_to_the_newest_of_each_kind_and_says_where_there_is_none(visit):
    page = visit("/metrics/freshness/").main
    onward = [link["href"] for link in page.with_id("facts").parent.all("a")]
    assert "/facts/milestones/" in " ".join(onward)
    for address in onward[:3]:
        assert [link for link in visit(address).main.all("a") if "external" in link["rel"]]
    # No element set came in, since no feed was asked: that is said, and is no age of zero days.
    lines = [[cell.text for cell in row.all("td")] for row in page.all("tr") if "element sets" in row.text]
    assert [line[1:] for line in lines] == 2 * [["none", "not applicable", "0", "0", "–"]]


def test_data_names_every_file_of_the_ledger_and_every_metric(visit):
    seen = visit("/data/").text
    for kind in in_order():
        assert f"data/{kind.name}.yaml" in seen
    for metric in METRICS.values():
        assert str(metric.title) in seen


def test_status_names_every_feed_and_its_runs(visit):
    before = visit("/status/").text
    assert "No feed has been asked yet." in before
    for feed in FEEDS.values():
        assert feed.title in before
    now = timezone.now()
    FeedRun.objects.create(
        feed="celestrak-gp", started_at=now - timedelta(minutes=2), ended_at=now, outcome="stored",
        seen=3, added=2, changed=1, http_status=200, sentence="3 records read: 2 new, 1 changed.",
    )  # fmt: skip
    LedgerVersion.bump()

    after = visit("/status/").text

    assert "3 records read" in after
    assert "HTTP 200" in after
    assert "Called stale after 12 hours without a good answer." in after
    assert "The last 30 days" in after
    assert "3 records read" not in visit("/status/", as_of="2026-01-01").text


def test_status_tells_at_once_what_needs_a_person_and_what_a_feed_waits_for(visit, settings):
    settings.FEEDS_ENABLED, settings.CONTACT = True, ""
    settings.CELESTRAK_URL = "https://celestrak.example"
    now = timezone.now()
    for slug, outcome in (
        ("celestrak-gp", "held"),
        ("launch-library", "refused"),
        ("spaceflight-news", "stored"),
    ):
        at = now - timedelta(days=3 if outcome == "stored" else 0, minutes=2)
        FeedRun.objects.create(
            feed=slug, started_at=at - timedelta(minutes=1), ended_at=at, outcome="stored", told_at=at
        )
        FeedRun.objects.create(feed=slug, started_at=at, ended_at=at, outcome=outcome, told_at=at)
    Host.objects.create(
        name="celestrak.example", closed_until=now + timedelta(hours=20), why="it answered 403."
    )
    LedgerVersion.bump()

    seen = visit("/status/")

    flags = {
        slug: [flag.text for flag in card.all("span", "flag")]
        for slug, card in zip(FEEDS, seen.main.one(class_="feeds").all("div", "stat"), strict=True)
    }
    assert flags["celestrak-gp"] == ["answer held", "host closed"]
    assert flags["launch-library"] == ["answer refused"]
    assert flags["spaceflight-news"] == ["stale", "overdue"]
    assert "celestrak.example is left alone until then: it answered 403." in seen.text
    assert "is the worker running?" in seen.text
    assert "CONTACT" not in seen.text, "readers cannot set it"


def test_the_foot_of_every_page_tells_the_age_of_the_feeds(visit):
    assert FEEDS["celestrak-gp"].title in visit("/news/").tree.one("footer").text


def test_a_chart_alone_may_stand_in_other_peoples_pages_and_nothing_else_may(visit):
    alone = visit("/embed/satellites_in_orbit/")
    policy = alone["Content-Security-Policy"]
    assert "frame-ancestors 'none'" not in policy
    assert not alone["X-Frame-Options"]
    for name in ("overview", "compare", "metric"):
        page = visit(PAGES[name])
        assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
        assert page["X-Frame-Options"] == "DENY"
    kept = visit("/embed/satellites_in_orbit/", headers={"If-None-Match": '"other"'})
    assert "frame-ancestors 'none'" not in kept["Content-Security-Policy"]


def table_of(seen) -> list[list[tuple[str, bool]]]:
    """Of the first table, the cells behind the first of each row, as text and whether each is set as a figure."""
    rows = next(iter(seen.main.all("table"))).one("tbody").all("tr")
    return [[(cell.text, "n" in cell.classes) for cell in row.all("td")] for row in rows]


@pytest.mark.parametrize(
    ("address", "figures"),
    [("/metrics/power/", (2, 3)), ("/metrics/compute_in_orbit/", (2, 3, 5, 6)), ("/metrics/paper_to_orbit/", (0, 1))],
)  # fmt: skip
def test_a_column_of_figures_is_set_as_one_whatever_its_cells_hold(visit, address, figures):
    rows = table_of(visit(address, as_of="2026-09-01"))
    assert any("," in row[n][0] for row in rows for n in figures)  # a comma once cost a cell its place
    for row in rows:
        assert tuple(n for n, (_text, is_figure) in enumerate(row) if is_figure) == figures


@pytest.mark.parametrize("name", METRICS)
def test_the_page_of_every_metric_has_its_unit_and_numbers_that_answer(visit, name):
    page = visit(f"/metrics/{name}/", as_of="2026-09-01").main
    assert f"Unit: {METRICS[name].unit}." in page.text
    files = [link["href"] for link in page.all("a") if link.text in ("Numbers (CSV)", "Numbers (JSON)")]
    assert len(files) == 2
    for address in files:
        assert "as_of=2026-09-01" in address
        assert visit.client.get(address).status_code == 200


@pytest.mark.parametrize("name", ["power", "compute_in_orbit", "orbit_evidence", "regulatory_clock"])
def test_a_metric_without_a_history_is_summed_up_in_a_sentence(visit, name):
    page = visit(f"/metrics/{name}/", as_of="2026-09-01", country="US").main
    sentence = page.one(class_="sentence").text
    assert sentence.startswith(f"{METRICS[name].title} on 1 Sep 2026: United States ")
    assert "China" not in sentence
    if name == "compute_in_orbit":
        assert "1 × GPUs (Starcloud-1)" in sentence
    if name == "power":
        rows = METRICS[name].rows(Question(date(2026, 9, 1), AsOf(date(2026, 9, 1)), "US", ""))
        most = max((row for row in rows if not row.flown), key=lambda row: row.high_kw)
        assert most.name in sentence
    floor = visit(f"/metrics/{name}/", confidence="confirmed").main.one(class_="sentence").text
    assert f"{METRICS[name].title} (confirmed facts only) on " in floor


def test_the_scoreboard_stands_on_its_page_row_by_row(visit):
    day = date(2026, 9, 1)
    rows = METRICS["scoreboard"].rows(Question(day, AsOf(day), "", ""))
    seen = visit("/metrics/scoreboard/", as_of=day.isoformat())
    shown = seen.main.one("table")
    assert [cell.text for cell in shown.one("thead").all("th")] == [
        "Measure", "United States", "Note", "China", "Note",
    ]  # fmt: skip
    lines = {
        row.one("th").text: [cell.text for cell in row.all("td")] for row in shown.one("tbody").all("tr")
    }
    assert len(lines) == len({row.measure for row in rows})
    for row in rows:
        cell = lines[str(MEASURES[row.measure].label)][0 if row.country == "US" else 2]
        assert cell == (score_value(row) or "unknown")
