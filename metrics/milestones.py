"""Milestones and projects: what was announced, tried and shown, over time."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from metrics.question import FactRef, Question
from metrics.registry import Metric, register
from metrics.steps import Event, StepRow, running
from projects.models import Milestone, Project

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
    """Projects with computing in orbit as their purpose, by country, after each announcement."""
    return running(
        (
            Event(
                project.country,
                project.announced_on.first if project.announced_on else project.known_on,
                project.announced_on.last if project.announced_on else project.known_on,
                1,
                project.name,
                (FactRef("projects", project.slug),),
                promised=True,
                disputed=project.confidence == "disputed",
            )
            for project in question.projects
            if project.scope == Project.Scope.CORE
        ),
        question,
    )


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
            "Projects whose purpose is computing in orbit, counted on the day of their announcement, or "
            "where that was not found on the day they became known."
        ),
        _("projects"),
        _("Not whether anything is built: an idea on paper counts like a flying constellation."),
        projects_announced,
        over_time=True,
        promised=True,
    )
)
