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
    satellites,
    scoreboard,
    slippage,
)
from metrics.registry import METRICS

__all__ = ["METRICS"]
