"""The account of changes: what each curated record said before, who changed it, when and why.

Every change through a model's `save` and `delete`, or through its links, is seen by Django's signals
and written down in the same transaction. `account` gathers what one act changes (a form with its
inlines, a load of the files) into one revision for each record, with the name of who did it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.utils.translation import gettext as _

from facts.ledger.faults import references
from facts.ledger.fields import Children, Refs
from facts.ledger.records import rows_of, write_row
from facts.ledger.registry import KINDS, Kind, Record, in_order, kind_of
from facts.models import Revision

MOST_WHY = 300


class Account:
    """The records that one act touches, as they were before it."""

    def __init__(self, by: Any = None, why: str = "") -> None:
        self.by, self.why = by, why[:MOST_WHY]
        self.before: dict[tuple[str, int], tuple[Record, Any] | None] = {}
        self.kept_back: set[tuple[str, int]] = set()  # what readers could not see before the act

    def touch(self, kind: Kind, keys: Iterable[int | None]) -> None:
        """Remembers what records say now; those seen before keep what was remembered first."""
        new = [key for key in keys if key is not None and (kind.name, key) not in self.before]
        if new:
            found = told(kind, new)
            self.before |= {(kind.name, key): found.get(key) for key in new}
            if kind.keeps_back:
                rows: Any = kind.model._default_manager
                public = set(rows.public().filter(pk__in=new).values_list("pk", flat=True))
                self.kept_back |= {(kind.name, key) for key in new if key not in public}

    def made(self, kind: Kind, keys: Iterable[int]) -> None:
        """Records that this act itself makes: what it does to them further is no change."""
        for key in keys:
            self.before.setdefault((kind.name, key), None)

    def settle(self) -> None:
        """Writes a revision for each record that says something else now."""
        made: list[Revision] = []
        for name in {name for name, _key in self.before}:
            kind = KINDS[name]
            was = {key: value for (of, key), value in self.before.items() if of == name and value}
            now = told(kind, was)
            for key, (record, row) in was.items():
                after = now[key][0] if key in now else None
                is_whole = not kind.is_fact or "sources" in record  # without a source it was no fact yet
                if record != after and is_whole:
                    made.append(Revision(
                        kind=name, slug=record["slug"], row_id=key, by=self.by, why=self.why,
                        before=record, after=after, recorded_at=row.recorded_at,
                        was_public=(name, key) not in self.kept_back,
                    ))  # fmt: skip
        Revision.objects.bulk_create(made, batch_size=500)


_open: ContextVar[Account | None] = ContextVar("account", default=None)


@contextmanager
def account(by: Any = None, why: str = "") -> Iterator[Account]:
    """One act by one person: its changes are written down together, in one transaction with them."""
    outer = _open.get()
    if outer is not None:
        outer.by, outer.why = outer.by or by, outer.why or why[:MOST_WHY]
        yield outer
        return
    made = Account(by if getattr(by, "pk", None) else None, why)
    token = _open.set(made)
    try:
        with transaction.atomic():
            yield made
            made.settle()
    finally:
        _open.reset(token)


def told(kind: Kind, keys: Iterable[int]) -> dict[int, tuple[Record, Any]]:
    """What the records with these primary keys say now, and their rows; `known_on` is always said."""
    found = {}
    for row in rows_of(kind).filter(pk__in=list(keys)):
        record = write_row(kind, row)
        if kind.is_fact:
            record["known_on"] = row.known_on.isoformat()
        found[row.pk] = (record, row)
    return found


def built(kind: Kind, revision: Revision, ids: Mapping[tuple[str, str], int]) -> Model:
    """The row as it was before a change: not saved, with the keys of what it points at.

    A link to a record that is gone since is left empty.
    """

    class Known(dict):
        def __missing__(self, key: tuple[str, str]) -> None:
            return None

    known = Known(ids)
    columns: dict[str, Any] = {"id": revision.row_id, "recorded_at": revision.recorded_at}
    for part in kind.fields:
        columns |= part.columns(revision.before.get(part.key), known)
    return kind.model(**columns)


def parts_of(kind: Kind, revision: Revision, ids: Mapping[tuple[str, str], int]) -> list[Any]:
    """The rows that belonged to a record before a change (roles, steps): not saved."""
    return [
        child
        for part in kind.fields
        if isinstance(part, Children)
        for child in part.rows(revision.before.get(part.key), revision.row_id, dict(ids))
    ]


def after(moment: datetime) -> list[Revision]:
    """Every change after a moment, oldest first, in one query."""
    return list(Revision.objects.filter(at__gt=moment).order_by("at", "id"))


def ids_of(revisions: Iterable[Revision]) -> dict[tuple[str, str], int]:
    """The primary keys of all that the records before these changes refer to, deleted ones included."""
    wanted: dict[str, set[str]] = {}
    for revision in revisions:
        for _key, name, slug in references(KINDS[revision.kind], revision.before):
            wanted.setdefault(name, set()).add(slug)
    found: dict[tuple[str, str], int] = {}
    for name, slugs in wanted.items():
        gone = Revision.objects.filter(kind=name, slug__in=slugs, after__isnull=True).values_list(
            "slug", "row_id"
        )
        here = KINDS[name].model._default_manager.filter(slug__in=slugs).values_list("slug", "pk")
        found |= {(name, slug): key for slug, key in (*gone, *here)}
    return found


class Refused(Exception):
    """A change that its writer may not make, with a sentence that says why."""


class Unrestorable(Exception):
    """A record that cannot be brought back, with a sentence that says why."""


def restore(revision: Revision, by: Any = None, over: Mapping[str, Any] | None = None) -> Any:
    """Brings a record back to what it said before a change; itself a change, with an account.

    `over` are columns that do not go back, with the values they get instead.
    Raises Unrestorable where it points at something that is gone, or the database refuses it.
    """
    kind, before = KINDS[revision.kind], revision.before
    here = {
        (name, slug): KINDS[name]
        .model._default_manager.filter(slug=slug)
        .values_list("pk", flat=True)
        .first()
        for _key, name, slug in references(kind, before)
    }
    if gone := [slug for (_name, slug), pk in here.items() if pk is None]:
        raise Unrestorable(_("It refers to %(gone)s, which is gone.") % {"gone": ", ".join(gone)})
    ids: dict[tuple[str, str], int] = {key: pk for key, pk in here.items() if pk is not None}
    why = _("Brought back what stood before %(moment)s.") % {"moment": f"{revision.at:%Y-%m-%d %H:%M} UTC"}
    try:
        with account(by, why):
            manager: Any = kind.model._default_manager
            row: Any = manager.filter(pk=revision.row_id).first() or kind.model(pk=revision.row_id)
            for part in kind.fields:
                for name, value in part.columns(before.get(part.key), ids).items():
                    setattr(row, name, value)
            for name, value in (over or {}).items():
                setattr(row, name, value)
            row.save()
            for part in kind.fields:
                if isinstance(part, Refs):
                    getattr(row, part.name).set([ids[part.kind, slug] for slug in before.get(part.key, [])])
                elif isinstance(part, Children):
                    getattr(row, part.name).all().delete()
                    part.model._default_manager.bulk_create(part.rows(before.get(part.key), row.pk, ids))
    except (IntegrityError, ValidationError) as error:
        raise Unrestorable(
            _("The database refuses it: %(why)s") % {"why": " ".join(str(error).split())}
        ) from error
    row.refresh_from_db()  # numbers as the database keeps them, not as the account writes them
    return row


# --- What the signals see ---------------------------------------------------------------------------
def _begin(instance: Model, kind: Kind, keys: Iterable[int | None]) -> None:
    made = _open.get()
    if made is None:
        made = instance.__dict__["_account"] = Account()
    made.touch(kind, keys)


def _end(instance: Model) -> None:
    if made := instance.__dict__.pop("_account", None):
        made.settle()


def _row_changes(sender: type[Model], instance: Model, **_: Any) -> None:
    kind = kind_of(sender)
    if kind and instance.pk and not instance._state.adding:
        _begin(instance, kind, [instance.pk])


def _part_changes(sender: type[Model], instance: Model, **_: Any) -> None:
    kind, parent = _PARTS[sender]
    _begin(instance, kind, [getattr(instance, f"{parent}_id")])


def _links_change(sender: type, instance: Model, action: str, reverse: bool, model: type[Model],
                  pk_set: set[int] | None, **_: Any) -> None:  # fmt: skip
    if action.startswith("post_"):
        _end(instance)
    elif kind := kind_of(model if reverse else type(instance)):
        _begin(instance, kind, (pk_set or ()) if reverse else [instance.pk])


def _done(sender: type[Model], instance: Model, created: bool = False, **_: Any) -> None:
    kind, opened = kind_of(sender), _open.get()
    if created and kind and opened:
        opened.made(kind, [instance.pk])
    _end(instance)


_PARTS: dict[type[Model], tuple[Kind, str]] = {}


def watch(app: str) -> None:
    """Writes down every change of an app's curated records, whoever makes it."""
    for kind in in_order():
        if kind.model._meta.app_label != app:
            continue
        _connect(kind.model, _row_changes)
        for part in kind.fields:
            if isinstance(part, Children):
                _PARTS[part.model] = (kind, part.parent)
                _connect(part.model, _part_changes)
        for link in kind.model._meta.many_to_many:
            through: Any = link.remote_field.through
            if through._meta.auto_created:
                m2m_changed.connect(
                    _links_change, sender=through, dispatch_uid=f"account-{through._meta.label}"
                )


def _connect(model: type[Model], before: Any) -> None:
    label = model._meta.label
    for signal, receiver in (
        (pre_save, before), (post_save, _done), (pre_delete, before), (post_delete, _done),
    ):  # fmt: skip
        signal.connect(receiver, sender=model, dispatch_uid=f"account-{label}-{id(signal)}")
