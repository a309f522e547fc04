"""A site of its own for the drill: a new database, the real feeds, and a server that misbehaves on purpose."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from unittest import mock

from tests.feeds.replay import Replay, Reply

LAUNCHES, GP, SATCAT = "launch-library", "celestrak-gp", "celestrak-satcat"
COUNT = 24  # records a list: longer than the shortest that is judged by its length
TRACKED = (66303, 66304, 799500123)
NUMBERS = (*TRACKED, *range(50_000, 50_000 + COUNT - len(TRACKED)))


@dataclass(frozen=True)
class Case:
    """One fault: what is injected, and the drill that injects it and says what came of it."""

    id: str
    injected: str
    drill: Callable[[Site], str]
    heals: bool = True


CASES: list[Case] = []


def case(id: str, injected: str, *, heals: bool = True) -> Callable:
    """Enters a drill into the list. One that `heals` ends with whole answers, of which nothing may be missing."""

    def enter(drill: Callable[[Site], str]) -> Callable[[Site], str]:
        CASES.append(Case(id, injected, drill, heals))
        return drill

    return enter


class NotApplicable(Exception):
    """Why a fault cannot be done to this set-up."""


class Failed(Exception):
    """What was expected, and what came instead."""


def uuid(number: int) -> str:
    return f"00000000-0000-0000-0000-{number:012d}"


def stamp(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


@dataclass
class Site:
    """Runs the real feeds against `server`; `seen` tells what was seen, one phrase a run."""

    server: Replay
    seen: list[str] = field(default_factory=list)
    day: int = 0

    # --- Good answers: those of yesterday (day 0) and of today (day 1) ------------------------------
    def launches(self, day: int = 1) -> list[dict[str, Any]]:
        from tests.feeds.answers import launch

        at = datetime.now(UTC).replace(microsecond=0)
        return [
            launch(
                id=uuid(n), name=f"Falcon 9 Block 5 | Relay {100 + n}",
                last_updated=stamp(self._stated_at + timedelta(days=day)), precision=5,
                net=stamp((at + timedelta(days=20 + n + day)).replace(hour=12, minute=0, second=0)),
                window_start=None, window_end=None,
            )
            for n in range(1, COUNT + 1)
        ]  # fmt: skip

    def rows(self, day: int = 1) -> list[dict[str, str]]:
        from tests.feeds.answers import gp_row

        at = self._stated_at + timedelta(days=day)
        return [
            gp_row(at - timedelta(seconds=n % 997), NORAD_CAT_ID=str(n), OBJECT_NAME=f"RELAY {n}")
            for n in NUMBERS
        ]

    def catalogue(self, day: int = 1) -> list[dict[str, str]]:
        from tests.feeds.answers import satcat_row

        return [
            satcat_row(NORAD_CAT_ID=str(n), OBJECT_NAME=f"RELAY {n}", APOGEE=str(503 - day)) for n in NUMBERS
        ]

    def serve(self, day: int = 1) -> None:
        """Lets the server answer as the feeds do on a good day."""
        self.say_launches(self.launches(day))
        self.say_rows(self.rows(day))
        self.say_catalogue(self.catalogue(day))

    def say_launches(self, items: list[Any]) -> None:
        from tests.feeds.answers import LAUNCHES_PATH, page

        self.server.answers[LAUNCHES_PATH] = Reply(page(items))

    def say_rows(self, rows: list[dict[str, str]]) -> None:
        from tests.feeds.answers import gp_csv

        self.say(GP, Reply(gp_csv(rows), content_type="text/csv"))

    def say_catalogue(self, rows: list[dict[str, str]]) -> None:
        from tests.feeds.answers import SATCAT_COLUMNS, gp_csv

        self.say(SATCAT, Reply(gp_csv(rows, SATCAT_COLUMNS), content_type="text/csv"))

    def say(self, slug: str, answer: Any) -> None:
        """Puts an answer in the place that a feed asks."""
        from tests.feeds.answers import GP_PATH, LAUNCHES_PATH, SATCAT_PATH

        self.server.answers[{LAUNCHES: LAUNCHES_PATH, GP: GP_PATH, SATCAT: SATCAT_PATH}[slug]] = answer

    # --- A fault, from beginning to end -------------------------------------------------------------
    def begin(self) -> None:
        """An empty site with spacecraft to follow, and everything stored that the feeds said yesterday."""
        from django.core.cache import cache
        from django.core.management import call_command

        from tests.feeds.rows import spacecraft

        call_command("flush", interactive=False, verbosity=0)
        cache.clear()
        self.seen.clear()
        self.server.answers.clear()
        self._stated_at = datetime.now(UTC).replace(microsecond=0) - timedelta(days=2, hours=3)
        for number in TRACKED:
            spacecraft(f"Relay {number}", norad_cat_id=number, identity="catalogued")
        self.serve(0)
        for slug in (LAUNCHES, GP, SATCAT):
            if self.run(slug).outcome != "stored":
                raise Failed(f"yesterday's {slug} was not stored")
        self.later()
        self.seen.clear()
        self.forget_requests()

    def forget_requests(self) -> None:
        self.server.requests.clear()
        self.server.headers.clear()

    def run(self, slug: str, *, force: bool = False, **client: Any) -> Any:
        """Asks a feed, with other limits of the client where they are given; the row of the run."""
        from feeds.http.client import Client
        from feeds.registry import FEEDS
        from feeds.runs import runner

        with mock.patch.object(runner, "Client", partial(Client, **client)):
            row = runner.run(FEEDS[slug], force=force)
        self.seen.append(f"{slug}: {row.get_outcome_display()}")
        return row

    def expect(self, slug: str, outcome: str, *words: str, kept: bool | None = None, **client: Any) -> Any:
        """Asks a feed; the run must end so and say so. `kept` (where it did not store): nothing else changed."""
        before = self.contents()
        row = self.run(slug, force=slug == LAUNCHES, **client)
        missing = [word for word in words if word not in row.sentence]
        if row.outcome != outcome or missing:
            raise Failed(f"{slug} ended {row.outcome!r}, not {outcome!r}, or lacks {missing}: {row.sentence}")
        if (outcome != "stored" if kept is None else kept) and self.contents() != before:
            raise Failed(f"{slug}: the last good data did not stay")
        return row

    def refused(self, slug: str, words: str) -> None:
        """The feed may not be asked now, and says why."""
        from feeds.runs.runner import NotAsked

        try:
            row = self.run(slug)
        except NotAsked as reason:
            check(words in str(reason), f"{slug} is not asked, but not because of {words!r}: {reason}")
            self.seen.append(f"{slug}: not asked")
            return
        raise Failed(f"{slug} was asked: {row.sentence}")

    def later(self, hours: float = 26) -> None:
        """Lets time pass for every rule that looks at rows."""
        from django.db.models import F

        from feeds.models import Asking, Bookmark, FeedRun, Host

        by = timedelta(hours=hours)
        for model, names in ((FeedRun, ("started_at", "ended_at")), (Asking, ("at",)),
                             (Host, ("closed_until",)), (Bookmark, ("at",))):  # fmt: skip
            model.objects.update(**{name: F(name) - by for name in names})

    def contents(self) -> list[Any]:
        """Everything that feeds stored."""
        from launches.models import CatalogueEntry, ElementSet, Launch, Listing, NetRevision, PastRead

        models = (Launch, NetRevision, Listing, PastRead, ElementSet, CatalogueEntry)
        return [list(model.objects.order_by("pk").values()) for model in models]

    def lost(self) -> int:
        """Heals the feeds, then counts what yesterday or today said and the site does not hold."""
        from launches.models import CatalogueEntry, ElementSet, NetRevision

        self.later()
        self.serve(1)
        self.open()
        for slug in (LAUNCHES, GP, SATCAT):
            row = self.run(slug)
            if row.outcome not in {"stored", "unchanged"}:
                raise Failed(f"{slug} did not heal: {row.sentence}")
        nets = {(str(i), n) for i, n in NetRevision.statements.values_list("launch__ll2_id", "net")}
        sets = set(ElementSet.objects.values_list("norad_cat_id", "epoch"))
        entries = dict(CatalogueEntry.objects.newest().values_list("norad_cat_id", "apogee_km"))
        missing = sum(entries.get(number) != 502 for number in TRACKED)
        for day in (0, 1):
            said = {(item["id"], datetime.fromisoformat(item["net"])) for item in self.launches(day)}
            missing += len(said - nets)
            rows = {
                (int(r["NORAD_CAT_ID"]), datetime.fromisoformat(r["EPOCH"]).replace(tzinfo=UTC))
                for r in self.rows(day)
            }
            missing += len({row for row in rows if row[0] in TRACKED} - sets)
        return missing

    def open(self) -> None:
        """A person looked: no host is left alone any more."""
        from feeds.models import Host

        Host.objects.update(closed_until=None, why="")

    def page(self, address: str) -> str:
        """A page of the site as a reader gets it; it must be there."""
        from django.core.cache import cache
        from django.test import Client

        cache.clear()
        answer = Client(SERVER_NAME="localhost").get(address)
        if answer.status_code != 200:
            raise Failed(f"{address} answers {answer.status_code}")
        return answer.content.decode()


def check(holds: object, otherwise: str) -> None:
    """What must hold, or the sentence that says what does not."""
    if not holds:
        raise Failed(otherwise)


@contextmanager
def made(folder: str) -> Iterator[Site]:
    """The site on the database and broker of the environment, in a folder of its own."""
    os.environ |= {
        "DATA_DIR": folder,
        "DJANGO_SETTINGS_MODULE": "racetracker.settings",
        "FEEDS_ENABLED": "yes",
    }
    import django

    django.setup()
    import logging

    from django.conf import settings
    from django.core.management import call_command

    import feeds.http.client  # noqa: F401  its waits are patched below

    logging.disable(logging.CRITICAL)
    call_command("migrate", verbosity=0)
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with Replay() as server, mock.patch("feeds.http.client.RETRY_WAITS_S", (0.0, 0.0)):
        settings.LAUNCH_LIBRARY_URL = f"{server.url}/2.3.0"
        settings.CELESTRAK_URL = server.url
        settings.SPACEFLIGHT_NEWS_URL = f"{server.url}/v4"
        yield Site(server)
