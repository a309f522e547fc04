"""The regulatory clock: how long each application has waited, and for what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from metrics.question import FactRef, Question
from metrics.registry import Metric, register
from projects.models import FilingStep

_DECISIONS = (FilingStep.Step.GRANT, FilingStep.Step.DENIAL)


@dataclass(frozen=True)
class ClockRow:
    """One application: days from filing to acceptance, and days since filing without a decision.

    `days_to_accepted` is None while it was not accepted, `days_pending` once it was decided. A filing
    dated vaguely counts from the last day it can mean.
    """

    country: str
    project: str
    project_slug: str
    authority: str
    docket: str
    satellites: int | None
    filed_on: date
    accepted_on: date | None
    decided_on: date | None
    decision: str
    days_to_accepted: int | None
    days_pending: int | None
    next_deadline: date | None
    comments: int
    facts: tuple[FactRef, ...]


def regulatory_clock(question: Question) -> list[ClockRow]:
    """Applications for computing constellations, the longest wait first."""
    groups: dict[int, list[FilingStep]] = {}
    for step in question.filing_steps:
        if step.on.last <= question.day or step.step == FilingStep.Step.COMMENT_DEADLINE:
            groups.setdefault(step.filing_id, []).append(step)
    rows = [
        row
        for steps in groups.values()
        if question.country in ("", steps[0].filing.country) and (row := _row(steps, question.day))
    ]
    return sorted(rows, key=lambda row: (row.days_pending is None, row.filed_on))


def _row(steps: list[FilingStep], day: date) -> ClockRow | None:
    filed = next((step for step in steps if step.step == FilingStep.Step.FILED), None)
    if filed is None:
        return None
    accepted = next((step for step in steps if step.step == FilingStep.Step.ACCEPTED), None)
    decided = next((step for step in steps if step.step in _DECISIONS), None)
    deadlines = [s.on.last for s in steps if s.step == FilingStep.Step.COMMENT_DEADLINE and s.on.last >= day]
    filing, filed_on = filed.filing, filed.on.last
    return ClockRow(
        country=filing.country,
        project=filing.project.name if filing.project else "",
        project_slug=filing.project.slug if filing.project else "",
        authority=filing.authority,
        docket=filing.docket,
        satellites=filing.satellites_requested,
        filed_on=filed_on,
        accepted_on=accepted.on.last if accepted else None,
        decided_on=decided.on.last if decided else None,
        decision=decided.step if decided else "",
        days_to_accepted=(accepted.on.last - filed_on).days if accepted else None,
        days_pending=None if decided else (day - filed_on).days,
        next_deadline=min(deadlines, default=None),
        comments=sum(step.step == FilingStep.Step.PETITION for step in steps),
        facts=tuple(dict.fromkeys(FactRef("filings", step.document.slug) for step in steps)),
    )


register(
    Metric(
        "regulatory_clock",
        _("The regulatory clock"),
        _(
            "For each application for a computing constellation: days from filing to acceptance for filing, "
            "and days since filing without a grant or denial."
        ),
        _("days"),
        _(
            "Not the chance of a grant. An acceptance only opens the review. The ITU neither accepts nor "
            "grants, so Chinese filings there wait for nothing that this clock could show."
        ),
        regulatory_clock,
        columns=(
            ("country", _("Country")),
            ("project", _("Project")),
            ("authority", _("Authority")),
            ("satellites", _("Satellites")),
            ("filed_on", _("Filed")),
            ("accepted_on", _("Accepted")),
            ("days_to_accepted", _("Days to acceptance")),
            ("days_pending", _("Days pending")),
            ("comments", _("Comments")),
        ),
    )
)
