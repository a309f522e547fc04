"""Query parameters: declared once, read strictly, described in the schema.

A parameter that is unknown, repeated or not understood is refused with a sentence that says how to mend
it. None is ever ignored; an empty one stands for none, as in the address of a page, where a form without
scripts sends every field.
"""

import copy
import difflib
from collections.abc import Callable, Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field

from api.errors import Refusal
from common.countries import COUNTRIES
from common.dates import AsOf
from common.parameters import (
    FIELDS,
    FIRST_DAY,
    FLOORS,
    LONGEST_SEARCH,
    BadQuery,
    Wrong,
    one_of,
    only,
    read_flag,
    read_slug,
    read_words,
    shown,
    whole,
)
from facts.former_slugs import moved_to
from facts.ordering import by_column
from projects.models import Project

Rows = QuerySet[Any]
# What a value makes of the rows. Each noun's rows have phrases of their own, so their class is left open.
Phrase = Callable[[Any, Any], Rows]


# --- Readers: text to value, or Wrong --------------------------------------------------------------
def shared(key: str) -> Callable[[str], Any]:
    """The reader of a field that pages read too."""
    return lambda text: FIELDS[key](text, timezone.now())


def read_project(text: str) -> int:
    """The primary key of the project with this slug, or with one that it has since or had before."""
    slug, rows = read_slug(text), Project.objects.all()
    found = rows.filter(slug=slug).values_list("pk", flat=True).first()
    if found is None and (now := moved_to(rows, "projects", slug)):
        found = rows.filter(slug=now).values_list("pk", flat=True).first()
    if found is None:
        raise Wrong(f"There is no project {shown(text)}.", "Take a slug from /api/v1/projects/.")
    return found


