"""What a database is made of, by the database's own account: to compare two ways of making it."""

from typing import Any

from django.db import connection

OF_SQLITE = """
SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name
"""
OF_POSTGRES = """
SELECT 'column', table_name || '.' || column_name, concat_ws(' ', data_type, character_maximum_length,
    numeric_precision, numeric_scale, collation_name, is_nullable, column_default, identity_generation)
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL
SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL
SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL
SELECT 'trigger', tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT 'function', proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL
SELECT 'sequence', sequencename, data_type::text FROM pg_sequences WHERE schemaname = 'public'
ORDER BY 1, 2, 3
"""


def description() -> list[tuple[str, ...]]:
    """Columns, constraints, indexes, triggers and sequences: names and texts. The order of columns is left out."""
    with connection.cursor() as cursor:
        cursor.execute(OF_SQLITE if connection.vendor == "sqlite" else OF_POSTGRES)
        found: list[Any] = cursor.fetchall()
    if connection.vendor != "sqlite":
        return found
    parts = []
    for kind, name, table, sql in found:
        if kind == "table":
            opened, _, body = sql.partition("(")
            parts += [(kind, opened.strip())] + [
                (name, part) for part in sorted(_split(body.rpartition(")")[0]))
            ]
        else:
            parts.append((kind, name, table, sql))
    return sorted(parts)


def _split(body: str) -> list[str]:
    """A table's columns and constraints: what stands between its commas, those in brackets and texts aside."""
    parts, depth, quoted, start = [], 0, False, 0
    for place, sign in enumerate(body):
        quoted ^= sign == "'"
        if not quoted:
            depth += (sign == "(") - (sign == ")")
            if sign == "," and depth == 0:
                parts.append(body[start:place].strip())
                start = place + 1
    return [*parts, body[start:].strip()]
