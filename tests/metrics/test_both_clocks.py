"""An answer with both clocks stays what it was, whoever writes later: feeds, the desk, tables, deletions."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db.models import QuerySet
from django.utils import timezone

from common.dates import AsOf, PartialDate
from facts.ledger.registry import KINDS, in_order
from facts.ledger.table_import import carry_out
from facts.ledger.table_plan import lay_out
from facts.models import Revision, Source
from launches.models import FEED_SLUG, Launch, Spacecraft
from launches.records import CatalogueRecord, UnlistedLaunch
from launches.services import store_catalogue_entries, store_element_sets, upsert_launches, upsert_past
from metrics.all import METRICS
from metrics.question import Question
from metrics.snapshot import Ledger, forget
from news.models import NewsItem
from news.workflow import move
from projects.models import Filing, FilingStep, Organization, ProjectRole, Target
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


DAYS = (date(2026, 6, 1), date(2026, 11, 20))


def answers(moment: datetime) -> dict:
    """Every metric for both countries at a moment, as known by some days."""
    ledger = Ledger(moment)
    found = {}
    for day in (*DAYS, timezone.now().date()):
        for country in ("US", "CN"):
            question = Question(day, AsOf.of(day, moment), country, ledger=ledger)
            for name, metric in METRICS.items():
                found[name, day, country] = [repr(row) for row in metric.rows(question)]
    return found


def different(now: dict, before: dict) -> dict:
    """What an answer says now and did not before, and the other way round."""
    return {
        key: (sorted(set(rows) - set(before[key])), sorted(set(before[key]) - set(rows)))
        for key, rows in now.items()
        if rows != before[key]
    }


def later(number: int = 0, days: int = 1, **changes: Any):
    return record(number, updated_at=STATED_AT + timedelta(days=days), **changes)


# --- Who writes -------------------------------------------------------------------------------------
def moved() -> None:
    slipped = NET + timedelta(days=40)
    there = later(net=slipped, country="CN", net_first=slipped.date(), net_last=slipped.date())
    upsert_launches([there, later(1, status="success")], seen_at=SEEN_AT)


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


def deleted() -> None:
    FilingStep.objects.all().delete()
    Filing.objects.update(contained_in=None)
    Target.objects.update(superseded_by=None)
    for kind in reversed(in_order()):
        if kind.is_fact and kind.model is not NewsItem:  # of which what was published is never deleted
            kind.model._default_manager.all().delete()


def told() -> None:
    """A draft is published, a published item is retracted."""
    draft = NewsItem.objects.get(state="draft")
    move(NewsItem.objects.filter(state="published")[0], "retracted", why="Withdrawn.")
    move(draft, "published")


WRITERS = (moved, tied, absorbed, unlisted, flown, decayed, fitted, edited, updated, imported, told, deleted)


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
def test_an_answer_with_both_clocks_stays_whoever_writes(empty_ledger, write):
    small_ledger()
    moment = timezone.now()
    before = answers(moment)

    write()

    assert different(answers(moment), before) == {}


def test_an_answer_with_both_clocks_stays_after_all_of_them(empty_ledger):
    small_ledger()
    quoted = []
    for write in WRITERS:
        moment = timezone.now()
        quoted.append((moment, answers(moment)))
        write()
    for moment, before in quoted:
        assert different(answers(moment), before) == {}
    assert answers(timezone.now()) != quoted[0][1]


def test_a_cited_address_answers_the_same_after_all_of_them(empty_ledger, client):
    """At the API, with all that stands around the rows: notes beside them, and their sources."""

    def answered(asked: dict[str, str]) -> dict[str, Any]:
        forget()
        return {name: client.get(f"/api/v1/metrics/{name}/", asked).json() for name in METRICS}

    with time_machine.travel(timezone.now(), tick=True) as clock:
        small_ledger()
        clock.shift(2)
        asked = {"as_of": "2026-11-20", "recorded": f"{timezone.now():%Y-%m-%dT%H:%M:%SZ}"}
        before = answered(asked)
        for write in WRITERS:
            clock.shift(60)
            write()
        facts.source().delete()
        now = answered(asked)
        assert {
            (name, key) for name in now for key in now[name] if now[name][key] != before[name][key]
        } == set()
        assert all(answer["recorded"] for answer in now.values())


def test_what_feeds_say_is_accounted_for_and_no_correction(empty_ledger):
    small_ledger()
    moved()
    made = Revision.objects.filter(kind="launches")
    assert {change.slug for change in made} == {f"{FEED_SLUG}{record(n).ll2_id}" for n in (0, 1)}
    assert all(change.by_feed for change in made)
    assert not Revision.objects.public().filter(kind="launches").exists()
