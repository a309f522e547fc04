"""What feeds hand to the store: plain records, in our words, already checked one by one."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class LaunchRecord:
    """One launch as a feed states it at `updated_at`. Empty text: not stated; None: unknown.

    `net_first` and `net_last` are the days that the NET leaves open at its precision.
    """

    ll2_id: UUID
    updated_at: datetime
    name: str
    net: datetime
    net_precision: str
    net_first: date
    net_last: date
    status: str
    window_start: datetime | None = None
    window_end: datetime | None = None
    mission: str = ""
    description: str = ""
    vehicle: str = ""
    provider: str = ""
    country: str = ""
    pad: str = ""
    site: str = ""
    orbit: str = ""
    designator: str = ""


@dataclass(frozen=True, slots=True)
class UnlistedLaunch:
    """A launch that a feed told us of and no longer knows by its id."""

    ll2_id: UUID


@dataclass(frozen=True, slots=True)
class UpdateRecord:
    """What an editor of Launch Library wrote on a launch. Empty text: not stated."""

    update_id: int
    ll2_id: UUID
    comment: str
    author: str
    link: str
    created_on: datetime


@dataclass(frozen=True, slots=True)
class UpdatesStretch:
    """A time of which every update was read."""

    read_from: datetime
    read_up_to: datetime


@dataclass(frozen=True, slots=True)
class ElementSetRecord:
    """Mean elements of one object at one epoch, in the keywords and units of the OMM (see `ElementSet`)."""

    norad_cat_id: int
    epoch: datetime
    object_name: str
    object_id: str
    mean_motion: float
    eccentricity: float
    inclination: float
    ra_of_asc_node: float
    arg_of_pericenter: float
    mean_anomaly: float
    ephemeris_type: int
    classification_type: str
    element_set_no: int
    rev_at_epoch: int
    bstar: float
    mean_motion_dot: float
    mean_motion_ddot: float


@dataclass(frozen=True, slots=True)
class CatalogueRecord:
    """One object of the satellite catalogue (see `CatalogueEntry`). Empty text: not stated; None: unknown."""

    norad_cat_id: int
    object_name: str
    object_id: str
    object_type: str
    ops_status_code: str
    owner: str
    launched_on: date | None
    decayed_on: date | None
    period_min: float | None
    inclination_deg: float | None
    apogee_km: float | None
    perigee_km: float | None


@dataclass(frozen=True, slots=True)
class LoggedLaunch:
    """An orbital attempt as a launch log outside the ledger has it.

    `country` is the nation of the vehicle in the log's own code; `marginal` says that the log itself keeps
    it apart (not quite an orbit); `status` is the outcome in our words, empty where the log says none.
    `vehicles`, `providers` and `sites` are names for the log's own words; empty: no name is known for them.
    """

    tag: str
    first: date
    last: date
    country: str
    code: str
    status: str
    marginal: bool
    vehicle: str
    name: str
    provider: str = ""
    site: str = ""
    vehicles: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()

    @property
    def year(self) -> int:
        return self.first.year

    @property
    def designator(self) -> str:
        """The COSPAR designator of the launch; empty for failures and marginal flights, which have none."""
        return self.tag if self.tag[5:].isdigit() else ""


@dataclass(frozen=True, slots=True)
class Stored:
    """What a store did: rows new, changed and left as they were, and remarks for a person to read."""

    added: int = 0
    changed: int = 0
    same: int = 0
    remarks: tuple[str, ...] = ()
