"""What a reader asks, and the facts that answer it: read once, each kind in one query."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.db.models import OuterRef, Q, Subquery

from common.confidence import at_least
from launches.models import CatalogueEntry, ElementSet, LaunchTotal, Spacecraft
from metrics.outcomes import Outcome, outcomes
from projects.models import (
    LADDER,
    ExchangeRate,
    FilingStep,
    FundingEvent,
    Milestone,
    OpenQuestion,
    Project,
    Statement,
    StatusChange,
    Target,
)
from projects.models.fact import Fact

P = ParamSpec("P")
R = TypeVar("R")


def asked_once(
    function: Callable[Concatenate[Question, P], R],
) -> Callable[Concatenate[Question, P], R]:
    """Answers each question once: several figures of a page rest on the same facts.

    What was answered lives and ends with the Question; the further arguments must be hashable.
    """

    @wraps(function)
    def answer(question: Question, /, *args: P.args, **kwargs: P.kwargs) -> R:
        key = (function, args, tuple(sorted(kwargs.items())))
        if key not in question.answers:
            question.answers[key] = function(question, *args, **kwargs)
        return cast("R", question.answers[key])

    return answer


@dataclass(frozen=True)
class FactRef:
    """One fact behind a figure: the kind of record and its slug."""

    kind: str
    slug: str


@dataclass(frozen=True)
class Question:
    """As known by which day, of which country, above which confidence.

    `day` is the day the answer stands for: `as_of`, or today where none was given. The lists
    below hold what the public could know by `as_of`; no country is left out of them, since a
    comparison needs both.
    """

    day: date
    as_of: date | None = None
    country: str = ""
    confidence: str = ""

    @cached_property
    def answers(self) -> dict[Any, Any]:
        """What was already worked out for this question (see `asked_once`)."""
        return {}

    @cached_property
    def outcomes(self) -> dict[int, Outcome]:
        """What became of each target by the day, by primary key."""
        return outcomes(self.targets, self.day)

    def knows(self, fact: Fact) -> bool:
        """Whether a fact was known by `as_of` and passes the floor: for those that others lead to."""
        in_time = self.as_of is None or fact.known_on <= self.as_of
        return in_time and fact.confidence in at_least(self.confidence)

    @cached_property
    def spacecraft(self) -> list[Spacecraft]:
        """Spacecraft with project and launch; `decayed_on` is the catalogue's word, if any."""
        entry = CatalogueEntry.objects.filter(norad_cat_id=OuterRef("norad_cat_id"))
        return list(
            Spacecraft.objects.known_by(self.as_of)
            .with_confidence(self.confidence)
            .select_related("project", "launch")
            .annotate(decayed_on=Subquery(entry.values("decayed_on")[:1]))
            .order_by("launched_on_last", "slug")
        )

    @cached_property
    def project_steps(self) -> dict[int, str]:
        """The step that each project had reached by the day, by primary key."""
        steps = StatusChange.objects.happened_by(self.day).with_confidence(self.confidence)
        ordered = sorted(
            steps.values_list("project_id", "on_first", "status"),
            key=lambda step: (step[1], LADDER.index(step[2])),
        )
        return {project: status for project, _on, status in ordered}

    @cached_property
    def filing_steps(self) -> list[FilingStep]:
        """Steps of applications for computing constellations, each with application and project."""
        steps = FilingStep.objects.known_by(self.as_of).filter(filing__project__scope=Project.Scope.CORE)
        if self.confidence:
            steps = steps.filter(document__confidence__in=at_least(self.confidence))
        return list(
            steps.select_related("filing__project", "filing__contained_in", "document").order_by(
                "on_last", "pk"
            )
        )

    @cached_property
    def funding(self) -> list[FundingEvent]:
        """Funding events; `rate` is the newest known rate of their currency in dollars."""
        rate = (
            ExchangeRate.objects.known_by(self.as_of)
            .filter(currency=OuterRef("currency"))
            .order_by("-on_first")
        )
        return list(
            FundingEvent.objects.known_by(self.as_of)
            .with_confidence(self.confidence)
            .with_parties()
            .annotate(
                rate=Subquery(rate.values("usd_per_unit")[:1]), rate_slug=Subquery(rate.values("slug")[:1])
            )
            .order_by("on_last", "slug")
        )

    @cached_property
    def targets(self) -> list[Target]:
        """Targets with project and the statement that replaced each, if any."""
        return list(
            Target.objects.known_by(self.as_of)
            .with_confidence(self.confidence)
            .select_related("project", "superseded_by")
            .order_by("due_last", "slug")
        )

    @cached_property
    def sizes(self) -> list[Statement]:
        """How many satellites each computing project was said to have, disputed figures left out."""
        return list(
            Statement.objects.known_by(self.as_of)
            .with_confidence(self.confidence)
            .filter(Q(quantity="satellites", unit="satellites", project__scope=Project.Scope.CORE))
            .exclude(confidence="disputed")
            .select_related("project")
            .order_by("stated_on_last", "slug")
        )

    @cached_property
    def stated(self) -> list[Statement]:
        """Stated compute and power of projects and spacecraft, disputed figures included."""
        return list(
            Statement.objects.known_by(self.as_of)
            .with_confidence(self.confidence)
            .filter(quantity__in=("compute", "power"))
            .with_subject()
            .order_by("stated_on_last", "slug")
        )

    @cached_property
    def newest_elements(self) -> dict[int, ElementSet]:
        """The newest element set of each object, by catalogue number, as known by the day."""
        sets = ElementSet.objects.known_by(self.as_of).newest_first()
        newest: dict[int, ElementSet] = {}
        for one in sets.filter(pk__in=ElementSet.objects.known_by(self.as_of).newest_ids()):
            newest.setdefault(one.norad_cat_id, one)
        return newest

    @cached_property
    def projects(self) -> list[Project]:
        """Projects, without their status."""
        return list(
            Project.objects.known_by(self.as_of).with_confidence(self.confidence).order_by("known_on", "slug")
        )

    @cached_property
    def milestones(self) -> list[Milestone]:
        """Milestones, oldest first."""
        return list(
            Milestone.objects.known_by(self.as_of)
            .with_confidence(self.confidence)
            .with_project()
            .order_by("on_last", "slug")
        )

    @cached_property
    def launch_totals(self) -> list[LaunchTotal]:
        """National launch totals of one convention (GCAT), oldest first."""
        return list(
            LaunchTotal.objects.known_by(self.as_of)
            .with_confidence(self.confidence)
            .counted_by(LaunchTotal.Method.GCAT)
        )

    @cached_property
    def open_questions(self) -> list[OpenQuestion]:
        """Open questions, those that bear on most projects first."""
        return list(OpenQuestion.objects.known_by(self.as_of).by_reach())
