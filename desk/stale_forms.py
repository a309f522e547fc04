"""Forms of the desk whose token is of an earlier sign-in: they lead back to themselves with a sentence.

Signing in changes the token, so a form that was open in another tab is no longer taken. What was typed is kept by
the browser (static/admin-desk/drafts.js) and offered on the page that comes back.
"""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.contrib.admin import site
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from desk.site import DeskSite


def answer(request: HttpRequest) -> HttpResponse | None:
    """Where a form that was not taken goes on; None where it is none of the desk's own, or came from elsewhere."""
    name = _name(request)
    if not name or not _is_ours(request) or not isinstance(site, DeskSite):
        return None
    if name == "login":
        if site.knows(request):
            return redirect(site.onwards(request))
        messages.warning(
            request, _("This page was open while the sign-in changed in another tab. Sign in again.")
        )
        wanted = site.wanted(request)
        return redirect(f"{reverse('admin:login')}{f'?{urlencode(wanted)}' if wanted else ''}")
    messages.warning(
        request,
        _(
            "You signed in anew while this form was open: nothing was stored. What you typed is offered below."
        ),
    )
    return redirect(request.get_full_path())


def _name(request: HttpRequest) -> str:
    """Which form of the desk an address is, where it is one that can be opened again."""
    try:
        found = resolve(request.path)
    except Resolver404:
        return ""
    name = found.url_name or ""
    is_form = name in {"login", "second_factor"} or name.endswith(("_add", "_change"))
    return name if found.namespace == "admin" and is_form else ""


def _is_ours(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this site sent the form: no other site can make it say so."""
    origin = urlsplit(request.headers.get("Origin", ""))
    return (origin.scheme, origin.netloc) == (request.scheme, request.get_host())
