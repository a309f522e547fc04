"""Nothing is told twice: an answer has a tag made of the ledger's version and the question.

`Cache-Control: public, no-cache`: everyone may keep an answer, and asks before using it again
whether it still holds. So what an analyst saves is seen at once, and an unchanged answer costs one
query and no body.
"""

from collections.abc import Callable
from hashlib import blake2b

from django.conf import settings
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language
from rest_framework.request import Request
from rest_framework.response import Response

CACHE_CONTROL = "public, no-cache"


def tag(request: Request, version: object) -> str:
    """A tag that changes with the data, the code's version, the day, the question, the form and the language."""
    parts = (
        version,
        settings.SPECTACULAR_SETTINGS["VERSION"],
        timezone.now().date(),  # "upcoming" and outcomes move with the day
        request.build_absolute_uri(),
        request.accepted_media_type,  # with its parameters: `indent` is another body
        get_language(),  # labels of choices
    )
    return f'"{blake2b(repr(parts).encode(), digest_size=16).hexdigest()}"'


def unless_known(request: Request, version: object, make: Callable[[], Response]) -> Response:
    """The answer, or 304 without making it where the reader holds the same one."""
    mark = tag(request, version)
    held = {held.removeprefix("W/") for held in parse_etags(request.headers.get("If-None-Match", ""))}
    response = Response(status=304) if mark in held else make()
    response.headers["ETag"] = mark
    response.headers["Cache-Control"] = CACHE_CONTROL
    patch_vary_headers(response, ["Accept", "Accept-Encoding"])
    return response
