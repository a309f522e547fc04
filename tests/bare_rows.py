"""Rows of feeds as a test lays them out, past the rule that they stay."""

from __future__ import annotations

from typing import TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


def bare(model: type[M]) -> models.QuerySet[M]:
    """All rows of a model, which may be changed and deleted."""
    return models.QuerySet(model)
