"""NET revisions: every date and status that a feed gave for a launch."""

from django.db.models import Q

from api.base import NounSerializer, NumberedViewSet
from api.fields import Reference, Url
from api.parameters import Parameters, as_of, country, ordering, project, recorded, slug, word
from launches.models import LaunchStatus, NetRevision


class NetRevisionSerializer(NounSerializer):
    url = Url("net_revisions", "pk")
    launch = Reference("launch", "launches")

    class Meta:
        model = NetRevision
        fields = (
            "id", "url", "launch", "net", "net_precision", "net_first", "net_last", "window_start",
            "window_end", "status", "stated_at", "recorded_at",
        )  # fmt: skip


class NetRevisionParameters(Parameters):
    as_of = as_of()
    recorded = recorded()
    country = country()
    project = project(
        lambda rows, key: rows.filter(
            Q(launch__spacecraft__project=key) | Q(launch__spacecraft__projects_also=key)
        ).distinct()
    )
    launch = slug("launch__slug", "Slug of a launch.")
    status = word("status", LaunchStatus.values, "Status as stated then.")
    ordering = ordering("stated_at", net="net_last")


class NetRevisionViewSet(NumberedViewSet):
    """Each date and status of a launch as a feed stated it at one moment: how far it slipped, and when.

    The source is the feed: Launch Library, by the record of the launch. Rows are added, never changed.
    """

    queryset = NetRevision.objects.all()
    serializer_class = NetRevisionSerializer
    filterset_class = NetRevisionParameters
    noun = "NET revision"
    says = "Every date and status that was ever stated for a launch."
