"""What the desk proposes for a new item from what its page says, and the stories that are there already.

Nothing here asks the network: what a page says of itself is handed in. Everything is a proposal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, utils

from common.countries import COUNTRIES
from common.urls import NoAddress, canonical, host_of
from facts import services
from facts.models import Source
from news.models import NewsItem
from news.services import item_of
from projects.models import Organization, Project
from projects.naming import Found, Names

# Above it, two headlines tell the same story in nearly the same words.
NEAR = 90.0
# A story is told again within this time or not at all.
AROUND = timedelta(days=45)
MOST_NEAR = 5
MOST_PROJECTS = 8
MOST_ORGANIZATIONS = 8
# What a page can state of itself, by the field that it fills in.
STATED = {
    "headline": _("Headline"), "publisher": _("Publisher"), "published_on": _("Date"), "language": _("Language"),
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What a page says of itself, in the words of the form; empty where it does not say."""

    link: str
    headline: str = ""
    publisher: str = ""
    published_on: str = ""
    language: str = ""
    description: str = ""
    text: str = ""


@dataclass(frozen=True)
class Named:
    """A project the text names: by which words; `chosen` where its first lines do."""

    pk: int
    name: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class Same:
    """An item that tells this story already, by its page or by nearly the same headline."""

    item: NewsItem
    by: str  # "page" or "headline"


@dataclass(frozen=True)
class Proposals:
    """Values by name of the form's field; the projects and organizations named; the same stories."""

    fields: dict[str, str] = field(default_factory=dict)
    projects: tuple[Named, ...] = ()
    organizations: tuple[str, ...] = ()
    same: tuple[Same, ...] = ()
    description: str = ""
    read: tuple[str, ...] = ()  # the names of the fields whose value the page itself states
    undated: bool = False  # the page was read, and states no day

    @property
    def read_fields(self) -> list[Any]:
        """The fields that the page filled in, as the form calls them."""
        return [label for name, label in STATED.items() if name in self.read]


def propose(link: str, told: Told | None = None, headline: str = "") -> Proposals:
    """The proposals for a page; `told` is None where nobody could read it, `headline` what was typed.

    Works on the ledger alone then: which publisher is at this site, which item has this page.
    """
    try:
        address = canonical(told.link if told else link)
    except NoAddress:
        return Proposals()
    publisher, language = known_site(address)
    headline = (told.headline if told else "") or headline
    first_lines = [headline, told.description if told else ""]
    names = Names.known()
    found = names.found(*first_lines)
    in_text = names.found(told.text) if told else Found()
    projects = _projects(found, in_text)
    organizations = dict.fromkeys(
        match.subject.name for match in (*found.organizations, *in_text.organizations)
    )
    values = {
        "link": address,
        "headline": told.headline if told else "",
        "publisher": publisher or (told.publisher if told else "") or (host_of(address) if told else ""),
        "published_on": told.published_on if told else "",
        "language": (told.language if told else "") or language,
        "country": _country(projects, found),
    }
    return Proposals(
        fields={name: value for name, value in values.items() if value},
        projects=projects,
        organizations=tuple(organizations)[:MOST_ORGANIZATIONS],
        same=tuple(same_stories([link, address], headline, _day(values["published_on"]))),
        description=told.description if told else "",
        read=tuple(name for name in STATED if told and values[name] and values[name] == getattr(told, name)),
        undated=told is not None and not told.published_on,
    )


def known_site(address: str) -> tuple[str, str]:
    """The publisher and language of most sources at this site; empty where there are none."""
    host = host_of(address)
    spelled = [f"{scheme}://{www}{host}/" for scheme in ("https", "http") for www in ("", "www.")]
    at_site = Q()
    for start in spelled:
        at_site |= Q(url__istartswith=start)
    rows = list(Source.objects.filter(at_site).values_list("publisher", "language")[:500]) if host else []
    if not rows:
        return "", ""
    return (
        Counter(publisher for publisher, _language in rows).most_common(1)[0][0],
        Counter(language for _publisher, language in rows).most_common(1)[0][0],
    )


# --- The same story -----------------------------------------------------------------------------
def same_stories(addresses: Iterable[str], headline: str, on: date | None = None) -> list[Same]:
    """The items that have one of these pages, then those with nearly this headline at nearly this time."""
    found: dict[int, Same] = {}
    for address in dict.fromkeys(addresses):
        try:
            source = services.find_source(address)
        except NoAddress:
            continue
        if source and (item := item_of(source)):
            found[item.pk] = Same(item, "page")
    for item in near_headlines(headline, on):
        found.setdefault(item.pk, Same(item, "headline"))
    return list(found.values())


def near_headlines(headline: str, on: date | None = None) -> list[NewsItem]:
    """The items whose headline says nearly the same, nearest first; around a day, or of all times."""
    wanted = utils.default_process(headline)
    if not wanted:
        return []
    items = NewsItem.objects.order_by("-published_on_first", "-pk")
    if on:
        items = items.filter(published_on_last__gte=on - AROUND, published_on_first__lte=on + AROUND)
    near = sorted(
        (
            (-score, pk)
            for pk, other in items.values_list("pk", "headline")
            if (score := _likeness(wanted, utils.default_process(other))) >= NEAR
        )
    )[:MOST_NEAR]
    rows = NewsItem.objects.in_bulk([pk for _score, pk in near])
    return [rows[pk] for _score, pk in near]


def _likeness(one: str, other: str) -> float:
    """From 0 to 100; the order of the words does not count."""
    return max(
        fuzz.ratio(one, other, score_cutoff=NEAR), fuzz.token_sort_ratio(one, other, score_cutoff=NEAR)
    )


# --- Who is named -------------------------------------------------------------------------------
def _projects(first_lines: Found, text: Found) -> tuple[Named, ...]:
    """Projects that the text names, then those of the organizations in its first lines."""
    named = {m.pk: Named(m.pk, m.subject.name, m.words, chosen=True) for m in first_lines.projects}
    for match in text.projects:
        named.setdefault(match.pk, Named(match.pk, match.subject.name, match.words, chosen=False))
    by_organization = {match.pk: match.words for match in first_lines.organizations}
    theirs = Project.objects.filter(roles__organization__in=by_organization).values_list(
        "pk", "name", "roles__organization"
    )
    for pk, name, organization in theirs:
        named.setdefault(pk, Named(pk, name, by_organization.get(organization, ""), chosen=False))
    return tuple(named.values())[:MOST_PROJECTS]


def _country(projects: Iterable[Named], found: Found) -> str:
    """The country of all that is named, where it is one."""
    chosen = [named.pk for named in projects if named.chosen]
    countries = set(Project.objects.filter(pk__in=chosen).values_list("country", flat=True))
    if not countries:
        named = [match.pk for match in found.organizations]
        countries = set(Organization.objects.filter(pk__in=named).values_list("country", flat=True))
    return countries.pop() if len(countries) == 1 and countries <= COUNTRIES.keys() else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if len(text) == 10 else None
