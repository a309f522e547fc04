"""Which codings of an answer a visitor takes, and that the mark of an answer speaks for all of them.

What packs answers (the pages' own, Django's and WhiteNoise's) looks for the name of a coding alone: `gzip;q=0`,
which refuses it, holds that name too. And one answer has one ETag, packed or not: a weak one (RFC 9110, 8.8.1).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

KNOWN = ("gzip", "br")
_WEIGHT = re.compile(r"q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)


class Encodings:
    """Names the codings that the visitor takes, and no others, to what stands below; weakens the marks above it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if header := request.META.get("HTTP_ACCEPT_ENCODING"):
            request.META["HTTP_ACCEPT_ENCODING"] = ", ".join(accepted(header))
        if held := request.META.get("HTTP_IF_NONE_MATCH"):  # compared weakly in any case
            request.META["HTTP_IF_NONE_MATCH"] = re.sub(r'\bW/(?=")', "", held)
        response = self.get_response(request)
        mark = response.headers.get("ETag", "")
        if mark.startswith('"'):
            response.headers["ETag"] = f"W/{mark}"
        return response


def accepted(header: str) -> list[str]:
    """The codings that this site gives and the header takes; a weight that cannot be read counts as none given."""
    weights: dict[str, float] = {}
    for part in header.lower().split(","):
        name, _sep, rest = part.partition(";")
        found = _WEIGHT.fullmatch(rest.strip())
        weights[name.strip().removeprefix("x-")] = float(found[1]) if found else 1.0
    others = weights.get("*", 0.0)
    return [name for name in KNOWN if weights.get(name, others) > 0]
