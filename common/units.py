"""Units of stated quantities. Unlike units are never added; like ones are scaled to one."""

SCALES: dict[str, tuple[str, float]] = {
    "W": ("kW", 1e-3),
    "kW": ("kW", 1.0),
    "MW": ("kW", 1e3),
    "GW": ("kW", 1e6),
    "kg": ("kg", 1.0),
    "t": ("kg", 1e3),
    "TOPS": ("TOPS", 1.0),
    "POPS": ("TOPS", 1e3),
    "TFLOPS": ("TFLOPS", 1.0),
    "PFLOPS": ("TFLOPS", 1e3),
    "m2": ("m2", 1.0),
    "km2": ("m2", 1e6),
}


def in_base_unit(value: float, unit: str) -> tuple[float, str]:
    """The value in the base unit of its kind, such as 5 POPS as (5000.0, "TOPS").

    A unit without a scale is its own base. Operations (TOPS) and floating-point operations
    (TFLOPS) are different kinds and stay apart.
    """
    base, factor = SCALES.get(unit, (unit, 1.0))
    return value * factor, base
