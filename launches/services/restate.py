"""Keeps every date of a launch that a person changes, as feeds keep theirs."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from launches.models import Launch, NetRevision

_SAID = ("net", "net_precision", "net_first", "net_last", "window_start", "window_end", "status")


@transaction.atomic
def restate(before: Launch, after: Launch, *, at: datetime | None = None) -> NetRevision | None:
    """Adds the new NET or status as a row, and the old one where none was kept; None where both agree."""
    if all(getattr(before, name) == getattr(after, name) for name in _SAID):
        return None
    at = at or timezone.now()
    if not after.revisions.exists():
        _keep(before, min(before.changed_at, at - timedelta(seconds=1)))
    return _keep(after, at)


def _keep(launch: Launch, at: datetime) -> NetRevision:
    said = {name: getattr(launch, name) for name in _SAID}
    return NetRevision.objects.create(launch_id=launch.pk, stated_at=at, **said)
