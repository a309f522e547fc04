"""Lists of facts: organizations, launches, spacecraft, filings, milestones, news, questions."""

from __future__ import annotations

from typing import Any

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.countries import RIVALS
from common.parameters import BadQuery
from launches.models import Launch, Reported, Spacecraft, Tracked
from launches.models.launch import LaunchQuerySet
from metrics.all import METRICS
from metrics.cadence import nation_years
from metrics.clock import regulatory_clock
from metrics.registry import LAUNCHES
from news.models import NewsItem
from pages.citing import cite
from pages.filtering import bar, countries, search, select
from pages.filtering import year as year_filter
from pages.frames.cadence import cadence_lines
from pages.frames.choice import Choice
from pages.frames.credit import credited
from pages.frames.frame import Frame
from pages.frames.measure import measure_frame
from pages.places import metric_place, numbers_place, place
from pages.query import ReaderQuery
from pages.reader import reader_page
from pages.words import number
from projects.models import Filing, Organization

PER_PAGE = 50
PER_LONG_PAGE = 100  # of lists that most readers see whole
_APPLICATIONS = (Filing.Kind.FILING, Filing.Kind.ITU_FILING)


def page_of(rows: Any, query: ReaderQuery, size: int = PER_PAGE) -> Any:
    """One page of a list; a page beyond the end is answered with a sentence.

    What stands on one page is not counted by a query of its own.
    """
    if query.page == 1:
        first = list(rows[: size + 1])
        return Page(first[:size], 1, Paginator(first if len(first) <= size else rows, size))
    paginator = Paginator(rows, size)
    try:
        return paginator.page(query.page)
    except EmptyPage as error:
        raise BadQuery(
            _("page=%(page)s does not exist: the last page is %(last)s.")
            % {"page": query.page, "last": paginator.num_pages}
        ) from error


@reader_page("organizations", keys=("q", "page", "kind"))
def organizations(request: HttpRequest, query: ReaderQuery) -> tuple[str, dict[str, Any]]:
    kind = query.word("kind", tuple(Organization.Kind.values))
    rows = (
        Organization.objects.known_by(query.as_of)
        .for_country(query.country)
        .of_kind(kind)
        .search(query.words)
        .with_parent()
        .with_project_count(query.as_of)
    )
    page = page_of(rows, query)
    cite(organizations=page)
    total = page.paginator.count
    count = ngettext("%(n)s organization", "%(n)s organizations", total) % {"n": number(total)}
    return "organizations/list.html", {
        "page_obj": page,
        **bar(
            query,
            reverse("pages:organizations"),
            count,
            search(query),
            countries(query),
            select(query, "kind", _("Kind"), Organization.Kind.choices),
        ),
    }


# What a launch has aboard, in the words of the page's addresses and in those of the ledger.
_ABOARD = {"compute": "yes", "unknown": "unknown", "all": ""}


@reader_page("launches", keys=("q", "page", "which", "aboard", "year", "launch_library"))
def launches(request: HttpRequest, query: ReaderQuery) -> tuple[str, dict[str, Any]]:
    at = timezone.now() if query.as_of is None else None
    page = page_of(_launches(query), query)
    cite(launches=page)
    question = query.question()
    total = page.paginator.count
    count = ngettext("%(n)s launch", "%(n)s launches", total) % {"n": number(total)}
    return "launches/list.html", {
        "page_obj": page,
        "now": at,
        "cadence": cadence_lines(nation_years(question, newest=3)),
        "cadence_url": metric_place("launch_cadence"),
        "rests_on": tuple(dict.fromkeys((*LAUNCHES, *METRICS["launch_cadence"].rests_on_in(question)))),
        **bar(query, reverse("pages:launches"), count, *_launch_filters(query)),
    }


def _launches(query: ReaderQuery) -> LaunchQuerySet:
    """The launches that an address asks for."""
    which = query.word("which", ("upcoming", "flown", "overdue"))
    aboard = query.word("aboard", tuple(_ABOARD), "compute")
    year = query.year_of("year")
    library = query.word("launch_library", ("listed", "withdrawn", "none"))
    rows = (
        Launch.objects.known_by(query.as_of)
        .for_country(query.country)
        .with_confidence(query.confidence)
        .in_year(year)
        .of_library(library, query.seen_from)
        .with_listing(query.seen_from)
        .search(query.words)
        .with_spacecraft(query.as_of, query.confidence)
    )
    if word := _ABOARD[aboard or "compute"]:
        rows = rows.with_compute(word, query.as_of, query.confidence)
    return rows.in_time(which, query.seen_from)


