"""Links that keep the day a reader looks from: what was asked with ?as_of= stays asked."""

from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import conditional_escape

from common.dates import AsOf

register = template.Library()


def carry(url: str, as_of: AsOf | None, recorded: str = "") -> str:
    """The same address, seen from the same day and moment; unchanged when the reader is in the present.

    Addresses of other sites, those of a place on the same page, and those that name a day
    already are left alone.
    """
    if not as_of:  # empty where a template has none
        return url
    parts = urlsplit(url)
    if parts.netloc or url.startswith("#") or parts.query.startswith("as_of=") or "&as_of=" in parts.query:
        return url
    clocks = {"as_of": f"{as_of.day:%Y-%m-%d}"} | ({"recorded": recorded} if recorded else {})
    query = "&".join(filter(None, [parts.query, urlencode(clocks, safe=":")]))
    return urlunsplit(parts._replace(query=query))


def _seen(context: Context, url: str) -> str:
    return carry(url, context.get("as_of"), context.get("recorded") or "")


@register.simple_tag(takes_context=True)
def asof_url(context: Context, name: str, *args: Any, **kwargs: Any) -> str:
    """{% asof_url 'pages:project' slug=project.slug %}: like {% url %}, and keeps the day."""
    return conditional_escape(_seen(context, reverse(name, args=args, kwargs=kwargs)))


@register.simple_tag(takes_context=True)
def asof_link(context: Context, url: str) -> str:
    """{% asof_link row.url %}: an address of this site that is known already, and keeps the day."""
    return conditional_escape(_seen(context, str(url)))


@register.simple_tag(takes_context=True)
def asof_today(context: Context) -> str:
    """This page as it is today: the other query keys (`as_of_keep`) stay, the day goes."""
    query = urlencode(list(context.get("as_of_keep") or []))
    path = context["request"].path if "request" in context else ""
    return conditional_escape(f"{path}?{query}" if query else path or "?")
