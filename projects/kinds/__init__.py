"""The kinds of curated records of this app, one module a noun: each registers its own, in this order."""

# isort: off
from projects.kinds import (  # noqa: F401  each module registers its kinds
    organization,
    project,
    status,
    target,
    milestone,
    funding,
    filing,
    statement,
    question,
)
