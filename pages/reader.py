"""What every readers' page shares: its query, its context, and an answer kept until the ledger changes."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache as once
from functools import wraps
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import SuspiciousOperation
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    HttpResponsePermanentRedirect,
    QueryDict,
)
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.parameters import BadQuery
from facts.as_it_stood import as_it_stood
from facts.former_slugs import moved_to
from facts.ledger.registry import kind_of
from facts.models import LedgerVersion
from facts.one_state import one_state
from pages.freshness import freshness
from pages.query import SHARED_KEYS, ReaderQuery, read


@dataclass(frozen=True)
class File:
    """An answer that is no page: kept and sent like one."""

    body: bytes
    kind: str = "text/html; charset=utf-8"
    name: str = ""


@dataclass(frozen=True)
class Moved:
    """The page asked stands at the same address with another slug."""

    slug: str


Answer = tuple[str, dict[str, Any]] | File | HttpResponse | Moved
View = Callable[..., Answer]
Page = Callable[..., HttpResponse]


_KEPT_SECONDS = 24 * 3600


def folders_of_answers() -> list[str]:
    """The folders whose files shape an answer: any of the code may, so that a mended formula leaves no old page."""
    packages = {path.parent.name for path in Path(settings.BASE_DIR).glob("*/__init__.py")}
    return ["templates", "static", *sorted(packages - {"tests"})]


@once
def build() -> str:
    """A fingerprint of the running code and templates: a new build never shows an old page."""
    digest = hashlib.sha256()
    for folder in folders_of_answers():
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if path.is_file() and path.suffix in {".html", ".py", ".css", ".js"}:
                stat = path.stat()
                digest.update(f"{path.name}{stat.st_size}{stat.st_mtime_ns}".encode())
    return digest.hexdigest()[:12]


class KeptRequest(HttpRequest):
    """What a view and its template see of a request: the scheme, the host, the path and the declared keys.

    All of it is in the tag. So no header, cookie or other key of one visitor can shape the answer
    that is kept for all of them.
    """

    def __init__(self, request: HttpRequest, query: ReaderQuery) -> None:
        super().__init__()
        keys = urlencode([(key, value) for key, value in query.raw.items() if value])
        self.method = "GET"
        self.path = self.path_info = request.path
        self.META = {"HTTP_HOST": request.get_host(), "QUERY_STRING": keys, "SCRIPT_NAME": ""}
        self.GET = QueryDict(keys)
        self._kept_scheme = request.scheme

    def _get_scheme(self) -> str | None:
        return self._kept_scheme

    def tag(self, version: int, hour: str) -> str:
        """The key under which the answer is kept, and its ETag."""
        here = (self.scheme, self.get_host(), self.path, self.META["QUERY_STRING"])
        text = repr((version, hour, here, get_language(), build()))
        return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def reader_page(current: str, keys: Collection[str] = ()) -> Callable[[View], Page]:
    """Turns `view(request, query, …) -> (template, context)`, or a File, into a page.

    The address is read strictly (400 with a sentence); `keys` are the query keys of this page beside the
    shared ones, and others are dropped. The answer depends on the ledger's version, the hour, the address,
    the language and the build alone: it is kept under that key, and a browser that has it gets 304.
    """

    def wrap(view: View) -> Page:
        @require_safe
        @wraps(view)
        def page(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            try:
                # The hour (a feed grows stale without any write) is read before the day: at midnight
                # no page of yesterday is kept for today.
                at = timezone.now()
                hour = at.strftime("%Y-%m-%dT%H")
                request.encoding = settings.DEFAULT_CHARSET  # not the charset of a Content-Type
                query = read(request.GET, at, keys)
                with one_state():
                    now = LedgerVersion.now()
                    query, version = query.of(now), now.number
                    seen = KeptRequest(request, query)
                    tag = seen.tag(version, hour)
                    if tag in _held(request):
                        return _headed(HttpResponseNotModified(), tag)
                    kept = cache.get(tag)
                    if kept is None:
                        with as_it_stood(query.past):
                            answer = _drawn(view(seen, query, **kwargs), current, seen, query, version)
                if kept is None:
                    if isinstance(answer, Moved):
                        return moved(request, kwargs | {"slug": answer.slug})
                    if isinstance(answer, HttpResponse):
                        return answer
                    kept = (answer, gzip.compress(answer.body, 6, mtime=0))
                    cache.set(tag, kept, _KEPT_SECONDS)
            except BadQuery as error:
                return bad_query(request, str(error))
            return _headed(_body(request, *kept), tag)

        page.query_keys = frozenset((*SHARED_KEYS, *keys))  # type: ignore[attr-defined]  # for the tests
        return page

    return wrap


def _drawn(
    answer: Answer, current: str, seen: KeptRequest, query: ReaderQuery, version: int
) -> File | HttpResponse | Moved:
    """The answer of a view, its template drawn."""
    if not isinstance(answer, tuple):
        return answer
    template, context = answer
    shared = common_context(current, seen.build_absolute_uri(seen.path), query, version)
    return File(render(seen, template, shared | context).content)


def _held(request: HttpRequest) -> set[str]:
    """The tags of the answers that the visitor has already."""
    return {held.removeprefix("W/") for held in parse_etags(request.headers.get("If-None-Match", ""))}


def _body(request: HttpRequest, file: File, packed: bytes) -> HttpResponse:
    is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(packed if is_packed else file.body, content_type=file.kind)
    if is_packed:
        response["Content-Encoding"] = "gzip"
    if file.name:
        response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


def _headed(response: HttpResponse, tag: str) -> HttpResponse:
    response["ETag"] = tag
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    patch_vary_headers(response, ["Accept-Encoding", "Accept-Language"])
    return response


def common_context(current: str, path: str, query: ReaderQuery, version: int) -> dict[str, Any]:
    """What base.html and the components need on every page."""
    return {
        "current_page": current,
        "as_of": query.as_of,
        "as_of_day": query.day,
        "as_of_keep": query.keep("as_of", "recorded"),
        "recorded": query.raw.get("recorded", ""),
        "feeds_freshness": freshness(version),
        "ledger_version": version,
        "frozen_url": f"{path}?{urlencode([*query.keep('as_of', 'recorded'), *query.still], safe=':')}",
        "query": query,
    }


def carried(request: HttpRequest) -> dict[str, Any]:
    """What an error page takes of its address: whether it stands in a frame, and what its links keep."""
    return {"framed": _may_be_framed(request)} | _both_clocks(request)


def _may_be_framed(request: HttpRequest) -> bool:
    """Whether this is the address of a chart for other people's pages."""
    try:
        return resolve(request.path_info).view_name == "pages:embed"
    except Resolver404:
        return False


