"""The door between the desk and the web: an analyst pastes an address, the page is read and proposals made."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common.text import beginning
from links import safe_fetch
from links.addresses import MOST_ADDRESS, Unread
from links.page_metadata import parse_page
from news.admin.proposing import keep, panel
from news.proposals import Told, known_site, propose

# One person reads so many pages in so many seconds; beyond it the fields are typed.
MOST_PAGES = 30
WITHIN_S = 600


@require_POST
def read_page(request: HttpRequest) -> HttpResponse:
    """Reads the page of `link` for a person who may enter news: proposals as JSON, or the form with them."""
    if not request.user.has_perm("news.add_newsitem"):
        raise PermissionDenied
    link = _with_scheme(request.POST.get("link", "").strip()[: MOST_ADDRESS + 1])
    told, sentence = _read(request.user.pk, link)
    if "application/json" not in request.headers.get("Accept", ""):
        token = urlencode({"read": keep(request, told, sentence)})
        return HttpResponseRedirect(f"{reverse('admin:news_newsitem_add')}?{token}")
    proposed = propose(link, told, beginning(request.POST.get("headline", ""), 300))
    return JsonResponse(
        {
            "read": told is not None,
            "sentence": sentence,
            "fields": proposed.fields,
            "projects": [{"id": named.pk, "name": named.name} for named in proposed.projects if named.chosen],
            "panel": panel(proposed, sentence),
        }
    )


def _read(user: int | None, link: str) -> tuple[Told | None, str]:
    """What the page says, and a sentence for the person who asked."""
    if not link:
        return None, _("Paste the address of the page first.")
    try:
        answer = safe_fetch.read(link, before=lambda: _take_place(user))
    except TooMany as error:
        return None, error.sentence
    except Unread as error:
        return None, _("The page was not read: %(why)s Type what it says.") % {"why": error.sentence}
    page = parse_page(
        answer.body, answer.url, charset=answer.charset, language=answer.language,
        site=known_site(answer.url)[0],
    )  # fmt: skip
    told = Told(
        link=page.url,
        headline=page.title,
        publisher=page.publisher,
        published_on=page.published_on,
        language=page.language,
        description=page.description,
        text=page.text,
    )
    if not page.title:
        return told, _("The page says nothing of itself that could be proposed. Type what it says.")
    return told, _("The page was read. What it says stands in the form: look it over.")


class TooMany(Unread):
    """One person had as many pages read as they may for now."""


def _take_place(user: int | None) -> None:
    """Takes one of the places of this span of time, shared by all workers where they share a cache.

    Only a page that is really asked for takes one; raises TooMany where none is left.
    """
    if not any(cache.add(f"page-read:{user}:{place}", 1, WITHIN_S) for place in range(MOST_PAGES)):
        sentence = _("You had %(most)s pages read within %(minutes)s minutes: wait a little, or type.")
        raise TooMany(sentence % {"most": MOST_PAGES, "minutes": WITHIN_S // 60})


def _with_scheme(link: str) -> str:
    return link if not link or "://" in link or ":" in link.partition("/")[0] else f"https://{link}"
