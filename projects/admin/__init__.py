"""The analysts' desk: one module a noun. docs/desk.md says how to work with it."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from projects.admin import (  # noqa: F401  each module registers its noun
    filing,
    funding,
    milestone,
    organization,
    people,
    project,
    question,
    source,
    statement,
    status,
    target,
)

admin.site.site_header = admin.site.site_title = _("Racetracker desk")