def _both_clocks(request: HttpRequest) -> dict[str, Any]:
    """The day and the moment of an address, where they can be read."""
    try:
        asked = request.GET.copy()
        for key in {*asked} - {"as_of", "recorded"}:
            del asked[key]
        query = read(asked, timezone.now())
        if query.recorded:
            query.of(LedgerVersion.now())
    except (BadQuery, SuspiciousOperation):
        return {}
    return {"as_of": query.as_of, "recorded": query.raw.get("recorded", "")}


def bad_query(request: HttpRequest, sentence: str) -> HttpResponse:
    """400 with the sentence that says what is wrong and how to mend it."""
    context = carried(request) | {
        "status": 400,
        "title": _("This address cannot be read"),
        "sentence": sentence,
        "hint": _("Change the value in the address, or start from the overview."),
    }
    return render(request, "error.html", context, status=400)


def moved(request: HttpRequest, kwargs: dict[str, str]) -> HttpResponse:
    """301 to the same page and question by another slug; asked again each time, since a slug may be borne again."""
    found = resolve(request.path_info)
    query = request.META.get("QUERY_STRING", "")
    address = reverse(found.view_name, kwargs=kwargs)
    response = HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


def missing(request: HttpRequest, rows: Any, slug: str, sentence: str) -> Moved | HttpResponse:
    """What is asked by a slug that none of the rows has: that which had it before, or 404 with a sentence."""
    kind = kind_of(rows.model)
    found = moved_to(rows, kind.name, slug) if kind else ""
    return Moved(found) if found else not_found(request, sentence)


def not_found(request: HttpRequest, sentence: str) -> HttpResponse:
    """404 with a sentence of what was looked for."""
    context = carried(request) | {
        "status": 404,
        "title": _("There is no such page"),
        "sentence": sentence,
        "hint": _("Search the list of projects, or start from the overview."),
    }
    return render(request, "error.html", context, status=404)
