"""How figures of facts are printed in templates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template

from metrics.scores import converted_words
from metrics.wording import sum_of
from pages.views.projects import quantity_label, statement_value
from pages.words import number, signed

register = template.Library()


@register.filter
def money(amount: int, currency: str) -> str:
    """{{ event.amount|money:event.currency }}: ¥57.7 bn."""
    return sum_of(amount, currency)


@register.filter
def conversions(row: Any) -> str:
    """What of a row of money was converted: $3 m of it converted at 2 daily rates."""
    return converted_words(row.converted, row.usd, row.rates)


@register.filter
def grouped(value: float) -> str:
    """{{ 1359600|grouped }}: 1,359,600."""
    return number(value)


@register.filter
def difference(value: float) -> str:
    """{{ row.difference|difference }}: +3, −2, 0."""
    return signed(value)


@register.filter
def quantity(statement: Any) -> str:
    """What a statement is about."""
    return quantity_label(statement)


@register.filter
def quantity_name(statement: Any) -> str:
    """What is stated, without its subject."""
    return str(statement.get_quantity_display())


@register.filter
def stated(statement: Any) -> str:
    """The value as stated."""
    return statement_value(statement)


@register.filter
def state_on(thing: Any, day: date) -> str:
    """{{ launch|state_on:as_of_day }}: the state of a launch as seen from a day."""
    return thing.state_on(day)


@register.filter
def is_stuck_in_flight(launch: Any, day: date) -> bool:
    """Whether a launch is said to be in flight long after its day, as seen from a day."""
    return bool(launch.is_stuck_in_flight(day))


@register.filter
def get(mapping: Mapping[str, Any], key: str) -> Any:
    """{{ words|get:row.key }}."""
    return mapping.get(key, key)
