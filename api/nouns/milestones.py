"""Milestones: dated events other than filings and money."""

from django.db.models import Q

from api.base import FactSerializer, NounViewSet
from api.fields import Reference, References, Url, When
from api.parameters import FactParameters, ordering, project, search, word
from projects.models import Milestone


class MilestoneSerializer(FactSerializer):
    url = Url("milestones")
    project = Reference("project", "projects")
    projects_also = References("projects_also", "projects")
    on = When("on", foretold=True)

    class Meta:
        model = Milestone
        fields = (
            *FactSerializer.OPENING,
            "title", "kind", "country", "on", "project", "projects_also", "summary",
            *FactSerializer.CLOSING,
        )  # fmt: skip


class MilestoneParameters(FactParameters):
    project = project(lambda rows, key: rows.filter(Q(project=key) | Q(projects_also=key)).distinct())
    kind = word("kind", Milestone.Kind.values, "Kind of event.")
    search = search("title, summary, name of the project")
    ordering = ordering("country", "kind", "known_on", on="on_first")


class MilestoneViewSet(NounViewSet):
    """Announcements, tests, demonstrations in orbit, partnerships, setbacks."""

    queryset = Milestone.objects.all()
    serializer_class = MilestoneSerializer
    filterset_class = MilestoneParameters
    kind = "milestones"
    noun = "milestone"
    says = "Announcements, tests, demonstrations in orbit, partnerships, setbacks."
