"""A site that ran before the facts had an app of their own keeps every row, right and line of its history.

`frozen_site.json` is the database of such a site, table by table, and the migrations that it had seen.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps as apps_now
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from pytest_django.plugin import DjangoDbBlocker

from facts import restoring
from facts.models import LedgerVersion, Revision, Source, Upload
from projects.models import Project
from racetracker.management.commands.migrate import make_tables
from tests.schema import description

FROZEN = json.loads(Path(__file__).with_name("frozen_site.json").read_text(encoding="utf-8"))
MOVE = ("projects", "0008_facts_of_their_own")  # and what it depends on in the other apps
MOVED = {"ledgerversion", "loadedrow", "revision", "source", "upload"}


def tables(apps: Any) -> dict[str, Any]:
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def rows_of(model: Any) -> dict[str, dict[str, Any]]:
    """What a table holds, by primary key, as texts."""
    fields = model._meta.concrete_fields
    return {
        str(row.pk): {
            f.column: None if f.value_from_object(row) is None else f.value_to_string(row) for f in fields
        }
        for row in model._base_manager.all()
    }


def frozen_rows(table: str) -> dict[str, dict[str, Any]]:
    frozen = FROZEN["tables"][table]
    rows = [dict(zip(frozen["columns"], row, strict=True)) for row in frozen["rows"]]
    return {row.get("id") or row["session_key"]: row for row in rows}


def at_once(targets: list[tuple[str, str]]) -> None:
    make_tables(connection, *targets)


def step_by_step(targets: list[tuple[str, str]]) -> None:
    MigrationExecutor(connection).migrate(targets)


def thaw(make: Callable[[list[tuple[str, str]]], None]) -> None:
    """Makes the tables as they were then, and fills them."""
    targets = list(FROZEN["migrations"].items())
    make(targets)
    then = tables(MigrationLoader(connection).project_state(targets).apps)
    with transaction.atomic(), connection.cursor() as cursor:
        for table, frozen in FROZEN["tables"].items():
            fields = {field.column: field for field in then[table]._meta.concrete_fields}
            names = ", ".join(connection.ops.quote_name(column) for column in frozen["columns"])
            places = ", ".join(["%s"] * len(frozen["columns"]))
            for row in frozen["rows"]:
                values = [
                    None if value is None else fields[column].get_db_prep_save(
                        fields[column].to_python(value), connection
                    )
                    for column, value in zip(frozen["columns"], row, strict=True)
                ]  # fmt: skip
                cursor.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", values)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(then.values())):
            cursor.execute(statement)


def plant_twin(app: str, person: User) -> None:
    """What a version of the site makes that has sources in another app: a type, a right held, a line of the log."""
    twin = ContentType.objects.create(app_label=app, model="source")
    right = Permission.objects.create(content_type=twin, codename="view_source", name="Can view source")
    person.user_permissions.add(right)
    LogEntry.objects.create(
        user=person, content_type=twin, object_id="1", object_repr="x", action_flag=2, change_message=""
    )


@pytest.fixture(scope="module")
def of_a_new_site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> list[tuple[str, ...]]:
    """What the database is made of where `migrate` began with an empty one."""
    with django_db_blocker.unblock():
        return description()


@pytest.fixture(params=[at_once, pytest.param(step_by_step, marks=pytest.mark.nightly)])
def upgraded(request: pytest.FixtureRequest, bare_database: None) -> Iterator[None]:
    """The frozen site after every migration since, by night after those before it too."""
    ContentType.objects.clear_cache()  # it remembers another database
    thaw(request.param)
    call_command("migrate", verbosity=0)
    yield
    ContentType.objects.clear_cache()


def nothing_was_added() -> None:
    """No migration gives rows to a new site, which passes over all of them."""
    for table, model in tables(apps_now).items():
        if table not in FROZEN["tables"]:
            assert not model._base_manager.exists(), table


def every_row_is_there() -> None:
    now = tables(apps_now)
    for table in FROZEN["tables"].keys() - {"auth_group_permissions", "django_content_type"}:
        found = rows_of(now[table])
        for key, row in frozen_rows(table).items():
            assert row.items() <= found[key].items(), f"{table} {key}"  # columns may have come since
        if table != "auth_permission":  # of models that came since
            assert len(found) == len(frozen_rows(table)), table


def every_right_is_held() -> None:
    types = rows_of(ContentType)
    for key, row in frozen_rows("django_content_type").items():
        moved = row["app_label"] == "projects" and row["model"] in MOVED
        assert types[key] == row | ({"app_label": "facts"} if moved else {})
    assert not [kind for kind in ContentType.objects.all() if kind.model_class() is None]
    for model in (Source, Revision, LedgerVersion, Upload):
        types_of = {"content_type__app_label": "facts", "content_type__model": model._meta.model_name}
        assert Permission.objects.filter(**types_of).count() == 4

    frozen_types = frozen_rows("django_content_type").keys()  # of a noun that came since, rights come with it
    old = {
        row["id"]: (row["content_type_id"], row["codename"])
        for row in frozen_rows("auth_permission").values()
    }
    for group in Group.objects.all():
        held = {
            old[row["permission_id"]]
            for row in frozen_rows("auth_group_permissions").values()
            if row["group_id"] == str(group.pk)
        }
        kept = {(str(p.content_type_id), p.codename) for p in group.permissions.all()}
        assert {right for right in kept if right[0] in frozen_types} == held, group
    ana = User.objects.get(username="ana")
    assert ana.has_perms(["facts.view_source", "facts.change_source", "facts.delete_source"])
    assert not any(
        right.startswith("projects.") and right.endswith("_source") for right in ana.get_all_permissions()
    )


def history_is_whole(ana: User) -> None:
    [line] = LogEntry.objects.all()
    assert line.get_edited_object() == Source.objects.get(slug="press-1")
    [change] = Revision.objects.filter(kind="sources")
    before, after = change.before or {}, change.after or {}
    assert (before["title"], after["title"], change.by) == ("One", "One, mended", ana)
    assert restoring.restore(change, ana).title == "One"
    assert Project.objects.get(slug="plan").sources.count() == 2
    assert Source.objects.get(slug="copy-1").copy_of == Source.objects.get(slug="press-1")


def test_an_older_site_keeps_every_row_right_and_line_of_history(
    of_a_new_site: list[tuple[str, ...]], upgraded: None
) -> None:
    assert description() == of_a_new_site  # by night, of a site migrated step by step since the first one
    nothing_was_added()
    every_row_is_there()
    every_right_is_held()
    ana = User.objects.get(username="ana")
    history_is_whole(ana)

    # What an older version of the site makes of these models meanwhile is joined with theirs.
    kept = ContentType.objects.get(app_label="facts", model="source")
    plant_twin("projects", ana)
    call_command("migrate", verbosity=0)
    assert list(ContentType.objects.filter(model="source")) == [kept]
    assert set(LogEntry.objects.values_list("content_type", flat=True)) == {kept.pk}
    assert Permission.objects.filter(codename="view_source").count() == 1


@pytest.mark.nightly
@pytest.mark.parametrize("upgraded", [at_once], indirect=True)
def test_the_move_is_taken_back_as_it_was_made_and_made_again(upgraded: None) -> None:
    ana = User.objects.get(username="ana")
    call_command("migrate", "facts", "zero", verbosity=0)
    labels = set(ContentType.objects.filter(model__in=MOVED).values_list("app_label", flat=True))
    assert "projects" in labels
    ContentType.objects.clear_cache()
    plant_twin("facts", ana)
    call_command("migrate", *MOVE, verbosity=0)  # those after it went forward with these rows above
    assert Source.objects.get(slug="press-1").title == "One, mended"
    assert set(LogEntry.objects.values_list("content_type__app_label", flat=True)) == {"facts"}
    assert User.objects.get(pk=ana.pk).has_perms(["facts.view_source", "facts.delete_source"])
    assert set(ContentType.objects.filter(model__in=MOVED).values_list("app_label", flat=True)) == {"facts"}
