"""Each change is stamped with the ledger's version: who asks for all above the one that they know misses nothing."""

from typing import Any

import pytest
from django.core import serializers
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from facts.history import account
from facts.ledger.fields import Children, Refs
from facts.ledger.registry import KINDS, in_order
from facts.ledger.table_import import carry_out
from facts.ledger.table_plan import lay_out
from facts.models import LedgerVersion, Revision, Source, Stamp
from facts.record_values import told
from launches.models import Launch
from launches.services import upsert_launches
from news.models import NewsItem
from news.workflow import move
from projects.models import FundingEvent, Organization, Project
from tests.feeds.rows import SEEN_AT, record
from tests.metrics import facts
from tests.present import present
from tests.writers import WRITERS, small_ledger

pytestmark = pytest.mark.usefixtures("empty_ledger")
# Of what a record's columns hold, no reader sees these: nothing is stamped where they alone move.
UNTOLD = {"id", "recorded_at", "changed_at", "ll2_updated_at", "entered_by_id", "changed_by_id", "publish_at"}


def since(version: int) -> list[tuple[int, str, str, str]]:
    """What was stamped above a version."""
    found = Stamp.objects.filter(version__gt=version)
    return list(found.values_list("version", "kind", "slug", "what"))


def records() -> dict[tuple[str, int], Any]:
    """What every record says."""
    return {
        (kind.name, key): record
        for kind in in_order()
        for key, (record, _row) in told(kind, kind.model._base_manager.values_list("pk", flat=True)).items()
    }


def named_anew(said: Any, renamed: dict[str, str]) -> Any:
    """A record as it names others by the slugs that they have since: that is no change of its own."""
    if isinstance(said, dict):
        return {key: named_anew(one, renamed) for key, one in said.items()}
    if isinstance(said, list):
        return [named_anew(one, renamed) for one in said]
    return renamed.get(said, said) if isinstance(said, str) else said


def test_whoever_writes_the_stamps_above_a_version_name_exactly_what_changed_since():
    small_ledger()
    known, before = LedgerVersion.current(), records()
    for write in WRITERS:
        write()
        after = records()
        stamps_name_what_changed(known, before, after)
        known, before = LedgerVersion.current(), after


def stamps_name_what_changed(
    known: int, before: dict[tuple[str, int], Any], after: dict[tuple[str, int], Any]
) -> None:
    renamed = {said["slug"]: after[key]["slug"] for key, said in before.items() if key in after}
    was = {key: named_anew(said, renamed) for key, said in before.items()}
    changed = {key for key in before.keys() | after.keys() if was.get(key) != after.get(key)}
    changed |= {key for key in before.keys() & after.keys() if before[key]["slug"] != after[key]["slug"]}
    stamped = {(kind, key) for _version, kind, key in _keys(known)}
    assert changed <= stamped
    assert not {key for key in stamped - changed if key in before and not _came_and_went(key, known)}
    last = {(kind, row_id): what for kind, row_id, what in
            Stamp.objects.filter(version__gt=known).values_list("kind", "row_id", "what")}  # fmt: skip
    assert {key for key, what in last.items() if what == "deleted"} == stamped - after.keys()
    assert {key for key, what in last.items() if what == "entered"} <= after.keys() - before.keys()


def _keys(known: int) -> Any:
    return Stamp.objects.filter(version__gt=known).values_list("version", "kind", "row_id")


def _came_and_went(key: tuple[str, int], known: int) -> bool:
    """Whether a record changed more than once, and says what it said."""
    return Stamp.objects.filter(version__gt=known, kind=key[0], row_id=key[1]).count() > 1


def test_an_act_has_one_version_and_the_next_act_a_higher_one():
    known = LedgerVersion.current()
    with account(why="One act."):
        maker = facts.organization()
        plan = facts.project()
        maker.name = "Renamed"
        maker.save()
    first = LedgerVersion.current()
    Organization.objects.update(country="EU")
    plan.name = "Another"
    plan.save()
    assert {row for row in since(known) if row[1] != "sources"} == {
        (first, "organizations", maker.slug, "entered"),
        (first, "projects", plan.slug, "entered"),
        (first + 1, "organizations", maker.slug, "changed"),
        (first + 2, "projects", plan.slug, "changed"),
    }
    assert LedgerVersion.current() == first + 2


def test_a_record_says_what_became_of_it_and_leads_to_its_revision():
    event = facts.money(1)
    known = LedgerVersion.current()
    event.amount = 2
    event.save()
    event.slug = "another"
    event.save()
    event.delete()
    rows = Stamp.objects.filter(version__gt=known)
    assert [(row.what, row.slug, row.was_public) for row in rows] == [
        ("changed", rows[0].slug, True), ("changed", "another", True), ("deleted", "another", True),
    ]  # fmt: skip
    assert [row.revision_id for row in rows] == list(
        Revision.objects.filter(kind="funding").order_by("pk").values_list("pk", flat=True)
    )
    assert rows[0].slug == present(rows[0].revision).slug != "another"


