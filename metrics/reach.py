"""In which order open questions stand: those that bear on most projects first, then the newest."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from facts.models import Revision
from projects.models import OpenQuestion


def order_then(
    present: Mapping[int, OpenQuestion], changes: Mapping[int, Revision]
) -> Callable[[OpenQuestion], tuple[int, int, str]]:
    """The order of a past moment, as `by_reach` gives that of now; `changes` are the first ones since, by key."""
    reach = {pk: getattr(row, "reach", 0) for pk, row in present.items()}
    reach |= {pk: len(change.before.get("projects") or ()) for pk, change in changes.items()}
    return lambda row: (-reach[row.pk], -row.asked_on.first.toordinal(), row.slug)
