"""Faults of what the site stands on."""
