"""Open questions: what remains unclear."""

from api.base import FactSerializer, NounViewSet
from api.fields import References, Url, When
from api.parameters import FactParameters, ordering, project, search
from projects.models import OpenQuestion


class OpenQuestionSerializer(FactSerializer):
    url = Url("open_questions")
    projects = References("projects", "projects")
    asked_on = When("asked_on", foretold=True)

    class Meta:
        model = OpenQuestion
        fields = (
            *FactSerializer.OPENING,
            "question", "why_it_matters", "projects", "country", "asked_on",
            *FactSerializer.CLOSING,
        )  # fmt: skip


class OpenQuestionParameters(FactParameters):
    project = project(lambda rows, key: rows.filter(projects=key).distinct())
    search = search("question, why it matters, names of the projects")
    ordering = ordering("question", "country", "known_on", asked_on="asked_on_first")


class OpenQuestionViewSet(NounViewSet):
    """What remains unclear, why it matters, and the sources that leave it open."""

    queryset = OpenQuestion.objects.all()
    serializer_class = OpenQuestionSerializer
    filterset_class = OpenQuestionParameters
    kind = "open_questions"
    noun = "open question"
    says = "What remains unclear, and why it matters."
