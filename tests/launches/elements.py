"""One element set, of a closed orbit."""

from datetime import UTC, datetime
from typing import Any

ELEMENTS: dict[str, Any] = {
    "norad_cat_id": 25544, "object_name": "X", "epoch": datetime(2026, 1, 1, tzinfo=UTC), "mean_motion": 15.5,
    "eccentricity": 0.001, "inclination": 51.6, "ra_of_asc_node": 0, "arg_of_pericenter": 0, "mean_anomaly": 0,
    "bstar": 0, "mean_motion_dot": 0, "mean_motion_ddot": 0,
}  # fmt: skip
