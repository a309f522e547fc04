"""Projects: announced plans and flying systems, each with its status and its organizations."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.db.models import Value
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.answers import Answer
from api.base import FactSerializer, NounViewSet
from api.fields import Computed, Reader, Reference, ReferenceSerializer, Told, Url, When
from api.nouns.filings import FilingViewSet
from api.nouns.funding import FundingViewSet
from api.nouns.milestones import MilestoneViewSet
from api.nouns.news import NewsViewSet
from api.nouns.open_questions import OpenQuestionViewSet
from api.nouns.spacecraft import SpacecraftViewSet
from api.nouns.statements import StatementViewSet
from api.nouns.status_changes import StatusChangeViewSet
from api.nouns.targets import TargetViewSet
from api.parameters import FactParameters, Parameters, Rows, ordering, search, slug, word
from common.dates import AsOf
from projects.models import Project, ProjectLink, ProjectRole, Status
from projects.models.project import ProjectQuerySet

# The lists that say something of a project. What belongs to it is what their `project` finds.
LISTS = (
    StatusChangeViewSet, TargetViewSet, StatementViewSet, MilestoneViewSet, FundingViewSet, FilingViewSet,
    SpacecraftViewSet, NewsViewSet, OpenQuestionViewSet,
)  # fmt: skip


class RoleSerializer(ReferenceSerializer):
    """An organization of a project, and what it does there."""

    role = serializers.ChoiceField(choices=ProjectRole.Role.choices)


class LinkSerializer(ReferenceSerializer):
    """A related project, and how."""

    how = serializers.CharField()


class FactsSerializer(serializers.Serializer):
    """How many facts of one kind there are, and the list of them."""

    count = serializers.IntegerField()
    url = serializers.URLField()


class ProjectFactsSerializer(serializers.Serializer):
    """The facts of a project, by kind."""

    def get_fields(self) -> dict:
        return {kind: FactsSerializer() for kind in (view.kind for view in LISTS)}


class _Linked(Told):
    """Records that a row of its own ties to a project, with the word that this row adds."""

    model: type[ProjectRole] | type[ProjectLink]
    kind: str
    other: str
    word: str

    def reader(self) -> Reader:
        kind, word, links = self.kind, self.word, self.model.__name__

        def read(row: Project, answer: Answer) -> list[dict]:
            return [
                {**told, word: said}
                for key, said in answer.linked[links].get(row.pk, ())
                if (told := answer.reference(kind, key))
            ]

        return read

    def names(self, rows: Sequence[Project], answer: Answer) -> tuple[str, Iterable[int]]:
        links: dict[int, list[tuple[int, str]]] = {}
        found = self.model.objects.filter(project__in=rows).values_list("project_id", self.other, self.word)
        for project, key, said in found:
            links.setdefault(project, []).append((key, said))
        answer.linked[self.model.__name__] = links
        return self.kind, {key for linked in links.values() for key, _ in linked}


@extend_schema_field(RoleSerializer(many=True))
class Roles(_Linked):
    model, kind, other, word = ProjectRole, "organizations", "organization_id", "role"


@extend_schema_field(LinkSerializer(many=True))
class Links(_Linked):
    model, kind, other, word = ProjectLink, "projects", "other_id", "how"


class ProjectSerializer(FactSerializer):
    url = Url("projects")
    status = Computed(
        lambda row, answer: row.status,
        serializers.ChoiceField(choices=Status.choices, allow_null=True),
        "The latest step on the ladder; null where none is known.",
    )
    status_on = Computed(
        lambda row, answer: row.status_on, {"type": "string", "format": "date", "nullable": True},
        "The first day that the date of that step can mean.",
    )  # fmt: skip
    renamed_on = When("renamed_on")
    announced_on = When("announced_on")
    part_of = Reference("part_of", "projects")
    current_on = When("current_on")
    organizations = Roles()

    class Meta:
        model = Project
        fields: tuple[str, ...] = (
            *FactSerializer.OPENING,
            "name", "native_name", "former_name", "former_native_name", "renamed_on", "aliases", "country",
            "kind", "scope", "status", "status_on",
            "announced_on", "part_of", "regime", "altitude_km_min", "altitude_km_max", "inclination_deg",
            "organizations", "summary", "current_on",
            *FactSerializer.CLOSING,
        )  # fmt: skip


class ProjectDetailSerializer(ProjectSerializer):
    links = Links()
    facts = Computed(lambda row, answer: answer.further["facts"], ProjectFactsSerializer())

    class Meta(ProjectSerializer.Meta):
        fields = (*ProjectSerializer.Meta.fields, "links", "facts")


class ProjectParameters(FactParameters):
    kind = word("kind", Project.Kind.values, "Kind of project.")
    scope = word("scope", Project.Scope.values, "Whether computing in orbit is the purpose.")
    status = word("status", Status.values, "The latest known step on the ladder.")
    part_of = slug("part_of__slug", "Slug of a programme: its parts.")
    regime = word("regime", Project.Regime.values, "Orbit regime.")
    search = search("name, native name, aliases, summary")
    ordering = ordering(
        "name", "country", "kind", "scope", "known_on", "status_on", announced_on="announced_on_first"
    )


class ProjectViewSet(NounViewSet):
    """Announced plans and flying systems.

    `status` is derived from the status changes, never typed: with `as_of`, the step a project had
    reached by that day. The detail adds related projects, and for each kind of fact how many there
    are and where they are listed.
    """

    queryset = Project.objects.all()
    serializer_class = ProjectSerializer
    detail_serializer_class = ProjectDetailSerializer
    filterset_class = ProjectParameters
    kind = "projects"
    noun = "project"
    says = "Announced plans and flying systems, each with its status and its organizations."

    def rows(self, as_of: AsOf | None) -> Rows:
        return cast(ProjectQuerySet, super().rows(as_of)).with_status(as_of)

    def prepare(self, rows: Sequence[Any], answer: Answer, ask: Parameters | None) -> None:
        if ask is None:
            answer.further["facts"] = _facts(rows[0], answer)


def _facts(row: Project, answer: Answer) -> dict[str, dict]:
    """How many facts of each kind there are, in one query, and where they are listed."""
    first, *rest = (
        view.filterset_class.base_filters["project"]
        .phrase(view.queryset.model.objects.known_by(answer.as_of), row.pk)
        .order_by()
        .values_list(Value(view.kind), "pk")
        for view in LISTS
    )
    counts = Counter(kind for kind, _ in first.union(*rest))
    known = f"&as_of={answer.day}" if answer.as_of else ""
    return {
        view.kind: {
            "count": counts[view.kind],
            "url": f"{answer.list_url(view.kind)}?project={row.slug}{known}",
        }
        for view in LISTS
    }
