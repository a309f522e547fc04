"""A reader who cites the newest version keeps that answer, whatever was being written meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from facts.history import account
from facts.models import LedgerVersion, RowsStay
from facts.models.append_only import AppendOnly
from launches.models import (
    CatalogueEntry,
    ElementSet,
    Launch,
    LaunchUpdate,
    Listing,
    NetRevision,
    OtherDesignator,
    PastRead,
    Spacecraft,
    UpdatesRead,
)
from launches.records import UpdateRecord, UpdatesStretch
from launches.services import (
    store_catalogue_entries,
    store_element_sets,
    store_updates,
    upsert_launches,
    upsert_past,
)
from projects.models import Organization
from tests.desk.one_row import a_row
from tests.facts.test_stamps_in_order import impatiently, renamed
from tests.feeds.rows import ELEMENTS, SEEN_AT, record
from tests.launches.test_services_retention_concurrency import elsewhere
from tests.metrics import facts
from tests.writers import catalogued

postgres_alone = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"
)
LATER = SEEN_AT + timedelta(hours=5)
SLIPPED = record(net=record().net + timedelta(days=9), updated_at=record().updated_at + timedelta(hours=1))
OTHERWISE = record(net=record().net + timedelta(days=2))  # of the same moment as the first

UPDATE = UpdateRecord(7, record().ll2_id, "Delayed for weather.", "An editor", "", SEEN_AT)


def launch_of(ll2_id: Any) -> Launch:
    return Launch.objects.get(ll2_id=ll2_id)


WRITES: dict[str, tuple[Callable[[], Any], type[Any]]] = {
    "a new record": (lambda: facts.organization("US", slug="new-one"), Organization),
    "a launch from the feed": (lambda: upsert_launches([record(5)], seen_at=SEEN_AT), Launch),
    "a date that slipped": (lambda: upsert_launches([SLIPPED], seen_at=LATER), NetRevision),
    "a date told otherwise": (lambda: upsert_launches([OTHERWISE], seen_at=LATER), NetRevision),
    "a stretch of the past": (lambda: upsert_past([record(6)], seen_at=SEEN_AT), PastRead),
    "a catalogue entry": (
        lambda: store_catalogue_entries([catalogued(date(2026, 10, 1))], seen_at=LATER), CatalogueEntry,
    ),
    "a reason for a slip": (lambda: store_updates([UPDATE], seen_at=LATER), LaunchUpdate),
    "a stretch of updates": (
        lambda: store_updates([UpdatesStretch(SEEN_AT, LATER)], seen_at=LATER), UpdatesRead,
    ),
    "a launch that is listed no longer": (
        lambda: Listing.objects.bulk_create([Listing(launch=launch_of(record().ll2_id), at=LATER, listed=False)]),
        Listing,
    ),
}  # fmt: skip


@pytest.fixture
def another(own_database, django_db_blocker):
    """A committed record that somebody else changes meanwhile, and what the feeds brought before."""
    with django_db_blocker.unblock():
        Spacecraft.objects.filter(norad_cat_id=ELEMENTS.norad_cat_id).delete()
        facts.spacecraft(norad_cat_id=ELEMENTS.norad_cat_id)
        upsert_launches([record()], seen_at=SEEN_AT)
        store_catalogue_entries([catalogued()], seen_at=SEEN_AT)
        yield facts.organization("CN")


def stood(model: type[Any], moment: Any) -> list[Any]:
    """The rows of a model that stood here at a moment."""
    rows = NetRevision.every.stood_at(moment) if model is NetRevision else None
    found = model._base_manager.filter(recorded_at__lte=moment) if rows is None else rows
    return sorted(found.values_list("pk", flat=True))


@postgres_alone
@pytest.mark.parametrize("name", WRITES)
def test_what_is_committed_after_a_version_counts_from_after_it(another, name):
    write, model = WRITES[name]
    with account():
        write()
        elsewhere(lambda: renamed(another))
        cited = elsewhere(LedgerVersion.now).changed_at
        before = elsewhere(lambda: stood(model, cited))
    assert stood(model, cited) == before
    assert stood(model, LedgerVersion.now().changed_at) != before


@postgres_alone
def test_nobody_makes_a_version_between_element_sets_and_their_commit(another):
    with transaction.atomic():
        assert store_element_sets([ELEMENTS], seen_at=SEEN_AT).added
        assert "lock timeout" in elsewhere(lambda: impatiently(another))


@pytest.mark.parametrize("name", WRITES)
@pytest.mark.django_db
@pytest.mark.usefixtures("empty_ledger")
def test_what_an_act_entered_counts_from_the_version_that_it_made(name):
    facts.spacecraft(norad_cat_id=ELEMENTS.norad_cat_id)
    upsert_launches([record()], seen_at=SEEN_AT)
    store_catalogue_entries([catalogued()], seen_at=SEEN_AT)
    before = LedgerVersion.now().changed_at
    write, model = WRITES[name]
    write()
    assert stood(model, before) != stood(model, LedgerVersion.now().changed_at)


# --- Rows of feeds stay -----------------------------------------------------------------------------
def rows_of_feeds() -> list[AppendOnly]:
    launch = facts.launch("2026-12-01")
    return [
        facts.net(launch, "2026-12-01", "2026-01-01"),
        facts.found(launch, "2026-02-01", listed=False),
        facts.past_read("2026-01-01"),
        facts.decay(ELEMENTS.norad_cat_id, "2026-03-01"),
        facts.elements(ELEMENTS.norad_cat_id, "2026-03-01"),
        a_row(OtherDesignator),
        a_row(LaunchUpdate),
        a_row(UpdatesRead),
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("empty_ledger")
def test_a_row_of_a_feed_is_neither_changed_nor_deleted():
    for row in rows_of_feeds():
        rows: Any = type(row)._default_manager.filter(pk=row.pk)
        for write in (
            lambda rows=rows, row=row: rows.update(recorded_at=row.recorded_at),
            lambda rows=rows, row=row: rows.bulk_update([row], ["recorded_at"]),
            lambda rows=rows, row=row: rows.bulk_create(
                [row], update_conflicts=True, unique_fields=["id"], update_fields=["recorded_at"]
            ),
            lambda rows=rows: rows.delete(),
            row.save,
            row.delete,
        ):
            with pytest.raises(RowsStay, match="would change answers of moments before"):
                write()
        assert rows.get() == row


@pytest.mark.django_db
@pytest.mark.usefixtures("empty_ledger")
def test_every_model_of_rows_that_feeds_add_holds_to_that():
    held = {
        NetRevision,
        Listing,
        PastRead,
        CatalogueEntry,
        ElementSet,
        OtherDesignator,
        LaunchUpdate,
        UpdatesRead,
    }
    assert {type(row) for row in rows_of_feeds()} == held == set(AppendOnly.__subclasses__())


@pytest.mark.django_db
@pytest.mark.usefixtures("empty_ledger")
def test_what_goes_with_a_launch_that_is_deleted_goes_by_its_account():
    launch = facts.launch("2026-12-01")
    facts.net(launch, "2026-12-01", "2026-01-01")
    facts.found(launch, "2026-02-01", listed=False)
    launch.delete()
    assert not NetRevision.every.exists()
    assert not Listing.objects.exists()
