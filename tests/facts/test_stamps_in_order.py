"""Versions come in the order of commits, whoever began first: nobody who read up to one misses a lower one later."""

import pytest
from django.db import OperationalError, connection, transaction

from facts.history import account
from facts.models import LedgerVersion, Stamp
from projects.models import Organization
from tests.launches.test_services_retention_concurrency import elsewhere
from tests.metrics import facts

postgres_alone = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite lets one writer in at a time"
)


@pytest.fixture
def two(own_database, django_db_blocker):
    """Two committed records, each to be written by another connection."""
    with django_db_blocker.unblock():
        yield facts.organization("US"), facts.organization("CN")


def renamed(row: Organization) -> int:
    """The version that another name made."""
    row.name += ", renamed"
    row.save()
    return version_of(row)


def version_of(row: Organization) -> int:
    return Stamp.objects.filter(kind="organizations", row_id=row.pk).latest("version").version


def impatiently(row: Organization) -> str:
    """What becomes of a change that does not wait for another transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'")
    try:
        renamed(row)
    except OperationalError as error:
        return str(error)
    return "stamped"


@postgres_alone
def test_an_act_that_began_first_and_commits_last_has_the_higher_version(two):
    first, second = two
    with account():
        first.name = "Begun first"
        first.save()
        between = elsewhere(lambda: renamed(second))
        assert LedgerVersion.current() == between
    assert version_of(first) == between + 1


@postgres_alone
def test_nothing_is_stamped_while_an_earlier_stamp_is_not_committed(two):
    first, second = two
    known = LedgerVersion.current()
    with transaction.atomic():
        mine = renamed(first)
        assert "lock timeout" in elsewhere(lambda: impatiently(second))
        assert elsewhere(LedgerVersion.current) == known  # a reader meanwhile
        assert not elsewhere(Stamp.objects.filter(version__gt=known).exists)
    assert (mine, elsewhere(lambda: renamed(second))) == (known + 1, known + 2)


@postgres_alone
def test_two_who_make_the_first_version_at_once_have_different_ones(two):
    LedgerVersion.objects.all().delete()
    Stamp.objects.all().delete()
    with transaction.atomic():
        LedgerVersion.bump()
        assert "lock timeout" in elsewhere(lambda: impatiently(two[1]))
    assert elsewhere(lambda: renamed(two[1])) == 2


def test_versions_grow_from_act_to_act_also_where_one_is_taken_back(two):
    first, second = two
    versions = [renamed(first), elsewhere(lambda: renamed(second))]
    with transaction.atomic():
        renamed(first)
        transaction.set_rollback(True)
    first.refresh_from_db()
    versions += [elsewhere(lambda: renamed(second)), renamed(first)]
    assert versions == list(range(versions[0], versions[0] + 4))
    assert not connection.in_atomic_block
