"""The only writers of launches and element sets. Each is atomic and may run twice."""

from launches.services.elements import store_element_sets
from launches.services.launch import upsert_launches

__all__ = ["store_element_sets", "upsert_launches"]