def test_an_act_that_changes_nothing_stamps_nothing_and_leaves_the_version():
    event = facts.money(1)
    known = LedgerVersion.current()
    event.save()
    FundingEvent.objects.update(amount=1)
    with account():
        event.amount = 2
        event.save()
        event.amount = 1
        event.save()
        facts.milestone(facts.project(slug="gone-again")).delete()
        Project.objects.get(slug="gone-again").delete()
    assert (since(known), LedgerVersion.current()) == ([], known)


def test_what_is_taken_back_has_no_stamp():
    event = facts.money(1)
    known = LedgerVersion.current()
    with account(), transaction.atomic():
        event.amount = 2
        event.save()
        facts.organization()
        transaction.set_rollback(True)
    assert (since(known), LedgerVersion.current()) == ([], known)


def test_a_fact_without_a_source_and_a_list_cleared_from_the_other_end_are_stamped_too():
    item, plan = facts.news(), facts.project()
    item.projects.set([plan])
    known = LedgerVersion.current()
    plan.news.clear()
    assert since(known) == [(known + 1, "news", item.slug, "changed")]
    item.sources.clear()
    item.sources.add(facts.source())
    assert [what for _version, _kind, _slug, what in since(known)] == ["changed"] * 3
    found = Stamp.objects.latest("version").revision
    assert found is not None  # it was a fact before it lost its source
    assert "sources" not in found.before


def test_a_fact_that_is_being_entered_is_stamped_without_a_revision():
    told = facts.news()
    new = NewsItem(**{f.attname: getattr(told, f.attname) for f in NewsItem._meta.concrete_fields})
    new.pk, new.slug = None, "new"
    new.save()
    new.sources.add(facts.source())
    entered, changed = Stamp.objects.filter(slug="new").order_by("version")
    assert (entered.what, changed.what) == ("entered", "changed")
    assert changed.revision is None


def test_drafts_are_stamped_as_what_readers_could_not_see():
    item = facts.news(state="draft")
    known = LedgerVersion.current()
    move(item, "published")
    move(item, "retracted", why="Withdrawn.")
    rows = Stamp.objects.filter(kind="news", slug=item.slug)
    assert [(row.what, row.was_public) for row in rows.filter(version__gt=known)] == [
        ("changed", False), ("changed", True),
    ]  # fmt: skip
    assert rows.earliest("version").what == "entered"


def test_what_fixtures_bring_is_stamped():
    event = facts.money(1)
    text = serializers.serialize("json", [event])
    event.delete()
    known = LedgerVersion.current()
    for row in serializers.deserialize("json", text):
        row.save()
    assert [what for _version, _kind, _slug, what in since(known)][:1] == ["entered"]


def test_a_table_is_one_act():
    page = Source.objects.filter(pk=facts.source().pk)
    page.update(published_on_first="2000-01-01", published_on_last="2000-01-01", published_on_precision="day")
    makers = [facts.organization() for _ in range(3)]
    known = LedgerVersion.current()
    rows = [{"slug": one.slug, "name": "Renamed"} for one in makers]
    plan = lay_out(KINDS["organizations"], ["slug", "name"], rows, by=None)
    carry_out(plan, by=None, dry=True)
    assert (since(known), LedgerVersion.current()) == ([], known)
    carry_out(plan, by=None)
    assert since(known) == [(known + 1, "organizations", one.slug, "changed") for one in makers]


def test_a_feed_stamps_a_thousand_launches_in_batches():
    def asked(numbers: range) -> int:
        known = LedgerVersion.current()
        with CaptureQueriesContext(connection) as queries:
            upsert_launches([record(n, name=f"Flight {n}", mission="") for n in numbers], seen_at=SEEN_AT)
        new = [row for row in since(known) if row[1] == "launches"]
        assert {(version, what) for version, _kind, _slug, what in new} == {(known + 1, "entered")}
        assert len(new) == len(numbers) == Launch.objects.filter(slug__in=[row[2] for row in new]).count()
        return sum("facts_stamp" in query["sql"] for query in queries)

    asked(range(1))  # the source of the feed comes with the first
    assert asked(range(1, 4)) == 1
    assert asked(range(1000, 2000)) < 10


def test_what_the_stamps_do_not_look_at_is_what_no_reader_sees():
    """A column that is added to a curated table is told in the account, or stands in the list above."""
    untold = set()
    for kind in in_order():
        said = set(kind.columns)
        for part in kind.fields:
            said |= set(part.columns(None, {}))
        untold |= {field.attname for field in kind.model._meta.concrete_fields} - said
        linked = {part.name for part in kind.fields if isinstance(part, Refs | Children)}
        links = kind.model._meta.many_to_many
        assert {one.name for one in links if one.remote_field.through._meta.auto_created} <= linked
    assert untold == UNTOLD
