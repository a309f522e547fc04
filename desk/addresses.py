"""Addresses that the desk leads to and that apps above it bring: each registers its own when Django starts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

FindPage = Callable[[Any], str | None]

_own: list[FindPage] = []
_about: list[FindPage] = []
_reader: list[Callable[[], str]] = []


def register_pages(*, own: FindPage, about: FindPage) -> None:
    """Takes what finds the readers' page of a row, and that of what a row is about."""
    _own[:], _about[:] = [own], [about]


def register_page_reader(address: Callable[[], str]) -> None:
    """Takes the address that reads a page whose address was pasted."""
    _reader[:] = [address]


def readers_page(row: Any) -> str | None:
    """Where readers find this row; None where no page shows it."""
    return next((found for find in _own if (found := find(row))), None)


def page_with(row: Any) -> str | None:
    """The readers' page on which this fact would stand among others; None where there is none."""
    return next((found for find in _about if (found := find(row))), None)


def page_reader() -> str:
    """Where the desk has a pasted page read; empty on a site that reads none."""
    return next((address() for address in _reader), "")
