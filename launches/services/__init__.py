"""The only writers of launches, element sets and catalogue entries. Each is atomic and may run twice."""

from launches.services.catalogue import (
    launch_days,
    newly_launched_numbers,
    store_catalogue_entries,
    tracked_numbers,
)
from launches.services.elements import store_element_sets
from launches.services.launch import (
    unlisted_launches,
    upsert_known_and_national,
    upsert_launches,
    upsert_past,
)
from launches.services.retention import Thinned, thin_element_sets
from launches.services.updates import store_updates

__all__ = [
    "Thinned",
    "launch_days",
    "newly_launched_numbers",
    "store_catalogue_entries",
    "store_element_sets",
    "store_updates",
    "thin_element_sets",
    "tracked_numbers",
    "unlisted_launches",
    "upsert_known_and_national",
    "upsert_launches",
    "upsert_past",
]
