"""Stores what the satellite catalogue says of tracked spacecraft, and tells which numbers are tracked."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from facts.ordering import ByLetter
from launches.models import CatalogueEntry, OtherDesignator, Spacecraft
from launches.records import CatalogueRecord, Stored
from launches.services.designators import accept_what_the_record_says, is_apart, note_others, own_designators

FIELDS = tuple(name for name in CatalogueRecord.__dataclass_fields__ if name != "norad_cat_id")
# So long after a launch its objects may still be missing from the list of active ones.
NEW_FOR = timedelta(days=21)


def tracked_numbers() -> set[int]:
    """The catalogue numbers of tracked spacecraft; a hosted payload is tracked by its host's."""
    numbers = Spacecraft.objects.filter(norad_cat_id__isnull=False).values_list("norad_cat_id", flat=True)
    return {number for number in numbers if number is not None}


def launch_days() -> dict[int, date]:
    """The first day on which each tracked number can have been launched, where that is known."""
    rows = Spacecraft.objects.exclude(norad_cat_id=None).exclude(launched_on_first=None)
    return {
        number: day
        for number, day in rows.order_by("-launched_on_first").values_list(
            "norad_cat_id", "launched_on_first"
        )
        if number is not None and day is not None
    }


def newly_launched_numbers(day: date) -> list[int]:
    """Tracked numbers of spacecraft launched in the three weeks before a day, newest first."""
    rows = Spacecraft.objects.filter(
        norad_cat_id__isnull=False, launched_on_last__gt=day - NEW_FOR, launched_on_first__lte=day
    )
    newest = rows.order_by("-launched_on_last", "norad_cat_id")
    numbers = newest.values_list("norad_cat_id", flat=True).distinct()
    return [number for number in numbers if number is not None]


@transaction.atomic
def store_catalogue_entries(
    records: Sequence[CatalogueRecord], *, seen_at: datetime, superseded: bool = False, origin: str = ""
) -> Stored:
    """Adds a row for each tracked number of which the catalogue says something new.

    A day of decay that is new, or gone, is said.

    The catalogue has no clock but that of its arrival: what is `superseded` by a newer answer adds numbers
    unknown so far and changes nothing. A row whose designator is not that of our spacecraft is kept apart
    and said too: a person decides of it.
    """
    tracked, own = tracked_numbers(), own_designators()
    # Of a number named twice in one catalogue one row is taken, whichever stands first; ours, if it is there.
    mine = (record for record in records if record.norad_cat_id in tracked)
    wanted = {
        record.norad_cat_id: record
        for record in sorted(
            mine, key=lambda one: (not is_apart(own, one.norad_cat_id, one.object_id), repr(one))
        )
    }
    accept_what_the_record_says(own)
    # The first row is the lock of the table: answers that come at the same moment are compared one after the other.
    list(CatalogueEntry.objects.select_for_update().order_by("pk")[:1])
    stated = CatalogueEntry.objects.newest_stated().filter(norad_cat_id__in=wanted)
    rows = {row.norad_cat_id: row for row in stated}
    apart: set[tuple[int, str]] = set()
    new, changed, remarks = [], [], [f"Of tracked spacecraft: {len(wanted)}."]
    for number, record in wanted.items():
        said = {name: getattr(record, name) for name in FIELDS}
        if is_apart(own, number, record.object_id):
            apart.add((number, record.object_id))
            said["apart"] = True
        row = rows.get(number)
        if row is not None and superseded:
            continue
        before = row.decayed_on if row else None
        if row is None:
            new.append(CatalogueEntry(norad_cat_id=number, origin=origin, **said))
        elif any(getattr(row, name) != said[name] for name in said):
            changed.append(CatalogueEntry(norad_cat_id=number, origin=origin, **said))
        if record.decayed_on != before and "apart" not in said:
            what = f"decayed on {record.decayed_on}" if record.decayed_on else "did not decay after all"
            remarks.append(f"{record.object_name} ({number}) {what}.")
    CatalogueEntry.objects.bulk_create([*new, *changed])
    note_others(apart, own, OtherDesignator.FoundIn.CATALOGUE)
    remarks += _mismatches(wanted)
    return Stored(len(new), len(changed), len(wanted) - len(new) - len(changed), tuple(remarks))


def _mismatches(wanted: dict[int, CatalogueRecord]) -> list[str]:
    crafts = (
        Spacecraft.objects.filter(norad_cat_id__in=wanted).exclude(object_id="").order_by(ByLetter("name"))
    )
    return [
        f"{craft.name} is {craft.object_id} here and number {craft.norad_cat_id} is {theirs} in the catalogue: "
        "its row is kept apart until a person decides at the desk."
        for craft in crafts
        if (theirs := wanted[craft.norad_cat_id or 0].object_id) and theirs != craft.object_id
    ]
