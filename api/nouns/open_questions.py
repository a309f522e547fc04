"""Open questions: what remains unclear."""

from api.base import FactSerializer, NounViewSet
from api.fields import References, Url, When
from api.parameters import FactParameters, ordering, project, search, word
from projects.models import OpenQuestion


class OpenQuestionSerializer(FactSerializer):
    url = Url("open_questions")
    projects = References("projects", "projects")
    asked_on = When("asked_on", foretold=True)

    class Meta:
        model = OpenQuestion
        fields = (
            *FactSerializer.OPENING,
            "question", "why_it_matters", "subject", "answered_by", "projects", "country", "asked_on",
            *FactSerializer.CLOSING,
        )  # fmt: skip


class OpenQuestionParameters(FactParameters):
    project = project(lambda rows, key: rows.filter(projects=key).distinct())
    subject = word("subject", OpenQuestion.Subject.values, "What the question is about.")
    search = search("question, why it matters, what would answer it, names of the projects")
    ordering = ordering("question", "subject", "country", "known_on", asked_on="asked_on_first")


class OpenQuestionViewSet(NounViewSet):
    """What remains unclear, why it matters, and the sources that leave it open."""

    queryset = OpenQuestion.objects.all()
    serializer_class = OpenQuestionSerializer
    filterset_class = OpenQuestionParameters
    kind = "open_questions"
    noun = "open question"
    says = "What remains unclear, and why it matters."
