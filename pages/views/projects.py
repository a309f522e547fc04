"""Projects: the list with its filters, and one project with everything known of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.countries import RIVALS
from common.units import kind_of_unit
from launches.models import Spacecraft
from metrics.changes import of_project
from metrics.outcomes import known_outcome_on, known_searched_on, outcome_label, outcomes
from metrics.question import Question
from pages.citing import cite
from pages.events import happening_kind
from pages.filtering import bar, countries, search, select
from pages.places import records_place
from pages.query import ReaderQuery
from pages.reader import Answer, missing, reader_page
from pages.views.lists import PER_LONG_PAGE, page_of
from pages.words import number
from projects.models import Filing, FundingEvent, Project, Statement, Status, StatusChange, Target

_PAPER = (Status.CONCEPT, Status.ANNOUNCED, Status.FILED, Status.FUNDED, Status.LICENSED)
_MAIN = (*_PAPER, Status.IN_DEVELOPMENT, Status.LAUNCHED, Status.OPERATIONAL)
_SHOWN = 100  # of each section of a project's page; the rest is counted
# Steps that a project can do without.
_NOT_BY_ALL = (Status.LICENSED, Status.CONCEPT, Status.FUNDED, Status.FILED)


@reader_page("projects", keys=("q", "page", "status", "kind", "scope"))
def project_list(request: HttpRequest, query: ReaderQuery) -> tuple[str, dict[str, Any]]:
    status = query.word("status", tuple(Status.values))
    kind = query.word("kind", tuple(Project.Kind.values))
    scope = query.word("scope", tuple(Project.Scope.values))
    page = page_of(
        Project.objects.known_by(query.as_of)
        .for_country(query.country)
        .with_confidence(query.confidence)
        .search(query.words)
        .of_kind(kind)
        .of_scope(scope)
        .with_status(query.as_of)
        .in_status(status)
        .with_organizations(),
        query,
        PER_LONG_PAGE,
    )
    cite(projects=page)
    total = page.paginator.count
    count = ngettext("%(n)s project", "%(n)s projects", total) % {"n": number(total)}
    return "projects/list.html", {
        "page_obj": page,
        "projects": [
            {
                "project": p,
                "status": Status(p.status).label if p.status else "",
                "leads": [role.organization for role in p.role_list if role.role == "lead"],
            }
            for p in page
        ],
        **bar(
            query,
            reverse("pages:projects"),
            count,
            search(query),
            countries(query, ("US", "CN", "CA", "JP", "IN", "EU", "AE", "BE", "FI", "IL", "LU")),
            select(query, "status", _("Status"), Status.choices),
            select(query, "kind", _("Kind"), Project.Kind.choices),
            select(query, "scope", _("Scope"), Project.Scope.choices),
        ),
    }


@reader_page("projects")
def project(request: HttpRequest, query: ReaderQuery, slug: str) -> Answer:
    rows = Project.objects.known_by(query.as_of)
    found = rows.with_status(query.as_of).named(slug).first()
    if found is None:
        return missing(
            request,
            rows,
            slug,
            _("No project “%(slug)s” was known on %(day)s.") % {"slug": slug, "day": query.day.isoformat()},
        )
    as_of, question = query.as_of, query.question()
    steps = list(StatusChange.objects.happened_by(as_of).of_project(found))
    promised = Target.objects.known_by(as_of).of_project(found).with_replacement()
    sections = {
        "targets": _targets(list(promised), query.day),
        "statements": Statement.objects.known_by(as_of).of_project(found).with_subject(),
        "spacecraft": Spacecraft.objects.known_by(as_of)
        .of_project(found)
        .with_context()
        .with_state(query.day, as_of),
        "funding": FundingEvent.objects.known_by(as_of).of_project(found).with_parties(),
        "filings": Filing.objects.known_by(as_of).of_project(found).with_parties(),
        **_happenings(question, found),
    }
    shown, rest = _shown(sections, slug)
    cite(
        projects=[found],
        status_changes=steps,
        **shown | {"targets": [row["target"] for row in shown["targets"]]},
    )
    return "projects/detail.html", {
        "project": found,
        "status": Status(found.status).label if found.status else "",
        "connections": found.connections(as_of),
        "ladder": _ladder(steps),
        "steps": steps,
        "targets": shown["targets"],
        "rest": rest,
        "slips_url": f"{reverse('pages:slippage')}?project={slug}" if found.country in RIVALS else "",
        **_statements(shown["statements"]),
        "spacecraft": shown["spacecraft"],
        "funding": shown["funding"],
        "filings": shown["filings"],
        "milestones": [{"event": e, "kind": happening_kind(e)} for e in shown["milestones"]],
        "news": shown["news"],
        "questions": shown["open_questions"],
    }


def _happenings(question: Question, project: Project) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = {kind: [] for kind in ("milestones", "news", "open_questions")}
    for event in of_project(question, project.pk):
        groups[event.kind].append(event)
    return groups


def _shown(sections: Mapping[str, Any], slug: str) -> tuple[dict[str, list[Any]], dict[str, dict[str, Any]]]:
    """The first rows of each section, and where there are more: how many, and where all of them are."""
    shown, rest = {}, {}
    for kind, rows in sections.items():
        first = list(rows[: _SHOWN + 1])
        if len(first) > _SHOWN:
            total = len(rows) if isinstance(rows, list) else rows.count()
            rest[kind] = {"n": total - _SHOWN, "url": records_place(kind, project=slug)}
        shown[kind] = first[:_SHOWN]
    return shown, rest


def _targets(targets: list[Target], day: date) -> list[dict[str, Any]]:
    """Each stated date with what became of it by the day, by promise."""
    became = outcomes(targets, day)
    return [
        {
            "target": t,
            "outcome": became[t.pk],
            "word": outcome_label(became[t.pk], known_outcome_on(t, day), known_searched_on(t, day)),
        }
        for t in _by_promise(targets)
    ]


def _ladder(steps: list[StatusChange]) -> list[dict[str, Any]]:
    """The main ladder with the steps taken; an end that is not on it comes last."""
    taken = {step.status: step for step in steps}
    last = steps[-1].status if steps else ""
    reached = [word for word in _MAIN if word in taken]
    now = last if reached[-1:] == [last] else ""
    rows = [_rung(word, taken.get(word), now) for word in (*reached, *_ahead(taken))]
    if last and last not in _MAIN:
        rows.append({"label": Status(last).label, "on": str(steps[-1].on), "state": "ended"})
    return rows


def _ahead(taken: Collection[str]) -> list[str]:
    """The steps that may still come: those after the furthest one taken that every project goes through.

    Of a step before it that was not taken there is no record.
    """
    furthest = max((n for n, word in enumerate(_MAIN) if word in taken), default=-1)
    return [word for word in _MAIN[furthest + 1 :] if word not in _NOT_BY_ALL]


def _rung(word: str, step: StatusChange | None, now: str) -> dict[str, Any]:
    state = "ahead" if step is None else "current" if word == now else "done"
    return {"label": Status(word).label, "on": str(step.on) if step else "", "state": state}


def _by_promise(targets: list[Target]) -> list[Target]:
    """Statements of one promise together, oldest first; promises in the order in which they come due."""
    due: dict[str, Any] = {}
    for target in targets:
        due[target.promise] = min(due.get(target.promise, target.due_last), target.due_last)
    return sorted(targets, key=lambda t: (due[t.promise], t.promise, t.stated_on_first, t.pk))


def _statements(statements: list[Statement]) -> dict[str, Any]:
    """Disputed quantities side by side; the rest as a list, measured orbits apart."""
    groups: dict[tuple[str, int | None, int | None], list[Statement]] = defaultdict(list)
    measured = _measured_orbits(statements)
    for statement in statements:
        if statement in measured:
            continue
        groups[statement.quantity, statement.project_id, statement.spacecraft_id].append(statement)
    disputed, plain = [], []
    for group in groups.values():
        answers = _answers(group)
        if len(answers) > 1:
            disputed.append(_dispute(answers))
            plain += [item for item in group if item not in answers]
        else:
            plain += group
    return {"disputes": disputed, "statements": plain, "orbits": measured}


def _measured_orbits(statements: list[Statement]) -> list[Statement]:
    """The measured heights of spacecraft, but of those over whose height sources conflict."""
    heights = [item for item in statements if item.quantity == "altitude"]
    disputed = {item.spacecraft_id for item in heights if item.confidence == "disputed"}
    return [
        item
        for item in heights
        if item.spacecraft
        and item.qualifier == Statement.Qualifier.MEASURED
        and item.spacecraft_id not in disputed
    ]


def _answers(group: list[Statement]) -> list[Statement]:
    """The statements of one quantity that contradict each other: the disputed ones.

    Where only one is marked, those it stands against are beside it: of the same qualifier, or else of
    a unit of the same kind. Figures of different things, such as one satellite and all of them, are not set
    against each other.
    """
    disputed = [item for item in group if item.confidence == "disputed"]
    if len(disputed) != 1:
        return disputed
    [one] = disputed
    kind = kind_of_unit(one.unit)
    others = [item for item in group if item is not one and kind_of_unit(item.unit) == kind]
    alike = [item for item in others if item.qualifier == one.qualifier]
    return [one, *(alike or others)]


def _dispute(group: list[Statement]) -> dict[str, Any]:
    return {
        "label": quantity_label(group[0]),
        "answers": [
            {
                "value": statement_value(item),
                "unit": item.unit,
                "who": item.get_qualifier_display() + (f" · {item.note.rstrip('.')}" if item.note else ""),
                "on": str(item.stated_on),
                "sources": item.cited,  # type: ignore[attr-defined]  # given by `cite`
            }
            for item in group
        ],
    }


def quantity_label(statement: Statement) -> str:
    """What is stated, and of what where that is not the project itself."""
    name = statement.get_quantity_display()
    return f"{name} ({statement.spacecraft.name})" if statement.spacecraft else name


def statement_value(statement: Statement) -> str:
    """The value as stated: a range with both ends."""
    low = number(statement.value)
    return f"{low}–{number(statement.value_max)}" if statement.value_max else low
