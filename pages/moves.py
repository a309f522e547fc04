"""Every date that Launch Library gave a launch, with what its editors wrote of each move."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from launches.models import Launch
from launches.reasons import Reason, moves_of
from pages.query import ReaderQuery


def moves(launch: Launch, query: ReaderQuery) -> list[dict[str, Any]]:
    """The moves of a launch as its page shows them, newest first."""
    return [
        {
            "at": revision.stated_at,
            "days": str(revision.days),
            "status": revision.get_status_display(),
            "update": reason.update,
            "unstated": _unstated(reason),
        }
        for revision, reason in moves_of(launch.pk, query.as_of)
    ]


def _unstated(reason: Reason) -> str:
    """Why no words stand beside a move: none were written, or nobody here read them."""
    return {
        "stated": "",
        "not_applicable": "",
        "none": _("Launch Library’s updates of this time give no reason."),
        "not_read": _("Launch Library’s updates of this time were not read here."),
    }[reason.state]
