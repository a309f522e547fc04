"""What is asked before promises, steps, sums, quantities and filings are stored: possible, but unlikely."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from common.dates import label
from common.units import in_base_unit, kind_of_unit
from facts.ledger.fields import parse_when
from facts.ledger.registry import Record
from facts.warnings import Find, Question, Warned, register
from projects.models import Status

Amount = Callable[[Record], tuple[float, str] | None]
TIMES = 10
# Of fewer values nothing can be said.
FEWEST = 3
MOST_NAMED = 8
MOST_COMPARED = 200  # of a long table: what is stored comes first
# How far a project is: steps of one stage may come in any order.
_STAGES = (
    {Status.CONCEPT},
    {Status.ANNOUNCED},
    {Status.FILED, Status.FUNDED, Status.LICENSED, Status.IN_DEVELOPMENT},
    {Status.LAUNCHED},
    {Status.OPERATIONAL, Status.DEGRADED},
    {Status.RETIRED, Status.CANCELLED, Status.FAILED},
)
STAGE = {status.value: n for n, stage in enumerate(_STAGES) for status in stage}


# --- Promises -------------------------------------------------------------------------------------
def _new_promise(record: Record, others: Iterable[Record]) -> Iterable[Warned]:
    """Restatements of a promise share its word: another spelling would start a chain of its own."""
    word, known = record.get("promise", ""), {other["promise"] for other in others}
    if not word or not known or word in known:
        return
    near = sorted(known, key=lambda other: (-SequenceMatcher(None, word, other).ratio(), other))
    yield Warned("promise", _(
        "“%(word)s” is none of the promises of this project (%(known)s): "
        "write one of these where it is stated again. Or is it a new promise?"
    ) % {"word": word, "known": ", ".join(near[:MOST_NAMED]) + (" …" if len(near) > MOST_NAMED else "")})  # fmt: skip


def _due_before_stated(record: Record, others: Iterable[Record]) -> Iterable[Warned]:
    if "due" not in record or "stated_on" not in record:
        return
    due, stated = parse_when(record["due"]), parse_when(record["stated_on"])
    if due.last < stated.first:
        sentence = _("It was due by %(due)s, before it was stated on %(stated)s. Is that so?")
        yield Warned("due", sentence % {"due": label(due), "stated": label(stated)})


# --- Steps ----------------------------------------------------------------------------------------
def _goes_back(record: Record, others: Iterable[Record]) -> Iterable[Warned]:
    """A project that stands further back than before has a reason, which the note says."""
    if record.get("note") or not {"on", "status"} <= record.keys():
        return
    on = parse_when(record["on"]).first
    near = islice(others, MOST_COMPARED)
    before = [other for other in near if parse_when(other["on"]).first <= on]
    if not before:
        return
    last = max(before, key=lambda other: (parse_when(other["on"]).first, STAGE[other["status"]]))
    if STAGE[record["status"]] < STAGE[last["status"]]:
        yield Warned("status", _(
            "The project is %(before)s since %(day)s: “%(after)s” is a step back. Say why in the note. "
            "Or is it meant without a reason?"
        ) % {
            "before": Status(last["status"]).label, "day": label(parse_when(last["on"])),
            "after": Status(record["status"]).label,
        }, last["slug"])  # fmt: skip


# --- The same again -------------------------------------------------------------------------------
def again(at: str, *keys: str, day: str, beside: tuple[str, ...] = ()) -> Question:
    """Asks where another record has the same `keys`, all of them said; and the same in `beside`, said or not.

    Its `day` is the same where one of the two lies within the other: March is the same as 14 March, told vaguely.
    """

    def find(record: Record, others: Iterable[Record]) -> Iterable[Warned]:
        if any(record.get(key) is None for key in (*keys, day)):
            return
        for other in others:
            if not _same_day(record[day], other.get(day)):
                continue
            of_one_sum = record.get("alternative_to"), other.get("alternative_to")
            if other["slug"] != of_one_sum[0] and record.get("slug", "") != of_one_sum[1]:
                sentence = _(
                    "“%(other)s” says the same already: stored again, it counts twice. Is it another one?"
                )
                yield Warned(at, sentence % {"other": other["slug"]}, other["slug"])
                return

    return Question((*keys, day, *beside), find, (*keys, *beside))


def _same_day(one: str, other: str | None) -> bool:
    """Whether one stated date lies within the other."""
    if other is None:
        return False
    (first, last), (start, end) = ((when.first, when.last) for when in (parse_when(one), parse_when(other)))
    return (start <= first and last <= end) or (first <= start and end <= last)


# --- Amounts --------------------------------------------------------------------------------------
def outside(at: str, amount: Amount | None = None) -> Find:
    """Asks where an amount lies more than ten times outside of what the ledger knows of its like."""
    read = amount or (lambda record: (record[at], "") if at in record else None)

    def find(record: Record, others: Iterable[Record]) -> Iterable[Warned]:
        told = read(record)
        if told is None:
            return
        value, unit = told
        near = islice(others, MOST_COMPARED)
        known = [found[0] for other in near if (found := read(other)) and found[1] == unit]
        if len(known) < FEWEST or min(known) / TIMES <= value <= max(known) * TIMES:
            return
        yield Warned(at, _(
            "The ledger knows %(low)s to %(high)s of it (%(count)s values); %(value)s is more than %(times)s times "
            "outside. Are the digits and the unit right?"
        ) % {
            "low": _number(min(known), unit), "high": _number(max(known), unit), "count": len(known),
            "value": _number(value, unit), "times": TIMES,
        })  # fmt: skip

    return find


def _number(value: float, unit: str) -> str:
    digits = f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"
    return f"{digits} {unit}".strip()


def _in_base(key: str) -> Amount:
    """The value of a statement in the base unit of its kind."""

    def read(record: Record) -> tuple[float, str] | None:
        if key not in record or not kind_of_unit(record.get("unit", "")):
            return None
        return in_base_unit(float(record[key]), record["unit"])

    return read


def _money(key: str, currency: str) -> Question:
    def read(record: Record) -> tuple[float, str] | None:
        return (record[key], record[currency]) if key in record and currency in record else None

    return Question((key, currency), outside(key, read), (currency,))


def _statement(key: str) -> Question:
    return Question((key, "unit", "quantity"), outside(key, _in_base(key)), ("quantity",))


def _same_name(record: Record, others: Iterable[Record]) -> Iterable[Warned]:
    """A name in another spelling is the same name."""
    word = _names(record)[0]
    for other in others:
        if word and word in _names(other):
            sentence = _("“%(other)s” has this name already. Is it another one?")
            yield Warned("name", sentence % {"other": other["slug"]}, other["slug"])
            return


def _names(record: Record) -> list[str]:
    return [_plain(record.get("name")), *map(_plain, record.get("aliases", ()))]


def _plain(name: Any) -> str:
    return "".join(sign for sign in str(name or "").casefold() if sign.isalnum())


register(
    "targets",
    Question(("promise", "project"), _new_promise, ("project",)),
    Question(("due", "stated_on"), _due_before_stated, ("project",)),
)
register(
    "status_changes",
    Question(("status", "on", "project"), _goes_back, ("project",)),
    again("on", "project", "status", day="on"),
)
register(
    "funding",
    again("amount", "organization", "amount", "currency", day="on"),
    _money("amount", "currency"),
    Question(("amount_usd",), outside("amount_usd")),
    _money("valuation", "valuation_currency"),
)
register(
    "statements",
    again(
        "value", "quantity", "value", "unit", day="stated_on",
        beside=("project", "spacecraft", "part", "precision", "qualifier"),
    ),
    _statement("value"),
    _statement("value_max"),
)  # fmt: skip
register("milestones", again("on", "project", "kind", day="on"))
register(
    "filings",
    again("on", "authority", "kind", day="on", beside=("organization", "project", "docket")),
    Question(("satellites_requested",), outside("satellites_requested")),
)
register("exchange_rates", Question(("usd_per_unit", "currency"), outside("usd_per_unit"), ("currency",)))
register("organizations", Question(("name",), _same_name, names=_names))
register("projects", Question(("name",), _same_name, names=_names))
