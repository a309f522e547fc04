"""Funding: money by instrument."""

from rest_framework import serializers

from api.base import FactSerializer, NounViewSet
from api.fields import Computed, Reference, Url, When
from api.parameters import FactParameters, Parameter, ordering, project_at, search, slug, word
from common.parameters import one_of
from projects.models import FundingEvent


class FundingSerializer(FactSerializer):
    url = Url("funding")
    organization = Reference("organization", "organizations")
    country = Computed(
        lambda row, answer: answer.named["organizations"][row.organization_id].told["country"],
        {"type": "string"},
        "Country of the organization.",
    )
    project = Reference("project", "projects")
    on = When("on", foretold=True)
    direction = Computed(
        lambda row, answer: row.way,
        serializers.ChoiceField(choices=FundingEvent.Direction.choices),
        "Seen from the organization: received (it got the sum), expected (applied for, committed or planned: see "
        "stage), to_be_paid (or paid by it), allocated (set aside, no recipient named).",
    )
    amount_usd = Computed(
        lambda row, answer: row.stated_usd,
        {"type": "integer", "nullable": True},
        "In dollars, as a source states it: the amount itself where its currency is USD.",
    )
    alternative_to = Reference("alternative_to", "funding")

    class Meta:
        model = FundingEvent
        fields = (
            *FactSerializer.OPENING,
            "organization", "country", "project", "on", "instrument", "round", "stage", "scope",
            "scope_reason", "direction", "amount", "currency", "amount_usd", "valuation", "valuation_currency",
            "investors", "alternative_to", "summary",
            *FactSerializer.CLOSING,
        )  # fmt: skip


class FundingParameters(FactParameters):
    project = project_at("project")
    organization = slug("organization__slug", "Slug of the organization that gets, pays or allocates it.")
    instrument = word("instrument", FundingEvent.Instrument.values, "Equity, debt, grant and so on.")
    round = word("round", FundingEvent.Round.values, "Round of an equity sum.")
    stage = word("stage", FundingEvent.Stage.values, "Whether it was applied for, committed or drawn.")
    scope = word("scope", FundingEvent.Scope.values, "Whether it is for orbital compute.")
    direction = Parameter(
        one_of(FundingEvent.Direction.values),
        lambda rows, value: rows.of_direction(value),
        {
            "type": "string",
            "enum": FundingEvent.Direction.values,
            "description": "Whether the organization got it, is to get it, pays it or set it aside.",
        },
    )
    search = search("name of the organization or project, summary")
    ordering = ordering(
        "instrument",
        "known_on",
        amount_usd="dollars",
        on="on_first",
        organization="organization__name",
    )


class FundingViewSet(NounViewSet):
    """Sums as stated, by instrument and direction. A credit line is not equity, and a running total is no round.

    `direction` is seen from the organization: `received`, `expected` (applied for, committed or planned, see
    `stage`), `to_be_paid` (or paid by it), `allocated`. What is not `received` was not raised. `amount` is in
    `currency`; null means that it was not disclosed, never zero. `amount_usd` is there where a source states dollars.
    Of two values of one sum, one is `alternative_to` the other: count one of them.
    """

    queryset = FundingEvent.objects.with_dollars()
    serializer_class = FundingSerializer
    filterset_class = FundingParameters
    kind = "funding"
    noun = "funding event"
    says = "Money by instrument, as stated: equity, debt, credit lines, grants, contracts."
