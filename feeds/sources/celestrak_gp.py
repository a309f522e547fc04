"""CelesTrak GP: the newest mean elements of every active object, as CSV in OMM keywords.

Never as TLE: that format silently leaves out catalogue numbers from 100000 on.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from operator import attrgetter

from django.conf import settings
from django.utils import timezone

from common.text import clean
from feeds.feed import Feed
from feeds.http.client import Client
from feeds.http.rate_limits import stop
from feeds.http.refusals import AnswerRefused
from feeds.http.results import FeedError, Quarantined, Stream
from feeds.sources.celestrak import MANNERS, Table, alone, get
from launches.models import CELESTRAK, NORAD_CAT_ID_MAX
from launches.records import ElementSetRecord
from launches.services import newly_launched_numbers, store_element_sets, tracked_numbers

QUERY = "NORAD/elements/gp.php?GROUP=active&FORMAT=csv"
ONE = "NORAD/elements/gp.php?CATNR={number}&FORMAT=csv"
NO_DATA = b"No GP data found"
# A number that is not there yet is an error to CelesTrak, and 50 of those in two hours ban an address.
NUMBERS_A_RUN = 5
EPOCH_PAST = timedelta(days=60)
EPOCH_AHEAD = timedelta(days=7)

COLUMNS = (
    "OBJECT_NAME",
    "OBJECT_ID",
    "EPOCH",
    "MEAN_MOTION",
    "ECCENTRICITY",
    "INCLINATION",
    "RA_OF_ASC_NODE",
    "ARG_OF_PERICENTER",
    "MEAN_ANOMALY",
    "EPHEMERIS_TYPE",
    "CLASSIFICATION_TYPE",
    "NORAD_CAT_ID",
    "ELEMENT_SET_NO",
    "REV_AT_EPOCH",
    "BSTAR",
    "MEAN_MOTION_DOT",
    "MEAN_MOTION_DDOT",
)
# Lowest and highest value that can be meant; 17.5 rev/day is a circular orbit on the ground.
RANGES = {
    "MEAN_MOTION": (1e-4, 17.5),
    "ECCENTRICITY": (0.0, 0.9999999),
    "INCLINATION": (0.0, 180.0),
    "RA_OF_ASC_NODE": (0.0, 360.0),
    "ARG_OF_PERICENTER": (0.0, 360.0),
    "MEAN_ANOMALY": (0.0, 360.0),
    "BSTAR": (-100.0, 100.0),
    "MEAN_MOTION_DOT": (-100.0, 100.0),
    "MEAN_MOTION_DDOT": (-100.0, 100.0),
}
WHOLE = {
    "NORAD_CAT_ID": (1, NORAD_CAT_ID_MAX),
    "EPHEMERIS_TYPE": (0, 9),
    "ELEMENT_SET_NO": (0, 99_999),
    "REV_AT_EPOCH": (0, 999_999_999),
}
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_WHOLE = re.compile(r"[0-9]{1,9}")
_EPOCH = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?")
_EPOCH_OF = attrgetter("epoch")
_OBJECT_ID = re.compile(r"(?:[0-9]{4}-[0-9]{3}[A-Z]{1,3})?")


# --- fetch ------------------------------------------------------------------------------------
def fetch(client: Client) -> list[bytes]:
    """The file of the group, in one call, and objects just launched that it does not list yet, each by number."""
    try:
        group = get(client, f"{settings.CELESTRAK_URL}/{QUERY}")
    except AnswerRefused as refusal:
        if refusal.status == 404 and NO_DATA in refusal.body:
            raise FeedError(
                "CelesTrak knows no data for GROUP=active (404): the group may have been renamed. "
                "Look at its list of groups and mend QUERY in feeds/sources/celestrak_gp.py: an address "
                "that causes many errors gets banned."
            ) from refusal
        raise
    return [group, *_newly_launched(client, group)]


def _newly_launched(client: Client, group: bytes) -> list[bytes]:
    """The rows of tracked numbers just launched. Where one fails the rest is left for the next run."""
    # The catalogue number stands behind the classification, in every file of CelesTrak's.
    numbers = newly_launched_numbers(timezone.now().date())
    missing = [number for number in numbers if not re.search(rb",\s*[UCS]\s*,\s*%d\s*," % number, group)]
    found = []
    for number in missing[:NUMBERS_A_RUN]:
        url = f"{settings.CELESTRAK_URL}/{ONE}".format(number=number)
        try:
            body = client.get(url)
        except FeedError as refusal:
            if isinstance(refusal, AnswerRefused) and refusal.status == 404 and NO_DATA in refusal.body:
                client.remarks.append(f"CelesTrak has no elements of {number} yet.")
                continue
            stop(url, client.last_status)
            client.remarks.append(refusal.sentence)
            break
        try:
            list(Table(body, COLUMNS, "feeds/sources/celestrak_gp.py").read(dict))
        except FeedError as fault:  # what is no table here must not spoil that of the group
            client.remarks.append(f"What came for {number} is left out: {fault.sentence}")
            continue
        found.append(body)
    return found


# --- parse ------------------------------------------------------------------------------------
def parse(bodies: Sequence[bytes], received_at: datetime) -> Stream[ElementSetRecord]:
    """Element sets of all rows, read as they are stored. A row that cannot be meant is set aside."""
    return read(bodies, received_at - EPOCH_PAST, received_at + EPOCH_AHEAD)


def read(
    bodies: Sequence[bytes], earliest: datetime, latest: datetime, share: tuple[int, int] = (1, 1)
) -> Stream[ElementSetRecord]:
    """Element sets with epochs between two moments; of several workers each reads its share of the rows."""
    remarks: list[str] = []

    def rows() -> Iterator[ElementSetRecord | Quarantined]:
        for body in bodies:
            table = Table(body, COLUMNS, "feeds/sources/celestrak_gp.py")
            remarks.extend(remark for remark in table.remarks if remark not in remarks)
            yield from table.read(lambda row: element_set(row, earliest, latest), share)

    return Stream(rows(), remarks, clock=_EPOCH_OF, latest=latest - EPOCH_AHEAD)


def element_set(row: dict[str, str], earliest: datetime, latest: datetime) -> ElementSetRecord:
    """The row as a record; `ValueError` with field, value and bounds where one cannot be meant."""
    whole = {name: _whole(row, name) for name in WHOLE}
    number = {name: _number(row, name) for name in RANGES}
    if not _OBJECT_ID.fullmatch(row["OBJECT_ID"]):
        raise ValueError(f"OBJECT_ID {row['OBJECT_ID'][:30]!r} is not like 2025-248L")
    if row["CLASSIFICATION_TYPE"] not in {"U", "C", "S"}:
        raise ValueError(f"CLASSIFICATION_TYPE {row['CLASSIFICATION_TYPE'][:30]!r} is not U, C or S")
    name = clean(row["OBJECT_NAME"])
    if len(name) > 60:
        raise ValueError(f"OBJECT_NAME has {len(name)} signs; at most 60 are taken")
    return ElementSetRecord(
        norad_cat_id=whole["NORAD_CAT_ID"],
        epoch=_epoch(row["EPOCH"], earliest, latest),
        object_name=name,
        object_id=row["OBJECT_ID"],
        mean_motion=number["MEAN_MOTION"],
        eccentricity=number["ECCENTRICITY"],
        inclination=number["INCLINATION"],
        ra_of_asc_node=number["RA_OF_ASC_NODE"],
        arg_of_pericenter=number["ARG_OF_PERICENTER"],
        mean_anomaly=number["MEAN_ANOMALY"],
        ephemeris_type=whole["EPHEMERIS_TYPE"],
        classification_type=row["CLASSIFICATION_TYPE"],
        element_set_no=whole["ELEMENT_SET_NO"],
        rev_at_epoch=whole["REV_AT_EPOCH"],
        bstar=number["BSTAR"],
        mean_motion_dot=number["MEAN_MOTION_DOT"],
        mean_motion_ddot=number["MEAN_MOTION_DDOT"],
    )


def tracked() -> Callable[[ElementSetRecord], bool]:
    """Whether a record is of a tracked spacecraft; of no other one is stored."""
    numbers = frozenset(tracked_numbers())
    return lambda record: record.norad_cat_id in numbers


def _number(row: dict[str, str], name: str) -> float:
    text = row[name]
    value = float(text) if _NUMBER.fullmatch(text) else math.nan
    low, high = RANGES[name]
    if not low <= value <= high:
        raise ValueError(f"{name} {text[:30]!r} is not a number from {low:g} to {high:g}")
    return value


def _whole(row: dict[str, str], name: str) -> int:
    text = row[name]
    value = int(text) if _WHOLE.fullmatch(text) else -1
    low, high = WHOLE[name]
    if not low <= value <= high:
        raise ValueError(f"{name} {text[:30]!r} is not a whole number from {low} to {high}")
    return value


def _epoch(text: str, earliest: datetime, latest: datetime) -> datetime:
    if not _EPOCH.fullmatch(text):
        raise ValueError(f"EPOCH {text[:40]!r} is not like 2026-08-22T01:48:26.987904")
    try:
        at = datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError as error:
        raise ValueError(f"EPOCH {text!r} is not a moment of the calendar") from error
    if not earliest <= at <= latest:
        raise ValueError(
            f"EPOCH {text} is more than {EPOCH_PAST.days} days before "
            f"or {EPOCH_AHEAD.days} days after it was received"
        )
    return at


CELESTRAK_GP = Feed(
    slug="celestrak-gp",
    title="CelesTrak GP",
    credit="Orbital elements: CelesTrak, Dr. T.S. Kelso; US Space Force data",
    credit_url="https://celestrak.org",
    setting="CELESTRAK_URL",
    fetch=fetch,
    parse=parse,
    store=partial(store_element_sets, origin=CELESTRAK),
    alone=partial(alone, COLUMNS),
    sift=tracked,
    max_bytes=192 * 2**20,
    every=timedelta(hours=2),
    stale_after=timedelta(hours=12),
    silent_after=timedelta(days=2),
    strict=True,
    manners=MANNERS,
)
