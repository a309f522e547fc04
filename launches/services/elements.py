"""Stores element sets of the tracked spacecraft."""

from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter

from django.db import transaction

from launches.models import ElementSet
from launches.records import ElementSetRecord, Stored
from launches.services.catalogue import tracked_numbers

# What an orbit fit says; a new object name at a known epoch is no re-fit.
FITTED = (
    "mean_motion",
    "eccentricity",
    "inclination",
    "ra_of_asc_node",
    "arg_of_pericenter",
    "mean_anomaly",
    "bstar",
    "mean_motion_dot",
    "mean_motion_ddot",
)
NAMES = tuple(ElementSetRecord.__dataclass_fields__)
SLICE = 500
_EPOCH = attrgetter("epoch")
_fit = attrgetter(*FITTED)


@transaction.atomic
def store_element_sets(records: Sequence[ElementSetRecord], *, seen_at: datetime) -> Stored:
    """Adds the element sets of tracked numbers; a hosted payload is tracked by its host's number.

    Rows are added by number and epoch, and never changed: a second fit for a stored epoch is
    counted and left out, so that a position once shown can be computed again. An epoch older than
    the newest is stored too: readers order by epoch, not by arrival.
    """
    tracked = tracked_numbers()
    wanted = [record for record in records if record.norad_cat_id in tracked]
    stored = _stored(wanted)
    new: dict[tuple[int, datetime], ElementSetRecord] = {}
    same = refits = 0
    for record in wanted:
        key = (record.norad_cat_id, record.epoch)
        known = stored.get(key)
        if known is None:
            new[key] = record
            stored[key] = _fit(record)
            continue
        same += 1
        refits += known != _fit(record)
    ElementSet.objects.bulk_create(
        ElementSet(**{name: getattr(record, name) for name in NAMES}) for record in new.values()
    )
    return Stored(added=len(new), same=same, remarks=tuple(_remarks(tracked, wanted, refits)))


def _stored(wanted: Sequence[ElementSetRecord]) -> dict[tuple[int, datetime], tuple]:
    """The fits stored for the numbers and epochs of records.

    In slices by epoch: each reads a short stretch of the history of few objects, however long that is.
    """
    found = {}
    ordered = sorted(wanted, key=_EPOCH)
    for at in range(0, len(ordered), SLICE):
        part = ordered[at : at + SLICE]
        rows = ElementSet.objects.filter(
            norad_cat_id__in={record.norad_cat_id for record in part},
            epoch__range=(part[0].epoch, part[-1].epoch),
        )
        for number, epoch, *fit in rows.order_by().values_list("norad_cat_id", "epoch", *FITTED):
            found[number, epoch] = tuple(fit)
    return found


def _remarks(tracked: set[int], wanted: Sequence[ElementSetRecord], refits: int) -> list[str]:
    remarks = [f"Of tracked spacecraft: {len(wanted)}."]
    if refits:
        remarks.append(f"{refits} fit a stored epoch anew: the values stored first are kept.")
    if missing := sorted(tracked - {record.norad_cat_id for record in wanted}):
        named = ", ".join(map(str, missing[:8])) + (" and others" if len(missing) > 8 else "")
        remarks.append(f"{len(missing)} tracked numbers are not in the answer: {named}.")
    return remarks
