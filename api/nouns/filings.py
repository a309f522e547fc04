"""Filings: applications to regulators with their steps; rules, policies and laws."""

from collections.abc import Iterable, Sequence

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.answers import Answer
from api.base import FactSerializer, NounViewSet
from api.fields import (
    Computed,
    Reader,
    Reference,
    ReferenceSerializer,
    Told,
    Url,
    When,
    WhenSerializer,
    told_date,
)
from api.parameters import FactParameters, ordering, project_at, search, slug, text, word
from common.dates import days_before, end_of_day
from projects.models import Filing, FilingStep


class StepSerializer(serializers.Serializer):
    """One step of an application, and the document that proves it."""

    step = serializers.ChoiceField(choices=FilingStep.Step.choices)
    on = WhenSerializer()
    document = ReferenceSerializer()


@extend_schema_field(StepSerializer(many=True))
class Steps(Told):
    """The steps of an application; with `as_of`, those whose document was known by then."""

    def reader(self) -> Reader:
        def read(row: Filing, answer: Answer) -> list[dict]:
            return [
                {"step": step, "on": told_date(*days), "document": document}
                for step, *days, key in answer.linked["steps"].get(row.pk, ())
                if (document := answer.reference("filings", key))
            ]

        return read

    def names(self, rows: Sequence[Filing], answer: Answer) -> tuple[str, Iterable[int]]:
        steps: dict[int, list[tuple]] = {}
        columns = ("step", "on_first", "on_last", "on_precision", "document_id")
        for filing, *step in FilingStep.objects.filter(filing__in=rows).values_list("filing_id", *columns):
            steps.setdefault(filing, []).append(tuple(step))
        answer.linked["steps"] = steps
        return "filings", {step[-1] for found in steps.values() for step in found}


def _outcome(row: Filing, answer: Answer) -> str:
    """How it stood here on the day asked, as far as the answer is made of the entries of that day."""
    entries = timezone.now() if answer.as_of is None else answer.as_of.recorded or timezone.now()
    return (
        row.outcome
        if answer.as_of is None or answer.day == days_before(end_of_day(entries).date(), 1)
        else ""
    )


class FilingSerializer(FactSerializer):
    url = Url("filings")
    organization = Reference("organization", "organizations")
    project = Reference("project", "projects")
    on = When("on", foretold=True)
    contained_in = Reference("contained_in", "filings")
    steps = Steps()
    outcome = Computed(
        _outcome,
        {"type": "string"},
        "How it stands by the entries of the day asked: empty where others are counted.",
    )

    class Meta:
        model = Filing
        fields = (
            *FactSerializer.OPENING,
            "kind", "authority", "country", "organization", "project", "on", "docket",
            "satellites_requested", "contained_in", "altitude_km_min", "altitude_km_max", "frequency",
            "steps", "outcome", "summary",
            *FactSerializer.CLOSING,
        )  # fmt: skip


class FilingParameters(FactParameters):
    project = project_at("project")
    organization = slug("organization__slug", "Slug of the organization that filed.")
    kind = word("kind", Filing.Kind.values, "Kind of document.")
    docket = text("docket", "Docket or file number, exactly as it stands.")
    search = search("summary, authority, docket, names of organization and project")
    ordering = ordering("authority", "kind", "country", "satellites_requested", "known_on", on="on_first")


class FilingViewSet(NounViewSet):
    """Documents at regulators. An application gathers its steps; each step names the document that proves it.

    Policies, standards and laws are filings without a project. A filing that is `contained_in` another
    is already counted there. With `as_of`, steps proved by a document known by then.
    """

    queryset = Filing.objects.all()
    serializer_class = FilingSerializer
    filterset_class = FilingParameters
    kind = "filings"
    noun = "filing"
    says = "Applications to regulators with their steps; rules, policies and laws."
