"""What the slugs of records lead to since they were given up, and that nothing else takes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from facts.ledger.registry import KINDS, Kind
from facts.models import FormerSlug, Revision
from facts.models.accounted import parted
from facts.past import as_it_stands


class TakenSlug(ValidationError):
    """A slug that was another record's and stays the address of what became of it."""


# --- Where they lead ------------------------------------------------------------------------------
def led_to(kind: str, slug: str) -> list[int]:
    """The primary keys of what a slug stands for: the record that had it, then each into which it was merged.

    Of a slug that was never given up, the one that has it now; empty where there was none.
    """
    with as_it_stands():
        former = FormerSlug.objects.filter(kind=kind, slug=slug).first()
        if former is None:
            return list(KINDS[kind].model._base_manager.filter(slug=slug).values_list("pk", flat=True))
        keys = [former.row_id]
        merged = FormerSlug.objects.filter(kind=kind, into_id__isnull=False)
        while (into := merged.filter(row_id=keys[-1]).values_list("into_id", flat=True).first()) is not None:
            keys.append(into)
        return keys


def first_slugs(kind: str, keys: Iterable[int]) -> dict[int, str]:
    """By primary key, the slug that each of these records had first; of those alone that have another one since."""
    former = FormerSlug.objects.filter(kind=kind, row_id__in=list(keys), into_id=None)
    return dict(former.order_by("-since", "-id").values_list("row_id", "slug"))


def moved_to(rows: Any, kind: str, slug: str) -> str:
    """The slug by which one of these rows goes, where it is asked for by one that it had before, or has since.

    Empty where none of them is meant. Rows of a moment go by the slugs of the moment.
    """
    keys = led_to(kind, slug)
    found = dict(rows.filter(pk__in=keys).values_list("pk", "slug")) if keys else {}
    return next((found[key] for key in keys if found.get(key, slug) != slug), "")


def present_slugs(kind: Kind) -> dict[str, str]:
    """Every former slug of a kind with the present one; empty where what had it was deleted."""
    former = list(FormerSlug.objects.filter(kind=kind.name))
    into = {one.row_id: one.into_id for one in former if one.into_id is not None}
    ends = {one.slug: _end(one.row_id, into) for one in former}
    here: dict[int, str] = {}
    for part in parted(set(ends.values())):
        rows = kind.model._base_manager.filter(pk__in=part)
        here |= dict(rows.values_list("pk", "slug"))
    found = {slug: here.get(key, "") for slug, key in ends.items()}
    return {slug: now for slug, now in found.items() if now != slug}  # it may be borne again


def _end(key: int, into: Mapping[int, int]) -> int:
    while key in into:
        key = into[key]
    return key


# --- Who may not take them ------------------------------------------------------------------------
def sentence(slug: str, now: str) -> str:
    """Why a new record cannot have a former slug."""
    if now:
        return _("“%(slug)s” is a former slug of “%(now)s”: use that record, or choose another slug.") % {
            "slug": slug, "now": now,
        }  # fmt: skip
    return _("“%(slug)s” is a former slug of a record that was deleted: choose another.") % {"slug": slug}


def refusal(kind: Kind, slug: str, key: int | None = None) -> str:
    """Why a record, or a new one, cannot have a slug because another one had it; empty where it can."""
    former = FormerSlug.objects.filter(kind=kind.name, slug=slug).first()
    if former is None or (former.row_id == key and former.into_id is None):
        return ""
    [*_between, end] = led_to(kind.name, slug)
    if end == key:
        return _(
            "“%(slug)s” was the slug of a record that was merged into this one: its address leads here."
        ) % {"slug": slug}
    return sentence(
        slug, kind.model._base_manager.filter(pk=end).values_list("slug", flat=True).first() or ""
    )


def refuse_new(kind: Kind, keys: Iterable[int]) -> None:
    """Raises TakenSlug where one of the records just made has the former slug of another."""
    for part in parted(keys):
        own = dict(
            kind.model._base_manager.filter(
                pk__in=part,
                slug__in=FormerSlug.objects.filter(kind=kind.name).values("slug"),
            ).values_list("slug", "pk")
        )
        for slug, key in own.items():
            if why := refusal(kind, slug, key):
                raise TakenSlug(why)


def refuse_renamed(kind: Kind, renamed: Mapping[str, int]) -> None:
    """Raises TakenSlug where a record, by its new slug, would have one that another record has had.

    That of a deleted one too: the account names both by it, and could not tell which one is meant.
    """
    for slug, key in renamed.items():
        if why := refusal(kind, slug, key):
            raise TakenSlug(why)
    had = Revision.objects.filter(kind=kind.name, slug__in=list(renamed)).values_list("slug", "row_id")
    for slug, key in had.distinct().order_by("slug"):
        if renamed[slug] != key:
            raise TakenSlug(
                _("“%(slug)s” was the slug of another record, which was deleted: choose another.")
                % {"slug": slug}
            )


# --- Which are kept ---------------------------------------------------------------------------------
def keep_slugs(made: Iterable[Revision], merged: Mapping[tuple[str, int], int], why: str) -> None:
    """Keeps the slugs that changes gave up: by another one, or with a record that was merged into another.

    `merged` has the key of that other record. Raises TakenSlug.
    """
    given_up = []
    renamed: dict[str, dict[str, int]] = {}
    for change in made:
        into = merged.get((change.kind, change.row_id)) if change.after is None else None
        if change.after and change.after["slug"] != change.slug:
            renamed.setdefault(change.kind, {})[change.after["slug"]] = change.row_id
        elif into is None:
            continue
        given_up.append(
            FormerSlug(kind=change.kind, slug=change.slug, row_id=change.row_id, into_id=into, why=why)
        )
    for name, slugs in renamed.items():
        refuse_renamed(KINDS[name], slugs)
    FormerSlug.objects.bulk_create(  # one that was given up before and borne again is there already
        given_up, batch_size=500, update_conflicts=True, unique_fields=["kind", "slug"],
        update_fields=["into_id"],
    )  # fmt: skip
