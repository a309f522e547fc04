"""Element sets of tracked spacecraft."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from launches.models import ElementSet
from launches.services import store_element_sets
from launches.services.elements import NAMES, statement
from tests.feeds.rows import ELEMENTS, SEEN_AT, spacecraft
from tests.present import present

pytestmark = pytest.mark.usefixtures("empty_ledger")


@pytest.fixture
def tracked(empty_ledger):
    return spacecraft(norad_cat_id=66303, identity="catalogued")


def store(*records):
    return store_element_sets(records, seen_at=SEEN_AT)


@pytest.mark.usefixtures("tracked")
def test_only_tracked_numbers_are_stored_and_twice_writes_no_row():
    other = replace(ELEMENTS, norad_cat_id=5)

    assert (store(ELEMENTS, other).added, store(ELEMENTS, other).added) == (1, 0)
    assert store(ELEMENTS, other).same == 1
    assert ElementSet.objects.get().epoch == ELEMENTS.epoch
    assert ElementSet.objects.get().bstar == ELEMENTS.bstar


def test_a_hosted_payload_is_tracked_by_its_host_s_number():
    spacecraft(norad_cat_id=799500123, identity="hosted")
    assert store(replace(ELEMENTS, norad_cat_id=799500123)).added == 1


@pytest.mark.usefixtures("tracked")
def test_an_epoch_that_goes_backwards_is_stored_and_is_not_the_newest():
    store(ELEMENTS)
    store(replace(ELEMENTS, epoch=ELEMENTS.epoch - timedelta(milliseconds=3)))

    assert ElementSet.objects.count() == 2
    assert present(ElementSet.objects.newest_first().first()).epoch == ELEMENTS.epoch


@pytest.mark.usefixtures("tracked")
def test_a_second_fit_for_an_epoch_stands_beside_the_first_and_is_said():
    store(ELEMENTS)
    stored = store(replace(ELEMENTS, mean_anomaly=10.0))

    assert (stored.added, stored.same) == (1, 0)
    assert {row.mean_anomaly for row in ElementSet.objects.all()} == {ELEMENTS.mean_anomaly, 10.0}
    assert "1 fit a stored epoch anew" in " ".join(stored.remarks)
    assert len(ElementSet.objects.filter(pk__in=ElementSet.objects.newest_ids())) == 1


@pytest.mark.usefixtures("tracked")
def test_a_new_name_at_a_known_epoch_is_no_second_fit():
    store(ELEMENTS)
    assert "anew" not in " ".join(store(replace(ELEMENTS, object_name="RENAMED")).remarks)


@pytest.mark.usefixtures("tracked")
def test_the_same_number_twice_in_one_answer_is_stored_once():
    assert store(ELEMENTS, ELEMENTS).added == 1


@pytest.mark.usefixtures("tracked")
def test_tracked_numbers_that_the_answer_leaves_out_are_named():
    assert "66303" in " ".join(store(replace(ELEMENTS, norad_cat_id=5)).remarks)


def test_a_long_file_that_is_known_is_compared_in_slices_and_writes_nothing(
    monkeypatch, django_assert_max_num_queries
):
    records = [
        replace(ELEMENTS, norad_cat_id=number, epoch=ELEMENTS.epoch + timedelta(minutes=number))
        for number in range(1, 1201)
    ]
    numbers = {record.norad_cat_id for record in records}
    monkeypatch.setattr("launches.services.elements.tracked_numbers", lambda: numbers)
    assert store_element_sets(records, seen_at=SEEN_AT).added == 1200

    with django_assert_max_num_queries(9) as asked:  # three slices, the transaction, days of launch
        again = store_element_sets(records[::-1], seen_at=SEEN_AT)

    assert (again.added, again.same) == (0, 1200)
    assert not [query for query in asked.captured_queries if query["sql"].startswith(("INSERT", "UPDATE"))]


@pytest.mark.usefixtures("tracked")
def test_what_another_worker_stored_meanwhile_is_counted_as_known(monkeypatch):
    store(ELEMENTS)
    monkeypatch.setattr("launches.services.elements._stored", lambda part: {})  # compared before it came

    stored = store(ELEMENTS, replace(ELEMENTS, mean_anomaly=10.0))

    assert (stored.added, stored.same) == (1, 1)
    assert ElementSet.objects.count() == 2


@pytest.mark.usefixtures("tracked")
def test_in_parts_nobody_waits_while_records_are_read_and_compared(monkeypatch):
    inside = len(connection.savepoint_ids)
    seen = []

    def stored(part):
        seen.append(depth())
        return {}

    monkeypatch.setattr("launches.services.elements._stored", stored)

    def depth():
        return len(connection.savepoint_ids) - inside

    def records():
        seen.append(depth())
        yield ELEMENTS

    assert store_element_sets(records(), seen_at=SEEN_AT, in_parts=True).added == 1
    assert seen == [0, 0], "the transaction began before there was anything to write"


@pytest.mark.usefixtures("tracked")
def test_rows_are_stored_as_the_models_read_them():
    before = timezone.now()
    store(replace(ELEMENTS, epoch=ELEMENTS.epoch.replace(microsecond=0)))

    [row] = ElementSet.objects.all()
    assert {name: getattr(row, name) for name in NAMES} == {
        name: getattr(replace(ELEMENTS, epoch=row.epoch), name) for name in NAMES
    }
    assert row.epoch == ELEMENTS.epoch.replace(microsecond=0)
    assert row.statement == statement(replace(ELEMENTS, epoch=row.epoch))
    assert before <= row.recorded_at <= timezone.now()
    row.full_clean(validate_unique=False, validate_constraints=False)


def test_epochs_that_go_back_or_lie_ahead_and_foreign_designators_are_said():
    spacecraft("Lantern-72", norad_cat_id=66304, object_id="2025-248M", identity="catalogued")
    at = SEEN_AT
    first = replace(ELEMENTS, norad_cat_id=66304, object_id="2025-248M", epoch=at)
    store_element_sets([first], seen_at=at)

    stored = store_element_sets(
        [
            replace(first, epoch=at - timedelta(hours=3)),
            replace(first, epoch=at + timedelta(hours=5), object_id="2024-001A"),
        ],
        seen_at=at + timedelta(hours=1),
    )

    said = " ".join(stored.remarks)
    assert "1 go back behind the newest stored epoch." in said
    assert "1 have an epoch ahead of their arrival." in said
    assert "Number 66304 came as 2024-001A and is 2025-248M here: its sets are kept apart" in said
