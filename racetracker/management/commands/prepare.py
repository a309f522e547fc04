"""`manage.py prepare`: static files, database, ledger and groups, each only where something changed."""

import hashlib
import json
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, CommandError, call_command, get_commands
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor

ANALYSTS = "Analysts"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another


class Command(BaseCommand):
    help = "Brings static files, database, ledger and groups up to date. May run twice."
    requires_system_checks = []

    def add_arguments(self, parser: Any) -> None:
        add = parser.add_argument
        add("--wait", type=float, default=0.0, metavar="SECONDS", help="wait for the database and Redis")
        add("--only-wait", action="store_true", help="wait until somebody else has prepared; change nothing")
        add("--no-static", action="store_true", help="leave static files as they are")
        add("--first-account", action="store_true", help="where nobody can sign in: make an analyst, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        _wait(options["wait"], migrated=options["only_wait"])
        if options["only_wait"]:
            return
        if not options["no_static"]:
            _static_files()
        _migrations()
        _ledger()
        _groups()
        if settings.FEEDS_ENABLED and not settings.CONTACT:
            _say(
                "Feeds are asked without an address of yours: set CONTACT, so that their hosts can reach you."
            )
        if options["first_account"] and (account := _first_account()):
            self.stdout.write(json.dumps(account))


def _say(text: str, end: str = "\n") -> None:
    print(text, end=end, file=sys.stderr, flush=True)


@contextmanager
def _step(name: str) -> Iterator[None]:
    """One line a step: its name at once, its seconds when it is done."""
    started = time.monotonic()
    _say(f"{name} ...", end=" ")
    yield
    _say(f"{time.monotonic() - started:.1f} s")


def _wait(seconds: float, *, migrated: bool) -> None:
    """Until the database and Redis answer (and the tables are there); after that time, a sentence."""
    until = time.monotonic() + seconds
    while True:
        try:
            connection.ensure_connection()
            missing = _plan() if migrated else []
            if settings.REDIS_URL:
                with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2) as server:
                    server.ping()
            if not missing:
                return
            reason = f"{len(missing)} migrations are still to come"
        except DatabaseError as error:
            reason = f"the database does not answer: {error}"
        except redis.RedisError as error:
            reason = f"Redis does not answer: {error}"
        connections.close_all()
        if time.monotonic() >= until:
            raise CommandError(f"Gave up after {seconds:.0f} s: {reason.strip().rstrip('.')}.")
        time.sleep(0.5)


def _static_files() -> None:
    """Collected and compressed, when a file came, went or changed since the last time."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: str(found[0])):
            state = Path(storage.path(path)).stat()
            digest.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == digest.hexdigest():
        return
    with _step("Static files"):
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(digest.hexdigest(), encoding="utf-8")


def _plan() -> list:
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def _migrations() -> None:
    if plan := _plan():
        with _step(f"Database: {len(plan)} migrations"):
            call_command("migrate", interactive=False, verbosity=0)


def _ledger() -> None:
    """The curated facts. A faulty ledger stops the first start; later the site keeps what it has."""
    if "load_ledger" not in get_commands() or not Path(settings.LEDGER_DIR).is_dir():
        return
    _say("Ledger ...")
    started = time.monotonic()
    try:
        call_command("load_ledger", stdout=sys.stderr, stderr=sys.stderr)
    except CommandError as error:
        from django.apps import apps

        if not apps.get_model("projects", "Project").objects.exists():
            raise
        _say(
            f"{error}\nThe ledger in {settings.LEDGER_DIR} was not loaded; the site goes on with what it has."
        )
    else:
        call_command("refresh_rates", stdout=sys.stderr, stderr=sys.stderr)
        _say(f"Ledger: {time.monotonic() - started:.1f} s")


def _groups() -> None:
    if "make_groups" in get_commands():
        call_command("make_groups", stdout=sys.stderr)


def _first_account() -> dict[str, str] | None:
    """One analyst with a random password, where nobody can sign in yet. Only its hash is stored."""
    users = get_user_model().objects
    with transaction.atomic():
        if users.exists():
            return None
        password = "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(4))
        user = users.create_user("analyst", password=password, is_staff=True)
        user.groups.add(Group.objects.get_or_create(name=ANALYSTS)[0])
    return {"name": "analyst", "password": password}
