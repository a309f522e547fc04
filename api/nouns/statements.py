"""Statements: a quantity as it was stated."""

from django.db.models import Q

from api.base import FactSerializer, NounViewSet
from api.fields import Number, Reference, Url, When
from api.parameters import FactParameters, ordering, project, search, slug, word
from common.units import QUANTITIES, UNITS
from projects.models import Statement


class StatementSerializer(FactSerializer):
    url = Url("statements")
    project = Reference("project", "projects")
    spacecraft = Reference("spacecraft", "spacecraft")
    value = Number("value")
    value_max = Number("value_max")
    stated_on = When("stated_on", foretold=True)

    class Meta:
        model = Statement
        fields = (
            *FactSerializer.OPENING,
            "project", "spacecraft", "quantity", "value", "value_max", "unit", "qualifier", "precision",
            "part", "stated_on",
            *FactSerializer.CLOSING,
        )  # fmt: skip


class StatementParameters(FactParameters):
    project = project(lambda rows, key: rows.filter(Q(project=key) | Q(spacecraft__project=key)))
    spacecraft = slug("spacecraft__slug", "Slug of a spacecraft.")
    quantity = word("quantity", QUANTITIES, "What was quantified, such as power or satellites.")
    unit = word("unit", UNITS, "The unit in which it was stated: values of one unit alone can be compared.")
    qualifier = word("qualifier", Statement.Qualifier.values, "Whether it is a limit, a measure, a plan.")
    precision = word("precision", Statement.Precision.values, "Number format of a computing power.")
    search = search("quantity, name of the project or spacecraft, note")
    ordering = ordering("quantity", "value", "unit", "known_on", stated_on="stated_on_first")


class StatementViewSet(NounViewSet):
    """Quantities as they were stated: one record a statement, never averaged, never converted.

    Where sources differ, each value is a record of its own. `value_max` closes a range. Values of
    unlike units, qualifiers or number formats are not to be added or compared.
    """

    queryset = Statement.objects.all()
    serializer_class = StatementSerializer
    filterset_class = StatementParameters
    kind = "statements"
    noun = "statement"
    says = "Quantities as they were stated: value, unit, qualifier, number format."
