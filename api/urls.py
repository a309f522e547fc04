"""Addresses of the API, below /api/v1/."""

from django.urls import path, re_path
from rest_framework.routers import SimpleRouter

from api.docs import DocsView, SchemaView
from api.feeds import FeedListView
from api.metrics import MetricListView, MetricView
from api.root import VIEWS, NothingView, RootView

app_name = "api"

router = SimpleRouter()
for name, view in VIEWS.items():
    router.register(name, view, basename=name)

urlpatterns = [
    path("", RootView.as_view(), name="root"),
    *router.urls,
    path("metrics/", MetricListView.as_view(), name="metrics-list"),
    path("metrics/<str:name>/", MetricView.as_view(), name="metrics-detail"),
    path("feeds/", FeedListView.as_view(), name="feeds"),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", DocsView.as_view(url_name="api:schema"), name="docs"),
    re_path("", NothingView.as_view(), name="nothing"),
]
