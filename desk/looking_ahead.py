"""What saving would do to the headline figures, asked before anything of it stays.

A form is stored, the figures are counted anew, and where one of them says something that its writer may not
have meant all of it is taken back: the form comes again with a question for each such figure.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from desk.figures import Figure, headline_figures
from facts.models import LedgerVersion
from facts.warnings import Warned

# Figures are kept by the version of the ledger: that of a preview is one that no ledger ever reaches.
PREVIEWS = 2**62
MUCH = 0.1  # of a sum: what moves by more is asked about


class MovesFigures(Exception):
    """Raised out of the transaction that stored what is to be asked about, so that nothing of it stays."""

    def __init__(self, questions: Sequence[Warned]) -> None:
        super().__init__()
        self.questions = tuple(questions)


def figures_ahead() -> list[Figure]:
    """The headline figures as they stand within this transaction; the ledger keeps its version."""
    with transaction.atomic():
        LedgerVersion.objects.filter(pk=1).update(number=PREVIEWS + secrets.randbits(61))
        figures = headline_figures()
        transaction.set_rollback(True)
    return figures


def questions_about(before: Iterable[Figure], after: Iterable[Figure]) -> list[Warned]:
    """A question for each figure that moves so that it is asked about; none of the others."""
    told = {(one.measure, one.country): one for one in after}
    return [
        Warned("", _sentence(one, then))
        for one in before
        if (then := told.get((one.measure, one.country))) and _is_asked(one, then)
    ]


def changed(before: Iterable[Figure], after: Iterable[Figure]) -> list[tuple[str, str, str]]:
    """Every headline figure that would say something else: which, and what before and after."""
    told = {(one.measure, one.country): one for one in after}
    return [
        (name_of(one), said(one), said(then))
        for one in before
        if (then := told.get((one.measure, one.country))) and (said(one) != said(then))
    ]


def name_of(figure: Figure) -> str:
    return f"{figure.title or figure.measure.replace('_', ' ')}, {figure.country}"


def said(figure: Figure) -> str:
    value = "–" if figure.value is None else _number(figure.value)
    return figure.text or (f"{value} / {_number(figure.of)}" if figure.of else value)


def _number(value: float) -> str:
    """Whole ones with every digit, however many."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.10g}"


def _is_asked(before: Figure, after: Figure) -> bool:
    if before.unit == "money":
        return _moves_much(before.value, after.value) or _is_exchanged(before, after)
    if before.unit in {"count", "share"}:
        return (before.value, before.of) != (after.value, after.of) or _is_exchanged(before, after)
    return False


def _moves_much(before: float | None, after: float | None) -> bool:
    """Whether a sum moves by more than a tenth of what it was; one that begins or ends does."""
    if not before or not after:
        return bool(before) != bool(after)
    return abs(after - before) > MUCH * abs(before)


def _is_exchanged(before: Figure, after: Figure) -> bool:
    """Whether other records are counted, though the figure may say the same."""
    return bool(before.counted - after.counted) and bool(after.counted - before.counted)


def _sentence(before: Figure, after: Figure) -> str:
    words = {"figure": name_of(before), "before": said(before), "after": said(after)}
    if said(before) != said(after):
        return _("This moves “%(figure)s” from %(before)s to %(after)s. Is that meant?") % words
    return _("This has other records counted in “%(figure)s”, which stays %(before)s. Is that meant?") % words
