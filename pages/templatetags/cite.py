"""How a chart is cited: its line, its entry for a bibliography, and addresses that keep the day."""

from typing import Any

from django import template
from django.template import Context

from pages import citing, words

register = template.Library()


@register.simple_tag(takes_context=True)
def whole_link(context: Context, url: str) -> str:
    """{% whole_link chart.embed_url %}: an address of this site with its host."""
    return context["request"].build_absolute_uri(str(url))


@register.simple_tag(takes_context=True)
def frozen_link(context: Context, url: str) -> str:
    """{% frozen_link chart.page_url %}: the same, kept at what is on the screen."""
    return context["request"].build_absolute_uri(citing.frozen(str(url), context["query"]))


@register.simple_tag(takes_context=True)
def citation(context: Context, title: Any, version: Any = None) -> str:
    """{% citation chart.title chart.version %}: the line under the figure in somebody else's text."""
    return citing.citation(str(title), context["query"], version)


@register.simple_tag(takes_context=True)
def bibtex(context: Context, chart: Any) -> str:
    """{% bibtex chart %}: the entry for a bibliography."""
    url = frozen_link(context, chart.page_url)
    return citing.bibtex(chart.id, chart.title, context["query"], url, chart.version)


@register.simple_tag
def definition(version: Any) -> str:
    """{% definition metric.version %}: which version of a definition, and since when it holds."""
    return words.definition(version)
