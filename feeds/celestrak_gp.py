"""CelesTrak GP: the newest mean elements of every active object, as CSV in OMM keywords.

Never as TLE: that format silently leaves out catalogue numbers from 100000 on.
"""

import csv
import math
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.conf import settings

from feeds.answers import FeedError, NothingNew, Parsed, Quarantined, clean, quoted
from feeds.client import AnswerRefused, Client
from feeds.feed import Feed
from feeds.manners import Manners
from launches.models import NORAD_CAT_ID_MAX
from launches.records import ElementSetRecord
from launches.services import store_element_sets

QUERY = "NORAD/elements/gp.php?GROUP=active&FORMAT=csv"
# A 403 is to be looked at by a person; an address gives each update once.
MANNERS = Manners(gap=timedelta(hours=2), stop_at_refusal=True)
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
_OBJECT_ID = re.compile(r"(?:[0-9]{4}-[0-9]{3}[A-Z]{1,3})?")
_NOT_UPDATED = "data has not updated since your last successful"


# --- fetch ------------------------------------------------------------------------------------
def fetch(client: Client) -> list[bytes]:
    """The file, in one call. Two refusals of CelesTrak have meanings of their own."""
    try:
        return [client.get(f"{settings.CELESTRAK_URL}/{QUERY}", conditional=True)]
    except AnswerRefused as refusal:
        text = refusal.body.decode("utf-8", "replace")
        if refusal.status == 403 and _NOT_UPDATED in " ".join(text.split()):
            raise NothingNew(
                f"CelesTrak has nothing newer than what it gave before: {quoted(refusal.body, 160)}",
                fetched_at=_fetched_at(text),
            ) from refusal
        if refusal.status == 404 and "No GP data found" in text:
            raise FeedError(
                "CelesTrak knows no data for GROUP=active (404): the group may have been renamed. "
                "Look at its list of groups and mend QUERY in feeds/celestrak_gp.py: an address "
                "that causes many errors gets banned."
            ) from refusal
        raise


def _fetched_at(text: str) -> datetime | None:
    found = re.search(r"at ([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}) UTC", text)
    try:
        return datetime.fromisoformat(found[1]).replace(tzinfo=UTC) if found else None
    except ValueError:
        return None


# --- parse ------------------------------------------------------------------------------------
def parse(bodies: Sequence[bytes], received_at: datetime) -> Parsed[ElementSetRecord]:
    """Element sets of all rows, 16,000 in well under a second. A row that cannot be meant is set aside."""
    body = b"".join(bodies)
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FeedError(f"CelesTrak sent no UTF-8 text (byte {error.start}): {quoted(body)}") from error
    if not text.endswith("\n"):
        raise FeedError("CelesTrak's file breaks off inside its last line. Ask again at the next update.")
    first, *lines = text.split("\n")[:-1]
    header, remarks = _header(first.rstrip("\r").split(","), body)
    records: list[ElementSetRecord] = []
    quarantined: list[Quarantined] = []
    earliest, latest = received_at - EPOCH_PAST, received_at + EPOCH_AHEAD
    position = 0
    for line in lines:
        if not line.strip():
            continue
        position += 1
        try:
            # A line at a time: a stray quotation mark must not swallow the lines after it.
            row = next(csv.reader((line.rstrip("\r"),), strict=True))
            if len(row) != len(header):
                raise ValueError(f"has {len(row)} fields, not {len(header)}")
            records.append(_element_set(dict(zip(header, row, strict=True)), earliest, latest))
        except (ValueError, csv.Error) as fault:
            quarantined.append(Quarantined(position, clean(line), clean(str(fault))))
    if not position:
        raise FeedError("CelesTrak's file has a header and no rows, which cannot be for GROUP=active.")
    return Parsed(records, quarantined, remarks)


def _header(header: list[str], body: bytes) -> tuple[list[str], list[str]]:
    """The columns as sent, and a remark on those that are new. A missing column is refused by name."""
    missing = [name for name in COLUMNS if name not in header]
    if len(missing) == len(COLUMNS):
        raise FeedError(f"CelesTrak sent something else than its CSV: {quoted(body)} Check CELESTRAK_URL.")
    extra = [clean(name)[:40] or "(no name)" for name in header if name not in COLUMNS]
    if missing:
        found = f" (new there: {', '.join(extra[:8])})" if extra else ""
        raise FeedError(
            f"CelesTrak's file lacks the column {', '.join(missing)}{found}. "
            "It may have been renamed: mend COLUMNS in feeds/celestrak_gp.py."
        )
    if len(set(header)) != len(header):
        raise FeedError("CelesTrak's file names a column twice, so its values cannot be told apart.")
    return header, [f"Columns not read: {', '.join(extra[:8])}."] if extra else []


def _element_set(row: dict[str, str], earliest: datetime, latest: datetime) -> ElementSetRecord:
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
    store=store_element_sets,
    every=timedelta(hours=2),
    stale_after=timedelta(hours=12),
    strict=True,
    manners=MANNERS,
)
