"""A small ledger with some of every kind, and everybody who writes to it: feeds, the desk, tables, deletions."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from common.dates import PartialDate
from facts.ledger.fields import Children
from facts.ledger.registry import KINDS, Kind, in_order
from facts.ledger.table_import import carry_out
from facts.ledger.table_plan import lay_out
from facts.merging import merged
from facts.models import Source
from facts.services import kind_of_row
from launches.models import FEED_SLUG, Launch, Spacecraft
from launches.records import CatalogueRecord, UnlistedLaunch
from launches.services import store_catalogue_entries, store_element_sets, upsert_launches, upsert_past
from news.models import NewsItem
from news.workflow import move
from projects.models import Filing, FilingStep, Organization, ProjectRole, Target
from tests.examples import NIGHTLY
from tests.feeds.rows import ELEMENTS, NET, SEEN_AT, STATED_AT, ledger_launch, record
from tests.metrics import facts

NUMBER = ELEMENTS.norad_cat_id
OTHER = "Falcon 9 Block 5 | Beacon 8"


def catalogued(decayed_on: date | None = None) -> CatalogueRecord:
    return CatalogueRecord(
        NUMBER,
        "LANTERN-1",
        "2025-248L",
        "PAY",
        "+",
        "US",
        date(2025, 1, 1),
        decayed_on,
        95.0,
        45.4,
        503.0,
        497.0,
    )


def small_ledger() -> None:
    """Some of every kind, in both countries, and what every feed brings."""
    Source.objects.filter(pk=facts.source().pk).update(
        published_on_first="2000-01-01", published_on_last="2000-01-01", published_on_precision="day"
    )
    plans = {country: facts.project(country) for country in ("US", "CN")}
    for country, plan in plans.items():
        maker = facts.organization(country)
        ProjectRole.objects.create(project=plan, organization=maker, role="lead")
        facts.status(plan, "announced", "2024-01-01")
        later = facts.target(plan, "2026-12", "2025-06-01", speaker=maker)
        facts.target(plan, "2026-01", speaker=maker, superseded_by=later)
        facts.size(plan, 1000)
        facts.stated(plan, 50, "kW", quantity="power")
        facts.milestone(plan)
        facts.money(10_000_000, country, organization=maker, project=plan)
        facts.money(7_000_000, country, organization=maker, project=plan, currency="CNY")
        facts.open_question(plan, subject="compute")
        facts.news(country).projects.set([plan])
        facts.total(country, 2024, 100)
        wider = facts.application(plan, 5000)
        facts.application(plan, 1000, contained_in=wider)
        flown = facts.launch(country=country)
        craft = facts.spacecraft(plan, launch=flown, norad_cat_id=NUMBER if country == "US" else NUMBER + 1)
        facts.stated(craft, 100, "TOPS", precision="INT8")
        facts.flight("2025-03-01", country=country)
        facts.flight("2016-03-01", country=country)
    facts.rate("0.14", "2025-06-01")
    facts.news(state="draft")
    facts.past_read("2026-11-01")
    facts.spacecraft(plans["US"], status="planned", name="Lantern-7", identity="none", launch=None)
    upsert_launches([record(), record(1, name=OTHER, mission="Beacon 8")], seen_at=SEEN_AT)
    facts.spacecraft(
        plans["CN"], status="planned", name="Beacon-8", identity="none", launch=Launch.objects.get(name=OTHER)
    )
    store_catalogue_entries([catalogued()], seen_at=SEEN_AT)
    store_element_sets([ELEMENTS], seen_at=SEEN_AT)


def later(number: int = 0, days: int = 1, **changes: Any):
    return record(number, updated_at=STATED_AT + timedelta(days=days), **changes)


# --- Who writes -------------------------------------------------------------------------------------
def moved() -> None:
    slipped = NET + timedelta(days=40)
    there = later(net=slipped, country="CN", net_first=slipped.date(), net_last=slipped.date())
    upsert_launches([there, later(1, status="success")], seen_at=SEEN_AT)


def restated() -> None:
    """A statement that comes late makes the one after it a repetition; another tells a kept moment otherwise."""
    later_date = NET + timedelta(days=90)
    elsewhere = {"net": later_date, "net_first": later_date.date(), "net_last": later_date.date()}
    for _again in range(2):  # what came before is kept once
        upsert_launches([later(days=-1), later(1, days=0, name=OTHER, **elsewhere)], seen_at=SEEN_AT)
        upsert_launches([later(days=-2, status="hold")], seen_at=SEEN_AT)


def tied() -> None:
    """The feed's launch names a spacecraft that the ledger learns of now, and one that it had."""
    upsert_launches([later(2, days=3, name="Long March 2D | Lantern 9")], seen_at=SEEN_AT)
    Spacecraft.objects.filter(name="Beacon-8").update(launch=None)
    upsert_launches([later(1, days=4, name=OTHER)], seen_at=SEEN_AT)


def absorbed() -> None:
    """The ledger learns of a launch that the feed had: the feed's row goes, with what was stated of it."""
    for launch in (ledger_launch(), ledger_launch("Beacon-8", slug="beacon-8", country="CN")):
        launch.sources.add(facts.source())
    upsert_launches([later(days=5), later(1, days=5, name=OTHER, mission="Beacon 8")], seen_at=SEEN_AT)
    assert not Launch.objects.filter(slug=f"{FEED_SLUG}{record().ll2_id}").exists()


def unlisted() -> None:
    names = [row.ll2_id for row in Launch.objects.exclude(ll2_id=None)]
    upsert_launches([UnlistedLaunch(one) for one in names if one], seen_at=SEEN_AT + timedelta(days=9))


