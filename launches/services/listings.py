"""Keeps when Launch Library no longer knew a launch, and when it named it again."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from launches.models import Launch, Listing


def keep_listings(named: Collection[UUID], unknown: Collection[UUID], at: datetime) -> dict[UUID, Listing]:
    """Adds a row where a launch is known there no longer, or again; those rows by Launch Library's id.

    What the findings around that moment say already adds nothing, so that an answer may be stored again
    and late.
    """
    found: dict[UUID, list[Listing]] = {}
    rows = Listing.objects.filter(launch__ll2_id__in={*named, *unknown}).select_related("launch")
    for row in rows.order_by("at"):
        if row.launch.ll2_id:
            found.setdefault(row.launch.ll2_id, []).append(row)
    launches = {row.ll2_id: row for row in Launch.objects.filter(ll2_id__in=unknown) if row.ll2_id}
    launches |= {ll2_id: course[0].launch for ll2_id, course in found.items() if ll2_id in named}
    new = {
        ll2_id: Listing(launch=launch, at=at, listed=ll2_id in named)
        for ll2_id, launch in launches.items()
        if _is_news(found.get(ll2_id, []), at, ll2_id in named)
    }
    Listing.objects.bulk_create(new.values())
    return new


def _is_news(course: list[Listing], at: datetime, listed: bool) -> bool:
    before = [row.listed for row in course if row.at <= at]
    after = [row.listed for row in course if row.at > at]
    return (before[-1] if before else True) != listed and (not after or after[0] != listed)
