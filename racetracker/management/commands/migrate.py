"""`manage.py migrate`: a database without a table gets the newest ones at once, every other goes step by step.

Step by step, the models are worked out again after each of some hundred operations: for a new site that is nearly
all of the work. Both ways end in the same tables, columns, constraints and indexes, and a test holds them to that
(tests/facts/test_upgrade.py). Rows of its own no migration may give to a new site; what has to be there after each
`migrate` is made by a receiver of `post_migrate`, which runs either way.
"""

from typing import Any

from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

STEP_BY_STEP = ("app_label", "migration_name", "fake", "fake_initial", "plan", "check_unapplied", "prune")


class Command(MigrateCommand):
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if not any(options[name] for name in STEP_BY_STEP) and not connection.introspection.table_names():
            make_tables(connection)
            if options["verbosity"] > 0:
                self.stdout.write("Made the tables of a new site.")
        super().handle(*args, **options)


def make_tables(connection: BaseDatabaseWrapper, *targets: tuple[str, str]) -> None:
    """The tables in which these migrations end (all of them, where none is named), and each noted as applied."""
    executor = MigrationExecutor(connection)
    ends = list(targets) or executor.loader.graph.leaf_nodes()
    models = executor.loader.project_state(ends).apps.get_models()
    with connection.schema_editor() as editor:  # one transaction: all of it or nothing
        for model in models:
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        executor.recorder.ensure_schema()
        for migration, _backwards in executor.migration_plan(ends):
            for name in [*migration.replaces, (migration.app_label, migration.name)]:
                executor.recorder.record_applied(*name)
