"""What a table may say of launches: those that Launch Library knows keep its word, and every NET is kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from facts.ledger.registry import Record
from facts.ledger.table_plan import RULES, Rules
from launches.models import Launch
from launches.services.restate import restate
from launches.services.rows import is_of_feed

_THEIRS = ("net", "liftoff_at", "status")
_OF_FEED = (*_THEIRS, "name", "vehicle", "provider", "country", "pad", "site", "designator")


def _refuse(row: Launch | None, before: Record, after: Record, by: Any) -> Iterable[tuple[str, str]]:
    if row is None or not row.ll2_id:
        return
    for key in _OF_FEED if is_of_feed(row) else _THEIRS:
        if before.get(key) != after.get(key):
            yield key, _("Launch Library says this of the launch: it is not typed over")


def _restate(made: list[Launch], changed: list[tuple[Launch, Launch]], by: Any) -> None:
    for before, after in changed:
        restate(before, after)


RULES["launches"] = Rules(refuse=_refuse, after=_restate)
