"""Answers in any order of pages, twice, or cut between pages end in the same database.

Each property takes a set of answers as hypothesis thinks of them, stores them once in the order in which
they were given and once in disorder, and compares every row. Each answer goes through the door by which a
kept answer is stored again: real bytes, the feed's own parser, the real store.

What no order can settle is left out. Launch Library's word on a launch of the ledger that is over is not
taken back; and launches of other nations are kept where they were known while they were ahead.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.models import FeedRun, RawAnswer
from feeds.registry import FEEDS
from feeds.runs.runner import replay
from launches.models import CatalogueEntry, ElementSet, Launch, NetRevision, Spacecraft
from tests.examples import examples
from tests.feeds.answers import SATCAT_COLUMNS, gp_csv, gp_row, launch, satcat_row
from tests.feeds.rows import ledger_launch, spacecraft

pytestmark = pytest.mark.usefixtures("empty_ledger")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OURS = {"id", "recorded_at", "changed_at"}  # keys and clocks of this database alone
many = settings(max_examples=examples(15, 300), suppress_health_check=[HealthCheck.function_scoped_fixture])


def receive(slug: str, body: bytes, at: datetime) -> None:
    """Stores an answer that came at a moment."""
    known = FeedRun.objects.create(
        feed=slug, outcome="failed", started_at=at, ended_at=at, raw=RawAnswer.keep(slug, [body])
    )
    row = replay(FEEDS[slug], known)
    assert row.outcome in {"stored", "unchanged"}, row.sentence


def contents() -> list[list[dict]]:
    """Every row that feeds write, without keys and clocks of our own."""
    slugs = dict(Launch.objects.values_list("pk", "slug"))
    found = []
    for manager in (Launch.objects, NetRevision.statements, ElementSet.objects, CatalogueEntry.objects.newest(),
                    Spacecraft.objects):  # fmt: skip
        rows: list[dict[str, Any]] = [
            {k: v for k, v in row.items() if k not in OURS} for row in manager.values()
        ]
        for row in rows:
            if "launch_id" in row:
                row["launch_id"] = slugs.get(row["launch_id"])
        found.append(sorted(rows, key=repr))
    return found


def ends_alike(orders) -> None:
    """Stores the answers of each order into the same empty database; all end in the same rows."""
    ends = []
    for order in orders:
        with transaction.atomic():
            for answer in order:
                receive(*answer)
            ends.append(contents())
            receive(*order[-1])
            assert contents() == ends[-1], "the last answer again changed something"
            transaction.set_rollback(True)
    assert all(end == ends[0] for end in ends[1:])


def disorder(draw, answers, cut):
    """The answers cut into pages, some of them twice, in another order."""
    pages = [page for answer in answers for page in cut(draw, answer)]
    again = draw(st.lists(st.sampled_from(pages), max_size=3))
    return draw(st.permutations([*pages, *again]))


# --- Launch Library -------------------------------------------------------------------------------
def stated(number: int, hour: int, day: int, precision: int, status: int, word: int) -> dict:
    """What Launch Library says of a launch at an hour; launch 0 is one of the ledger's."""
    if number == 0:
        status = status % 2 + 1
        if hour == 9:  # over only when nothing follows, and said in one way
            day, precision, status, word = 4, 1, 3, 0
    at, net = NOW - timedelta(days=9) + timedelta(hours=hour), datetime(2026, 12, day, 12, tzinfo=UTC)
    mission = ("Lantern 7", "Relay 31", "Relay 32")[number]
    item = launch(
        id=f"00000000-0000-0000-0000-00000000000{number + 1}",
        name=f"Falcon 9 Block 5 | {mission}{(' (Rideshare)', '')[word % 2]}",
        last_updated=f"{at:%Y-%m-%dT%H:%M:%SZ}",
        net=f"{net:%Y-%m-%dT%H:%M:%SZ}",
        precision=precision,
        status=status,
        window_start=None,
        window_end=(None, "2027-01-02T00:00:00Z")[word // 2],
    )
    aboard = "It carries Lantern-71." if number == 1 else f"Relays, {word}."
    return item | {"mission": item["mission"] | {"name": mission, "description": aboard}}


STATED = st.builds(
    stated,
    st.integers(0, 2), st.integers(0, 9), st.sampled_from([3, 4, 20]), st.sampled_from([1, 5, 7]),
    st.sampled_from([1, 2, 8, 6, 3, 4]), st.integers(0, 3),
)  # fmt: skip
LISTS = st.sampled_from(["launch-library", "launch-library-changes", "launch-library-previous"])


def page(items) -> bytes:
    return json.dumps({"count": len(items), "next": None, "results": items}).encode()


def cut_list(draw, answer):
    slug, items, at = answer
    where = draw(st.integers(0, len(items)))
    return [(slug, part, at) for part in (items[:where], items[where:]) if part]


@many
@given(st.data())
def test_lists_of_launch_library_in_any_order_end_in_the_same_launches_and_revisions(data):
    answers = data.draw(
        st.lists(st.tuples(LISTS, st.lists(STATED, min_size=1, max_size=5), st.integers(0, 4)), min_size=1,
                 max_size=4)
    )  # fmt: skip
    shuffled = disorder(data.draw, answers, cut_list)
    with transaction.atomic():
        ledger_launch()
        spacecraft("Lantern-71")
        ends_alike(
            [(slug, page(items), NOW + timedelta(hours=hours)) for slug, items, hours in order]
            for order in (answers, shuffled)
        )
        transaction.set_rollback(True)


# --- CelesTrak GP -----------------------------------------------------------------------------------
def elements(number: int, hours: int, fit: int, name: int) -> dict[str, str]:
    """A row; epochs go backwards, lie ahead, are fitted anew by a hair, and objects are renamed."""
    return gp_row(
        NOW + timedelta(hours=hours),
        NORAD_CAT_ID=("66303", "799500123", "5")[number],
        MEAN_ANOMALY=("315.4116", "315.4117", "10")[fit],
        OBJECT_NAME=("OBJECT A", "LANTERN-1")[name],
    )


ROWS = st.builds(
    elements, st.integers(0, 2), st.sampled_from([-50, -3, -2, 40]), st.integers(0, 2), st.integers(0, 1)
)


def cut_rows(draw, answer):
    rows = draw(st.permutations(answer))
    where = draw(st.integers(0, len(rows)))
    return [part for part in (rows[:where], rows[where:]) if part]


@many
@given(st.data())
def test_files_of_celestrak_in_any_order_end_in_the_same_element_sets(data):
    answers = data.draw(st.lists(st.lists(ROWS, min_size=1, max_size=6), min_size=1, max_size=4))
    shuffled = disorder(data.draw, answers, cut_rows)
    newest = []
    with transaction.atomic():
        for number in (66303, 799500123):
            spacecraft(f"Lantern-{number}", norad_cat_id=number, identity="catalogued")
        ends_alike([("celestrak-gp", gp_csv(rows), NOW) for rows in order] for order in (answers, shuffled))
        for order in (answers, shuffled):
            with transaction.atomic():
                for rows in order:
                    receive("celestrak-gp", gp_csv(rows), NOW)
                found = ElementSet.objects.filter(pk__in=ElementSet.objects.newest_ids()).newest_first()
                newest.append(list(found.values_list("norad_cat_id", "epoch", "object_name", "mean_anomaly")))
                transaction.set_rollback(True)
        transaction.set_rollback(True)
    assert newest[0] == newest[1], "which element set is the newest depends on what came first"


# --- CelesTrak SATCAT -------------------------------------------------------------------------------
def entry(number: str, state: int) -> dict[str, str]:
    known: list[dict[str, str]] = [
        {},
        {"DECAY_DATE": "2026-11-20", "OPS_STATUS_CODE": "D"},
        {"OBJECT_NAME": "LANTERN-1B"},
    ]
    return satcat_row(NORAD_CAT_ID=number, **known[state])


@many
@given(st.data())
def test_catalogues_in_any_order_end_in_what_the_newest_says(data):
    hours = data.draw(st.lists(st.integers(0, 9), min_size=1, max_size=4, unique=True).map(sorted))
    states = st.lists(st.integers(0, 2), min_size=1, max_size=2)
    answers = []
    for hour in hours:
        rows = [entry(n, state) for n in ("66303", "66304") for state in data.draw(states)]
        answers.append((hour, rows))
    again = data.draw(st.lists(st.sampled_from(answers), max_size=3))
    shuffled = [
        (h, data.draw(st.permutations(rows))) for h, rows in data.draw(st.permutations([*answers, *again]))
    ]
    with transaction.atomic():
        for number in (66303, 66304):
            spacecraft(f"Lantern-{number}", norad_cat_id=number, identity="catalogued")
        ends_alike(
            [
                ("celestrak-satcat", gp_csv(rows, SATCAT_COLUMNS), NOW + timedelta(hours=h))
                for h, rows in order
            ]
            for order in (answers, shuffled)
        )
        transaction.set_rollback(True)
