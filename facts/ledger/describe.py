"""What a field takes, in words: the middle column of the tables in docs/ledger.md."""

from facts.ledger import fields
from facts.ledger.fields import Field


def form_of(field: Field) -> str:
    """The form of a field, such as `text, at most 200 characters`; `required` stands first where it is."""
    words = _form(field)
    return f"required · {words}" if field.required else words


def _form(field: Field) -> str:
    match field:
        case fields.Url():
            return f"web address, at most {field.most} characters"
        case fields.Language():
            return "ISO 639-1 code"
        case fields.Text():
            return f"text, at most {field.most:,} characters"
        case fields.Slug():
            return f"slug, at most {field.most} characters"
        case fields.Choice() if field.key == "country":
            return "country code"
        case fields.Choice():
            default = f" (left out: `{field.default}`)" if field.default else ""
            return f"one of {_words(field.words)}{default}"
        case fields.Flag():
            return "`true` or left out"
        case fields.Number():
            return _number(field)
        case fields.Day():
            return "exact day"
        case fields.Instant():
            return "moment in UTC"
        case fields.When():
            return "date"
        case fields.Texts():
            return "list of texts"
        case fields.Ref():
            return f"slug of one of {field.kind}"
        case fields.Refs():
            return f"list of slugs of {field.kind}"
        case fields.Group():
            return "mapping: " + "; ".join(f"`{part.key}`: {form_of(part)}" for part in field.parts)
        case fields.Children():
            return "list of mappings: " + "; ".join(f"`{part.key}`: {form_of(part)}" for part in field.parts)
    raise TypeError(f"{type(field).__name__} has no words yet: add them here")


def _words(words: object) -> str:
    return ", ".join(f"`{word}`" for word in words)  # type: ignore[attr-defined]


def _number(field: fields.Number) -> str:
    what = "whole number" if field.whole else "number"
    low = f" from {field.low:.10g}" if field.low is not None else ""
    high = f" to {field.high:,.0f}"
    places = f", at most {field.places} decimals" if field.places else ""
    return f"{what}{low}{high}{places}"
