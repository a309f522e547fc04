"""Signing in at the desk: from where, how often it may fail, and when a session ends."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.conf import settings
from django.contrib.admin import site
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

# A session ends so long after the last page, and so long after the sign-in whatever was done.
IDLE = timedelta(seconds=settings.SESSION_COOKIE_AGE)
LONGEST = timedelta(days=7)
NOTE_EVERY = timedelta(minutes=5)  # that somebody is still there is not written at each page
SIGNED_IN, SEEN = "signed_in_at", "seen_at"


def client_address(request: HttpRequest) -> str | None:
    """Where a request comes from: behind a proxy, the address that the proxy itself wrote down last.

    What stands before it in the header was written by the client, who may write anything.
    """
    if settings.BEHIND_PROXY:
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if told:
            return told[:45]
    return request.META.get("REMOTE_ADDR") or None


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: Any, **_kwargs: Any
) -> HttpResponse:
    """The page for a name that failed too often from one address: when to try again."""
    from axes.models import AccessAttempt

    name = (credentials or {}).get("username") or request.POST.get("username", "")
    last = (
        AccessAttempt.objects.filter(username=name[:255], ip_address=client_address(request))
        .order_by("-attempt_time")
        .first()
    )
    again = (last.attempt_time if last else timezone.now()) + settings.AXES_COOLOFF_TIME
    wait_s = max((again - timezone.now()).total_seconds(), 60)
    page = render(
        request,
        "admin/locked_out.html",
        site.each_context(request)
        | {"limit": settings.AXES_FAILURE_LIMIT, "again": again, "minutes": ceil(wait_s / 60)},
        status=429,
    )
    page["Retry-After"] = str(ceil(wait_s))
    return page


class NoName:
    """A password that holds the name of its account is guessed first, however often it is repeated."""

    def validate(self, password: str, user: Any = None) -> None:
        name = (user.get_username() if user else "").lower()
        if len(name) > 2 and name in password.lower():
            raise ValidationError(
                _("The password holds the name of the account."), code="password_holds_name"
            )

    def get_help_text(self) -> str:
        return _("Your password must not hold your user name.")


# --- Sessions -------------------------------------------------------------------------------------
def _begin(sender: Any, request: HttpRequest, **_kwargs: Any) -> None:
    now = timezone.now().timestamp()
    request.session[SIGNED_IN] = request.session[SEEN] = now


def watch() -> None:
    user_logged_in.connect(_begin, dispatch_uid="desk-session-begins")


def is_over(request: HttpRequest) -> bool:
    """Whether the session ended by its times; then it is closed. One that goes on is noted as seen."""
    session, now = request.session, timezone.now()
    began, seen = _moment(session.get(SIGNED_IN)), _moment(session.get(SEEN))
    if began is None or seen is None:
        _begin(None, request)  # a session from before these times were kept
        return False
    if now - began > LONGEST or now - seen > IDLE:
        logout(request)
        return True
    if now - seen > NOTE_EVERY:
        session[SEEN] = now.timestamp()
    return False


def _moment(value: Any) -> datetime | None:
    return (
        datetime.fromtimestamp(value, timezone.get_current_timezone()) if isinstance(value, float) else None
    )
