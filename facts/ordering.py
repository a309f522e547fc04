"""Orders that both databases agree on: names by letter, empties last.

SQLite compares text by its code points, PostgreSQL by the language that its database was made with; and
of an empty value one says that it is the smallest, the other that it is the largest.
"""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, F, Func, Model, QuerySet, TextField
from django.db.models.constants import LOOKUP_SEP
from django.db.models.expressions import OrderBy


class ByLetter(Func):
    """Text in the order of its letters, A beside a: A to Z first, then every other sign by its code point."""

    function = "LOWER"
    arity = 1

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """In no language: "C" knows only A to Z, as SQLite does."""
        return self.as_sql(
            compiler, connection, template='(LOWER((%(expressions)s) COLLATE "C") COLLATE "C")'
        )


def by_column(rows: QuerySet[Any], key: str) -> OrderBy:
    """What a key such as `-amount_usd` or `project__name` orders by: text by letter, empties last either way."""
    path = key.removeprefix("-")
    beside = rows.query.annotations.get(path)
    field = beside.output_field if beside else field_at(rows.model, path)
    made = ByLetter(F(path)) if isinstance(field, CharField | TextField) else F(path)
    may_be_empty = beside is not None or field.null or LOOKUP_SEP in path
    empties = {"nulls_last": True} if may_be_empty else {}
    return made.desc(**empties) if key.startswith("-") else made.asc(**empties)


def field_at(model: type[Model], path: str) -> Any:
    """The column that a path of names ends at."""
    first, _sep, rest = path.partition(LOOKUP_SEP)
    field: Any = model._meta.get_field(first)
    return field_at(field.related_model, rest) if rest else field
