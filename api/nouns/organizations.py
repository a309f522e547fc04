"""Organizations: who builds, pays, regulates."""

from api.base import FactSerializer, NounViewSet
from api.fields import Reference, Url, When
from api.parameters import FactParameters, ordering, project, search, word
from projects.models import Organization


class OrganizationSerializer(FactSerializer):
    url = Url("organizations")
    # A declared field leaves the class: this is not the serializer above this one.
    parent = Reference("parent", "organizations")  # type: ignore[assignment]
    renamed_on = When("renamed_on")
    founded_on = When("founded_on")
    current_on = When("current_on")

    class Meta:
        model = Organization
        fields = (
            *FactSerializer.OPENING,
            "name", "native_name", "former_name", "former_native_name", "renamed_on", "aliases", "country", "kind",
            "parent", "parent_name", "founded_on", "headquarters", "website", "summary", "current_on",
            *FactSerializer.CLOSING,
        )  # fmt: skip


class OrganizationParameters(FactParameters):
    kind = word("kind", Organization.Kind.values, "Kind of organization.")
    project = project(lambda rows, key: rows.filter(roles__project=key).distinct())
    search = search("name, native name, aliases, summary")
    ordering = ordering("name", "country", "kind", "known_on", founded_on="founded_on_first")


class OrganizationViewSet(NounViewSet):
    """Companies, agencies, universities and others with a part in the race.

    `current_on` is the date of the newest source about them.
    """

    queryset = Organization.objects.all()
    serializer_class = OrganizationSerializer
    filterset_class = OrganizationParameters
    kind = "organizations"
    noun = "organization"
    says = "Who builds, pays, launches and regulates."
