"""An answer rests on one state of the database, and says what its cited address will say, whoever writes."""

import re
from collections.abc import Callable
from datetime import UTC, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone

from facts import as_it_stood as tables_of_then
from facts import past as account_of_changes
from facts.models import LedgerVersion, Revision
from facts.one_state import is_open, one_state
from facts.past import Past
from launches.models import Listing, NetRevision
from metrics.snapshot import Ledger, forget
from projects.models import Organization
from tests.launches.test_services_retention_concurrency import elsewhere
from tests.metrics import facts

CURRENT = {"current_on_first": "2026-01-01", "current_on_last": "2026-12-31", "current_on_precision": "year"}


@pytest.fixture
def maker(own_database, django_db_blocker):
    """A committed organization, which others rename."""
    with django_db_blocker.unblock():
        forget()
        yield facts.organization("US", slug="maker-of-this-test", name="Before")
        forget()


def rename(name: str) -> None:
    row = Organization.objects.get(slug="maker-of-this-test")
    row.name = name
    row.save()


def once(work: Callable[[], Any]) -> Callable[[], None]:
    """The same work, done at the first call alone, by another connection."""
    left = [work]

    def first_time() -> None:
        if left:
            elsewhere(left.pop())

    return first_time


def moment(of: Any) -> str:
    return f"{of.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


# --- One state ----------------------------------------------------------------------------------
def test_what_others_commit_meanwhile_is_seen_by_the_next_answer(maker):
    with one_state():
        assert Organization.objects.get(pk=maker.pk).name == "Before"
        elsewhere(lambda: rename("After"))
        assert Organization.objects.get(pk=maker.pk).name == "Before"
    assert not is_open()
    with one_state():
        assert Organization.objects.get(pk=maker.pk).name == "After"


def test_an_answer_holds_up_no_writer_and_leaves_its_connection_as_it_was(maker):
    with one_state():
        assert Organization.objects.count()
        elsewhere(lambda: rename("After"))
    with transaction.atomic():
        rename("Later")
    assert elsewhere(lambda: Organization.objects.get(pk=maker.pk).name) == "Later"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW transaction_isolation")
            assert cursor.fetchone() == ("read committed",)


@pytest.mark.parametrize("path", ["/organizations/{}/", "/api/v1/organizations/{}/"])
def test_a_page_says_what_stands_at_the_version_that_it_names(maker, monkeypatch, path):
    """Somebody writes between the reading of the version and that of the facts."""
    write = once(lambda: rename("After"))
    read_version = LedgerVersion.now.__func__  # type: ignore[attr-defined]

    def now(cls):
        found = read_version(cls)
        write()
        return found

    number = LedgerVersion.current()
    monkeypatch.setattr(LedgerVersion, "now", classmethod(now))
    monkeypatch.setattr(LedgerVersion, "current", classmethod(lambda cls: now(cls).number))
    assert b"Before" in Client().get(path.format(maker.slug)).content
    assert LedgerVersion.current() > number
    assert b"After" in Client().get(path.format(maker.slug)).content


@pytest.mark.parametrize("path", ["/organizations/{}/", "/api/v1/organizations/{}/"])
def test_a_cited_answer_rests_on_the_account_and_the_rows_of_one_version(maker, monkeypatch, path):
    """Somebody writes between the reading of the changes since and that of the rows which did not change."""
    cited = LedgerVersion.now().changed_at
    elsewhere(lambda: facts.organization("CN"))  # so that there is something to take back
    write, read = once(lambda: rename("After")), account_of_changes.taken_back

    def taken_back(since):
        found = read(since)
        write()
        return found

    monkeypatch.setattr(account_of_changes, "taken_back", taken_back)
    address = f"{path.format(maker.slug)}?recorded={moment(cited)}"
    first = Client().get(address).content
    assert Organization.objects.get(pk=maker.pk).name == "After"
    assert b"Before" in first
    forget()
    assert b"Before" in Client().get(address).content


def test_an_answer_of_the_past_that_broke_off_leaves_the_next_one_whole(maker):
    cited = LedgerVersion.now().changed_at
    rename("After")
    past = Past(cited)

    def broken_off() -> None:
        with one_state(), tables_of_then.as_it_stood(past):
            assert Organization.objects.get(pk=maker.pk).name == "Before"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken_off()
    with one_state(), tables_of_then.as_it_stood(past):
        assert Organization.objects.get(pk=maker.pk).name == "Before"
    with one_state(), tables_of_then.as_it_stood(past):
        assert Organization.objects.get(pk=maker.pk).name == "Before"
    assert Organization.objects.get(pk=maker.pk).name == "After"


def test_the_tables_of_a_moment_stay_for_the_next_answer(maker, django_assert_num_queries):
    cited = LedgerVersion.now().changed_at
    rename("After")
    past = Past(cited)
    for _ in range(2):
        with one_state(), tables_of_then.as_it_stood(past):
            assert Organization.objects.get(pk=maker.pk).name == "Before"
    with one_state(), tables_of_then.as_it_stood(past), django_assert_num_queries(1):
        assert Organization.objects.get(pk=maker.pk).name == "Before"


