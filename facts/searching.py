"""Searches that find a text in whatever spelling it was pasted, the same on both databases.

SQLite knows the case of A to Z alone, PostgreSQL that of the language its database was made with. `icontains`, which
every search of pages, API and desk comes down to, therefore compares what `common.text.folded` leaves of a text:
SQLite calls that function, PostgreSQL goes by the same steps.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Field, Func, JSONField, Lookup, TextField, Value
from django.db.models.functions import StrIndex

from common.text import BLANKS, PLAIN, UNSEEN, folded

_FUNCTION = "racetracker_folded"


class Folded(Func):
    """A text as searches compare it. The capitals of PostgreSQL are those of Unicode, in no language (ICU)."""

    function = _FUNCTION
    arity = 1
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        [text] = self.get_source_expressions()
        seen = _step("REGEXP_REPLACE", _step("", text, template="(%(expressions)s)::text"), UNSEEN, "", "g")
        plain = _step(
            "NORMALIZE", _step("TRANSLATE", seen, *PLAIN), template="NORMALIZE(%(expressions)s, NFKC)"
        )
        small = _step("", plain, template='(LOWER(UPPER((%(expressions)s) COLLATE "und-x-icu")) COLLATE "C")')
        told = _step("REGEXP_REPLACE", _step("REPLACE", small, "ς", "σ"), BLANKS, " ", "g")
        return compiler.compile(told)


def place_in(text: Any, words: str) -> StrIndex:
    """Where in a text the words stand, in whatever spelling: 1 at its start, 0 where they do not."""
    return StrIndex(Folded(text), Value(folded(words).strip()))


def _step(function: str, text: Any, *values: str, **more: Any) -> Func:
    return Func(text, *map(Value, values), function=function, output_field=TextField(), **more)


@JSONField.register_lookup  # has one of its own
@Field.register_lookup
class Holds(Lookup):
    """`icontains`: the column holds the words, whatever their case, width, blanks and signs that nobody sees."""

    lookup_name = "icontains"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        assert isinstance(self.rhs, str | int), (
            "Search for words: a column is not searched for in another one."
        )
        sql, params = compiler.compile(place_in(self.lhs, str(self.rhs)))
        return f"{sql} > 0", params


def teach(connection: Any, **kwargs: object) -> None:
    """Gives a new connection of SQLite the function that searches compare by."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(_FUNCTION, 1, _folded, deterministic=True)


def _folded(value: Any) -> str | None:
    return None if value is None else folded(str(value))
