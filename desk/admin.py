"""Accounts and groups at the desk."""

from desk import people  # noqa: F401  registers accounts and groups
