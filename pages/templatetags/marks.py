"""Small marks that stand on a page by the hundred: each is drawn once by its component, then reused.

The words of a mark depend on its values and the language alone, so that the same values always
give the same markup; the templates in components/ stay the only place where it is written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from charts import theme
from common.dates import PartialDate
from common.text import cut
from facts.retracted import mark_of
from pages.freshness import stale_among

register = template.Library()
_HAN = re.compile("([\u3400-\u9fff\uf900-\ufaff]+)")


@lru_cache(maxsize=8192)
def _drawn(name: str, key: str, value: Any, language: str | None) -> SafeString:
    # The component escaped its values; only blanks around it are taken away here.
    return mark_safe(get_template(f"components/{name}.html").render({key: value}).strip())  # noqa: S308


def _mark(name: str, key: str, value: Any) -> SafeString:
    draw = _drawn.__wrapped__ if settings.DEBUG else _drawn
    return draw(name, key, value, get_language())


@register.filter
def cut_at(text: Any, most: int) -> str:
    """{{ summary|cut_at:200 }}: no more than so many letters, none of them cut in its middle."""
    return cut(str(text), most)


@register.filter
def as_text(figure: theme.Figure) -> theme.Figure:
    """A figure for the browser: what words of the ledger hold is no markup there."""
    return theme.as_text(figure)


@register.filter
def han(text: str) -> SafeString:
    """{{ note|han }}: runs of Chinese in a text, marked as Chinese."""
    parts = _HAN.split(str(text))
    return format_html_join("", "{}", ((_chinese(part) if n % 2 else part,) for n, part in enumerate(parts)))


@register.inclusion_tag("components/_stale.html", takes_context=True)
def stale_figures(context: template.Context, rests_on: Sequence[str]) -> dict[str, Any]:
    """{% stale_figures metric.rests_on %}: a sentence for each stale feed that these figures rest on."""
    rows = context.get("feeds_freshness") or ()
    kept = {key: context.get(key) for key in ("as_of", "recorded")}  # for the links
    return {"feeds": stale_among(rows, rests_on or (), context.get("as_of"))} | kept


@register.inclusion_tag("components/_stale_flag.html", takes_context=True)
def stale_flag(context: template.Context, rests_on: Sequence[str]) -> dict[str, Any]:
    """{% stale_flag row.rests_on %}: a small mark beside one figure."""
    return stale_figures(context, rests_on)


@register.filter
def span(length: timedelta) -> str:
    """{{ feed.stale_after|span }}: a whole number of hours, or of days from two on."""
    hours = round(length.total_seconds() / 3600)
    if hours < 48 or hours % 24:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}


def _chinese(text: str) -> SafeString:
    return format_html('<span lang="zh">{}</span>', text)


@register.simple_tag
def country_tag(country: str) -> SafeString:
    """{% country_tag project.country %}"""
    return _mark("_tag", "country", country)


@register.simple_tag
def confidence(told: Any) -> SafeString:
    """{% confidence fact %}, marked where its every page was retracted; {% confidence "disputed" %}: the word."""
    if isinstance(told, str) or told is None:
        return _mark("_confidence", "confidence", told)
    shown = _mark("_confidence", "confidence", told.confidence)
    return format_html("{}{}", shown, retracted(getattr(told, "note", "")))


@register.simple_tag
def retracted(note: str) -> SafeString:
    """{% retracted fact.note %}: that every page of a fact was retracted, and why; nothing of any other fact."""
    mark = mark_of(note)
    return format_html(" {}", _mark("_retracted", "mark", mark)) if mark else SafeString()


@register.simple_tag
def known(fact: Any) -> SafeString:
    """{% known fact %}: since when it could be known, and whether a source shows it, or when it was found and why."""
    is_shown = not fact.cited or any(source.published_on for source in fact.cited)
    return _mark("_known_since", "known", (fact.known_on, fact.found_on, fact.found_reason, is_shown))


@register.simple_tag
def absent(word: str) -> SafeString:
    """{% absent "unknown" %}"""
    return _mark("_absent", "absent", word)


@register.simple_tag
def date_of(when: PartialDate | None) -> SafeString:
    """{% date_of target.due %}"""
    return _mark("_precise_date", "when", when) if when else SafeString()


@register.simple_tag
def source(row: Any) -> SafeString:
    """{% source row %}: one source."""
    return _mark("_source", "source", row)


@register.simple_tag
def sources(cited: Sequence[Any] | None) -> SafeString:
    """{% sources fact.cited %}"""
    return _mark("_sources", "sources", tuple(cited or ()))
