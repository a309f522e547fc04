"""`manage.py migrate`: an empty database gets its tables at once, and any other goes step by step.

That both end in the same schema is proved in `tests/facts/test_upgrade.py`.
"""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder


@pytest.fixture
def steps(monkeypatch):
    """The names of the migrations whose operations were run."""
    taken = []
    step = MigrationExecutor.apply_migration

    def counted(executor, state, migration, **options):
        taken.append(migration.name)
        return step(executor, state, migration, **options)

    monkeypatch.setattr(MigrationExecutor, "apply_migration", counted)
    return taken


def test_an_empty_database_gets_its_tables_without_a_step(bare_database, steps, capsys):
    call_command("migrate")
    assert "Made the tables of a new site." in capsys.readouterr().out
    call_command("migrate")
    assert "Made the tables" not in capsys.readouterr().out
    assert not steps
    executor = MigrationExecutor(connection)
    assert not executor.migration_plan(executor.loader.graph.leaf_nodes())
    assert set(executor.loader.applied_migrations) == set(executor.loader.disk_migrations)


def test_a_database_with_a_table_goes_step_by_step(bare_database, steps, monkeypatch):
    call_command("migrate", "auth", verbosity=0)  # only these tables are wanted
    assert steps[-1] == "0012_alter_user_first_name_max_length"

    def stop(_executor, _state, migration, **_options):
        raise RuntimeError(f"{migration} would be run")

    monkeypatch.setattr(MigrationExecutor, "apply_migration", stop)
    with pytest.raises(RuntimeError, match="would be run"):
        call_command("migrate", verbosity=0)


def test_tables_that_cannot_all_be_made_are_not_made(bare_database, monkeypatch):
    def full(*_names):
        raise OSError("disk full")

    monkeypatch.setattr(MigrationRecorder, "record_applied", full)
    with pytest.raises(OSError, match="disk full"):
        call_command("migrate", verbosity=0)
    assert not connection.introspection.table_names()
