"""Readers and other workers go on while element sets are deleted."""

import threading

import pytest
from django.db import connection, connections, transaction

from launches.models import ElementSet
from launches.services import retention, thin_element_sets
from tests.launches.element_histories import (
    NUMBERS,
    kept,
    moment,
    told,
)
from tests.present import present


def elsewhere(work):
    """What a function answers in another thread, with a connection of its own; it may take two seconds."""
    found = []

    def run():
        try:
            found.append(work())
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(2)
    assert found, "the other connection waits"
    return found[0]


@pytest.fixture
def committed(own_database, django_db_blocker):
    with django_db_blocker.unblock():
        told(*((-3, hour, (-3, hour)) for hour in range(1, 24)))
        yield


@pytest.mark.usefixtures("committed")
def test_a_reader_goes_on_while_a_batch_is_being_deleted_and_holds_up_nobody(monkeypatch):
    """One reader opened a transaction before, one comes while the batch is not committed yet."""
    with transaction.atomic():
        assert elsewhere(lambda: ElementSet.objects.count()) >= 23
        retention_keys = list(ElementSet.objects.values_list("pk", flat=True)[:5])
        retention._delete(retention_keys)
        assert elsewhere(lambda: ElementSet.objects.of_object(NUMBERS[0]).count()) == 23
        newest = elsewhere(lambda: ElementSet.objects.of_object(NUMBERS[0]).first())
        assert present(newest).epoch == moment(-3, 23)

    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            before = ElementSet.objects.of_object(NUMBERS[0]).count()
            assert elsewhere(lambda: thin_element_sets().gone) > 0
            assert ElementSet.objects.of_object(NUMBERS[0]).count() == before
    else:
        thin_element_sets()
    assert ElementSet.objects.of_object(NUMBERS[0]).count() == 1


@pytest.mark.usefixtures("committed")
def test_what_another_worker_is_deleting_is_left_to_it():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time")
    keys = list(ElementSet.objects.order_by("epoch").values_list("pk", flat=True)[:10])
    with transaction.atomic():
        assert retention._delete(keys) == 10
        assert elsewhere(lambda: thin_element_sets().gone) == 12
    assert kept() == [(-3, 23)]
