"""What a field takes, in words: the middle column of the tables in docs/ledger.md."""

from collections.abc import Callable
from typing import Any

from facts.ledger import fields
from facts.ledger.fields import Field


def form_of(field: Field) -> str:
    """The form of a field, such as `text, at most 200 characters`; `required` stands first where it is."""
    words = _form(field)
    return f"required · {words}" if field.required else words


def _form(field: Field) -> str:
    for kind in type(field).__mro__:
        if kind in _FORMS:
            return _FORMS[kind](field)
    raise TypeError(f"{type(field).__name__} has no words yet: add them here")


def _choice(field: fields.Choice) -> str:
    if field.key == "country":
        return "country code"
    default = f" (left out: `{field.default}`)" if field.default else ""
    return f"one of {_words(field.words)}{default}"


def _parts(field: fields.Group | fields.Children) -> str:
    return "; ".join(f"`{part.key}`: {form_of(part)}" for part in field.parts)


def _words(words: object) -> str:
    return ", ".join(f"`{word}`" for word in words)  # type: ignore[attr-defined]


def _number(field: fields.Number) -> str:
    what = "whole number" if field.whole else "number"
    low = f" from {field.low:.10g}" if field.low is not None else ""
    high = f" to {field.high:,.0f}"
    places = f", at most {field.places} decimals" if field.places else ""
    return f"{what}{low}{high}{places}"


_FORMS: dict[type, Callable[[Any], str]] = {
    fields.Url: lambda field: f"web address, at most {field.most} characters",
    fields.Language: lambda field: "ISO 639-1 code",
    fields.Text: lambda field: f"text, at most {field.most:,} characters",
    fields.Slug: lambda field: f"slug, at most {field.most} characters",
    fields.Choice: _choice,
    fields.Flag: lambda field: "`true` or left out",
    fields.Number: _number,
    fields.Day: lambda field: "exact day",
    fields.Instant: lambda field: "moment in UTC",
    fields.When: lambda field: "date",
    fields.Texts: lambda field: "list of texts",
    fields.Ref: lambda field: f"slug of one of {field.kind}",
    fields.Refs: lambda field: f"list of slugs of {field.kind}",
    fields.Group: lambda field: f"mapping: {_parts(field)}",
    fields.Children: lambda field: f"list of mappings: {_parts(field)}",
}
