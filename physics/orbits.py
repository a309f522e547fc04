"""Orbit arithmetic: floats in, floats out."""

import math

# WGS 72, on which SGP4 element sets are defined: Hoots and Roehrich, Spacetrack Report No. 3 (1980).
EARTH_RADIUS_KM = 6378.135
MU_KM3_S2 = 398600.8
_SECONDS_A_DAY = 86400.0


def mean_altitude_km(mean_motion: float) -> float:
    """The height of a circular orbit with this mean motion (rev/day) over the equatorial radius."""
    rate = mean_motion * 2 * math.pi / _SECONDS_A_DAY
    return float((MU_KM3_S2 / rate**2) ** (1 / 3) - EARTH_RADIUS_KM)
