"""Bad rows are named before anything is written."""

import json

import pytest

from facts.ledger.registry import KINDS
from facts.models import LedgerVersion, Source
from projects.models import Milestone, Organization, Project
from tests.desk.tables import as_csv, confirm, faults, milestone_rows, send
from tests.present import present

pytestmark = pytest.mark.usefixtures("ledger")


def test_ten_thousand_rows_with_three_bad_ones_name_the_three(client):
    rows = milestone_rows(10_000)
    rows[7][2] = "2026-02-30"
    rows[5000][1] = "XX"
    rows[9999][7] = "no-such-source"
    version, count = LedgerVersion.current(), Milestone.objects.count()
    page = send(client, Milestone, as_csv(rows))
    assert [(line, column) for line, column, _sentence in faults(page)] == [
        (8, "on"), (5001, "country"), (10000, "sources"),
    ]  # fmt: skip
    text = page.content.decode()
    assert "is no day of the calendar" in text
    assert "no-such-source" in text
    assert page.context.get("confirm_form") is None
    assert (LedgerVersion.current(), Milestone.objects.count()) == (version, count)


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"on": "yesterday"}, "on"), ({"on": ""}, "on"), ({"country": "USA"}, "country"), ({"kind": "party"}, "kind"),
        ({"title": ""}, "title"), ({"title": "x" * 201}, "title"), ({"title": "a\u202eb"}, "title"),
        ({"summary": ""}, "summary"), ({"confidence": "sure"}, "confidence"), ({"sources": ""}, "sources"),
        ({"sources": "none; none"}, "sources"), ({"project": "no-such"}, "project"), ({"slug": "Not A Slug"}, "slug"),
        ({"slug": ""}, "slug"), ({"known_on": "2026"}, "known_on"),
    ],
)  # fmt: skip
def test_a_bad_cell_is_named_by_row_and_column(client, cells, column):
    head, good, bad = milestone_rows(2)
    head = list(dict.fromkeys([*head, *cells]))
    table = [
        head,
        [*good, *[""] * (len(head) - len(good))],
        [dict(zip(head, bad, strict=False)).get(k, "") for k in head],
    ]
    for name, value in cells.items():
        table[2][head.index(name)] = value
    page = send(client, Milestone, as_csv(table))
    assert {(line, name) for line, name, _sentence in faults(page)} == {(3, column)}
    assert not Milestone.objects.filter(slug="row-0").exists()


def test_a_table_names_the_days_that_no_source_shows(client):
    Source.objects.create(slug="own", url="https://example.org/d", title="D", publisher="D")
    head, one, two, three = milestone_rows(3)
    rows = [
        [*one, "2100-01-01", "", ""],
        [*two[:-1], "own", "2026-11-22", "", ""],
        [*three[:-1], "own", "", "2026-11-22", "The page shows no date."],
    ]
    page = send(client, Milestone, as_csv([[*head, "known_on", "found_on", "found_reason"], *rows]))
    assert [(line, column) for line, column, _sentence in faults(page)] == [(2, "known_on"), (3, "known_on")]


@pytest.mark.parametrize(
    ("quantity", "unit", "column", "listed"),
    [
        ("power", "mw", "unit", "write one of W, kW, MW, GW, TW,"),
        ("power", "MegaWatts", "unit", "write one of W, kW, MW, GW, TW,"),
        ("power", "\uff2d\uff37", "unit", "write one of W, kW, MW, GW, TW,"),
        ("power", "kw ", "unit", "write one of W, kW, MW, GW, TW,"),
        ("power", "TOPS", "unit", "no unit of power: write one of W, kW, MW, GW, TW"),
        ("powr", "kW", "quantity", "write one of accuracy, ai-satellites,"),
    ],
)
def test_a_quantity_or_unit_from_outside_the_list_is_named_with_the_list(
    client, quantity, unit, column, listed
):
    head = "slug project quantity value unit qualifier stated_on confidence sources".split()
    about, source = present(Project.objects.first()).slug, present(Source.objects.first()).slug
    row = ["own", about, quantity, "7", unit, "target", "2026-01-01", "reported", source]
    [(line, named, sentence)] = faults(send(client, KINDS["statements"].model, as_csv([head, row])))
    assert (line, named) == (2, column)
    assert listed in sentence


