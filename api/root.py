"""The root of the API, and what is told below it where nothing is."""

from django.http import HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.answers import Answer
from api.base import NounViewSet, PublicView
from api.errors import NotThere
from api.nouns.element_sets import ElementSetViewSet
from api.nouns.exchange_rates import ExchangeRateViewSet
from api.nouns.feed_runs import FeedRunViewSet
from api.nouns.filings import FilingViewSet
from api.nouns.funding import FundingViewSet
from api.nouns.launch_totals import LaunchTotalViewSet
from api.nouns.launches import LaunchViewSet
from api.nouns.milestones import MilestoneViewSet
from api.nouns.net_revisions import NetRevisionViewSet
from api.nouns.news import NewsViewSet
from api.nouns.open_questions import OpenQuestionViewSet
from api.nouns.organizations import OrganizationViewSet
from api.nouns.projects import ProjectViewSet
from api.nouns.sources import SourceViewSet
from api.nouns.spacecraft import SpacecraftViewSet
from api.nouns.statements import StatementViewSet
from api.nouns.status_changes import StatusChangeViewSet
from api.nouns.status_readings import StatusReadingViewSet
from api.nouns.targets import TargetViewSet
from api.parameters import refuse_the_unknown

VIEWS: dict[str, type[NounViewSet]] = {
    "projects": ProjectViewSet,
    "organizations": OrganizationViewSet,
    "status-changes": StatusChangeViewSet,
    "targets": TargetViewSet,
    "statements": StatementViewSet,
    "milestones": MilestoneViewSet,
    "funding": FundingViewSet,
    "filings": FilingViewSet,
    "launches": LaunchViewSet,
    "net-revisions": NetRevisionViewSet,
    "spacecraft": SpacecraftViewSet,
    "status-readings": StatusReadingViewSet,
    "element-sets": ElementSetViewSet,
    "news": NewsViewSet,
    "open-questions": OpenQuestionViewSet,
    "sources": SourceViewSet,
    "launch-totals": LaunchTotalViewSet,
    "exchange-rates": ExchangeRateViewSet,
    "feed-runs": FeedRunViewSet,
}


class EntrySerializer(serializers.Serializer):
    """One address of the API."""

    name = serializers.CharField()
    url = serializers.URLField()
    says = serializers.CharField()


class RootSerializer(serializers.Serializer):
    """What there is, and on what terms."""

    says = serializers.CharField()
    licence = serializers.CharField()
    endpoints = EntrySerializer(many=True)


class RootView(PublicView):
    """What there is: every address of the API with a sentence."""

    @extend_schema(operation_id="root", responses=RootSerializer)
    def get(self, request: Request) -> Response:
        refuse_the_unknown(request.query_params, ("format",))
        answer = Answer(site=f"{request.scheme}://{request.get_host()}", day=timezone.now().date())
        says = {
            **{name: view.says for name, view in VIEWS.items()},
            "metrics": "Questions over the ledger, answered in rows: JSON or CSV.",
            "feeds": "How fresh each outside source is, and what its runs of thirty days brought.",
            "schema": "This API as OpenAPI 3.",
            "docs": "This API for people: every address can be tried.",
        }
        return Response(
            {
                "says": "Who is putting computing into orbit, the United States or China, and how do we know?",
                "licence": "Data: CC BY 4.0. Name Racetracker, and the sources that each fact cites.",
                "endpoints": [
                    {"name": name, "url": answer.root_url(f"{name}/"), "says": sentence}
                    for name, sentence in says.items()
                ],
            },
            headers={"Cache-Control": "public, max-age=3600"},
        )


class NothingView(PublicView):
    """An address below /api/ that leads nowhere. One that only lacks its last slash is led there."""

    schema = None

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        """Whatever the method, there is nothing here."""
        path = request.path_info
        if not path.endswith("/"):
            try:
                there = resolve(f"{path}/").func
            except Resolver404:
                there = None
            if there is not None and getattr(there, "cls", None) is not NothingView:
                self.moved = f"{request.path}/"
                return
        raise NotThere(f"There is nothing at {request.path}.", mend="Start from /api/v1/.")

    def get(self, request: Request, *args: object, **kwargs: object) -> HttpResponsePermanentRedirect:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{self.moved}?{query}" if query else self.moved)
