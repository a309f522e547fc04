"""What happened and became known: events of several kinds in one list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce

from common.dates import PartialDate, days_before
from facts.models.renamed import name_then
from metrics.question import FactRef, Question
from news.models import NewsItem
from projects.models import Filing, FundingEvent, Milestone, OpenQuestion, Target

RECENT_DAYS = 90


@dataclass(frozen=True)
class Happening:
    """One event. `word` is its kind in the words of its noun, of news its state; money carries amount, currency."""

    kind: str
    pk: int
    slug: str
    title: str
    summary: str
    when: PartialDate
    word: str
    country: str
    confidence: str
    known_on: date
    project: str
    project_native: str
    project_slug: str
    amount: int | None = None
    currency: str = ""
    round: str = ""
    note: str = ""

    @property
    def ref(self) -> FactRef:
        return FactRef(self.kind, self.slug)


def _text(what: Any) -> Coalesce:
    """A column, or an expression, as a text that is never null."""
    what = F(what) if isinstance(what, str) else what
    return Coalesce(Cast(what, TextField()), Value("", TextField()), output_field=TextField())


def _columns(rows: Any, kind: str, title: str, when: str, project: str, **over: object) -> QuerySet:
    """The rows of one noun, a FactQuerySet, in the columns that all nouns share."""
    name, native = (
        _text(name_then(column, rows.names_of, f"{project}__")) if project else Value("", TextField())
        for column in ("name", "native_name")
    )
    columns = {
        "c_kind": Value(kind, CharField()),
        "c_pk": F("pk"),
        "c_slug": _text("slug"),
        "c_title": _text(title),
        "c_summary": _text("summary"),
        "c_first": F(f"{when}_first"),
        "c_last": F(f"{when}_last"),
        "c_precision": _text(f"{when}_precision"),
        "c_word": _text("kind"),
        "c_country": _text("country"),
        "c_confidence": _text("confidence"),
        "c_known": F("known_on"),
        "c_project": name,
        "c_native": native,
        "c_pslug": _text(f"{project}__slug") if project else Value("", TextField()),
        "c_note": _text("note"),
    } | over
    found: QuerySet = rows.order_by().annotate(**columns).values_list(*columns)
    return found


def _milestones(rows: QuerySet) -> QuerySet:
    return _columns(rows, "milestones", "title", "on", "project")


def _news(rows: QuerySet) -> QuerySet:
    return _columns(rows, "news", "headline", "published_on", "", c_word=_text("state"))


def _questions(rows: QuerySet) -> QuerySet:
    empty = Value("", TextField())
    return _columns(
        rows, "open_questions", "question", "asked_on", "",
        c_word=empty, c_summary=_text("why_it_matters"),
    )  # fmt: skip


def _read(parts: Sequence[QuerySet]) -> list[Happening]:
    found = [
        Happening(
            kind=row[0],
            pk=row[1],
            slug=row[2],
            title=row[3],
            summary=row[4],
            when=PartialDate(*row[5:8]),
            word=row[8],
            country=row[9],
            confidence=row[10],
            known_on=row[11],
            project=row[12],
            project_native=row[13],
            project_slug=row[14],
            note=row[15],
        )
        for row in parts[0].union(*parts[1:], all=True)
    ]
    return _newest_first(found)


def _newest_first(found: Iterable[Happening]) -> list[Happening]:
    return sorted(found, key=lambda row: (row.when.last, row.known_on, row.slug), reverse=True)


def _happening(
    kind: str, fact: Milestone | FundingEvent | Filing, title: str, word: str, **more: Any
) -> Happening:
    project = fact.project
    return Happening(
        kind=kind,
        pk=fact.pk,
        slug=fact.slug,
        title=title,
        summary=fact.summary,
        when=fact.on,
        word=word,
        country=fact.country,
        confidence=fact.confidence,
        known_on=fact.known_on,
        project=project.name if project else "",
        project_native=project.native_name if project else "",
        project_slug=project.slug if project else "",
        note=fact.note,
        **more,
    )


def _funding(event: FundingEvent) -> Happening:
    return _happening(
        "funding", event, event.organization.name, event.instrument,
        amount=event.amount, currency=event.currency, round=event.round,
    )  # fmt: skip


def recent(question: Question, days: int = RECENT_DAYS) -> list[Happening]:
    """Milestones, money and filings that happened, and became known, in the last days.

    An event dated only by its month, quarter or year counts where that period began in those days.
    """
    since = days_before(question.day, days)

    def is_news(fact: Milestone | FundingEvent | Filing) -> bool:
        return (
            since < fact.known_on <= question.day
            and since < fact.on.first <= question.day
            and question.country in ("", fact.country)
        )

    milestones, funding, filings = question.milestones, question.funding, question.filings
    return _newest_first(
        [
            *(_happening("milestones", fact, fact.title, fact.kind) for fact in milestones if is_news(fact)),
            *(_funding(fact) for fact in funding if is_news(fact)),
            *(_happening("filings", fact, fact.authority, fact.kind) for fact in filings if is_news(fact)),
        ]
    )


def of_project(question: Question, project_pk: int) -> list[Happening]:
    """Milestones, news and open questions of one project, newest first."""
    milestones = Milestone.objects.known_by(question.as_of).filter(
        Q(project=project_pk) | Q(pk__in=Milestone.objects.filter(projects_also=project_pk).values("pk"))
    )
    news = NewsItem.objects.known_by(question.as_of).filter(projects=project_pk)
    asked = OpenQuestion.objects.known_by(question.as_of).filter(projects=project_pk)
    return _read([_milestones(milestones), _news(news), _questions(asked)])


@dataclass(frozen=True)
class MovedTarget:
    """A promised date that was given anew: what was said before, and what is said now."""

    target: Target
    before: Target
    days: int

    @property
    def ref(self) -> FactRef:
        return FactRef("targets", self.target.slug)


def moved_targets(question: Question, days: int = RECENT_DAYS) -> list[MovedTarget]:
    """Promises moved to a later time in the last days, newest first.

    A date that repeats or narrows an earlier move is no move; a disputed one neither moves nor is moved.
    """
    since = days_before(question.day, days)
    promises: dict[tuple[int, str], list[Target]] = defaultdict(list)
    for target in question.targets:
        if target.confidence != "disputed":
            promises[target.project_id, target.promise].append(target)
    found = []
    for told in promises.values():
        if len(told) == 1 or question.country not in ("", told[0].project.country):
            continue
        told.sort(key=lambda target: target.stated_on_first)
        found += [row for row in _moves(told, question) if since < row.target.stated_on_last <= question.day]
    return sorted(found, key=lambda row: row.target.stated_on.first, reverse=True)


def _moves(told: Sequence[Target], question: Question) -> Iterator[MovedTarget]:
    """Each statement of a promise, oldest first, that moved the newest date before it that was not kept.

    One is looked back for only where any such date lies wholly before: else the whole promise would be read
    again for each of its statements.
    """
    words = question.outcomes
    least, seen = date.max, 0  # the earliest last day of those not kept, stated before the one looked at
    for target in told:
        while told[seen].stated_on_first < target.stated_on_first:
            if words[told[seen].id] in ("missed", "superseded"):
                least = min(least, told[seen].due_last)
            seen += 1
        if least < target.due_first and (before := _moved_from(target, told[:seen], words)):
            yield MovedTarget(target, before, (target.due_last - before.due_last).days)


def _moved_from(target: Target, said: Sequence[Target], words: Mapping[int, str]) -> Target | None:
    """The newest date that this one moved, unless one stated between the two had moved it already."""
    latest, newer, on = (
        date.min,
        date.min,
        date.max,
    )  # the latest first day of those stated after `on`, and on it
    for other in reversed(said):
        if other.stated_on_first < on:
            latest, newer, on = max(latest, newer), date.min, other.stated_on_first
        if other.due_last < target.due_first and words[other.id] in ("missed", "superseded"):
            return None if latest > other.due_last else other
        newer = max(newer, other.due_first)
    return None
