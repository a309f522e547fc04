"""Kinds of curated records: the registry, what all facts share, and the kinds of this app."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from common.confidence import CONFIDENCE
from common.countries import COUNTRIES
from projects import models
from projects.ledger.fields import (
    Children,
    Choice,
    Day,
    Field,
    Group,
    Language,
    Number,
    Ref,
    Refs,
    Slug,
    Text,
    Texts,
    Url,
    When,
)

Record = dict[str, Any]
Check = Callable[[Record], list[str]]


@dataclass(frozen=True)
class Unique:
    """Keys whose values, together, only one record of a kind may have."""

    keys: tuple[str, ...]
    unless: Callable[[Record], bool] = lambda record: False

    def value(self, record: Record) -> tuple | None:
        """What must be unique about a record; None where the rule does not reach it."""
        if self.unless(record) or any(key not in record for key in self.keys):
            return None
        return tuple(record[key] for key in self.keys)

    def sentence(self, other: str) -> str:
        what = "is" if len(self.keys) == 1 else f"with {' and '.join(self.keys[1:])} is"
        return f"{what} also that of {other}: use that record, or mend one of the two"


@dataclass(frozen=True)
class Kind:
    """One file of records. `order` sets the writing order: a kind comes after those it refers to.

    `own_date` is the fact's own date; `happens` says that it cannot be known before that date.
    Rows whose slug starts with one of `not_curated` come from feeds and are in no file.
    """

    name: str
    model: type[Model]
    order: int
    title: str
    fields: tuple[Field, ...]
    checks: tuple[Check, ...] = ()
    uniques: tuple[Unique, ...] = ()
    own_date: str = ""
    happens: bool = False
    prefetch: tuple[str, ...] = ()
    not_curated: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return hash(self.name)

    @property
    def is_fact(self) -> bool:
        return any(part.key == "sources" for part in self.fields)

    @property
    def keeps_back(self) -> bool:
        """Whether readers may see only some of its records: see `public` of their queryset."""
        return not self.is_fact or bool(self.model.PUBLIC)  # type: ignore[attr-defined]  # a Fact

    def doubts(self, record: Record) -> Iterable[tuple[str, str]]:
        """(field, sentence) of what does not go together in a record whose fields can be read one by one."""
        for check in self.checks:
            for sentence in check(record):
                key, _, rest = sentence.partition(": ")
                yield key, rest


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Adds a kind to the ledger."""
    KINDS[kind.name] = kind
    return kind


def kind_of(model: type[Model]) -> Kind | None:
    """The kind of a model's rows; None where they are not curated."""
    return next((kind for kind in KINDS.values() if kind.model is model), None)


def in_order() -> list[Kind]:
    """All kinds, each after those it refers to."""
    return sorted(KINDS.values(), key=lambda kind: kind.order)


def country(required: bool = True) -> Choice:
    return Choice("country", required=required, words=tuple(COUNTRIES))


def shared() -> tuple[Field, ...]:
    """The last fields of every fact."""
    return (
        Text("note", most=2000),
        Choice("confidence", required=True, words=tuple(CONFIDENCE)),
        Day("known_on"),
        Refs("sources", required=True, kind="sources"),
    )


def ordered(low: str, high: str, group: str = "") -> Check:
    """The value of `low` is not above that of `high`; both may be keys inside a group."""

    def check(record: Record) -> list[str]:
        record = record.get(group, {}) if group else record
        if low in record and high in record and record[low] > record[high]:
            sentence = f"{high} {record[high]!r} is less than {low} {record[low]!r}: swap or mend them"
            return [f"{group or high}: {sentence}"]
        return []

    return check


def _together(one: str, other: str) -> Check:
    def check(record: Record) -> list[str]:
        if (one in record) != (other in record):
            return [f"{one}: goes together with {other}: write both or neither"]
        return []

    return check


def _same_dollars(record: Record) -> list[str]:
    if record.get("currency") == "USD" and record.get("amount_usd", record.get("amount")) != record.get(
        "amount"
    ):
        return ["amount_usd: differs from an amount that is in dollars already: leave it out"]
    return []


def _not_linked_to_itself(record: Record) -> list[str]:
    if any(link["project"] == record.get("slug") for link in record.get("related", [])):
        return ["related: names the project itself"]
    return []


def _one_of(one: str, other: str) -> Check:
    def check(record: Record) -> list[str]:
        if (one in record) == (other in record):
            return [f"{one}: write exactly one of {one} and {other}"]
        return []

    return check


