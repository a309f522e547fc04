"""How sure the ledger is of a fact, and the floors that readers may set."""

from django.utils.translation import gettext_lazy as _

CONFIDENCE = {
    "confirmed": _("confirmed"),
    "reported": _("reported"),
    "claimed": _("claimed"),
    "disputed": _("disputed"),
}
MEANINGS = {
    "confirmed": _("A page that was read, and either a primary one or a second source, shows it."),
    "reported": _("The press or a third party reports it; no primary page was read."),
    "claimed": _("Only the party itself, or a text with an interest, says it."),
    "disputed": _("Sources conflict; every value is kept, with who says so."),
}


def at_least(floor: str) -> tuple[str, ...]:
    """The words that pass a floor: `confirmed` alone, `reported` and above, or everything.

    A disputed fact passes only where no floor is set: it is not the weakest claim but an open one.
    """
    if not floor:
        return tuple(CONFIDENCE)
    order = ("confirmed", "reported", "claimed")
    if floor not in order:
        raise ValueError(f"confidence {floor!r} is no floor: write one of {', '.join(order)}")
    return order[: order.index(floor) + 1]