def flown() -> None:
    upsert_past([later(7, status="success", net_first=date(2026, 11, 2))], seen_at=SEEN_AT)
    facts.past_read("2026-11-20")


def decayed() -> None:
    store_catalogue_entries([catalogued(date(2026, 5, 1))], seen_at=SEEN_AT)


def fitted() -> None:
    store_element_sets([replace(ELEMENTS, epoch=ELEMENTS.epoch + timedelta(days=2))], seen_at=SEEN_AT)


EDITS: dict[str, dict[str, Any]] = {
    "organizations": {"name": "Renamed", "country": "EU"},
    "projects": {"name": "Renamed", "scope": "edge", "country": "EU"},
    "status_changes": {"status": "cancelled", "on": PartialDate.of(date(2024, 2, 1))},
    "targets": {"due": PartialDate.of(date(2029, 1, 1)), "text": "Told anew"},
    "statements": {"value": 7},
    "milestones": {"kind": "failure", "on": PartialDate.of(date(2026, 2, 1))},
    "funding": {"amount": 99, "scope": "adjacent", "on": PartialDate.of(date(2025, 9, 1))},
    "exchange_rates": {"usd_per_unit": "0.5"},
    "filings": {"satellites_requested": 3, "country": "EU"},
    "launch_totals": {"attempts": 1},
    "launches": {"name": "Renamed", "country": "EU", "net_last": date(2027, 1, 1), "status": "hold"},
    "spacecraft": {"compute": "no", "launch": None, "norad_cat_id": None},
    "status_readings": {"says": "Told anew", "state": "failed", "basis": "operator"},
    "news": {"headline": "Told anew", "country": "EU"},
    "open_questions": {"question": "Told anew", "subject": "power"},
}  # fmt: skip


def edited() -> None:
    """Each record is saved with other words, as the desk does."""
    for name, said in EDITS.items():
        for row in KINDS[name].model._default_manager.all():
            for attribute, value in (said | {"confidence": "claimed", "known_on": date(2001, 1, 1)}).items():
                setattr(row, attribute, value)
            row.save()
    ProjectRole.objects.update(role="partner")
    Target.objects.update(superseded_by=None)


def updated() -> None:
    """The same past `save`."""
    for name, said in EDITS.items():
        rows: QuerySet = KINDS[name].model._default_manager.all()
        plain = {key: value for key, value in said.items() if not isinstance(value, PartialDate)}
        rows.update(**plain, confidence="claimed")


def imported() -> None:
    """A table renames the organizations."""
    Organization.objects.update(known_on="2000-01-01")
    kind = KINDS["organizations"]
    slugs = Organization.objects.values_list("slug", flat=True)
    rows = [{"slug": slug, "name": f"{slug} of a table"} for slug in slugs]
    plan = lay_out(kind, ["slug", "name"], rows, by=None)
    assert plan.sound, [fate.faults for fate in plan.fates]
    carry_out(plan, by=None)


def renamed() -> None:
    """Every record of the ledger gets another slug, twice, by `save` and past it; feeds name their own."""
    for kind in in_order():
        for row in _own(kind):
            row.slug = f"{row.slug}-renamed"
            row.save()
            kind.model._default_manager.filter(pk=row.pk).update(slug=f"{row.slug}-twice")


def joined() -> None:
    """Of each kind two records are made one: first what points at the one that goes points at the other."""
    Target.objects.update(superseded_by=None)
    for kind in reversed(in_order()):
        rows = _own(kind)[:2]
        if len(rows) == 2 and kind.model is not NewsItem:
            kept, gone = rows
            _point_at(kept, gone)
            merged(kept, gone, None, "The same.")


def _own(kind: Kind) -> list[Any]:
    rows = kind.model._default_manager.order_by("pk")
    return [row for row in rows if not row.slug.startswith(kind.not_curated or ("\0",))]


def _point_at(kept: Any, gone: Any) -> None:
    relations: Any = type(kept)._meta.related_objects
    parts = {(part.model, part.parent) for part in kind_of_row(gone).fields if isinstance(part, Children)}
    for relation in relations:
        name, holders = relation.field.name, relation.related_model._default_manager
        if (relation.related_model, name) in parts:
            continue
        for holder in holders.filter(**{name: gone}):
            if relation.many_to_many:
                getattr(holder, name).remove(gone)
                getattr(holder, name).add(kept)
                continue
            try:
                with transaction.atomic():
                    holders.filter(pk=holder.pk).update(**{name: kept})
            except IntegrityError:  # what would be told twice
                holder.delete()


def untied() -> None:
    """No record keeps another of its own kind from being deleted."""
    FilingStep.objects.all().delete()
    Filing.objects.update(contained_in=None)
    Target.objects.update(superseded_by=None)


def deleted() -> None:
    untied()
    for kind in reversed(in_order()):
        if kind.is_fact and kind.model is not NewsItem:  # of which what was published is never deleted
            kind.model._default_manager.all().delete()


def told() -> None:
    """A draft is published, a published item is retracted."""
    draft = NewsItem.objects.filter(state="draft").first() or facts.news(state="draft")
    move(NewsItem.objects.filter(state="published")[0], "retracted", why="Withdrawn.")
    move(draft, "published")


WRITERS = (
    restated, moved, tied, absorbed, unlisted, flown, decayed, fitted,
    edited, updated, imported, told, renamed, joined, deleted,
)  # fmt: skip
# Each on a ledger that no other wrote to: all by night, by day some. One after the other all write by day, too.
ALONE = WRITERS if NIGHTLY else (restated, edited, joined)
