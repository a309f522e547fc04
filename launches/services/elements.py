"""Stores element sets of the tracked spacecraft."""

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from datetime import datetime
from hashlib import blake2b
from itertools import islice
from operator import attrgetter
from typing import Any

from django.db import connection, transaction

from common.dates import start_of
from facts.models import LedgerVersion
from launches.models import ElementSet, OtherDesignator
from launches.models.origins import WITHHELD
from launches.records import ElementSetRecord, Stored
from launches.selectors import newest_of_spacecraft
from launches.services.catalogue import launch_days, tracked_numbers
from launches.services.designators import accept_what_the_record_says, is_apart, note_others, own_designators

# What an orbit fit says; the rest of a record names the object and counts.
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
COLUMNS = (*NAMES, "statement", "apart", "origin")
PART, SLICE = 5_000, 500
_EPOCH = attrgetter("epoch")
_values = attrgetter(*NAMES)
_fit = attrgetter(*FITTED)
_rest = attrgetter(*(name for name in NAMES if name not in {*FITTED, "norad_cat_id", "epoch"}))


def store_element_sets(
    records: Iterable[ElementSetRecord], *, seen_at: datetime, in_parts: bool = False, origin: str = ""
) -> Stored:
    """Adds the element sets of tracked numbers; a hosted payload is tracked by its host's number.

    Rows are added by number, epoch and what is stated, and never changed: a second fit for a stored epoch
    stands beside the first, so that a position once shown can be computed again, and files end in the same
    rows in whatever order they come. Readers order by epoch, not by arrival. Records are taken as they
    come, a part at a time: a long file never stands in memory as a whole. Stored `in_parts`, each part is a
    transaction of its own, compared and made ready before it begins: nobody waits long for it, and several
    workers do their reading at the same time. Else all are one. Epochs that go back, lie ahead or fit a stored
    one anew are counted. Sets under a designator that is not that of our spacecraft are kept apart and said:
    they count once a person accepted it. Each keeps its `origin`: empty where nobody says it. What several
    say alike is of the first; but one that may not be shown stands in the way of none that may.
    """
    named = dict.fromkeys(tracked_numbers(), False)
    watch = _Watch(seen_at)
    wanted = (record for record in records if record.norad_cat_id in named)
    total = added = refits = 0
    with nullcontext() if in_parts else transaction.atomic():
        while part := list(islice(wanted, PART)):
            for record in part:
                named[record.norad_cat_id] = True
                watch.look(record)
            new, anew = _new(
                [record for record in part if not watch.is_before_launch(record)], watch.own, origin
            )
            total, added, refits = total + len(part), added + _insert(new), refits + anew
        note_others(watch.others, watch.own, OtherDesignator.FoundIn.ELEMENTS)
    remarks = _remarks(total, refits, watch, sorted(number for number, seen in named.items() if not seen))
    return Stored(added=added, same=total - added, remarks=tuple(remarks))


class _Watch:
    """What is odd about element sets beside those that are stored, for a person to look at."""

    def __init__(self, seen_at: datetime) -> None:
        self.seen_at = seen_at
        self.back = self.ahead = 0
        self.too_early: dict[int, datetime] = {}
        self.launched = {number: start_of(day) for number, day in launch_days().items()}
        self.others: set[tuple[int, str]] = set()
        self.objects: set[int] = set()
        self.newest = dict(newest_of_spacecraft().values_list("norad_cat_id", "epoch"))
        self.own = own_designators()
        accept_what_the_record_says(self.own)

    def is_before_launch(self, record: ElementSetRecord) -> bool:
        """Whether an epoch lies before the launch of its craft: one of the two is wrong, and it is not stored."""
        launched = self.launched.get(record.norad_cat_id)
        return launched is not None and record.epoch < launched

    def look(self, record: ElementSetRecord) -> None:
        number = record.norad_cat_id
        self.objects.add(number)
        newest = self.newest.get(number)
        self.back += newest is not None and record.epoch < newest
        self.ahead += record.epoch > self.seen_at
        if self.is_before_launch(record):
            self.too_early[number] = record.epoch
        if is_apart(self.own, number, record.object_id):
            self.others.add((number, record.object_id))

    def remarks(self) -> list[str]:
        said = [f"{self.back} go back behind the newest stored epoch."] if self.back else []
        if self.ahead:
            said.append(f"{self.ahead} have an epoch ahead of their arrival.")
        said += [
            f"An epoch of {number} lies before its launch on {self.launched[number]:%Y-%m-%d} "
            f"({epoch:%Y-%m-%d}): it is left out."
            for number, epoch in sorted(self.too_early.items())[:5]
        ]
        said += [
            f"Number {number} came as {theirs} and is {', '.join(sorted(self.own[number]))} here: its sets are kept "
            "apart until a person decides at the desk."
            for number, theirs in sorted(self.others)[:5]
        ]
        return said


