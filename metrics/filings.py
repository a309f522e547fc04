"""Satellites asked for: applications for computing constellations, and how far they came."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from metrics.question import FactRef, Question, asked_once
from metrics.registry import Metric, register
from metrics.steps import Event, StepRow, running
from projects.models import FilingStep


@dataclass(frozen=True)
class RequestedRow:
    """A country's requests by step, in satellites.

    `disputed`, `accepted_disputed` and `granted_disputed` are the parts over which sources conflict. The
    facts of each figure are the documents that prove its step.
    """

    country: str
    filed: int
    accepted: int
    granted: int
    disputed: int
    accepted_disputed: int
    granted_disputed: int
    applications: int
    filed_facts: tuple[FactRef, ...]
    accepted_facts: tuple[FactRef, ...]
    granted_facts: tuple[FactRef, ...]


@asked_once
def requested(question: Question, country: str) -> RequestedRow:
    """How many satellites were asked for, accepted for filing and granted by the question's day."""
    sums = dict.fromkeys(("filed", "accepted", "grant"), 0)
    disputed, applications = dict(sums), 0
    facts: dict[str, list[FactRef]] = {step: [] for step in sums}
    for step in _counted(question):
        filing = step.filing
        if filing.country != country or step.on_last > question.day:
            continue
        sums[step.step] += filing.satellites_requested or 0
        facts[step.step].append(FactRef("filings", step.document.slug))
        if step.step == FilingStep.Step.FILED:
            applications += 1
        if is_disputed(step):
            disputed[step.step] += filing.satellites_requested or 0
    return RequestedRow(
        country,
        sums["filed"],
        sums["accepted"],
        sums["grant"],
        disputed["filed"],
        disputed["accepted"],
        disputed["grant"],
        applications,
        *(tuple(dict.fromkeys(facts[step])) for step in ("filed", "accepted", "grant")),
    )


def is_disputed(step: FilingStep) -> bool:
    """Whether sources conflict over the filing, or over its satellites being computers at all."""
    project = step.filing.project
    return "disputed" in (step.document.confidence, project.confidence if project else "")


@asked_once
def _counted(question: Question) -> list[FilingStep]:
    """Steps that count satellites: each application once per step, none that a wider record counts."""
    steps = (FilingStep.Step.FILED, FilingStep.Step.ACCEPTED, FilingStep.Step.GRANT)
    found: dict[tuple[int, str], FilingStep] = {}
    for step in question.filing_steps:
        filing = step.filing
        if step.step not in steps or not filing.satellites_requested:
            continue
        wider = filing.contained_in
        if not (wider and question.knows(wider)):
            found.setdefault((step.filing_id, step.step), step)
    return list(found.values())


def satellites_requested(question: Question) -> list[StepRow]:
    """Satellites asked for, by country of the applicant, after each application."""
    return running(
        (
            Event(
                step.filing.country,
                step.on.first,
                step.on.last,
                step.filing.satellites_requested or 0,
                step.filing.project.name if step.filing.project else step.filing.authority,
                (FactRef("filings", step.filing.slug),),
                promised=True,
                disputed=is_disputed(step),
            )
            for step in _counted(question)
            if step.step == FilingStep.Step.FILED
        ),
        question,
    )


register(
    Metric(
        "filings",
        _("Satellites asked for"),
        _(
            "Satellites requested in applications to the FCC and filings to the ITU for constellations "
            "whose purpose is computing, added up on the day each was filed."
        ),
        _("satellites"),
        _(
            "Not satellites that exist, are paid for or may be built: a filing asks, an acceptance only "
            "opens the review. Filings for other purposes are left out, among them the Chinese batch of "
            "about 203,000 satellites of December 2025."
        ),
        satellites_requested,
        over_time=True,
        promised=True,
    )
)
