"""The account of changes: what each curated record said before, who changed it, when and why.

Every change through a model's `save` and `delete`, or through its links, is seen by Django's signals, every one
through a queryset by `AccountedQuerySet`; it is written down in the same transaction. `account` gathers what one
act changes (a form with its inlines, a load of the files) into one revision for each record, with the name of who
did it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.utils import timezone

from facts.following import follow
from facts.former_slugs import keep_slugs, refuse_new
from facts.ledger.fields import Children
from facts.ledger.registry import KINDS, Kind, Record, in_order, kind_of
from facts.models import LedgerVersion, Revision, Stamp
from facts.models.accounted import parted
from facts.record_values import told, without_sources
from facts.stamps import count_from, entered, put

MOST_WHY = 300


class Account:
    """The records that one act touches, as they were before it."""

    def __init__(self, by: Any = None, why: str = "", by_feed: bool = False) -> None:
        self.by, self.why, self.by_feed = by, why[:MOST_WHY], by_feed
        self.version = 0  # that it made of the ledger, once it is settled and changed something
        self.before: dict[tuple[str, int], tuple[Record, Any] | None] = {}
        self.kept_back: set[tuple[str, int]] = set()  # what readers could not see before the act
        self.leaving: set[tuple[str, int]] = set()  # of which everything that goes with them is remembered
        self.merged: dict[
            tuple[str, int], int
        ] = {}  # what leaves for another record, by which it is found then
        self.began_at = timezone.now()
        self.readings: dict[tuple[type[Model], str], list[int]] = {}  # rows of feeds, by the column to stamp

    def touch(self, kind: Kind, keys: Iterable[int | None]) -> None:
        """Remembers what records say now; those seen before keep what was remembered first."""
        new = [key for key in keys if key is not None and (kind.name, key) not in self.before]
        if new:
            found = told(kind, new, lock=True)
            self.before |= {(kind.name, key): found.get(key) for key in new}
            if kind.keeps_back:
                rows: Any = kind.model._default_manager
                public = set(rows.public().filter(pk__in=new).values_list("pk", flat=True))
                self.kept_back |= {(kind.name, key) for key in new if key not in public}

    def leave(self, kind: Kind, keys: Iterable[int]) -> None:
        """Remembers records that are to be deleted, with what goes with them, and those that name them in a list."""
        self.touch(kind, keys)
        new = [key for key in keys if (kind.name, key) not in self.leaving]
        if not new:
            return
        self.leaving |= {(kind.name, key) for key in new}
        for key, gone in kind.leaving(new).items():
            if found := self.before.get((kind.name, key)):
                found[0]["gone_with_it"] = gone
        relations: Iterable[Any] = kind.model._meta.related_objects
        for relation in relations:
            other = kind_of(relation.related_model) if relation.many_to_many else None
            if other:
                own, theirs = relation.field.m2m_reverse_field_name(), relation.field.m2m_field_name()
                links = relation.through._default_manager.filter(**{f"{own}__in": new})
                self.touch(other, links.values_list(f"{theirs}_id", flat=True))

    def touch_rows(self, model: type[Model], keys: Sequence[int], *, leaving: bool = False) -> None:
        """Remembers the records of these rows: their own, or those that they are parts of."""
        if kind := kind_of(model):
            (self.leave if leaving else self.touch)(kind, keys)
        elif model in _PARTS:
            kind, parent = _PARTS[model]
            rows = model._default_manager.filter(pk__in=keys)
            self.touch(kind, rows.values_list(f"{parent}_id", flat=True))

    def touch_records_of(self, model: type[Model], parts: Iterable[Any]) -> None:
        """Remembers the records that are to get these new parts; a record that is new itself says nothing before."""
        if model in _PARTS:
            kind, parent = _PARTS[model]
            self.touch(kind, {getattr(part, f"{parent}_id") for part in parts})

    def made(self, kind: Kind, keys: Iterable[int]) -> None:
        """Records that this act itself makes: what it does to them further is no change."""
        for key in keys:
            self.before.setdefault((kind.name, key), None)

    def made_rows(self, model: type[Model], rows: Iterable[Any]) -> None:
        """The same of rows; one that was there already has no key."""
        if kind := kind_of(model):
            self.made(kind, [row.pk for row in rows if row.pk is not None])

    def add_readings(self, model: type[Model], keys: Iterable[int], column: str = "recorded_at") -> None:
        """Rows of feeds, which have no account: with it they count from the end of this act, or up to it."""
        if new := list(keys):
            self.readings.setdefault((model, column), []).extend(new)

    def settle(self) -> None:
        """Writes a revision for each record that says something else now, and keeps the slugs that were given up.

        Before, the days that follow from a source whose date moved move with it: they are of the same act.
        Then the ledger gets its next version, and each record that was entered, changed or deleted its stamp.
        """
        token = _open.set(self)
        try:
            follow({key: was[0] for (name, key), was in self.before.items() if name == "sources" and was})
        finally:
            _open.reset(token)
        stamps = self._stamps()
        if not stamps and not self.readings:
            return
        moment = LedgerVersion.hold()
        count_from(moment, (stamp for stamp in stamps if stamp.what == Stamp.What.ENTERED), self.began_at)
        for (model, column), keys in self.readings.items():
            for part in parted(keys):
                rows: Any = QuerySet(model).filter(pk__in=part, **{f"{column}__gte": self.began_at})
                rows.update(**{column: moment})
        made = [stamp.revision for stamp in stamps if stamp.revision]
        for revision in made:
            revision.at = moment
        Revision.objects.bulk_create(made, batch_size=500)
        keep_slugs(made, self.merged, self.why)
        self.version = put(stamps, moment)
        if not stamps:
            LedgerVersion.bump(moment)

    def _stamps(self) -> list[Stamp]:
        """Those of the act with their revisions, none of them stored."""
        stamps: list[Stamp] = []
        for name in dict.fromkeys(name for name, _key in self.before):
            kind = KINDS[name]
            of_kind = {key: value for (of, key), value in self.before.items() if of == name}
            new = [key for key, value in of_kind.items() if not value]
            refuse_new(kind, new)
            stamps += entered(kind, new)
            was = {key: value for key, value in of_kind.items() if value}
            now = told(kind, was)
            for key, (record, row) in was.items():
                after = now[key][0] if key in now else None
                if record != after:
                    stamps.append(self._changed(kind, key, record, row, after))
        return stamps

    def _changed(self, kind: Kind, key: int, record: Record, row: Any, after: Record | None) -> Stamp:
        """The stamp of a record that says something else now, with its revision; neither is stored."""
        what, now = (Stamp.What.CHANGED, after) if after else (Stamp.What.DELETED, record)
        stamp = Stamp(kind=kind.name, row_id=key, slug=now["slug"], what=what)
        stamp.was_public = (kind.name, key) not in self.kept_back
        has_account = not kind.is_fact or "sources" in record or after is None or self._was_fact(kind, key)
        if not has_account and without_sources(record) != without_sources(after):
            # Code alone enters a record before its sources: no correction for readers, but answers of before stay.
            has_account, stamp.was_public = True, False
        if has_account:
            stamp.revision = Revision(
                kind=kind.name, slug=record["slug"], row_id=key, by=self.by, why=self.why, before=record,
                after=after, recorded_at=row.recorded_at, by_feed=self.by_feed, was_public=stamp.was_public,
            )  # fmt: skip
        return stamp

    def _was_fact(self, kind: Kind, key: int) -> bool:
        """Whether a record without a source had one before: else it was no fact yet, and is still being entered."""
        return Revision.objects.of_record(kind.name, key).exists()


_open: ContextVar[Account | None] = ContextVar("account", default=None)


@contextmanager
def account(by: Any = None, why: str = "", *, by_feed: bool = False) -> Iterator[Account]:
    """One act by one person or feed: its changes are written down together, in one transaction with them."""
    outer = _open.get()
    if outer is not None:
        outer.by, outer.why = outer.by or by, outer.why or why[:MOST_WHY]
        yield outer
        return
    made = Account(by if getattr(by, "pk", None) else None, why, by_feed)
    token = _open.set(made)
    try:
        with transaction.atomic():
            yield made
            made.settle()
    finally:
        _open.reset(token)


@contextmanager
def on_trial() -> Iterator[None]:
    """What is stored in it is taken back at its end, and the act around it knows nothing of it."""
    token = _open.set(Account())
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        _open.reset(token)


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
    if kind and instance.pk:  # one that was not read from the database may still be there
        _begin(instance, kind, [instance.pk])


def _row_leaves(sender: type[Model], instance: Model, **_: Any) -> None:
    kind, opened = kind_of(sender), _open.get()
    if kind and instance.pk and opened:
        opened.leave(kind, [instance.pk])
    else:
        _row_changes(sender, instance)


def _part_changes(sender: type[Model], instance: Model, **_: Any) -> None:
    kind, parent = _PARTS[sender]
    _begin(instance, kind, [getattr(instance, f"{parent}_id")])


def _links_change(sender: type, instance: Model, action: str, reverse: bool, model: type[Model],
                  pk_set: set[int] | None, **_: Any) -> None:  # fmt: skip
    if action.startswith("post_"):
        _end(instance)
    elif kind := kind_of(model if reverse else type(instance)):
        keys: Iterable[int] = [instance.pk]
        if reverse:
            keys = _holders(kind, sender, instance) if pk_set is None else pk_set
        _begin(instance, kind, keys)


def _holders(kind: Kind, through: Any, instance: Model) -> Iterable[int]:
    """The records that name a row in a list, all of which are to forget it."""
    link: Any = next(one for one in kind.model._meta.many_to_many if one.remote_field.through is through)
    rows = through._base_manager.filter(**{link.m2m_reverse_field_name(): instance.pk})
    return rows.values_list(f"{link.m2m_field_name()}_id", flat=True)


def _done(sender: type[Model], instance: Model, created: bool = False, **_: Any) -> None:
    kind = kind_of(sender)
    if created and kind:
        opened = _open.get() or instance.__dict__.setdefault("_account", Account())
        opened.made(kind, [instance.pk])
    _end(instance)


_PARTS: dict[type[Model], tuple[Kind, str]] = {}


def watch(app: str) -> None:
    """Writes down every change of an app's curated records, whoever makes it."""
    for kind in in_order():
        if kind.model._meta.app_label != app:
            continue
        _connect(kind.model, _row_changes, _row_leaves)
        for part in kind.fields:
            if isinstance(part, Children):
                _PARTS[part.model] = (kind, part.parent)
                _connect(part.model, _part_changes, _part_changes)
        for link in kind.model._meta.many_to_many:
            through: Any = link.remote_field.through
            if through._meta.auto_created:
                m2m_changed.connect(
                    _links_change, sender=through, dispatch_uid=f"account-{through._meta.label}"
                )


def _connect(model: type[Model], before: Any, leaving: Any) -> None:
    label = model._meta.label
    for signal, receiver in (
        (pre_save, before), (post_save, _done), (pre_delete, leaving), (post_delete, _done),
    ):  # fmt: skip
        signal.connect(receiver, sender=model, dispatch_uid=f"account-{label}-{id(signal)}")
