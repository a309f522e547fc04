"""What is asked before totals of launches and readings of spacecraft are stored: possible, but unlikely."""

from __future__ import annotations

from facts.warnings import Question, register
from projects.warnings import again, outside

register(
    "launch_totals",
    Question(("attempts",), outside("attempts"), ("country",)),
    Question(("world_attempts",), outside("world_attempts")),
)
register("status_readings", again("on", "spacecraft", "state", "basis", day="on"))
