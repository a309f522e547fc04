"""The one door for writes to curated records: each leaves its account in the same transaction, or does not happen.

The account itself is kept by `facts.history`, which stands on these models.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models

AT_ONCE = 10_000  # a database takes so many values in one statement, and more


def parted(keys: Iterable[Any]) -> Iterator[list[Any]]:
    """Keys in parts that a database takes at once."""
    every = list(keys)
    return (every[at : at + AT_ONCE] for at in range(0, len(every), AT_ONCE))


class AccountedQuerySet(models.QuerySet[Any]):
    """Rows of curated records, or of their parts (roles, steps), which belong to the account of their record."""

    def update(self, **values: Any) -> int:
        from facts import history

        with history.account() as changes:
            keys = list(self.values_list("pk", flat=True))
            changes.touch_rows(self.model, keys)
            return sum(
                super(AccountedQuerySet, self.order_by().filter(pk__in=part)).update(**values)
                for part in parted(keys)
            )

    update.alters_data = True  # type: ignore[attr-defined]  # a mark on the method: templates may not call it

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        from facts import history

        rows = tuple(objs)
        with history.account() as changes:
            changes.touch_rows(self.model, [row.pk for row in rows])
            return models.QuerySet(self.model, using=self.db).bulk_update(rows, fields, batch_size)

    bulk_update.alters_data = True  # type: ignore[attr-defined]  # the same mark

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """New rows tell by `recorded_at` since when they stand here; parts are told with their record."""
        from facts import history

        if kwargs.get("update_conflicts") or (args[2:] and args[2]):
            raise NotImplementedError(
                "bulk_create(update_conflicts=True) would change rows without an account of what they said before: "
                "use bulk_update for those that are there."
            )
        rows = list(objs)
        with history.account() as changes:
            changes.touch_records_of(self.model, rows)
            made = super().bulk_create(rows, *args, **kwargs)
            changes.made_rows(self.model, made)
            return made

    bulk_create.alters_data = True  # type: ignore[attr-defined]  # the same mark

    def delete(self) -> tuple[int, dict[str, int]]:
        from facts import history

        with history.account() as changes:
            changes.touch_rows(self.model, list(self.values_list("pk", flat=True)), leaving=True)
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]  # the same mark
    delete.queryset_only = True  # type: ignore[attr-defined]  # a mark, too: managers do not offer it


class Accounted(models.Model):
    """A curated record, or a part of one. What Django writes by itself, as where something it points at is
    deleted, goes through the same queryset.
    """

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        from facts import history

        with history.account():
            super().save(*args, **kwargs)

    save.alters_data = True  # type: ignore[attr-defined]  # the same mark

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        from facts import history

        with history.account():
            return super().delete(*args, **kwargs)

    delete.alters_data = True  # type: ignore[attr-defined]  # the same mark
