"""A figure of the scoreboard: what is printed large of it, and what stands small beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from metrics.question import FactRef
from metrics.registry import State
from metrics.standing import APART
from metrics.wording import number, stated_part, sum_of

Kind = Literal["count", "money", "share", "date", "stated"]
# Of amounts of unlike kinds, the one that is printed large.
_RANK = {"H100": 3, "TOPS": 2, "TPUs": 1}


@dataclass(frozen=True)
class ScoreRow:
    """One measure of one country.

    `value` is what is compared; None means that nothing is known. `of` is the whole of a share.
    `parts` holds the figures named beside it, `about` what a date is the date of. `metric` leads to the facts.
    """

    measure: str
    country: str
    kind: Kind
    value: float | None
    of: float | None
    promised: bool
    text: str
    parts: tuple[tuple[str, float], ...]
    about: str
    metric: str
    facts: tuple[FactRef, ...]


def absent(row: ScoreRow, name: str) -> State:
    """A date and amounts of unlike kinds have no one value; only a share is one of a whole."""
    is_in_words = name == "value" and bool(score_value(row))
    is_no_share = name == "of" and row.kind != "share"
    return "not_applicable" if is_in_words or is_no_share else "unknown"


# --- Large ------------------------------------------------------------------------------------------
def score_value(row: ScoreRow) -> str:
    """What the scoreboard prints large; empty where there is no figure."""
    if row.kind == "date":
        return row.text
    if row.kind == "stated":
        return _most_telling(row)
    if row.value is None:
        return ""
    if row.kind == "money":
        return sum_of(row.value)
    if row.kind == "share" and row.of:
        return _("%(met)s of %(due)s") % {"met": number(row.value), "due": number(row.of)}
    return number(row.value)


def _most_telling(row: ScoreRow) -> str:
    """The stated amount of the best known kind, maxima left out."""
    known = [part for part in row.parts if not part[0].startswith("up_to_")]
    return stated_part(*max(known, key=lambda part: _RANK.get(part[0], 0))) if known else ""


# --- Small ------------------------------------------------------------------------------------------
# Of parts that are counts: what is said of each that is not zero. `days` are those that the row is about.
_TRACKED = {
    "ledger": ngettext_lazy(
        "by a reading of the ledger, of %(days)s", "%(n)s by readings of the ledger, since %(days)s", "count"
    ),
    "last_tracked": ngettext_lazy("%(n)s last tracked earlier", "%(n)s last tracked earlier", "count"),
    "not_found": ngettext_lazy("%(n)s not found in a catalogue", "%(n)s not found in a catalogue", "count"),
    "unstated": ngettext_lazy(
        "%(n)s more, compute aboard not stated", "%(n)s more, compute aboard not stated", "count"
    ),
}
_FORMS = {
    "satellite": ngettext_lazy("%(n)s satellite", "%(n)s satellites", "count"),
    "hosted": ngettext_lazy("%(n)s hosted payload", "%(n)s hosted payloads", "count"),
    "station": ngettext_lazy("%(n)s box on a space station", "%(n)s boxes on a space station", "count"),
}
_WORKING = {
    "unread": ngettext_lazy(
        "%(n)s of them by a text that we did not read", "%(n)s of them by texts that we did not read", "count"
    ),
    "degraded": ngettext_lazy("%(n)s degraded", "%(n)s degraded", "count"),
    "group": ngettext_lazy(
        "%(n)s in a group reported working, not named",
        "%(n)s in a group reported working, not named",
        "count",
    ),
    "contact": ngettext_lazy(
        "%(n)s in contact, computer not reported working",
        "%(n)s in contact, computers not reported working",
        "count",
    ),
    "disputed": ngettext_lazy("%(n)s disputed", "%(n)s disputed", "count"),
    "not_heard": ngettext_lazy(
        "%(n)s not heard of for twelve months", "%(n)s not heard of for twelve months", "count"
    ),
    "silent": ngettext_lazy(
        "%(n)s without a dated word of its work", "%(n)s without a dated word of their work", "count"
    ),
    "unstated": ngettext_lazy(
        "%(n)s more, compute aboard not stated", "%(n)s more, compute aboard not stated", "count"
    ),
    "edge_working": ngettext_lazy(
        "and %(n)s that computes for another mission", "and %(n)s that compute for another mission", "count"
    ),
}


def _counts(row: ScoreRow, words: Mapping[str, Any]) -> Iterator[str]:
    part = dict(row.parts)
    for name, text in words.items():
        if count := int(part[name]):
            yield text % {"count": count, "n": number(count), "days": row.about}


def beside_tracked(row: ScoreRow) -> Iterator[str]:
    return _counts(row, _TRACKED)


def beside_working(row: ScoreRow) -> Iterator[str]:
    """How they fly, the days of their words, and what stands apart."""
    yield from _counts(row, _FORMS)
    if row.value:
        yield _("last word %(days)s") % {"days": row.about}
    yield from _counts(row, _WORKING)


def beside_requested(row: ScoreRow) -> Iterator[str]:
    part = dict(row.parts)
    if not row.value:
        return
    if part["disputed"]:
        whole = part["disputed"] == row.value
        yield _("disputed") if whole else _("%(n)s of it disputed") % {"n": number(part["disputed"])}
    if row.country == "US":  # the ITU neither accepts nor grants
        granted = number(part["granted"]) if part["granted"] else _("none")
        yield _("%(accepted)s accepted, %(granted)s granted") % {
            "accepted": number(part["accepted"]),
            "granted": granted,
        }


def beside_raised(row: ScoreRow) -> Iterator[str]:
    part = dict(row.parts)
    if count := int(part["rounds"]):
        yield ngettext("%(n)s round", "%(n)s rounds", count) % {"n": number(count)}
    if count := int(part["undisclosed"]):
        yield ngettext("%(n)s more undisclosed", "%(n)s more undisclosed", count) % {"n": number(count)}
    if count := int(part["unconverted"]):
        yield ngettext("%(n)s without a known rate", "%(n)s without a known rate", count) % {
            "n": number(count)
        }
    if part["converted"]:
        yield converted_words(part["converted"], row.value or 0, int(part["rates"]))


def converted_words(converted: float, whole: float, rates: int) -> str:
    """How much of a sum was not stated in dollars, and by how many daily rates it was converted."""
    words = ngettext("converted at %(n)s daily rate", "converted at %(n)s daily rates", rates) % {
        "n": number(rates)
    }
    if converted >= whole:
        return words
    return _("%(sum)s of it %(converted)s") % {"sum": sum_of(converted), "converted": words}


def beside_compute(row: ScoreRow) -> Iterator[str]:
    shown = score_value(row)
    yield from (text for part in row.parts if (text := stated_part(*part)) != shown)
    if any(unit == "TOPS" for unit, _value in row.parts):
        yield _("precision unknown")


def beside_launches(row: ScoreRow) -> Iterator[str]:
    part = dict(row.parts)
    if count := int(part["compute_unknown"]):
        yield ngettext(
            "%(n)s more, compute aboard not stated", "%(n)s more, compute aboard not stated", count
        ) % {"n": number(count)}
    if count := int(part["unnamed"]):
        yield ngettext(
            "%(n)s spacecraft flew on a launch that the ledger does not name",
            "%(n)s spacecraft flew on launches that the ledger does not name",
            count,
        ) % {"n": number(count)}


def beside_kept(row: ScoreRow) -> Iterator[str]:
    """The other two parts of the share, what is still ahead, and what stands apart."""
    part = dict(row.parts)
    if count := int(part["missed"]):
        yield _("%(n)s missed") % {"n": number(count)}
    if count := int(part["no_word"]):
        yield _("%(n)s without a report") % {"n": number(count)}
    if count := int(part["pending"]):
        yield _("%(n)s pending") % {"n": number(count)}
    if apart := apart_counts([part for part in row.parts if part[0] in APART]):
        yield apart


def apart_counts(counts: Sequence[tuple[str, float]]) -> str:
    """What came due and does not count, by the reason, in words; empty where there is nothing."""
    parts = ", ".join(f"{number(count)} {APART[reason]}" for reason, count in counts)
    return _("not counted: %(parts)s") % {"parts": parts} if parts else ""


def beside_next_target(row: ScoreRow) -> Iterator[str]:
    if row.about:
        yield row.about
