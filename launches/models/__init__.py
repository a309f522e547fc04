"""Launches, spacecraft and what the public catalogues say of them."""

from launches.models.axes import Axis, Reported, Signs, Tracked
from launches.models.catalogue import CatalogueEntry
from launches.models.constants import NORAD_CAT_ID_MAX
from launches.models.elements import ElementSet
from launches.models.launch import FEED_SLUG, SOURCE_SLUG, Launch
from launches.models.listing import Listing
from launches.models.net import FLOWN, REACHED_ORBIT, TERMINAL, LaunchStatus, Net, NetPrecision, net_days
from launches.models.net_revision import NetRevision
from launches.models.origins import CELESTRAK, SPACE_TRACK
from launches.models.other_designator import OtherDesignator
from launches.models.past import FIRST_YEAR, PastRead
from launches.models.spacecraft import Spacecraft
from launches.models.states import State, Status, state_of
from launches.models.status_reading import StatusReading
from launches.models.totals import LaunchTotal
from launches.models.update import LaunchUpdate, UpdatesRead

__all__ = [
    "CELESTRAK",
    "FEED_SLUG",
    "FIRST_YEAR",
    "FLOWN",
    "NORAD_CAT_ID_MAX",
    "REACHED_ORBIT",
    "SOURCE_SLUG",
    "SPACE_TRACK",
    "TERMINAL",
    "Axis",
    "CatalogueEntry",
    "ElementSet",
    "Launch",
    "LaunchStatus",
    "LaunchTotal",
    "LaunchUpdate",
    "Listing",
    "Net",
    "NetPrecision",
    "NetRevision",
    "OtherDesignator",
    "PastRead",
    "Reported",
    "Signs",
    "Spacecraft",
    "State",
    "Status",
    "StatusReading",
    "Tracked",
    "UpdatesRead",
    "net_days",
    "state_of",
]
