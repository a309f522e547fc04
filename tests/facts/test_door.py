"""The one door for writes: whatever changes a record leaves an account, or does not happen."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from facts import history
from facts.models import Revision
from launches.models import Launch
from launches.services import upsert_launches
from news.models import NewsItem
from projects.models import FilingStep, FundingEvent, Milestone, ProjectRole
from tests.feeds.rows import SEEN_AT, record
from tests.metrics import facts

pytestmark = pytest.mark.usefixtures("empty_ledger")


def changes(kind: str) -> list[tuple[str, Any, Any]]:
    return [(one.slug, one.before, one.after) for one in Revision.objects.filter(kind=kind).order_by("pk")]


def save() -> None:
    event = FundingEvent.objects.get()
    event.amount = 2
    event.save()


def save_without_reading() -> None:
    columns = FundingEvent.objects.values().get() | {"amount": 2}
    FundingEvent(**columns).save()


def bulk_update() -> None:
    rows = list(FundingEvent.objects.all())
    rows[0].amount = 2
    FundingEvent.objects.bulk_update(rows, ["amount"])


WAYS: list[Callable[[], Any]] = [
    save,
    save_without_reading,
    bulk_update,
    lambda: FundingEvent.objects.update(amount=2),
    lambda: FundingEvent._base_manager.update(amount=2),
    lambda: FundingEvent.objects.order_by("-on_first").filter(amount=1).update(amount=2),
    lambda: FundingEvent.objects.get().organization.funding.update(amount=2),
]


@pytest.mark.parametrize("write", WAYS)
def test_each_way_to_change_a_record_leaves_one_account(write):
    event = facts.money(1)
    write()
    [(slug, before, after)] = changes("funding")
    assert (slug, before["amount"], after["amount"]) == (event.slug, 1, 2)


@pytest.mark.parametrize(
    "delete", [lambda: FundingEvent.objects.all().delete(), lambda: the_event().delete()]
)
def test_each_way_to_delete_a_record_keeps_the_whole(delete):
    event = facts.money(1)
    delete()
    [(slug, before, after)] = changes("funding")
    assert (slug, before["amount"], before["sources"], after) == (event.slug, 1, ["all"], None)


def the_event() -> FundingEvent:
    return FundingEvent.objects.get()


def test_what_a_deletion_changes_elsewhere_is_accounted_for_too():
    flight = facts.launch()
    craft = facts.spacecraft(launch=flight)
    plan = facts.project()
    item = facts.news()
    item.projects.set([plan])
    Revision.objects.all().delete()

    flight.delete()
    plan.delete()

    [(slug, before, after)] = changes("spacecraft")
    assert (slug, before["launch"], after.get("launch")) == (craft.slug, flight.slug, None)
    [(slug, before, after)] = changes("news")
    assert (slug, before["projects"], after.get("projects")) == (item.slug, [plan.slug], None)


def test_parts_belong_to_the_account_of_their_record():
    plan, maker = facts.project(), facts.organization()
    ProjectRole.objects.bulk_create([ProjectRole(project=plan, organization=maker, role="lead")])
    ProjectRole.objects.update(role="partner")
    plan.roles.all().delete()
    paper = facts.application(plan, 10)
    Revision.objects.filter(kind="filings").delete()
    FilingStep.objects.update(step="grant")
    said = [before.get("organizations", [{}])[0].get("role") for _slug, before, _after in changes("projects")]
    assert said == [None, "lead", "partner"]
    assert [slug for slug, *_ in changes("filings")] == [paper.slug]


def test_what_says_nothing_of_the_record_leaves_none(django_user_model):
    facts.news()
    NewsItem.objects.update(entered_by=django_user_model.objects.create_user("ana"))
    assert not Revision.objects.filter(kind="news").exists()


def test_rows_cannot_be_overwritten_by_an_insert():
    event = facts.milestone(facts.project())
    with pytest.raises(NotImplementedError, match="bulk_update"):
        Milestone.objects.bulk_create(
            [event], update_conflicts=True, unique_fields=["id"], update_fields=["title"]
        )


def clear() -> None:
    with (
        transaction.atomic()
    ):  # Django's own around links has no savepoint, which the one around a test needs
        the_event().sources.clear()


ACTS: list[Callable[[], Any]] = [
    *WAYS,
    lambda: FundingEvent.objects.all().delete(),
    lambda: the_event().delete(),
    clear,
    lambda: upsert_launches([record()], seen_at=SEEN_AT),
]


@pytest.mark.parametrize("act", ACTS)
def test_a_change_whose_account_fails_does_not_happen(monkeypatch, act):
    facts.money(1)

    def fail(self: history.Account) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr(history.Account, "settle", fail)
    with pytest.raises(RuntimeError, match="killed"):
        act()
    event = FundingEvent.objects.get()
    assert (event.amount, event.sources.count(), Launch.objects.count()) == (1, 1, 0)


def test_a_store_of_many_launches_asks_the_database_as_often_as_one_of_few():
    def asked(first: int, count: int) -> int:
        numbers = range(first, first + count)
        upsert_launches([record(n, name=f"Flight {n}", mission="") for n in numbers], seen_at=SEEN_AT)
        changed = [
            record(n, name=f"Flight {n}", mission="", status="hold", updated_at=SEEN_AT) for n in numbers
        ]
        with CaptureQueriesContext(connection) as queries:
            upsert_launches(changed, seen_at=SEEN_AT)
        assert Revision.objects.filter(kind="launches", by_feed=True).count() == count
        Revision.objects.all().delete()
        return len(queries)

    assert asked(100, 3) == asked(200, 30)