# --- Filters ---------------------------------------------------------------------------------------
class _Field(forms.Field):
    def __init__(self, *, read: Callable[[str], Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.read = read

    def clean(self, value: str | None) -> Any:
        return self.read(value.strip()) if value and value.strip() else None


class Parameter(django_filters.Filter):
    """One parameter: how it is read, and the phrase of the queryset that it becomes."""

    field_class = _Field
    names: tuple[str, ...] = ()  # what a list can be ordered by

    def __init__(self, read: Callable[[str], Any], phrase: Phrase, schema: dict) -> None:
        super().__init__(read=read)
        self.phrase, self.schema = phrase, schema
        extend_schema_field(schema)(self)

    def __deepcopy__(self, memo: dict) -> "Parameter":
        """Every answer has its own; what was declared is the same for all and is not copied."""
        return copy.copy(self)

    def filter(self, rows: Rows, value: Any) -> Rows:
        return rows if value is None else self.phrase(rows, value)


def _as_they_are(rows: Rows, value: Any) -> Rows:
    return rows


def word(name: str, words: Iterable[str], says: str, path: str = "") -> Parameter:
    """A parameter that takes one of some words and compares a column with it."""
    known = list(words)
    return Parameter(
        one_of(known),
        lambda rows, value: rows.filter(**{path or name: value}),
        {"type": "string", "enum": known, "description": says},
    )


def slug(path: str, says: str) -> Parameter:
    """A parameter that takes a slug and compares a column with it."""
    return Parameter(
        read_slug,
        lambda rows, value: rows.filter(**{path: value}),
        {"type": "string", "description": says},
    )


def text(path: str, says: str) -> Parameter:
    """A parameter that takes any text and compares a column with it, sign by sign."""
    return Parameter(
        read_words,
        lambda rows, value: rows.filter(**{path: value}),
        {"type": "string", "maxLength": LONGEST_SEARCH, "description": says},
    )


def number(path: str, low: int, high: int, says: str) -> Parameter:
    """A parameter that takes a whole number and compares a column with it."""
    return Parameter(
        whole(low, high),
        lambda rows, value: rows.filter(**{path: value}),
        {"type": "integer", "minimum": low, "maximum": high, "description": says},
    )


def flag(phrase: Phrase, says: str) -> Parameter:
    """A parameter that is `true` or `false`."""
    return Parameter(read_flag, phrase, {"type": "boolean", "description": says})


def project(phrase: Phrase) -> Parameter:
    """`project`: a slug. The phrase gets the project's primary key."""
    return Parameter(
        read_project, phrase, {"type": "string", "description": "Slug of a project: only what belongs to it."}
    )


def project_at(path: str) -> Parameter:
    """`project`, compared with one column."""
    return project(lambda rows, key: rows.filter(**{path: key}))


def ordering(*names: str, **paths: str) -> Parameter:
    """`ordering`: one or more names with commas between, `-` before a name for the other direction."""
    known = {**{name: name for name in names}, **paths}

    def read(text: str) -> list[str]:
        keys = []
        for key in text.split(","):
            name = key.removeprefix("-")
            if name not in known:
                raise Wrong(
                    f"This list cannot be ordered by {shown(name)}.",
                    f"Order by {', '.join(known)}; put - before a name for the other direction.",
                )
            keys.append(("-" if key.startswith("-") else "") + known[name])
        return keys

    says = f"Names with commas between, `-` before one to turn it round; empty values come last: {', '.join(known)}."

    def order(rows: Rows, keys: Iterable[str]) -> Rows:
        return rows.order_by(*(by_column(rows, key) for key in keys), "pk")

    parameter = Parameter(read, order, {"type": "string", "description": says})
    parameter.names = tuple(known)
    return parameter


AS_OF_SAYS = (
    "A day (UTC), YYYY-MM-DD: only what the public could know by then, told as it could be told then. "
    f"From {FIRST_DAY} to today."
)
RECORDED_SAYS = (
    "A moment (2026-03-01T12:00:00Z) or a day (UTC): entries made later are left out, and later corrections "
    "are taken back. Where it is left out, a past day since this ledger began is told as it stood at its "
    "end; earlier days by all that is known now."
)
COUNTRY_SAYS = "A country of the ledger, by its code (ISO 3166; EU and UN for those bodies)."
CONFIDENCE_SAYS = (
    "The weakest confidence that passes: confirmed, reported or claimed. A disputed fact is an open one, "
    "not a weak one: it is there only where no floor is set."
)


def as_of() -> Parameter:
    """`as_of`. The view gives it to the queryset, since what a row says depends on it too."""
    return Parameter(
        shared("as_of"), _as_they_are, {"type": "string", "format": "date", "description": AS_OF_SAYS}
    )


def recorded() -> Parameter:
    """`recorded`, the second clock of `as_of`."""
    return Parameter(
        shared("recorded"),
        _as_they_are,
        {"type": "string", "format": "date-time", "description": RECORDED_SAYS},
    )


def country() -> Parameter:
    return Parameter(
        shared("country"),
        lambda rows, code: rows.for_country(code),
        {"type": "string", "enum": list(COUNTRIES), "description": COUNTRY_SAYS},
    )


def confidence() -> Parameter:
    return Parameter(
        shared("confidence"),
        lambda rows, floor: rows.with_confidence(floor),
        {"type": "string", "enum": list(FLOORS), "description": CONFIDENCE_SAYS},
    )


def search(where: str) -> Parameter:
    return Parameter(
        read_words,
        lambda rows, words: rows.search(words),
        {
            "type": "string",
            "maxLength": LONGEST_SEARCH,
            "description": f"Words to find, taken literally, in any script: {where}.",
        },
    )


class Parameters(django_filters.FilterSet):
    """The parameters of a list. Fails on what it does not know."""

    clocks: AsOf | None = None  # from when the reader looks: the view gives it

    @property
    def seen_from(self) -> AsOf:
        """`clocks`, or today with all entries as they stand now where none are given."""
        return self.clocks or AsOf(timezone.now().date())

    def value(self, name: str) -> Any:
        """What a parameter was read as; None where it was not given."""
        return self.form.cleaned_data.get(name)


class FactParameters(Parameters):
    """What every list of facts can be asked."""

    as_of = as_of()
    recorded = recorded()
    country = country()
    confidence = confidence()


def refuse_the_unknown(given: Any, known: Iterable[str]) -> None:
    """Refuses parameters that are not known here, stand twice or hold a NUL."""
    known = list(known)
    for name, values in given.lists():
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            guess = f"Did you mean {near[0]}? " if near else ""
            raise Refusal(
                f"{shown(name)} is no parameter of this address.",
                field=shown(name).strip("“”"),
                mend=f"{guess}Known are: {', '.join(sorted(known))}.",
            )
        try:
            only(name, values)
        except BadQuery as bad:
            raise Refusal(bad.sentence, field=name, mend=bad.mend) from None


def read(name: str, given: Any, reader: Callable[[str], Any]) -> Any:
    """One parameter outside a list's own; None where it was not given, or is empty."""
    value = given.get(name, "").strip()
    if not value:
        return None
    try:
        return reader(value)
    except Wrong as wrong:
        raise Refusal(f"{name}: {wrong.sentence}", field=name, mend=wrong.mend) from None


def asked(parameters: type[Parameters], given: Any, rows: Rows, also: Iterable[str]) -> Parameters:
    """The list's parameters, all of them read."""
    refuse_the_unknown(given, [*parameters.base_filters, *also])
    ask = parameters(given, queryset=rows)
    for name, errors in ask.form.errors.as_data().items():
        raise Refusal(f"{name}: {errors[0].message}", field=name, mend=errors[0].params["mend"])
    return ask
