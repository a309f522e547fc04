"""Rows of feeds that answers of the past rest on: added, never changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn, TypeVar

from django.db import models
from django.utils import timezone

M = TypeVar("M", bound=models.Model)


class RowsStay(TypeError):
    """A write that would change or take away what was answered before."""

    def __init__(self, model: type[models.Model], what: str) -> None:
        super().__init__(
            f"{what} of {model._meta.verbose_name_plural} would change answers of moments before: their rows are "
            "added and stay. Add a row that says what is known now; the newest one counts."
        )


class AppendOnlyQuerySet(models.QuerySet[M]):
    """Rows that may be added, and no more. Each counts on the second clock from the end of the act that adds it."""

    def update(self, **values: Any) -> NoReturn:
        raise RowsStay(self.model, "An update")

    update.alters_data = True  # type: ignore[attr-defined]  # a mark on the method: templates may not call it

    def bulk_update(
        self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None
    ) -> NoReturn:
        raise RowsStay(self.model, "An update")

    bulk_update.alters_data = True  # type: ignore[attr-defined]  # the same mark

    def delete(self) -> NoReturn:
        raise RowsStay(self.model, "A deletion")

    delete.alters_data = True  # type: ignore[attr-defined]  # the same mark
    delete.queryset_only = True  # type: ignore[attr-defined]  # a mark, too: managers do not offer it

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        from facts import history

        if kwargs.get("update_conflicts") or (args[2:] and args[2]):
            raise RowsStay(self.model, "An update")
        rows = list(objs)
        for row in rows:
            row.recorded_at = timezone.now()  # whatever it was given: no row slips into a past that was cited
        with history.account() as changes:
            made = super().bulk_create(rows, *args, **kwargs)
            changes.add_readings(self.model, [row.pk for row in made if row.pk is not None])
            return made

    bulk_create.alters_data = True  # type: ignore[attr-defined]  # the same mark


class AppendOnly(models.Model):
    """A row of a feed that stands here since `recorded_at`; what it belongs to takes it along where it is deleted."""

    recorded_at: Any  # each row has this column

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        from facts import history

        if not self._state.adding:
            raise RowsStay(type(self), "An update")
        self.recorded_at = timezone.now()  # whatever it was given
        with history.account() as changes:
            super().save(*args, **kwargs)
            changes.add_readings(type(self), [self.pk])

    save.alters_data = True  # type: ignore[attr-defined]  # the same mark

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise RowsStay(type(self), "A deletion")

    delete.alters_data = True  # type: ignore[attr-defined]  # the same mark
