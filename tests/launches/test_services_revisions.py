"""What feeds state of launches is kept as it was stated, also where a later answer puts it in another light."""

from datetime import timedelta

from django.utils import timezone

from launches.models import Launch, NetRevision
from launches.services import upsert_launches
from tests.feeds.rows import NET, SEEN_AT, STATED_AT, record
from tests.writers import later, restated, small_ledger


def told(rows) -> list[tuple]:
    return list(
        rows.order_by("launch__name", "stated_at").values_list("launch__name", "stated_at", "net", "moved")
    )


def test_a_statement_that_comes_late_replaces_the_row_after_it_and_the_old_row_stays(empty_ledger):
    upsert_launches([record()], seen_at=SEEN_AT)
    first = NetRevision.objects.get()
    before = timezone.now()

    upsert_launches([later(days=-1)], seen_at=SEEN_AT)

    assert NetRevision.objects.get().stated_at == STATED_AT - timedelta(days=1)
    first.refresh_from_db(from_queryset=NetRevision.every.all())
    new = NetRevision.statements.get(stated_at=STATED_AT)
    assert (first.moved, new.moved) == (True, False)
    assert first.replaced_at == new.recorded_at
    assert list(NetRevision.every.stood_at(before)) == [first]
    assert first not in NetRevision.every.stood_at(first.replaced_at)


def test_two_statements_of_one_moment_end_the_same_in_either_order_and_both_are_kept(empty_ledger):
    one, other = record(), record(net=NET + timedelta(days=3))
    ends = []
    for answers in ((one, other), (other, one)):
        Launch.objects.all().delete()
        for answer in answers:
            upsert_launches([answer], seen_at=SEEN_AT)
        ends.append(told(NetRevision.statements.all()))
    assert ends[0] == ends[1]
    assert len(ends[0]) == 1


def test_what_was_told_before_adds_no_row(empty_ledger):
    small_ledger()
    restated()
    kept = NetRevision.every.count()
    restated()
    assert NetRevision.every.count() == kept
    assert NetRevision.every.exclude(replaced_at=None).exists()
