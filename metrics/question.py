"""What a reader asks, and the facts that may answer it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from common.confidence import at_least
from common.dates import AsOf
from common.memory import made_to_stay
from facts.models.fact import Fact
from facts.past import read_now
from launches.models import ElementSet, Launch, LaunchTotal, Spacecraft, State, StatusReading, state_of
from launches.selectors import newest_of_spacecraft
from metrics.names import NamedLedger, with_former_organizations
from metrics.names import named as named_ledger
from metrics.outcomes import Outcome, moves, outcomes
from metrics.snapshot import Ledger
from news.models import NewsItem
from projects.models import (
    ExchangeRate,
    Filing,
    FilingStep,
    FundingEvent,
    Milestone,
    OpenQuestion,
    Project,
    Statement,
    StatusChange,
    Target,
)

F = TypeVar("F", bound=Fact)
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
            with made_to_stay():
                question.answers[key] = function(question, *args, **kwargs)
        return cast("R", question.answers[key])

    return answer


@dataclass(frozen=True, slots=True)
class FactRef:
    """One fact behind a figure: the kind of record and its slug."""

    kind: str
    slug: str


@dataclass(frozen=True)
class FactList:
    """Facts behind a figure that are too many to be named one by one: the list of a kind that holds just them.

    `keys` are those of the list, `year` and `country` for example, in the words of the API.
    """

    kind: str
    keys: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Question:
    """As known by which day, of which country, above which confidence.

    `day` is the day the answer stands for: that of `as_of`, or today where none was given. The lists
    below hold what the public could know by `as_of`; no country is left out of them, since a
    comparison needs both. `ledger` holds the facts; questions that share one read each kind once.
    """

    day: date
    as_of: AsOf | None = None
    country: str = ""
    confidence: str = ""
    ledger: Ledger = field(default_factory=Ledger, compare=False, repr=False)

    def __post_init__(self) -> None:
        self.ledger.look_from(self.as_of)

    @property
    def seen_from(self) -> AsOf:
        """`as_of`, or the day with all entries as they stand now where none was given."""
        return self.as_of or AsOf(self.day)

    @cached_property
    def answers(self) -> dict[Any, Any]:
        """What was already worked out for this question (see `asked_once`)."""
        return {}

    @cached_property
    def named(self) -> Ledger | NamedLedger:
        """The facts that lead to a project, with the names of the day asked."""
        return named_ledger(self.ledger, self.as_of and self.as_of.day)

    @cached_property
    def outcomes(self) -> dict[int, Outcome]:
        """What became of each target by the day, by primary key."""
        return outcomes(self.targets, self.day, self.moves)

    @cached_property
    def moves(self) -> dict[int, date]:
        """The day on which each target that moved was known to have, by primary key."""
        return moves(self.targets, self.day)

    def knows(self, fact: Fact) -> bool:
        """Whether a fact was known by `as_of` and passes the floor."""
        return fact.known_on <= self._until and fact.confidence in self._floor

    @cached_property
    def _until(self) -> date:
        return self.as_of.day if self.as_of else date.max

    @cached_property
    def _floor(self) -> frozenset[str]:
        return frozenset(at_least(self.confidence))

    def _known(self, rows: Iterable[F]) -> list[F]:
        if self.as_of is None and not self.confidence:
            return list(rows)
        day, floor = self._until, self._floor
        return [row for row in rows if row.known_on <= day and row.confidence in floor]

    @cached_property
    def spacecraft(self) -> list[Spacecraft]:
        """Spacecraft with project and launch; `decayed_on` is the catalogue's word, if any."""
        return self._known(self.named.spacecraft.values())

    def state(self, craft: Spacecraft) -> State:
        """What was known of a spacecraft's state on the day."""
        if craft.pk not in self._states:
            self._states[craft.pk] = state_of(
                craft, self._known(self.ledger.status_readings.get(craft.pk, ())), self.day
            )
        return self._states[craft.pk]

    @cached_property
    def _states(self) -> dict[int, State]:
        return {}

    @cached_property
    def status_readings(self) -> list[StatusReading]:
        """What was read of the state of spacecraft."""
        return [
            row
            for craft in self.spacecraft
            for row in self._known(self.ledger.status_readings.get(craft.pk, ()))
        ]

    @cached_property
    def newest_epochs(self) -> dict[int, date]:
        """The day (UTC) of the newest element set of each spacecraft, by primary key; none after the day asked."""
        told = self.ledger.epochs(self.as_of)
        if told is None or self._numbers_corrected_since:
            told = {number: one.epoch for number, one in self.newest_elements.items()}
        days = {
            craft.pk: epoch.astimezone(UTC).date()
            for craft in self.spacecraft
            if craft.norad_cat_id and (epoch := told.get(craft.norad_cat_id))
        }
        return {pk: day for pk, day in days.items() if day <= self.day}

    @cached_property
    def filings(self) -> list[Filing]:
        """Documents at authorities, oldest first."""
        return self._known(self.named.filings.values())

    @cached_property
    def filing_steps(self) -> list[FilingStep]:
        """Steps of applications for computing constellations, each with application and project."""
        return [
            step
            for step in self.named.filing_steps
            if self.knows(step.document)
            and step.filing.project is not None
            and step.filing.project.scope == Project.Scope.CORE
        ]

    @cached_property
    def funding(self) -> list[FundingEvent]:
        """Funding events with organization and project, oldest first."""
        events = self._known(self.named.funding.values())
        return with_former_organizations(events, self.as_of and self.as_of.day)

    @cached_property
    def rates(self) -> dict[str, list[ExchangeRate]]:
        """The known rates of each currency in dollars, oldest first, however sure."""
        rates: dict[str, list[ExchangeRate]] = {}
        for rate in self.ledger.exchange_rates.values():
            if rate.known_on <= self._until:
                rates.setdefault(rate.currency, []).append(rate)
        return rates

    @cached_property
    def targets(self) -> list[Target]:
        """Targets with project and the statement that replaced each, if any."""
        return self._known(self.named.targets.values())

    @cached_property
    def sizes(self) -> list[Statement]:
        """How many satellites each computing project was said to have, disputed figures left out."""
        return [
            told
            for told in self.statements
            if told.quantity == told.unit == "satellites"
            and told.confidence != "disputed"
            and told.project is not None
            and told.project.scope == Project.Scope.CORE
        ]

    @cached_property
    def stated(self) -> list[Statement]:
        """Stated compute and power of projects and spacecraft, disputed figures included."""
        return [told for told in self.statements if told.quantity in ("compute", "power")]

    @read_now
    def newest_elements(self) -> dict[int, ElementSet]:
        """The newest element set of each spacecraft's number, by that number, as known by the day."""
        sets = ElementSet.objects.known_by(self.as_of)
        newest = {one.norad_cat_id: one for one in newest_of_spacecraft(sets)}
        for number in self._numbers_corrected_since:
            if one := sets.of_object(number).first():
                newest[number] = one
        return newest

    @property
    def _numbers_corrected_since(self) -> set[int]:
        """Numbers that stood in the ledger at the moment asked and that no spacecraft bears now."""
        if self.ledger.recorded is None:
            return set()
        now = {craft.norad_cat_id for craft in self.ledger.present.spacecraft.values()}
        then = {number for craft in self.spacecraft if (number := craft.norad_cat_id)}
        return then - now

    @cached_property
    def projects(self) -> list[Project]:
        """Projects, without their status."""
        return self._known(self.named.projects.values())

    @cached_property
    def status_changes(self) -> list[StatusChange]:
        """Steps of projects, oldest first."""
        return self._known(self.named.status_changes)

    @cached_property
    def statements(self) -> list[Statement]:
        """Everything stated, of whatever quantity."""
        return self._known(self.named.statements.values())

    @cached_property
    def launches(self) -> list[Launch]:
        """Launches of the ledger and of the feeds, oldest first."""
        return self._known(self.ledger.launches.values())

    @cached_property
    def news(self) -> list[NewsItem]:
        """What readers may see, oldest first."""
        return self._known(self.ledger.news.values())

    @cached_property
    def milestones(self) -> list[Milestone]:
        """Milestones, oldest first."""
        return self._known(self.named.milestones.values())

    @cached_property
    def all_launch_totals(self) -> list[LaunchTotal]:
        """National launch totals of every convention, oldest first; never to be added or put in one line."""
        return self._known(self.ledger.launch_totals.values())

    @cached_property
    def launch_totals(self) -> list[LaunchTotal]:
        """National launch totals of one convention (GCAT), oldest first."""
        return [total for total in self.all_launch_totals if total.method == LaunchTotal.Method.GCAT]

    @cached_property
    def past_read_on(self) -> date | None:
        """The day up to which every flown launch of the compared nations is held; None: of no day."""
        read_up_to = self.ledger.past_read
        return min(read_up_to.astimezone(UTC).date(), self.day) if read_up_to else None

    @cached_property
    def open_questions(self) -> list[OpenQuestion]:
        """Open questions, those that bear on most projects first."""
        return [row for row in self.ledger.open_questions if row.known_on <= self._until]
