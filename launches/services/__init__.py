"""The only writers of launches and element sets. Each is atomic and may run twice."""

from launches.services.elements import store_element_sets
from launches.services.launch import (
    FIRST_YEAR,
    unlisted_launches,
    upsert_known_and_national,
    upsert_launches,
)

__all__ = [
    "FIRST_YEAR",
    "store_element_sets",
    "unlisted_launches",
    "upsert_known_and_national",
    "upsert_launches",
]