def _launch_filters(query: ReaderQuery) -> list[dict[str, Any]]:
    when = [
        ("upcoming", _("still ahead")),
        ("flown", _("flown")),
        ("overdue", _("date passed, no flight reported")),
    ]
    aboard = [
        ("compute", _("compute aboard")),
        ("unknown", _("compute not stated")),
        ("all", _("anything")),
    ]
    library = [
        ("listed", _("listed there")),
        ("withdrawn", _("no longer listed there")),
        ("none", _("never told by it")),
    ]
    return [
        search(query),
        countries(query, ("US", "CN")),
        select(query, "which", _("When"), when),
        select(query, "aboard", _("Aboard"), aboard, default="compute"),
        year_filter(query, "year", _("Year")),
        select(query, "launch_library", _("Launch Library"), library),
    ]


@reader_page("spacecraft", keys=("q", "page", "tracked", "reported", "status"))
def spacecraft(request: HttpRequest, query: ReaderQuery) -> tuple[str, dict[str, Any]]:
    status = query.word("status", tuple(Spacecraft.Status.values))
    tracked = query.word("tracked", tuple(Tracked.values))
    reported = query.word("reported", tuple(Reported.values))
    rows: Any = (
        Spacecraft.objects.known_by(query.as_of)
        .for_country(query.country)
        .with_confidence(query.confidence)
        .search(query.words)
        .with_context()
        .with_state(query.day, query.as_of, query.confidence)
        .by_launch()
    )
    if status or tracked or reported:  # which follow from the readings of each
        rows = [
            row
            for row in rows
            if status in ("", row.state.word)
            and tracked in ("", row.tracked and row.tracked.word)
            and reported in ("", row.reported and row.reported.word)
        ]
    page = page_of(rows, query, PER_LONG_PAGE)
    cite(spacecraft=page)
    total = page.paginator.count
    count = ngettext("%(n)s spacecraft", "%(n)s spacecraft", total) % {"n": number(total)}
    return "spacecraft/list.html", {
        "page_obj": page,
        **bar(
            query,
            reverse("pages:spacecraft"),
            count,
            search(query),
            countries(query, ("US", "CN", "CA", "IN")),
            select(query, "tracked", _("Catalogues"), Tracked.choices),
            select(query, "reported", _("Work"), Reported.choices),
            select(query, "status", _("Newest reading"), Spacecraft.Status.choices),
        ),
    }


def _over_time(name: str, query: ReaderQuery, country: str) -> Frame:
    """The measure of a list over time, for one of the two countries or both."""
    choice = Choice(country, confidence=query.confidence)
    return credited(query.day, measure_frame(METRICS[name], query, choice))[0]


@reader_page("regulation", keys=("q", "page", "kind"))
def regulation(request: HttpRequest, query: ReaderQuery) -> tuple[str, dict[str, Any]]:
    kind = query.word("kind", tuple(Filing.Kind.values))
    page = page_of(
        Filing.objects.known_by(query.as_of)
        .for_country(query.country)
        .with_confidence(query.confidence)
        .of_kind(kind)
        .search(query.words)
        .with_parties()
        .with_steps(query.as_of),
        query,
        PER_LONG_PAGE,
    )
    cite(filings=page)
    total = page.paginator.count
    count = ngettext("%(n)s record", "%(n)s records", total) % {"n": number(total)}
    keys = {
        "country": query.country if query.country in RIVALS else "",
        "confidence": query.confidence,
    }
    return "regulation/list.html", {
        "frame": _over_time("filings", query, keys["country"]) if keys["country"] == query.country else None,
        "page_obj": page,
        "clock": _clock(query, {row.slug for row in page}),
        "clock_not_measured": METRICS["regulatory_clock"].not_measured,
        "clock_url": metric_place("regulatory_clock", keys),
        "clock_csv": numbers_place("regulatory_clock", **keys, format="csv"),
        "applications": [row for row in page if row.kind in _APPLICATIONS],
        "others": [row for row in page if row.kind not in _APPLICATIONS],
        **bar(
            query,
            reverse("pages:regulation"),
            count,
            search(query),
            countries(query, ("US", "CN", "EU", "HK", "UN")),
            select(query, "kind", _("Kind"), Filing.Kind.choices),
        ),
    }


def _clock(query: ReaderQuery, listed: set[str]) -> list[dict[str, Any]]:
    """The clock of each application that is listed."""
    clock = [row for row in regulatory_clock(query.question()) if row.slug in listed]
    return [{"row": row, "url": place("filings", row.slug)} for row in clock]


@reader_page("news", keys=("q", "page"))
def news(request: HttpRequest, query: ReaderQuery) -> tuple[str, dict[str, Any]]:
    rows = (
        NewsItem.objects.known_by(query.as_of)
        .for_country(query.country)
        .search(query.words)
        .with_projects(query.as_of)
    )
    page = page_of(rows, query)
    cite(news=page)
    total = page.paginator.count
    count = ngettext("%(n)s item", "%(n)s items", total) % {"n": number(total)}
    return "news/list.html", {
        "page_obj": page,
        **bar(
            query,
            reverse("pages:news"),
            count,
            search(query),
            countries(query, ("US", "CN", "CA", "LU", "AE", "EU", "UN")),
        ),
    }
