"""The ledger's tables as they stood at a moment: the queries of today, put to the past.

A record that was changed since is put back as the account tells it, one that was entered since is left out, one
that was deleted stands again: in temporary tables of the connection, which the queries read in place of the
ledger's own. Nothing of the ledger is written, and no other connection sees them.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from facts.ledger.fields import Children, Refs
from facts.ledger.registry import KINDS, GoesWith, Kind
from facts.models import Revision
from facts.models.accounted import parted
from facts.one_state import is_open
from facts.past import Past, as_it_stands, columns_of, parts_of, reading

Row = dict[str, Any]


@contextmanager
def as_it_stood(past: Past | None) -> Iterator[None]:
    """Within it, queries find the records as they stood at a moment; without one, as they stand now."""
    with as_it_stands():
        if past is None or not past.kinds:
            yield
            return
        tables = _tables(past)
        token = reading.set(tables)
        try:
            with connection.execute_wrapper(tables):
                yield
        finally:
            reading.reset(token)
            if tables.in_transaction:  # which may be rolled back, and the tables with it
                tables.drop()


_kept = threading.local()  # the tables that this thread's connection has


def _tables(past: Past) -> _Tables:
    """Those of the moment asked last stay for the next answer, as long as the ledger stays as it is."""
    tables: _Tables | None = getattr(_kept, "tables", None)
    connection.ensure_connection()
    if tables is None or not tables.serves(past):
        if tables is not None:
            tables.drop()
        tables = _kept.tables = _Tables(past)
    return tables


class _Tables:
    """Those of the kinds that changed, each made when a query first names it."""

    def __init__(self, past: Past) -> None:
        self._past = past
        self._connection = connection.connection
        # That of one answer keeps its tables for the next one, if it is committed.
        self.in_transaction = connection.in_atomic_block and not is_open()
        self._unsure = False
        self._makers: dict[str, Callable[[], None]] = {}
        self._made: dict[str, str] = {}
        for name in sorted(past.kinds):
            self._makers |= self._of(KINDS[name])
        self._names = re.compile(rf'"({"|".join(self._makers)})"')

    def serves(self, past: Past) -> bool:
        lasting = not self.in_transaction and not self._unsure
        return past is self._past and self._connection is connection.connection and lasting

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Puts the tables of then in the place of the ledger's own: Django quotes each name of a table."""
        if reading.get() is self:
            sql = self._names.sub(lambda found: f'"{self._then(found[1])}"', sql)
        return execute(sql, params, many, context)

    def drop(self) -> None:
        """Takes the tables away; a transaction that failed, or a connection that ended, takes its own along."""
        if self._made and self._connection is connection.connection and not connection.needs_rollback:
            with connection.cursor() as cursor:
                for name in self._made.values():
                    cursor.execute(f'DROP TABLE IF EXISTS "{name}"')
        self._made = {}

    def _stay(self) -> None:
        """The transaction that made tables is committed: the next answer finds them."""
        self._unsure = False

    # --- How they are made ------------------------------------------------------------------------
    def _then(self, table: str) -> str:
        if table not in self._made:
            with as_it_stands():
                self._makers[table]()
            self._made[table] = f"then_{table}"  # not before: one that is half made answers nothing
            if is_open():
                self._unsure = True
                transaction.on_commit(self._stay)
        return self._made[table]

    def _of(self, kind: Kind) -> dict[str, Callable[[], None]]:
        makers = {kind.model._meta.db_table: partial(self._rows, kind)}
        for part in kind.fields:
            if isinstance(part, Children):
                makers[part.model._meta.db_table] = partial(self._parts, kind, part)
            elif isinstance(part, Refs):
                through = kind.model._meta.get_field(part.name).remote_field.through
                makers[through._meta.db_table] = partial(self._links, kind, part)
        return makers | {
            gone.model._meta.db_table: partial(self._gone, kind, gone) for gone in kind.goes_with
        }

    def _changes(self, kind: Kind) -> dict[int, Revision]:
        return self._past.undone.get(kind.name, {})

    def _rows(self, kind: Kind) -> None:
        """The records themselves; a column that the account does not tell keeps what it says now."""
        model, changes, names = kind.model, self._changes(kind), _names(kind.model)
        self._copy(model, self._still_here(model, ""))
        now = {
            row["id"]: row
            for part in parted(changes)
            for row in self._still_here(model, "").filter(pk__in=part).values(*names)
        }
        told: dict[str, list[tuple[Any, int]]] = {}
        gone = []
        for pk, change in changes.items():
            then = columns_of(kind, change, self._past.ids)
            if pk not in now:
                gone.append(_values(model(**then)))
                continue
            for name, value in then.items():
                if now[pk][name] != value:
                    told.setdefault(name, []).append((value, pk))
        for name, values in told.items():
            self._say(model, name, values)
        self._fill(model, gone)

    def _still_here(self, model: type[Model], path: str) -> Any:
        """The rows of records that stood here at the moment, and were not deleted and entered anew since."""
        return model._base_manager.filter(**{f"{path}recorded_at__lte": self._past.moment})

    def _parts(self, kind: Kind, part: Children) -> None:
        """The parts of the records: those of a record that changed are told with it."""
        model, changes = part.model, self._changes(kind)
        self._copy(model, self._still_here(model, f"{part.parent}__"))
        for keys in parted(changes):
            now = model._base_manager.filter(**{f"{part.parent}__in": keys})
            self._leave_out(model, list(now.values_list("pk", flat=True)))
        rows = (
            row
            for change in changes.values()
            for row in parts_of(kind, change, self._past.ids)
            if isinstance(row, model)
        )
        self._fill(model, (_values(row) for row in rows))

    def _links(self, kind: Kind, part: Refs) -> None:
        """What the records point at in a list."""
        field = kind.model._meta.get_field(part.name)
        through, own, other = (
            field.remote_field.through,
            field.m2m_field_name(),
            field.m2m_reverse_field_name(),
        )
        changes, ids = self._changes(kind), self._past.ids
        here = self._still_here(through, f"{own}__")
        self._copy(through, here)
        now = {
            (key, named): pk
            for keys in parted(changes)
            for pk, key, named in here.filter(**{f"{own}__in": keys}).values_list(
                "pk", f"{own}_id", f"{other}_id"
            )
        }
        then = {
            (pk, ids[part.kind, slug])
            for pk, change in changes.items()
            for slug in change.before.get(part.key) or ()
            if (part.kind, slug) in ids
        }
        self._leave_out(through, [pk for pair, pk in now.items() if pair not in then])
        self._fill(through, ({f"{own}_id": pk, f"{other}_id": key} for pk, key in then - now.keys()))

    def _gone(self, kind: Kind, gone: GoesWith) -> None:
        """What was deleted with a record stands again: its deletion tells of it."""
        moment = self._past.moment
        self._copy(gone.model, gone.stood_at(moment))
        rows = (
            gone.row(change.row_id, said)
            for change in self._past.taken_back
            if change.kind == kind.name
            for said in change.before.get("gone_with_it", {}).get(gone.name, ())
        )
        self._fill(gone.model, (_values(row) for row in rows if gone.stood(row, moment)))
        if gone.until:
            self._stands(gone.model, gone.until)

    def _copy(self, model: type[Model], rows: Any) -> None:
        """A table with these rows of the present one."""
        then = f"then_{model._meta.db_table}"
        sql, values = rows.order_by().values(*_names(model)).query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(f'DROP TABLE IF EXISTS "{then}"')
            cursor.execute(f'CREATE TEMPORARY TABLE "{then}" AS {sql}', values)
            if connection.vendor == "postgresql":  # which asks for the key where rows are grouped by it
                cursor.execute(f'ALTER TABLE "{then}" ADD PRIMARY KEY (id)')
            else:
                cursor.execute(f'CREATE INDEX temp."{then}_id" ON "{then}" (id)')

    def _say(self, model: type[Model], name: str, values: Iterable[tuple[Any, int]]) -> None:
        """Puts other values into one column of a table of then."""
        field: Any = model._meta.get_field(name)
        told = [(field.get_db_prep_save(value, connection), pk) for value, pk in values]
        self._do(f'UPDATE "then_{model._meta.db_table}" SET "{field.column}" = %s WHERE id = %s', told)  # noqa: S608  names alone

    def _stands(self, model: type[Model], name: str) -> None:
        """What stood at the moment was not replaced then."""
        field: Any = model._meta.get_field(name)
        with connection.cursor() as cursor:
            cursor.execute(f'UPDATE "then_{model._meta.db_table}" SET "{field.column}" = NULL')  # noqa: S608  names alone

    def _leave_out(self, model: type[Model], keys: Iterable[int]) -> None:
        self._do(f'DELETE FROM "then_{model._meta.db_table}" WHERE id = %s', [(pk,) for pk in keys])  # noqa: S608  names alone

    def _fill(self, model: type[Model], rows: Iterable[Row]) -> None:
        """Adds rows to a table of then; those that have no key get one that no other row has."""
        fields = model._meta.concrete_fields
        values = [
            [field.get_db_prep_save(row.get(field.attname), connection) for field in fields]
            for row in ({"id": -n} | row for n, row in enumerate(rows, 1))
        ]
        columns = ", ".join(f'"{field.column}"' for field in fields)
        into = f'INSERT INTO "then_{model._meta.db_table}" ({columns})'
        self._do(f"{into} VALUES ({', '.join(['%s'] * len(fields))})", values)

    def _do(self, sql: str, values: Sequence[Sequence[Any]]) -> None:
        if values:
            with connection.cursor() as cursor:
                cursor.executemany(sql, values)


def _names(model: type[Model]) -> Sequence[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _values(row: Any) -> Row:
    """What a row that is not saved says, by column; without a key it has none."""
    values = {name: getattr(row, name) for name in _names(type(row))}
    return values if row.pk is not None else {k: v for k, v in values.items() if k != "id"}
