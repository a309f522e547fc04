"""Charts outside their pages: alone in a frame of somebody else's page, and as files."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt

from pages.citing import frozen
from pages.frames.all import KEYS, frame_of, names
from pages.frames.files import KINDS, file_of
from pages.query import ReaderQuery
from pages.reader import File, not_found, reader_page


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@reader_page("compare", keys=KEYS)
def embed(request: HttpRequest, query: ReaderQuery, name: str) -> tuple[str, dict[str, Any]] | HttpResponse:
    """A chart alone, to stand in other people's pages: live, or frozen by `as_of`."""
    frame = frame_of(name, query)
    if frame is None:
        return _no_chart(request, name)
    return "embed.html", {"frame": frame, "framed": True}


@reader_page("compare", keys=KEYS)
def take(request: HttpRequest, query: ReaderQuery, name: str, kind: str) -> File | HttpResponse:
    """The numbers of a chart, exactly as shown: the keys are those of the page."""
    if kind not in KINDS:
        return not_found(
            request,
            _("A chart is not given as “%(kind)s”. Write one of: %(known)s.")
            % {"kind": kind, "known": ", ".join(KINDS)},
        )
    frame = frame_of(name, query, whole=True)
    if frame is None:
        return _no_chart(request, name)
    return file_of(kind, name, frame, query, lambda url: request.build_absolute_uri(frozen(url, query)))


def _no_chart(request: HttpRequest, name: str) -> HttpResponse:
    return not_found(
        request,
        _("No chart “%(name)s”. Known are: %(known)s.") % {"name": name, "known": ", ".join(names())},
    )
