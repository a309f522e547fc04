"""A site from before money had a direction: rows, what was loaded, and the account of changes go along."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from facts.ledger.load import load
from facts.ledger.records import digest, read_folder
from facts.ledger.registry import KINDS
from facts.models import LoadedRow, Revision
from facts.past import built
from facts.restoring import restore
from projects.models import ExchangeRate, FundingEvent, Organization
from tests.facts.ledger.small_ledger import small, write
from tests.facts.ledger.test_faults_money import ROUND
from tests.metrics import facts

IN_DOLLARS = ROUND | {"currency": "USD"}
ROUNDS = [
    IN_DOLLARS | {"slug": "plain", "on": "2026-Q1", "known_on": "2026-03-29", "investors": ["One"], "stage": "drawn"},
    IN_DOLLARS | {"slug": "lonestar-sidus-2025", "alternative_to": "plain", "note": "A note."},
    IN_DOLLARS | {"slug": "edited"},
    ROUND | {"slug": "yuan", "amount_usd": 1},
]  # fmt: skip
BEFORE = ("projects", "0010_promises_count_once")


def loaded_by_the_version_before(folder) -> None:
    """The digests that the load of that version had remembered."""
    records, _faults = read_folder(folder)
    for slug, record in records["funding"].items():
        old = {key: value for key, value in record.items() if key != "direction"}
        if old["currency"] == "USD":
            old["amount_usd"] = old["amount"]
        LoadedRow.objects.filter(kind="funding", slug=slug).update(digest=digest(old))


@pytest.mark.nightly
def test_rows_what_was_loaded_and_the_account_go_along(bare_database, tmp_path):
    call_command("migrate", verbosity=0)
    folder = write(tmp_path / "then", small() | {"funding": ROUNDS})
    load(folder)
    implied = facts.rate("0.145581", "2026-04-20", slug="cny-usd-implied-2026-04-20")
    implied.refresh_from_db()  # it counts from the end of the act that entered it
    call_command("migrate", *BEFORE, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT slug, amount_usd FROM projects_fundingevent ORDER BY slug")
        assert cursor.fetchall() == [("edited", 5), ("lonestar-sidus-2025", 5), ("plain", 5), ("yuan", 1)]
        cursor.execute("UPDATE projects_fundingevent SET summary = 'Edited here.' WHERE slug = 'edited'")
    loaded_by_the_version_before(folder)

    call_command("migrate", verbosity=0)

    told = FundingEvent.objects.values_list("slug", "direction", "amount_usd").order_by("slug")
    assert list(told) == [
        ("edited", "received", None), ("lonestar-sidus-2025", "to_be_paid", None), ("plain", "received", None),
        ("yuan", "received", 1),
    ]  # fmt: skip
    [gone] = Revision.objects.filter(kind="exchange_rates")
    assert (gone.slug, gone.after, gone.recorded_at) == (implied.slug, None, implied.recorded_at)
    assert (gone.before["usd_per_unit"], gone.before["on"], gone.before["sources"]) == (
        0.145581, "2026-04-20", ["all"]
    )  # fmt: skip
    assert not ExchangeRate.objects.exists()

    # The next load takes what changed in the files, and keeps what was changed here.
    news = [ROUNDS[0], ROUNDS[1] | {"direction": "to_be_paid"}, ROUNDS[2], ROUNDS[3] | {"summary": "Anew."}]
    report = load(write(tmp_path / "now", small() | {"funding": news}))
    assert [kept.slug for kept in report.kept] == ["edited"]
    assert (report.same["funding"], report.updated["funding"]) == (2, 1)
    assert FundingEvent.objects.get(slug="yuan").summary == "Anew."


@pytest.mark.usefixtures("empty_ledger")
def test_what_a_record_said_before_there_was_a_direction_can_be_read_and_brought_back():
    event = facts.money(5, organization=facts.organization())
    event.direction = "allocated"
    event.save()
    [change] = Revision.objects.all()
    del change.before["direction"]
    change.before["amount_usd"] = 5

    maker = Organization.objects.get()
    row: Any = built(KINDS["funding"], change, {("organizations", maker.slug): maker.pk})
    assert (row.direction, row.stated_usd) == ("received", 5)
    back = restore(change)
    assert (back.direction, back.amount, back.amount_usd) == ("received", 5, None)