def test_what_does_not_go_together_is_named_at_its_row(client):
    head = (
        "slug organization on instrument scope scope_reason direction amount currency amount_usd summary "
        "confidence sources"
    ).split()
    who, source = present(Organization.objects.first()).slug, present(Source.objects.first()).slug
    row = ["own", who, "2026-01-01", "equity", "orbital_compute", "x", "received", "100", "", "", "Ours."]
    no_currency = [*row, "reported", source]
    twice = ["twice", *no_currency[1:8], "USD", "100", *no_currency[10:]]
    unknown = ["unknown", *no_currency[1:8], "GBX", *no_currency[9:]]
    page = send(client, KINDS["funding"].model, as_csv([head, no_currency, twice, unknown]))
    found = {(line, column): sentence for line, column, sentence in faults(page)}
    assert set(found) == {(2, "amount"), (3, "amount_usd"), (4, "currency")}
    assert "its own amount in dollars" in found[3, "amount_usd"]
    assert "write one of USD, CNY, EUR, JPY, HKD" in found[4, "currency"]


def test_a_slug_twice_and_a_value_that_is_taken_are_refused(client):
    head, row, other = milestone_rows(2)
    page = send(client, Milestone, as_csv([head, row, row, other]))
    assert faults(page) == [(3, "slug", "stands twice in the table")]
    source = present(Source.objects.first())
    table = [["slug", "url", "title", "publisher", "language", "seen", "quality"],
             ["own", source.url, "T", "P", "en", "page", "press"]]  # fmt: skip
    page = send(client, Source, as_csv(table))
    assert {(line, column) for line, column, _s in faults(page)} == {(2, "url")}


def test_confirmed_without_a_page_that_was_read_is_refused(client):
    digest = Source.objects.create(
        slug="own-digest", url="https://x.org/d", title="D", publisher="D", quality="digest"
    )
    head, row = milestone_rows(1)
    row[6], row[7] = "confirmed", digest.slug
    assert [(line, column) for line, column, _s in faults(send(client, Milestone, as_csv([head, row])))] == [
        (2, "confidence")
    ]


def test_confirmed_by_one_page_of_the_press_is_refused(client):
    press = Source.objects.create(slug="own-press", url="https://x.org/d", title="D", publisher="D")
    head, row = milestone_rows(1)
    row[6], row[7] = "confirmed", press.slug
    assert [(line, column) for line, column, _s in faults(send(client, Milestone, as_csv([head, row])))] == [
        (2, "confidence")
    ]


def test_a_source_that_alone_proves_a_fact_stays_one_that_can(client):
    fact = next(
        m for m in Milestone.objects.filter(confidence="confirmed").prefetch_related("sources")
        if sum(s.seen == "page" and s.quality != "digest" for s in m.sources.all()) == 1
    )  # fmt: skip
    proof = next(s for s in fact.sources.all() if s.seen == "page" and s.quality != "digest")
    page = send(client, Source, as_csv([["slug", "quality"], [proof.slug, "digest"]]))
    assert {(line, column) for line, column, _s in faults(page)} == {(2, "quality")}


def test_markup_in_a_table_is_shown_as_text(client):
    head, row = milestone_rows(1)
    row[0] = "<script>alert(1)</script>"
    row[4] = "<img src=x onerror=alert(1)>"
    text = send(client, Milestone, as_csv([head, row])).content.decode()
    assert "<script>alert(1)" not in text
    assert "<img src=x" not in text


def test_parts_of_a_record_come_as_json(client):
    project = present(Project.objects.filter(roles__isnull=False).first())
    roles = json.dumps([{"organization": present(Organization.objects.first()).slug, "role": "partner"}])
    page = send(client, Project, as_csv([["slug", "organizations"], [project.slug, roles]]))
    confirm(client, Project, page)
    assert [role.role for role in project.roles.all()] == ["partner"]
    page = send(client, Project, as_csv([["slug", "organizations"], [project.slug, "[{"]]))
    assert {(line, column) for line, column, _s in faults(page)} == {(2, "organizations")}
