"""Milestones and projects: what was announced, tried and shown, over time."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from common.countries import RIVALS, country_name
from metrics.programmes import announced_days, members, mere_ideas
from metrics.question import FactRef, Question
from metrics.registry import Metric, register
from metrics.steps import Event, StepRow, running
from metrics.wording import number
from projects.models import Milestone

IN_ORBIT = (
    Milestone.Kind.IN_ORBIT_DEMO,
    Milestone.Kind.MODEL_TRAINED,
    Milestone.Kind.INFERENCE,
    Milestone.Kind.FIRST_LIGHT,
)


def milestones(question: Question) -> list[StepRow]:
    """Demonstrations of computing in orbit, by country, after each."""
    return running(
        (
            Event(
                event.country,
                event.on.first,
                event.on.last,
                1,
                event.title,
                (FactRef("milestones", event.slug),),
                disputed=event.confidence == "disputed",
            )
            for event in question.milestones
            if event.kind in IN_ORBIT
        ),
        question,
    )


def projects_announced(question: Question) -> list[StepRow]:
    """Programmes with computing in orbit as their purpose, by country, after each announcement.

    A programme counts once, on the day on which it was announced, or else the first of its parts. Parts are named
    beside.
    """
    return running(_announcements(question), question)


def _announcements(question: Question) -> Iterable[Event]:
    days = announced_days(question)
    for pk, rows in members(question).items():
        dated = [row for row in rows if row.pk in days]
        if not dated:
            continue
        whole = next(row for row in rows if row.pk == pk)
        first = whole if pk in days else min(dated, key=lambda row: (days[row.pk].last, row.slug))
        when = days[first.pk]
        yield Event(
            whole.country,
            when.first,
            when.last,
            1,
            whole.name,
            tuple(FactRef("projects", slug) for slug in dict.fromkeys((whole.slug, first.slug))),
            promised=True,
            disputed=whole.confidence == "disputed",
        )


def said_of_parts(question: Question) -> list[str]:
    """How many parts the programmes have beside themselves, which are mere ideas, and which have no day."""
    told, days, ideas = [], announced_days(question), mere_ideas(question)
    for country in (question.country,) if question.country else RIVALS:
        own = [rows for rows in members(question).values() if rows[0].country == country]
        plans = [rows for rows in own if any(row.pk not in ideas for row in rows)]
        counts = {"programmes": number(len(plans)), "parts": number(sum(len(rows) - 1 for rows in plans))}
        told.append(
            _("%(country)s: programmes %(programmes)s, projects that are parts of them %(parts)s.")
            % {"country": country_name(country), **counts}
        )
        if talks := sorted(rows[0].name for rows in own if rows not in plans):
            told.append(
                _(
                    "%(country)s: not counted, since nobody announced more than an interest or an idea: %(names)s."
                )
                % {"country": country_name(country), "names": ", ".join(talks)}
            )
        if undated := sorted(rows[0].name for rows in plans if not any(row.pk in days for row in rows)):
            told.append(
                _("%(country)s: not in the line, since no day of an announcement is known: %(names)s.")
                % {"country": country_name(country), "names": ", ".join(undated)}
            )
    return told


register(
    Metric(
        "milestones",
        _("Demonstrations in orbit"),
        _(
            "Events in which computing in orbit was shown: first light, demonstrations, inference, and "
            "training of a model, as recorded in the ledger."
        ),
        _("events"),
        _(
            "Not how large or useful each was, and not those that nobody reported. What a source calls a "
            "demonstration counts, though some say only that it flew. Computing for another mission "
            "and on the way to the Moon counts too, unlike in the counts of spacecraft."
        ),
        milestones,
        over_time=True,
    )
)
register(
    Metric(
        "projects_announced",
        _("Projects announced"),
        _(
            "Programmes whose purpose is computing in orbit: a project with all its parts counts "
            "once, on the day "
            "on which it was announced. Where no source gives that day, it is the day on which the "
            "project became known, or that of its first step where that lies before; of a programme without any of "
            "these, the first day of its parts. Talks, an interest or an idea "
            "are no announcement."
        ),
        _("programmes"),
        _(
            "Not whether anything is built: a plan on paper counts like a flying constellation. Not the parts: "
            "their number is said beside the figure; projects of one maker that no source presents as parts of one "
            "programme, such as the four of Lonestar, count each by itself. A programme whose day nobody gives, and "
            "one of which nobody announced more than an idea, is named and not counted."
        ),
        projects_announced,
        said_beside=said_of_parts,
        over_time=True,
        promised=True,
    ),
    (
        "2026-11-29",
        _(
            "Programmes count, and their parts are named beside; a project is not announced on the "
            "day it was found."
        ),
    ),
    ("2026-11-30", _("What went no further than talks, an interest or an idea is named and not counted.")),
    (
        "2026-11-30",
        _("A programme counts from its own announcement, not from that of a part that came before it."),
    ),
)
