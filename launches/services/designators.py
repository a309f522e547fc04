"""What came with the number of a spacecraft under another designator: noted, and decided of by a person."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction

from launches.models import OtherDesignator, Spacecraft

Decision = OtherDesignator.Decision


def own_designators() -> dict[int, frozenset[str]]:
    """The designators of the spacecraft that bear each number: a hosted payload and its host share one."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = Spacecraft.objects.exclude(norad_cat_id=None).exclude(object_id="").order_by()
    for number, designator in rows.values_list("norad_cat_id", "object_id"):
        found[number or 0].add(designator)
    return {number: frozenset(designators) for number, designators in found.items()}


def is_apart(own: dict[int, frozenset[str]], number: int, designator: str) -> bool:
    """Whether a row of this number and designator is of another object; where one is not stated nobody can tell."""
    return bool(designator) and number in own and designator not in own[number]


def note_others(found: Iterable[tuple[int, str]], own: dict[int, frozenset[str]], found_in: str) -> None:
    """Notes pairs of number and designator once each; one that was accepted and is none of ours again is open."""
    pairs = sorted(set(found))
    if not pairs:
        return
    newest = OtherDesignator.objects.newest().filter(norad_cat_id__in=[number for number, _id in pairs])
    known = {(row.norad_cat_id, row.object_id): row.decision for row in newest}
    _add(
        OtherDesignator(
            norad_cat_id=number,
            object_id=designator,
            own_id=", ".join(sorted(own[number]))[:60],
            found_in=found_in,
        )
        for number, designator in pairs
        if known.get((number, designator), Decision.ACCEPTED) == Decision.ACCEPTED
    )


def accept_what_the_record_says(own: dict[int, frozenset[str]]) -> None:
    """A designator that was written into the spacecraft record, by whatever way, is accepted by that."""
    rows = OtherDesignator.objects.newest().exclude(decision=Decision.ACCEPTED)
    _add(_word(row, Decision.ACCEPTED) for row in rows if row.object_id in own.get(row.norad_cat_id, ()))


def _add(rows: Iterable[OtherDesignator]) -> None:
    if found := list(rows):
        OtherDesignator.objects.bulk_create(found)


@transaction.atomic
def accept(row: OtherDesignator) -> None:
    """Writes the designator into the record of each spacecraft that bears the number: its rows count from now on."""
    for craft in Spacecraft.objects.filter(norad_cat_id=row.norad_cat_id).exclude(object_id=""):
        craft.object_id = row.object_id
        craft.save()
    _word(row, Decision.ACCEPTED).save()


def leave_out(row: OtherDesignator) -> None:
    """Rows of this designator stay apart, and nobody is told of them any more."""
    _word(row, Decision.LEFT_OUT).save()


def _word(row: OtherDesignator, decision: str) -> OtherDesignator:
    return OtherDesignator(
        norad_cat_id=row.norad_cat_id,
        object_id=row.object_id,
        own_id=row.own_id,
        found_in=row.found_in,
        decision=decision,
    )