def _new(
    part: Sequence[ElementSetRecord], own: dict[int, frozenset[str]], origin: str
) -> tuple[list[tuple[Any, ...]], int]:
    """Rows (of COLUMNS) for what is not stored yet, and how many of them fit a stored epoch anew."""
    stored = _stored(part)
    moment = connection.ops.adapt_datetimefield_value
    new: list[tuple[Any, ...]] = []
    refits = 0
    for record in part:
        said = statement(record, origin)
        known = stored.setdefault((record.norad_cat_id, record.epoch), set())
        if said in known:
            continue
        refits += any(other >> 32 != said >> 32 for other in known)
        known.add(said)
        number, epoch, *rest = _values(record)
        apart = is_apart(own, number, record.object_id)
        new.append((number, moment(epoch), *rest, said, apart, origin))
    return new, refits


def _insert(rows: Sequence[tuple[Any, ...]]) -> int:
    """Adds rows; how many came. What another worker stored since they were compared is left as it is.

    Past the ORM, whose work on so many rows takes longer than the database's, with the write lock held.
    """
    if not rows:
        return 0
    table, quoted = ElementSet._meta, connection.ops.quote_name
    names = ", ".join(map(quoted, ("recorded_at", *COLUMNS)))
    sql = f"INSERT INTO {quoted(table.db_table)} ({names}) %s ON CONFLICT DO NOTHING"
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        now = connection.ops.adapt_datetimefield_value(LedgerVersion.hold())
        if connection.vendor == "postgresql":  # column by column: a third of the time of row by row
            types = [str(table.get_field(name).db_type(connection)).partition("(")[0] for name in COLUMNS]
            arrays = ", ".join(f"%s::{one}[]" for one in types)
            columns = [list(column) for column in zip(*rows, strict=True)]
            cursor.execute(sql % f"SELECT %s::timestamptz, * FROM unnest({arrays})", [now, *columns])  # noqa: S608
        else:
            values = ", ".join(["%s"] * (1 + len(COLUMNS)))
            cursor.executemany(sql % f"VALUES ({values})", [(now, *row) for row in rows])
        added = int(cursor.rowcount)
        if added:
            LedgerVersion.bump()  # whoever cites from now on has them
        return added


def statement(record: ElementSetRecord, origin: str = "") -> int:
    """A number for all that is stated of the object at its epoch; its upper half is that of the fit alone.

    The origin is part of it only where it may not be shown: the same set from elsewhere is a row of its own.
    """
    rest = (_rest(record), origin) if origin in WITHHELD else _rest(record)
    halves = (blake2b(repr(part).encode(), digest_size=4).digest() for part in (_fit(record), rest))
    return int.from_bytes(b"".join(halves), signed=True)


def _stored(wanted: Sequence[ElementSetRecord]) -> dict[tuple[int, datetime], set[int]]:
    """What is stored for the numbers and epochs of records.

    In slices by epoch: each reads a short stretch of the history of few objects, however long that is.
    """
    found: dict[tuple[int, datetime], set[int]] = {}
    ordered = sorted(wanted, key=_EPOCH)
    for at in range(0, len(ordered), SLICE):
        part = ordered[at : at + SLICE]
        rows = ElementSet.objects.filter(
            norad_cat_id__in={record.norad_cat_id for record in part},
            epoch__range=(part[0].epoch, part[-1].epoch),
        )
        for number, epoch, said in rows.order_by().values_list("norad_cat_id", "epoch", "statement"):
            found.setdefault((number, epoch), set()).add(said)
    return found


def _remarks(total: int, refits: int, watch: _Watch, missing: Sequence[int]) -> list[str]:
    # Rows under one number are one object, however many an answer has.
    objects = len(watch.objects)
    rows = f" object{'' if objects == 1 else 's'} in {total:,} rows" if total != objects else ""
    remarks = [f"Of tracked spacecraft: {objects:,}{rows}.", *watch.remarks()]
    if refits:
        remarks.append(f"{refits} fit a stored epoch anew: both fits are kept.")
    if missing:
        named = ", ".join(map(str, missing[:8])) + (" and others" if len(missing) > 8 else "")
        remarks.append(f"{len(missing)} tracked numbers are not in the answer: {named}.")
    return remarks
