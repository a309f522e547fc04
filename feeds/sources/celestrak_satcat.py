"""CelesTrak SATCAT: state, orbit and day of decay of every catalogued object, as CSV, once a day."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from django.conf import settings

from common.text import clean
from feeds.feed import Feed
from feeds.http.client import Client
from feeds.http.results import Parsed, Stream
from feeds.models import Bookmark
from feeds.sources.celestrak import MANNERS, Table, alone, get
from launches.models import CELESTRAK, NORAD_CAT_ID_MAX
from launches.records import CatalogueRecord, Stored
from launches.services import store_catalogue_entries

SLUG = "celestrak-satcat"
QUERY = "pub/satcat.csv"
# Read of each row; RCS, LAUNCH_SITE and the codes after it are known and left aside.
COLUMNS = (
    "OBJECT_NAME", "OBJECT_ID", "NORAD_CAT_ID", "OBJECT_TYPE", "OPS_STATUS_CODE", "OWNER", "LAUNCH_DATE",
    "LAUNCH_SITE", "DECAY_DATE", "PERIOD", "INCLINATION", "APOGEE", "PERIGEE", "RCS", "DATA_STATUS_CODE",
    "ORBIT_CENTER", "ORBIT_TYPE",
)  # fmt: skip
STATES = frozenset("+-PBSXD?") | {""}
# Lowest and highest value that can be meant. Orbits around the Sun and the Moon have figures of their own.
RANGES = {"PERIOD": (0.0, 1e7), "INCLINATION": (0.0, 180.0), "APOGEE": (-1e4, 1e10), "PERIGEE": (-1e4, 1e10)}
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_WHOLE = re.compile(r"[0-9]{1,9}")
_OBJECT_ID = re.compile(r"(?:[0-9]{4}-[0-9]{3}[A-Z]{1,3})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def fetch(client: Client) -> list[bytes]:
    """The whole catalogue, in one call."""
    return [get(client, f"{settings.CELESTRAK_URL}/{QUERY}")]


def parse(bodies: Sequence[bytes], received_at: datetime) -> Parsed[CatalogueRecord]:
    """Entries of all rows. One that cannot be meant is set aside."""
    table = Table(b"".join(bodies), COLUMNS, "feeds/sources/celestrak_satcat.py")
    latest = received_at.date() + timedelta(days=1)
    stream = Stream(table.read(lambda row: _entry(row, latest)), table.remarks)
    return replace(stream.whole(), read_up_to=received_at)


def store(records: Sequence[CatalogueRecord], *, seen_at: datetime) -> Stored:
    """An answer older than one already stored (a run stored again, a held one released) changes nothing."""
    newest = Bookmark.of(SLUG)
    superseded = newest is not None and newest > seen_at
    return store_catalogue_entries(records, seen_at=seen_at, superseded=superseded, origin=CELESTRAK)


def _entry(row: dict[str, str], latest: date) -> CatalogueRecord:
    """The row as a record; `ValueError` with field and value where one cannot be meant."""
    number = row["NORAD_CAT_ID"]
    if not _WHOLE.fullmatch(number) or not 1 <= int(number) <= NORAD_CAT_ID_MAX:
        raise ValueError(f"NORAD_CAT_ID {number[:30]!r} is not a whole number of one to nine digits")
    if not _OBJECT_ID.fullmatch(row["OBJECT_ID"]):
        raise ValueError(f"OBJECT_ID {row['OBJECT_ID'][:30]!r} is not like 2025-248L")
    if row["OPS_STATUS_CODE"] not in STATES:
        raise ValueError(f"OPS_STATUS_CODE {row['OPS_STATUS_CODE'][:30]!r} is none that we know")
    launched_on, decayed_on = _day(row, "LAUNCH_DATE", latest), _day(row, "DECAY_DATE", latest)
    if launched_on and decayed_on and decayed_on < launched_on:
        raise ValueError(f"DECAY_DATE {decayed_on} lies before LAUNCH_DATE {launched_on}")
    return CatalogueRecord(
        norad_cat_id=int(number),
        object_name=_text(row, "OBJECT_NAME", 60),
        object_id=row["OBJECT_ID"],
        object_type=_text(row, "OBJECT_TYPE", 3),
        ops_status_code=row["OPS_STATUS_CODE"],
        owner=_text(row, "OWNER", 5),
        launched_on=launched_on,
        decayed_on=decayed_on,
        period_min=_number(row, "PERIOD"),
        inclination_deg=_number(row, "INCLINATION"),
        apogee_km=_number(row, "APOGEE"),
        perigee_km=_number(row, "PERIGEE"),
    )


def _text(row: dict[str, str], name: str, limit: int) -> str:
    text = clean(row[name])
    if len(text) > limit:
        raise ValueError(f"{name} has {len(text)} signs; at most {limit} are taken")
    return text


def _number(row: dict[str, str], name: str) -> float | None:
    text = row[name].strip()
    if not text:
        return None
    value = float(text) if _NUMBER.fullmatch(text) else math.nan
    low, high = RANGES[name]
    if not low <= value <= high:
        raise ValueError(f"{name} {text[:30]!r} is not a number from {low:g} to {high:g}")
    return value


def _day(row: dict[str, str], name: str, latest: date) -> date | None:
    text = row[name].strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not day.year >= 1957 or day > latest:
        raise ValueError(f"{name} {text[:30]!r} is not a day from 1957 to the day of its arrival")
    return day


CELESTRAK_SATCAT = Feed(
    slug=SLUG,
    title="CelesTrak SATCAT",
    credit="Satellite catalogue: CelesTrak, Dr. T.S. Kelso; US Space Force data",
    credit_url="https://celestrak.org",
    setting="CELESTRAK_URL",
    fetch=fetch,
    parse=parse,
    store=store,
    alone=partial(alone, COLUMNS),
    every=timedelta(hours=20),
    stale_after=timedelta(days=3),
    strict=True,
    manners=MANNERS,
)
