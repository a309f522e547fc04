"""Status changes: a project's steps on the ladder."""

from api.base import FactSerializer, NounViewSet
from api.fields import Reference, Url, When
from api.parameters import FactParameters, ordering, project_at, search, word
from projects.models import Status, StatusChange


class StatusChangeSerializer(FactSerializer):
    url = Url("status_changes")
    project = Reference("project", "projects")
    on = When("on", foretold=True)

    class Meta:
        model = StatusChange
        fields = (*FactSerializer.OPENING, "project", "status", "on", *FactSerializer.CLOSING)


class StatusChangeParameters(FactParameters):
    project = project_at("project")
    status = word("status", Status.values, "The step on the ladder.")
    search = search("name of the project, note")
    ordering = ordering("status", "known_on", on="on_first", project="project__name")


class StatusChangeViewSet(NounViewSet):
    """Each step of a project on the ladder from concept to operational or its end, dated and sourced."""

    queryset = StatusChange.objects.all()
    serializer_class = StatusChangeSerializer
    filterset_class = StatusChangeParameters
    kind = "status_changes"
    noun = "status change"
    says = "Each step of a project on the ladder, from concept to operational or its end."
