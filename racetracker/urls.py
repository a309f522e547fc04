"""Addresses: health, the API, the analysts' desk, and the readers' pages last."""

from django.contrib import admin
from django.urls import include, path, re_path

from api.root import NothingView
from links.views import read_page
from racetracker.health import feeds_health, healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("healthz/feeds", feeds_health, name="feeds-health"),
    path("admin/news/newsitem/read/", admin.site.admin_view(read_page), name="read-page"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("api.urls")),
    re_path("^api/", NothingView.as_view()),
    path("", include("pages.urls")),
]
handler400 = "pages.errors.bad_request"
handler403 = "pages.errors.forbidden"
handler404 = "pages.errors.not_found"
handler500 = "pages.errors.server_error"
