"""Targets: promised dates, and what became of each."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from api.answers import Answer
from api.base import FactSerializer, NounViewSet
from api.fields import Computed, Reference, Url, When
from api.parameters import FactParameters, Parameter, Parameters, ordering, project_at, search, word
from common.dates import AsOf
from common.parameters import one_of
from metrics.outcomes import OUTCOMES, outcomes
from projects.models import Target


def statements(as_of: AsOf | None, confidence: str | None) -> QuerySet[Target]:
    """The statements against which promises are judged: as the metrics do, those of the floor asked for."""
    return Target.objects.known_by(as_of).with_confidence(confidence).select_related("superseded_by")


class TargetSerializer(FactSerializer):
    url = Url("targets")
    project = Reference("project", "projects")
    speaker = Reference("speaker", "organizations")
    stated_on = When("stated_on", foretold=True)
    due = When("due", foretold=True)
    outcome = Computed(
        lambda row, answer: answer.further["outcomes"][row.pk],
        {"type": "string", "enum": list(OUTCOMES)},
        "What became of it by the day asked for, computed from the dates.",
    )
    outcome_on = When("outcome_on")
    not_met_on = When("not_met_on")
    searched_on = Computed(
        lambda row, answer: (
            row.searched_on if answer.as_of is None or (row.searched_on or date.max) <= answer.day else None
        ),
        {"type": "string", "format": "date", "nullable": True},
        "The last day up to which a report of the outcome was looked for, and none was found.",
    )
    superseded_by = Reference("superseded_by", "targets")

    class Meta:
        model = Target
        fields = (
            *FactSerializer.OPENING,
            "project", "speaker", "milestone", "promise", "text", "stated_on", "due", "bound", "compute",
            "outcome", "outcome_on", "not_met_on", "searched_on", "superseded_by",
            *FactSerializer.CLOSING,
        )  # fmt: skip


class TargetParameters(FactParameters):
    project = project_at("project")
    milestone = word("milestone", Target.Milestone.values, "What is promised.")
    bound = word("bound", Target.Bound.values, "A date to keep, or one before which nothing happens.")
    outcome = Parameter(
        one_of(OUTCOMES),
        lambda rows, value: rows,  # what became of a promise is no column: see `filter_queryset`
        {"type": "string", "enum": list(OUTCOMES), "description": "What became of it by the day asked for."},
    )
    search = search("the promise as stated, name of the project")
    ordering = ordering("known_on", "milestone", due="due_last", stated_on="stated_on_first")

    def filter_queryset(self, queryset: QuerySet[Target]) -> QuerySet[Target]:
        rows: QuerySet[Target] = super().filter_queryset(queryset)
        if not (wanted := self.value("outcome")):
            return rows
        known = list(statements(self.clocks, self.value("confidence")))
        words = outcomes(known, self.seen_from.day)
        return rows.filter(pk__in=[key for key, word in words.items() if word == wanted])


class TargetViewSet(NounViewSet):
    """Every promised date, once for each time it was stated.

    `due` is the interval promised. `outcome` is computed: met, missed (it came true later, was found unmet,
    or was known to have moved), pending, superseded (replaced by a statement that gives no later date, or
    a `not_earlier` that moved) or unknown (it came due, and there is no report; `searched_on` is the day up to
    which one was looked for). A `not_earlier` bound cannot be missed. `speaker` is null where it is the
    project's lead.
    """

    queryset = Target.objects.all()
    serializer_class = TargetSerializer
    filterset_class = TargetParameters
    kind = "targets"
    noun = "target"
    says = "Every promised date, once for each time it was stated, and what became of it."

    def prepare(self, rows: Sequence[Any], answer: Answer, ask: Parameters | None) -> None:
        of_the_same = statements(answer.as_of, ask and ask.value("confidence")).filter(
            project__in={row.project_id for row in rows}, promise__in={row.promise for row in rows}
        )
        answer.further["outcomes"] = outcomes(list(of_the_same), answer.day)
