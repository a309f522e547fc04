"""Faults of what the site stands on: a full disk, a database that breaks off, many writers at once."""

import threading
import time
from typing import Any
from unittest import mock

from django.db import OperationalError, connection, connections, transaction

from feeds.models import FeedRun
from launches.models import Spacecraft
from tests.drill.site import GP, LAUNCHES, TRACKED, NotApplicable, Site, case, check


@case("I02", "the database breaks off in the middle of a store")
def database_breaks_off(site: Site) -> str:
    if connection.vendor != "postgresql":
        raise NotApplicable("SQLite is a file in the same process")
    from feeds.registry import FEEDS

    feed = FEEDS[GP]

    def store(records: Any, *, seen_at: Any) -> Any:
        stored = feed.store(records, seen_at=seen_at)
        _end_our_connection()
        return stored

    site.serve()
    before = site.contents()
    with mock.patch.dict(FEEDS, {GP: _with(feed, store)}):
        try:
            site.run(GP)
        except Exception as fault:
            site.seen.append(f"run: {type(fault).__name__}")
    connections.close_all()
    check(site.contents() == before, "half a store is in the database")
    site.later(1)  # the time after which a run without a word is given up
    return "nothing of it was stored; the row is ended at the next turn"


def _with(feed: Any, store: Any) -> Any:
    from dataclasses import replace

    return replace(feed, store=store)


def _end_our_connection() -> None:
    import psycopg

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    told = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    with psycopg.connect(**{name: told[name] for name in names if told.get(name)}, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])


@case("I05", "the disk is full during a store")
def disk_full(site: Site) -> str:
    if connection.vendor != "sqlite":
        raise NotApplicable("the disk of PostgreSQL is its server's; SQLite drills the same end of a run")
    from feeds.sources import celestrak_gp
    from launches.services import elements

    rows = site.rows()
    everything = set(range(5000))
    site.say_rows([row | {"NORAD_CAT_ID": str(n)} for n, row in enumerate(rows * 200, 1)])
    with (
        connection.cursor() as cursor,
        mock.patch.object(elements, "tracked_numbers", return_value=everything),
        mock.patch.object(celestrak_gp, "tracked_numbers", return_value=everything),
    ):
        cursor.execute("PRAGMA page_count")
        full = cursor.fetchone()[0] + 150
        cursor.execute(f"PRAGMA max_page_count = {full}")
        try:
            site.expect(GP, "failed", "database or disk is full")
            site.page("/status/")
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")
    site.later(3)
    FeedRun.objects.filter(feed=GP, seen__gt=100).delete()
    return "the run is marked failed, pages are read on"


@case("I06", "a file of 16,400 objects stored while three analysts save")
def many_writers(site: Site) -> str:
    rows = site.rows()
    more = [rows[-1] | {"NORAD_CAT_ID": str(n)} for n in range(100_000, 116_400 - len(rows))]
    site.say_rows([*rows, *more])
    waits: list[float] = []
    faults: list[str] = []
    done = threading.Event()

    def analyst(number: int) -> None:
        try:
            while not done.is_set():
                began = time.monotonic()
                with transaction.atomic():
                    craft = Spacecraft.objects.select_for_update().get(norad_cat_id=number)
                    craft.summary = f"{began}"
                    craft.save()
                waits.append(time.monotonic() - began)
                time.sleep(0.05)
        except OperationalError as fault:
            faults.append(str(fault))
        finally:
            connections.close_all()

    desks = [threading.Thread(target=analyst, args=(number,)) for number in TRACKED]
    for desk in desks:
        desk.start()
    try:
        site.expect(GP, "stored")
    finally:
        done.set()
        for desk in desks:
            desk.join(30)
    FeedRun.objects.filter(feed=GP, seen__gt=100).delete()  # the healed list is as short as yesterday's
    check(not faults, f"refused: {faults}")
    check(max(waits) <= 5, f"the longest save took {max(waits):.1f} s")
    site.seen.append(f"{LAUNCHES}: untouched")
    return f"{len(waits)} saves, none refused, the longest {max(waits):.2f} s"
