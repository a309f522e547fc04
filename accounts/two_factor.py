"""The second factor: an authenticator app, and codes on paper for the day it is lost."""

from __future__ import annotations

import base64
import secrets
from io import BytesIO
from typing import Any

import django_otp
import qrcode
import qrcode.image.svg
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import roles

CODES = 10
NAME = "authenticator"


def is_required(user: Any) -> bool:
    """Whether this person must have one: who holds a right that an app calls weighty."""
    return settings.SECOND_FACTOR and (user.is_superuser or any(map(user.has_perm, roles.weighty())))


def has_one(user: Any) -> bool:
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def is_verified(user: Any) -> bool:
    """Whether this session has shown the second factor."""
    return bool(user.is_verified())


def is_passed(user: Any) -> bool:
    """Whether this session has shown it, or need not: who has one is always asked."""
    return is_verified(user) or not (has_one(user) or is_required(user))


# --- Setting it up --------------------------------------------------------------------------------
def begun(user: Any) -> TOTPDevice:
    """The app that is being set up: the same one until its first code is typed."""
    device, _created = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": NAME})
    return device


def picture(device: TOTPDevice) -> str:
    """The QR code as the address of an image: the site's policy allows data: in images alone."""
    out = BytesIO()
    qrcode.make(device.config_url, image_factory=qrcode.image.svg.SvgPathImage, border=2).save(out)
    return "data:image/svg+xml;base64," + base64.b64encode(out.getvalue()).decode()


def key_of(device: TOTPDevice) -> str:
    """The key to be typed where no camera is at hand, in fours."""
    key = base64.b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(key[n : n + 4] for n in range(0, len(key), 4))


@transaction.atomic
def confirm(request: HttpRequest, code: str) -> list[str] | None:
    """The paper codes, once the first code of the app is right; the app takes the place of an earlier one."""
    user = request.user
    device = TOTPDevice.objects.select_for_update().get(pk=begun(user).pk)
    if not device.verify_token(code):
        return None
    TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
    device.confirmed = True
    device.save()
    django_otp.login(request, device)
    request.session.cycle_key()
    write_down(user, user, _("Set up the second factor."))
    return new_codes(user)


@transaction.atomic
def new_codes(user: Any) -> list[str]:
    """Paper codes, each good once; those from before are good no more."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="paper")
    codes = [f"{secrets.randbelow(10**5):05}-{secrets.randbelow(10**5):05}" for _n in range(CODES)]
    for code in codes:
        device.token_set.create(token=code)
    return codes


def codes_left(user: Any) -> int:
    return sum(device.token_set.count() for device in StaticDevice.objects.filter(user=user))


@transaction.atomic
def forget(user: Any, by: Any) -> bool:
    """Takes it away from somebody who lost both phone and paper; False where there was none."""
    gone = (
        TOTPDevice.objects.filter(user=user).delete()[0] + StaticDevice.objects.filter(user=user).delete()[0]
    )
    if gone:
        write_down(user, by, _("Took the second factor away."))
    return bool(gone)


def write_down(user: Any, by: Any, words: str) -> None:
    rows = get_user_model().objects.filter(pk=user.pk)
    LogEntry.objects.log_actions(by.pk, rows, CHANGE, words, single_object=True)


# --- Showing it -----------------------------------------------------------------------------------
def shown(request: HttpRequest, code: str) -> str:
    """An empty text once the code is right, and else the sentence that says what to do."""
    code = code.strip().replace(" ", "")
    if wait := _wait_s(request.user):
        return _("Too many wrong codes: wait %(seconds)s seconds, then type a new one.") % {"seconds": wait}
    device = django_otp.match_token(request.user, code)
    if device is None:
        return _("This code is not right, or was used already. Type the one that the app shows now.")
    request.session.cycle_key()
    django_otp.login(request, device)
    return ""


def _wait_s(user: Any) -> int:
    """How many seconds no code is taken, after wrong ones."""
    waits = []
    for device in (
        *TOTPDevice.objects.filter(user=user, confirmed=True),
        *StaticDevice.objects.filter(user=user),
    ):
        allowed, why = device.verify_is_allowed()
        if not allowed and why and why.get("locked_until"):
            waits.append(int((why["locked_until"] - timezone.now()).total_seconds()) + 1)
    return max(waits, default=0)
