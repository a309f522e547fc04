"""Feed runs: each time an outside feed was asked, and what came of it."""

from django.db.models import Count, Max, Q

from api.base import NounSerializer, NumberedViewSet
from api.fields import Url
from api.parameters import Parameters, as_of, ordering, recorded, slug, word
from feeds.models import FeedRun


class FeedRunSerializer(NounSerializer):
    record = Url("feed_runs", "pk")

    class Meta:
        model = FeedRun
        fields = (
            "id", "record", "feed", "started_at", "ended_at", "outcome", "url", "http_status",
            "calls", "received_bytes", "seen", "added", "changed", "same", "quarantined", "sentence",
        )  # fmt: skip


class FeedRunParameters(Parameters):
    as_of = as_of()
    recorded = recorded()
    feed = slug("feed", "Slug of a feed, such as launch-library.")
    outcome = word("outcome", FeedRun.Outcome.values, "How the run ended.")
    ordering = ordering("started_at", "ended_at", "feed", "outcome")


class FeedRunViewSet(NumberedViewSet):
    """Each asking of a feed: when, how it ended, what was counted, and a sentence about it.

    `url` is the address that was asked, `record` the run's own address here.
    """

    queryset = FeedRun.objects.all()
    serializer_class = FeedRunSerializer
    filterset_class = FeedRunParameters
    noun = "feed run"
    says = "Each time an outside feed was asked, and what came of it."

    def version(self) -> object:
        """Runs are no part of the ledger: their own newest moments stand for its version."""
        return FeedRun.objects.aggregate(
            newest=Max("pk"), ended=Max("ended_at"), running=Count("pk", filter=Q(ended_at=None))
        )
