"""Every metric, registered: pages, API and method import this list."""

from metrics import (  # noqa: F401  importing a module registers its metrics
    cadence,
    clock,
    compute,
    evidence,
    filings,
    freshness,
    funding,
    launch_slips,
    launches,
    milestones,
    paper_to_orbit,
    power,
    promises,
    reported,
    satellites,
    scoreboard,
    slippage,
    tracked,
)
from metrics.registry import METRICS

# As readers see them, whichever module is imported first.
ORDER = (
    "promises_missed",
    "slippage",
    "launch_cadence",
    "regulatory_clock",
    "satellites_in_orbit",
    "satellites_launched",
    "tracked_in_orbit",
    "reported_working",
    "compute_in_orbit",
    "orbit_evidence",
    "filings",
    "funding",
    "launches_with_compute",
    "scoreboard",
    "freshness",
    "launch_slips",
    "milestones",
    "projects_announced",
    "paper_to_orbit",
    "power",
)
for name in ORDER:
    METRICS[name] = METRICS.pop(name)

__all__ = ["METRICS", "ORDER"]
