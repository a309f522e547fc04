from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from desk.filters import by_rival
from desk.forms import FactForm
from desk.model_admin import FactAdmin
from projects.models import Target

MOST_NAMED = 20


class TargetForm(FactForm):
    """The promises of the project, where the form opens with one, stand below the word that restatements share."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        project = str(self.instance.project_id or self.initial.get("project") or "")
        if "promise" in self.fields and project.isdecimal() and len(project) < 19:
            rows = Target.objects.filter(project=int(project)).order_by("promise")
            known = list(rows.values_list("promise", flat=True).distinct()[:MOST_NAMED])
            if known:
                self.fields["promise"].help_text = _(
                    "One word for what is promised: restatements of one promise share it. "
                    "This project has: %(known)s."
                ) % {"known": ", ".join(known)}


@admin.register(Target)
class TargetAdmin(FactAdmin):
    """Targets are added, not rewritten: a restated date is a new one with the same promise."""

    form = TargetForm

    main = (
        "project", "speaker", "milestone", "promise", "text", "stated_on", "due", "bound", "compute",
        "outcome_on", "not_met_on", "searched_on", "superseded_by",
    )  # fmt: skip
    list_display = (
        "text", "project", "milestone", "promise", "stated_on", "bound", "due", "outcome_on", "not_met_on",
        "confidence", "cited",
    )  # fmt: skip
    list_select_related = ("project",)
    list_filter = (by_rival("project__country"), "milestone", "bound", "confidence")
    search_fields = ("text", "promise", "project__name", "project__native_name", "project__aliases", "slug")
    autocomplete_fields = ("project", "speaker", "superseded_by")
    date_hierarchy = "due_first"