def _not_both(one: str, other: str) -> Check:
    def check(record: Record) -> list[str]:
        return [f"{one}: cannot stand beside {other}"] if one in record and other in record else []

    return check


register(
    Kind(
        "sources",
        models.Source,
        0,
        "Every source once.",
        (
            Slug("slug", required=True),
            Url("url", required=True),
            Text("title", required=True, most=300),
            Text("publisher", required=True, most=160),
            When("published_on"),
            Language("language", required=True),
            Choice("seen", required=True, words=tuple(models.Source.Seen.values)),
            Choice("quality", required=True, words=tuple(models.Source.Quality.values)),
            Ref("copy_of", kind="sources"),
        ),
        uniques=(Unique(("url",)),),
        not_curated=("launch-library-2",),
    )
)
register(
    Kind(
        "organizations",
        models.Organization,
        10,
        "Who builds, pays, regulates.",
        (
            Slug("slug", required=True),
            Text("name", required=True, most=200),
            Text("native_name", most=200),
            Texts("aliases"),
            country(),
            Choice("kind", required=True, words=tuple(models.Organization.Kind.values)),
            Ref("parent", kind="organizations"),
            Text("parent_name", most=200),
            When("founded_on"),
            Text("headquarters", most=120),
            Url("website", most=300),
            Text("summary", required=True),
            When("current_on", required=True),
            *shared(),
        ),
        own_date="current_on",
    )
)
register(
    Kind(
        "projects",
        models.Project,
        20,
        "Announced plans and flying systems. Their status is in status_changes.yaml.",
        (
            Slug("slug", required=True),
            Text("name", required=True, most=200),
            Text("native_name", most=200),
            Texts("aliases"),
            country(),
            Choice("kind", required=True, words=tuple(models.Project.Kind.values)),
            Choice("scope", required=True, words=tuple(models.Project.Scope.values)),
            When("announced_on"),
            Children(
                "organizations",
                attr="roles",
                model=models.ProjectRole,
                parent="project",
                parts=(
                    Ref("organization", required=True, kind="organizations"),
                    Choice("role", required=True, words=tuple(models.ProjectRole.Role.values)),
                ),
                once=("organization", "role"),
            ),
            Group(
                "orbit",
                parts=(
                    Choice("regime", words=tuple(models.Project.Regime.values)),
                    Number("altitude_km_min", low=0, high=2e6),
                    Number("altitude_km_max", low=0, high=2e6),
                    Number("inclination_deg", low=0, high=180),
                ),
            ),
            Children(
                "related",
                attr="links",
                model=models.ProjectLink,
                parent="project",
                parts=(
                    Ref("project", required=True, kind="projects", attr="other"),
                    Text("how", required=True, most=200),
                ),
                once=("project",),
            ),
            Text("summary", required=True),
            When("current_on", required=True),
            *shared(),
        ),
        checks=(_not_linked_to_itself, ordered("altitude_km_min", "altitude_km_max", "orbit")),
        own_date="announced_on",
        prefetch=("roles__organization", "links__other"),
    )
)
register(
    Kind(
        "status_changes",
        models.StatusChange,
        30,
        "Steps of each project on the status ladder.",
        (
            Slug("slug", required=True),
            Ref("project", required=True, kind="projects"),
            Choice("status", required=True, words=models.LADDER),
            When("on", required=True),
            *shared(),
        ),
        own_date="on",
        happens=True,
    )
)
register(
    Kind(
        "targets",
        models.Target,
        30,
        "Every promised date, each time it was stated.",
        (
            Slug("slug", required=True),
            Ref("project", required=True, kind="projects"),
            Choice("milestone", required=True, words=tuple(models.Target.Milestone.values)),
            Slug("promise", required=True, most=80),
            Text("text", required=True, most=300),
            When("stated_on", required=True),
            When("due", required=True),
            Choice("bound", words=tuple(models.Target.Bound.values), default="by"),
            When("outcome_on"),
            When("not_met_on"),
            Ref("superseded_by", kind="targets"),
            *shared(),
        ),
        checks=(_not_both("outcome_on", "not_met_on"),),
        own_date="stated_on",
        happens=True,
    )
)
register(
    Kind(
        "milestones",
        models.Milestone,
        30,
        "Dated events other than filings and money.",
        (
            Slug("slug", required=True),
            Ref("project", kind="projects"),
            Refs("projects_also", kind="projects"),
            country(),
            When("on", required=True),
            Choice("kind", required=True, words=tuple(models.Milestone.Kind.values)),
            Text("title", required=True, most=200),
            Text("summary", required=True),
            *shared(),
        ),
        own_date="on",
        happens=True,
        prefetch=("projects_also",),
    )
)
register(
    Kind(
        "funding",
        models.FundingEvent,
        30,
        "Money by instrument; credit lines and contracts are not equity.",
        (
            Slug("slug", required=True),
            Ref("organization", required=True, kind="organizations"),
            Ref("project", kind="projects"),
            When("on", required=True),
            Choice("instrument", required=True, words=tuple(models.FundingEvent.Instrument.values)),
            Choice("round", words=tuple(models.FundingEvent.Round.values)),
            Choice("stage", words=tuple(models.FundingEvent.Stage.values), default="unknown"),
            Choice("scope", required=True, words=tuple(models.FundingEvent.Scope.values)),
            Text("scope_reason", required=True, most=300),
            Number("amount", whole=True, low=1),
            Choice("currency", words=("USD", "CNY", "EUR", "JPY", "HKD")),
            Number("amount_usd", whole=True, low=1),
            Number("valuation", whole=True, low=1),
            Choice("valuation_currency", words=("USD", "CNY", "EUR", "JPY", "HKD")),
            Texts("investors"),
            Ref("alternative_to", kind="funding"),
            Text("summary", required=True),
            *shared(),
        ),
        checks=(
            _together("amount", "currency"),
            _together("valuation", "valuation_currency"),
            _same_dollars,
        ),
        own_date="on",
        happens=True,
    )
)
register(
    Kind(
        "exchange_rates",
        models.ExchangeRate,
        30,
        "What a currency was worth in dollars, as a source shows or implies.",
        (
            Slug("slug", required=True),
            Choice("currency", required=True, words=("CNY", "EUR", "JPY", "HKD")),
            Number("usd_per_unit", required=True, low=0.000001, high=100_000, places=8),
            When("on", required=True),
            *shared(),
        ),
        own_date="on",
        happens=True,
    )
)
register(
    Kind(
        "filings",
        models.Filing,
        30,
        "Regulatory filings with their steps; rules, policies and laws.",
        (
            Slug("slug", required=True),
            Ref("organization", kind="organizations"),
            Text("authority", required=True, most=120),
            country(),
            Choice("kind", required=True, words=tuple(models.Filing.Kind.values)),
            When("on", required=True),
            Ref("project", kind="projects"),
            Text("docket", most=160),
            Number("satellites_requested", whole=True, low=1, high=2_000_000_000),
            Ref("contained_in", kind="filings"),
            Number("altitude_km_min", low=0, high=2e6),
            Number("altitude_km_max", low=0, high=2e6),
            Text("frequency", most=300),
            Children(
                "steps",
                model=models.FilingStep,
                parent="filing",
                parts=(
                    Choice("step", required=True, words=tuple(models.FilingStep.Step.values)),
                    When("on", required=True),
                    Ref("document", required=True, kind="filings"),
                ),
                once=("document", "step"),
            ),
            Text("summary", required=True),
            Text("outcome", most=300),
            *shared(),
        ),
        checks=(ordered("altitude_km_min", "altitude_km_max"),),
        own_date="on",
        happens=True,
        prefetch=("steps__document",),
    )
)
register(
    Kind(
        "statements",
        models.Statement,
        60,
        "Every stated or measured quantity, one record per statement.",
        (
            Slug("slug", required=True),
            Ref("project", kind="projects"),
            Ref("spacecraft", kind="spacecraft"),
            Slug("quantity", required=True, most=40),
            Number("value", required=True, low=0.000001, places=6),
            Number("value_max", low=0.000001, places=6),
            Text("unit", required=True, most=24),
            Choice("qualifier", required=True, words=tuple(models.Statement.Qualifier.values)),
            Choice("precision", words=tuple(models.Statement.Precision.values), default="not_applicable"),
            When("stated_on", required=True),
            *shared(),
        ),
        checks=(_one_of("project", "spacecraft"), ordered("value", "value_max")),
        own_date="stated_on",
        happens=True,
    )
)
register(
    Kind(
        "open_questions",
        models.OpenQuestion,
        30,
        "What remains unclear, and why it matters.",
        (
            Slug("slug", required=True),
            Text("question", required=True, most=300),
            Text("why_it_matters", required=True),
            Choice("subject", words=tuple(models.OpenQuestion.Subject.values)),
            Text("answered_by"),
            Refs("projects", kind="projects"),
            country(),
            When("asked_on", required=True),
            *shared(),
        ),
        own_date="asked_on",
        happens=True,
        prefetch=("projects",),
    )
)
