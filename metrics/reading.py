"""How the facts of a kind are read: from the database as they stand, or as they stood at a moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Self, TypeVar

from django.db.models import Model

from facts.ledger.registry import kind_of
from facts.models import Revision
from facts.past import Past, built, read_now
from metrics.light_rows import COLUMNS, ENTERED_PARTS, Part, copied, entered_at, made_of

M = TypeVar("M", bound=Model)
C = TypeVar("C", bound=Model)


class Reading:
    """Reads kinds of facts, each in one query. With a moment, they are as they stood then: later entries are
    left out, and later changes are taken back. They are made of the present ones.
    """

    def __init__(self, recorded: datetime | None = None, present: Self | None = None) -> None:
        self.recorded = recorded
        self._present = present
        self.named: dict[date, Any] = {}  # the same with the names of past days (see `metrics.names`)

    @read_now
    def present(self) -> Self:
        """The ledger as it stands now."""
        return self._present or type(self)()

    @read_now
    def past(self) -> Past | None:
        """What was changed since the moment; None for the present."""
        return Past(self.recorded) if self.recorded else None

    @property
    def taken_back(self) -> list[Revision]:
        """The first change since the moment of each record that stood here then, and its deletion."""
        return self.past.taken_back if self.past else []

    @property
    def _undone(self) -> dict[str, dict[int, Revision]]:
        return self.past.undone if self.past else {}

    @property
    def _ids(self) -> dict[tuple[str, str], int]:
        return self.past.ids if self.past else {}

    @read_now
    def changed(self) -> dict[tuple[str, str], Revision] | None:
        """The first change of each record since the moment, by kind and slug of then; None for the present."""
        if self.recorded is None:
            return None
        return {
            (name, change.before["slug"]): change
            for name, rows in self._undone.items()
            for change in rows.values()
        }

    def undone(self, model: type[M]) -> dict[int, M]:
        """The rows of a kind that were changed or deleted since the moment, as they stood then."""
        kind = kind_of(model)
        assert kind is not None, f"{model.__name__} is no curated noun"
        rows: dict[int, Any] = {
            pk: built(kind, change, self._ids) for pk, change in self._undone.get(kind.name, {}).items()
        }
        return rows

    def _read(
        self,
        name: str,
        model: type[M],
        order: Callable[[M], Any],
        columns: tuple[str, ...] = (),
        **more: Any,
    ) -> dict[int, M]:
        """The rows of a kind by primary key, in an order that every database agrees on.

        `more` names what comes with them in the same query: a parent's model, or a figure.
        """
        if self.recorded:
            return self._then(model, getattr(self.present, name), order)
        return self._joined(model, order, None, columns, more)[0]

    def _then(self, model: type[M], present: dict[int, M], order: Callable[[M], Any]) -> dict[int, M]:
        """The rows of a kind as they stood at the moment, made of those that stand now."""
        moment = self.recorded or datetime.max.replace(tzinfo=UTC)
        rows: dict[int, Any] = {pk: copied(row) for pk, row in present.items() if entered_at(row) <= moment}
        for pk, row in self.undone(model).items():
            if now := present.get(pk):  # figures read beside it, such as the catalogue's day of decay
                own = row.__dict__
                own |= {key: value for key, value in now.__dict__.items() if key not in own}
            rows[pk] = row
        return {row.pk: row for row in sorted(rows.values(), key=order)}

    def _named_by(
        self, model: type[M], name: str, rows: dict[int, Any], present: dict[int, Any]
    ) -> dict[int, M]:
        """What rows of the moment point at by `name`, as it stood then; `present` rows were read with theirs."""
        column = f"{name}_id"
        found: dict[int, Any] = {
            row.__dict__[column]: row._state.fields_cache.get(name) for row in present.values()
        } | self.undone(model)
        lacking = {row.__dict__[column] for row in rows.values()} - found.keys() - {None}
        return found | (model._default_manager.in_bulk(lacking) if lacking else {})

    def _with(
        self,
        model: type[M],
        order: Callable[[M], Any],
        child: type[C],
        parent: str,
        children: str,
        **more: Any,
    ) -> tuple[dict[int, M], list[C]]:
        """The rows of a kind, and the rows of another that belong to them, in one query; `more` as for `_read`.

        A figure whose name begins with `child_` is of the latter. The database gives a row once for each that belongs
        to it, and once where none does.
        """
        return self._joined(model, order, (child, parent, children), (), more)

    def _joined(
        self,
        model: type[M],
        order: Callable[[M], Any],
        child: tuple[type[C], str, str] | None,
        columns: tuple[str, ...],
        more: dict[str, Any],
    ) -> tuple[dict[int, M], list[C]]:
        parents = {key: parent for key, parent in more.items() if isinstance(parent, type)}
        figures = {key: part for key, part in more.items() if key not in parents}
        parts = [Part(model, "", columns or COLUMNS[model], entered=True)]
        parts += [Part(parent, f"{key}__", COLUMNS[parent]) for key, parent in parents.items()]
        if child:
            parts.append(
                Part(child[0], f"{child[2]}__", COLUMNS[child[0]], entered=child[0] in ENTERED_PARTS)
            )
        rows: dict[int, M] = {}
        found: dict[int, C] = {}
        made: dict[tuple[str, int], Model] = {}
        of_child = {key: key.removeprefix("child_") for key in figures if key.startswith("child_")}
        for row, *others in made_of(model, parts, figures):
            beside = {name: row.__dict__.pop(key) for key, name in of_child.items()}
            row = rows.setdefault(row.pk, row)
            if child and (part := others.pop()) is not None:
                part.__dict__ |= beside
                part.__dict__[f"{child[1]}_id"] = row.pk
                part._state.fields_cache[child[1]] = row
                found[part.pk] = part
            for key, other in zip(parents, others, strict=True):
                row._state.fields_cache[key] = other and made.setdefault((key, other.pk), other)
        return {row.pk: row for row in sorted(rows.values(), key=order)}, list(found.values())

    def _tied(self, rows: dict[int, M], **to: dict[int, Any]) -> dict[int, M]:
        """The same rows, pointing at rows that were read already, as joins would: no parent, no row."""
        model = type(next(iter(rows.values()))) if rows else Model
        for name, others in to.items():
            may_be_empty, column = rows and model._meta.get_field(name).null, f"{name}_id"
            for key, row in list(rows.items()):
                other = others.get(row.__dict__[column])
                if other is None and not may_be_empty:
                    del rows[key]
                else:
                    row._state.fields_cache[name] = other
        return rows
