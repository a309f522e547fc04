"""Money by instrument and direction, with the total over time and what stands apart."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from metrics.all import METRICS
from metrics.dollars import how, in_dollars
from metrics.funding import in_total, raised
from metrics.question import Question
from pages.citing import cite
from pages.filtering import bar, countries, search, select
from pages.frames.choice import Choice
from pages.frames.credit import credited
from pages.frames.funding import kept_apart
from pages.frames.measure import measure_frame
from pages.query import ReaderQuery
from pages.reader import reader_page
from pages.views.lists import PER_LONG_PAGE, page_of
from pages.words import floor_sentence, number
from projects.models import FundingEvent

# A sum that comes in may be applied for or committed: the rows say which, the choice holds all.
_DIRECTIONS = (
    (FundingEvent.Direction.RECEIVED.value, gettext_lazy("to the organization")),
    *((word.value, word.label) for word in FundingEvent.Direction if word != FundingEvent.Direction.RECEIVED),
)


@reader_page("funding", keys=("q", "page", "instrument", "direction", "scope"))
def funding(request: HttpRequest, query: ReaderQuery) -> tuple[str, dict[str, Any]]:
    instrument = query.word("instrument", tuple(FundingEvent.Instrument.values))
    scope = query.word("scope", tuple(FundingEvent.Scope.values))
    direction = query.word("direction", tuple(FundingEvent.Direction.values))
    question = query.question_of_both()
    page = page_of(
        FundingEvent.objects.known_by(query.as_of)
        .for_country(query.country)
        .with_confidence(query.confidence)
        .of_instrument(instrument)
        .of_direction(direction)
        .of_scope(scope)
        .search(query.words)
        .with_parties(),
        query,
        PER_LONG_PAGE,
    )
    cite(funding=page)
    total = in_total(question)
    frame = measure_frame(METRICS["funding"], query, Choice("", confidence=query.confidence))
    records = page.paginator.count
    count = ngettext("%(n)s record", "%(n)s records", records) % {"n": number(records)}
    return "funding/list.html", {
        "events": [_sum_of(question, event, event.slug in total) for event in page],
        "page_obj": page,
        "floor": floor_sentence(query.confidence),
        "frame": credited(query.day, frame)[0],
        "raised": {code: raised(question, code) for code in ("US", "CN")},
        "apart": kept_apart(question),
        "instruments": dict(FundingEvent.Instrument.choices),
        "scopes": dict(FundingEvent.Scope.choices),
        **bar(
            query,
            reverse("pages:funding"),
            count,
            search(query),
            countries(query, ("US", "CN", "CA", "JP", "EU", "IL", "FI")),
            select(query, "instrument", _("Instrument"), FundingEvent.Instrument.choices),
            select(query, "direction", _("Direction"), _DIRECTIONS),
            select(query, "scope", _("Scope"), FundingEvent.Scope.choices),
        ),
    }


def _sum_of(question: Question, event: FundingEvent, counted: bool) -> dict[str, Any]:
    """A sum with what it is in dollars, and how it was converted where no source states them."""
    dollars = in_dollars(question, event)
    said = how(event, dollars) if dollars else ""
    return {"event": event, "dollars": dollars, "how": said, "counted": counted}
