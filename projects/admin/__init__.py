"""The analysts' desk: one module a noun. docs/desk.md says how to work with it."""

from projects.admin import (  # noqa: F401  each module registers its noun
    filing,
    funding,
    milestone,
    organization,
    project,
    question,
    source,
    statement,
    status,
    target,
)
