"""What the database itself refuses: to delete what readers saw, or to take it back to the desk.

Triggers do it, so that no bulk statement and no shell gets around them. They are made anew after each
migration: SQLite loses them whenever Django rebuilds the table.
"""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from news.models import NewsItem

PUBLIC = ", ".join(f"'{state}'" for state in NewsItem.PUBLIC)
TABLE = "news_newsitem"
NAMES = ("newsitem_never_deleted", "newsitem_stays_public")
SENTENCE = "a news item that readers saw is corrected or retracted, never deleted or taken back"
GONE = f"OLD.state IN ({PUBLIC})"
BACK = f"OLD.state IN ({PUBLIC}) AND NEW.state NOT IN ({PUBLIC})"

_SQLITE = (
    f"CREATE TRIGGER newsitem_never_deleted BEFORE DELETE ON {TABLE} WHEN {GONE} "
    f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
    f"CREATE TRIGGER newsitem_stays_public BEFORE UPDATE OF state ON {TABLE} WHEN {BACK} "
    f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
)
_POSTGRES = (
    "CREATE OR REPLACE FUNCTION newsitem_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'check_violation'; END $$",
    f"CREATE TRIGGER newsitem_never_deleted BEFORE DELETE ON {TABLE} "
    f"FOR EACH ROW WHEN ({GONE}) EXECUTE FUNCTION newsitem_refuse()",
    f"CREATE TRIGGER newsitem_stays_public BEFORE UPDATE OF state ON {TABLE} "
    f"FOR EACH ROW WHEN ({BACK}) EXECUTE FUNCTION newsitem_refuse()",
)


def put_up(using: str = "default") -> None:
    """The triggers, made anew."""
    take_down(using)
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in _SQLITE if connection.vendor == "sqlite" else _POSTGRES:
            cursor.execute(statement)


def take_down(using: str = "default") -> None:
    """No triggers, until they are put up again or the transaction is rolled back."""
    connection = connections[using]
    on_table = "" if connection.vendor == "sqlite" else f" ON {TABLE}"
    with connection.cursor() as cursor:
        for name in NAMES:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def after_migrate(sender: Any, using: str = "default", **_: Any) -> None:
    """Puts the triggers up as soon as their table has its columns."""
    if TABLE in connections[using].introspection.table_names():
        put_up(using)


def refuse_deletion(sender: type, instance: NewsItem, **_options: Any) -> None:
    """Raises before anything is deleted, with the sentence that a person can read."""
    if instance.state in NewsItem.PUBLIC:
        raise ProtectedError(
            _("“%(item)s” was published: correct or retract it, it is never deleted.") % {"item": instance},
            {instance},
        )
