"""The regulatory clock: how long each application has waited, and for what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from metrics.filings import is_disputed
from metrics.question import FactRef, Question
from metrics.registry import Metric, State, register
from projects.models import Filing, FilingStep

NOT_APPLICABLE = gettext_lazy("not applicable")
_DECISIONS = (FilingStep.Step.GRANT, FilingStep.Step.DENIAL)


@dataclass(frozen=True)
class ClockRow:
    """One application: days from filing to acceptance, and days since filing without a decision.

    `days_to_accepted` is None while it was not accepted, `days_pending` once it was decided. `filed` is the
    date as it was stated, between `filed_first` and `filed_on`; where it is vague, the days are the least
    that it allows. `decides` is False where the authority neither accepts nor grants: nothing is waited for.
    `disputed` says that sources conflict over the filing, or over its satellites being computers at all.
    """

    slug: str
    country: str
    project: str
    project_slug: str
    authority: str
    docket: str
    satellites: int | None
    filed: str
    filed_first: date
    filed_on: date
    decides: bool
    accepted_on: date | None
    decided_on: date | None
    decision: str
    days_to_accepted: int | None
    days_pending: int | None
    next_deadline: date | None
    comments: int
    disputed: bool
    facts: tuple[FactRef, ...]

    @property
    def acceptance(self) -> str | int:
        """Days to acceptance, or why there are none."""
        if not self.decides:
            return str(NOT_APPLICABLE)
        return _("none known") if self.days_to_accepted is None else self.days_to_accepted

    @property
    def deadline(self) -> date | str:
        """The next deadline, or why there is none."""
        if not self.decides:
            return str(NOT_APPLICABLE)
        return self.next_deadline or _("none ahead")

    @property
    def pending(self) -> str | int:
        """Days pending, or why there are none."""
        if not self.decides:
            return str(NOT_APPLICABLE)
        return self.decision_label if self.days_pending is None else self.days_pending_label

    @property
    def days_pending_label(self) -> str | int:
        """Days pending; the least of them where the filing is dated vaguely."""
        if self.filed_first == self.filed_on or self.days_pending is None:
            return self.days_pending or 0
        return _("at least %(n)s") % {"n": self.days_pending}

    @property
    def decision_label(self) -> str:
        return str(FilingStep.Step(self.decision).label) if self.decision else ""


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
    decides = filing.kind != Filing.Kind.ITU_FILING
    return ClockRow(
        slug=filing.slug,
        country=filing.country,
        project=filing.project.name if filing.project else "",
        project_slug=filing.project.slug if filing.project else "",
        authority=filing.authority,
        docket=filing.docket,
        satellites=filing.satellites_requested,
        filed=str(filed.on),
        filed_first=filed.on.first,
        filed_on=filed_on,
        decides=decides,
        accepted_on=accepted.on.last if accepted else None,
        decided_on=decided.on.last if decided else None,
        decision=decided.step if decided else "",
        days_to_accepted=(accepted.on.last - filed_on).days if accepted else None,
        days_pending=(day - filed_on).days if decides and not decided else None,
        next_deadline=min(deadlines, default=None),
        comments=sum(step.step == FilingStep.Step.PETITION for step in steps),
        disputed=is_disputed(filed),
        facts=tuple(dict.fromkeys(FactRef("filings", step.document.slug) for step in steps)),
    )


def _absent(row: ClockRow, name: str) -> State:
    """Nothing is waited for where nobody decides, nor once it was decided; else nothing is known to have come."""
    if name == "satellites":
        return "unknown"
    return "none" if row.decides and name != "days_pending" else "not_applicable"


register(
    Metric(
        "regulatory_clock",
        gettext_lazy("The regulatory clock"),
        gettext_lazy(
            "For each application for a computing constellation: days from filing to acceptance for filing, "
            "and days since filing without a grant or denial."
        ),
        gettext_lazy("days"),
        gettext_lazy(
            "Not the chance of a grant. An acceptance only opens the review. The ITU neither accepts nor "
            "grants: to filings there this clock does not apply. Where a filing is dated vaguely, its days are "
            "the least that the date allows."
        ),
        regulatory_clock,
        columns=(
            ("country", gettext_lazy("Country")),
            ("project", gettext_lazy("Project")),
            ("authority", gettext_lazy("Authority")),
            ("satellites", gettext_lazy("Satellites")),
            ("filed", gettext_lazy("Filed")),
            ("days_to_accepted", gettext_lazy("Days to acceptance")),
            ("days_pending", gettext_lazy("Days pending")),
            ("decision", gettext_lazy("Decision")),
            ("next_deadline", gettext_lazy("Next deadline")),
            ("comments", gettext_lazy("Comments")),
        ),
        absent=_absent,
        disputes="satellites",
    )
)
