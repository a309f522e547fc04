"""Money raised: what its total leaves out."""

from __future__ import annotations

from django.utils.translation import gettext as _

from pages.frames.shown import Apart, Shown


def _apart() -> Apart:
    return Apart(
        _("Credit lines, contracts, grants, sums to be paid and whole companies are left out of this total."),
        _("They stand apart, on the page of all funding."),
        "pages:funding",
    )


SHOWN = {"funding": Shown(apart=_apart)}