@pytest.mark.slow
def test_cited_addresses_keep_their_answers_while_two_people_write(maker):
    """Two write as fast as they can, two read what was cited: no answer differs from that of before."""
    cited = moment(LedgerVersion.now().changed_at)
    paths = [
        "/api/v1/organizations/maker-of-this-test/", "/api/v1/organizations/?page_size=20", "/organizations/",
        "/api/v1/metrics/scoreboard/", "/api/v1/launches/?page_size=5",
    ]  # fmt: skip
    addresses = [f"{path}{'&' if '?' in path else '?'}recorded={cited}" for path in paths]
    rename("After")
    first = {address: _said(Client().get(address)) for address in addresses}
    until, different, answers, together = timezone.now() + timedelta(seconds=6), [], [0], Barrier(4)

    def write(number: int) -> None:
        together.wait()
        while timezone.now() < until:
            rename(f"Renamed {timezone.now()}")
            facts.organization("CN", name=f"Maker {number}")

    def read(number: int) -> None:
        together.wait()
        while timezone.now() < until:
            for address in addresses[:: 1 if number else -1]:
                answers[0] += 1
                if _said(Client().get(address)) != first[address]:
                    different.append(address)

    def closing(work: Callable[[int], None], number: int) -> None:
        try:
            work(number)
        finally:
            connections.close_all()

    threads = [Thread(target=closing, args=(work, n)) for work in (write, read) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert answers[0] > 10
    assert not different


def _said(answer: Any) -> tuple[int, str]:
    """Without what names the newest version: its number, at the foot of pages."""
    return answer.status_code, re.sub(r"version \d+|data-version=\"\d+\"", "", answer.content.decode())


# --- Clocks -------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.usefixtures("empty_ledger")
def test_a_change_counts_after_what_was_cited_where_the_clock_was_set_back_a_little(time_machine):
    row = facts.organization("US", name="Before")
    cited = LedgerVersion.now().changed_at
    time_machine.move_to(cited - timedelta(minutes=20), tick=True)

    row.name = "After"
    row.save()
    late = facts.organization("CN")

    assert Revision.objects.latest("pk").at > cited
    assert Past(cited).undone["organizations"][row.pk].before["name"] == "Before"
    assert Organization.objects.get(pk=late.pk).recorded_at > cited
    assert cited < LedgerVersion.now().changed_at < cited + timedelta(seconds=1)
    assert LedgerVersion.now().seen_from(None, LedgerVersion.now().changed_at), (
        "the newest address is answered"
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("empty_ledger")
def test_moments_do_not_stay_where_a_clock_was_wrong_by_hours(time_machine):
    facts.organization("US")
    ahead = LedgerVersion.now().changed_at
    time_machine.move_to(ahead - timedelta(hours=3), tick=True)
    facts.organization("US")
    assert LedgerVersion.now().changed_at < ahead - timedelta(hours=2)


# --- Rows that would slip into a past -------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.usefixtures("empty_ledger")
@pytest.mark.parametrize("way", ["save", "bulk_create"])
def test_no_row_slips_into_a_past_that_was_cited(way):
    launch = facts.launch("2026-12-01")
    days = {"net_first": "2026-12-01", "net_last": "2026-12-01", "status": "go"}
    cited, long_ago = LedgerVersion.now().changed_at, timezone.now() - timedelta(days=30)
    rows: list[Any] = [
        NetRevision(launch=launch, stated_at=long_ago, recorded_at=long_ago, **days),
        Listing(launch=launch, at=long_ago, listed=False, recorded_at=long_ago),
    ]
    for row, every in zip(rows, (NetRevision.every, Listing.objects), strict=True):
        many: Any = every
        if way == "save":
            row.save()
        else:
            many.bulk_create([row])
    assert [row.recorded_at > cited for row in (NetRevision.every.get(), Listing.objects.get())] == [
        True,
        True,
    ]

    organization = Organization(
        slug="from-long-ago", name="X", country="US", kind="company", summary="-", known_on=long_ago.date(),
        confidence="confirmed", recorded_at=long_ago, **CURRENT,
    )  # fmt: skip
    if way == "save":
        organization.save()
    else:
        Organization.objects.bulk_create([organization])
    assert Organization.objects.get(slug="from-long-ago").recorded_at > cited


@pytest.mark.django_db
@pytest.mark.usefixtures("empty_ledger")
def test_a_record_that_has_no_source_yet_changes_with_an_account_and_is_no_correction():
    row = Organization(
        slug="unsourced", name="Before", country="US", kind="company", summary="-", known_on="2026-01-01",
        confidence="confirmed", **CURRENT,
    )  # fmt: skip
    row.save()
    cited = LedgerVersion.now().changed_at
    row.name = "After"
    row.save()
    assert Past(cited).undone["organizations"][row.pk].before["name"] == "Before"
    assert not Revision.objects.public().exists()


@pytest.mark.django_db
def test_a_thread_that_looks_from_elsewhere_meanwhile_breaks_no_answer(monkeypatch):
    ledger, read = Ledger(), Ledger._with

    def meanwhile(self, *args, **kwargs):
        self._asked_from.setdefault(LedgerVersion.now().seen_from(timezone.now().date() - timedelta(days=3)))
        return read(self, *args, **kwargs)

    monkeypatch.setattr(Ledger, "_with", meanwhile)
    assert ledger.spacecraft
