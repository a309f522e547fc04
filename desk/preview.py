"""A page as readers would see it with a fact that is not stored: saved, rendered, and taken back."""

from __future__ import annotations

import io
import secrets
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import resolve

from desk.looking_ahead import PREVIEWS
from facts.models import LedgerVersion

_OF_READER = ("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_COOKIE", "HTTP_AUTHORIZATION")


def preview(request: HttpRequest, address: str) -> HttpResponse:
    """The page at an address as it stands within this transaction, which is rolled back.

    Nothing of it is kept: figures are kept by the version of the ledger, and this one has a number that no
    ledger ever reaches. Raises where no transaction is open.
    """
    LedgerVersion.objects.filter(pk=1).update(number=PREVIEWS + secrets.randbits(61))
    asked = WSGIRequest(_environ(request, address))
    asked.user = request.user
    view = resolve(address)
    answer = view.func(asked, *view.args, **view.kwargs)
    transaction.set_rollback(True)
    if hasattr(answer, "render"):
        answer.render()
    banner = render_to_string("admin/preview_banner.html", {"address": address})
    start, body, rest = answer.content.decode().partition("<body")
    tag, bracket, rest = rest.partition(">")
    shown = HttpResponse(f"{start}{body}{tag}{bracket}{banner}{rest}", status=answer.status_code)
    shown["Cache-Control"] = "no-store"
    return shown


def _environ(request: HttpRequest, address: str) -> dict[str, Any]:
    """The request of a reader for this page: no body, no session, nothing that would shorten the answer."""
    told = {name: value for name, value in request.META.items() if name not in _OF_READER}
    return told | {
        "REQUEST_METHOD": "GET", "PATH_INFO": address, "QUERY_STRING": "", "CONTENT_LENGTH": "0",
        "CONTENT_TYPE": "", "SCRIPT_NAME": "", "wsgi.input": io.BytesIO(),
    }  # fmt: skip
