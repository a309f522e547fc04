"""Fields of a curated record: how each is checked, what it means in the database, how it is written.

Every field turns YAML into one canonical value (`read`), and a model row into the same canonical
value (`write`). Load and dump are each other's inverse because both meet at that value.
"""

from facts.ledger.fields.base import SLUG, Field, Unreadable
from facts.ledger.fields.dates import Day, Instant, When, parse_when, read_when, write_when
from facts.ledger.fields.numbers import Number
from facts.ledger.fields.relations import Children, Group, Ref, Refs, read_parts
from facts.ledger.fields.texts import Choice, Flag, Language, Slug, Text, Texts, Url

__all__ = [
    "SLUG",
    "Children",
    "Choice",
    "Day",
    "Field",
    "Flag",
    "Group",
    "Instant",
    "Language",
    "Number",
    "Ref",
    "Refs",
    "Slug",
    "Text",
    "Texts",
    "Unreadable",
    "Url",
    "When",
    "parse_when",
    "read_parts",
    "read_when",
    "write_when",
]
