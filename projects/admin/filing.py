from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from desk.filters import by_rival
from desk.forms import FactForm
from desk.model_admin import FactAdmin, PartInline
from projects import services
from projects.models import Filing, FilingStep


class StepInline(PartInline):
    model = FilingStep
    fk_name = "filing"
    fields = ("step", "on", "document")
    autocomplete_fields = ("document",)


class FilingForm(FactForm):
    """A new document may prove a step of another filing at once."""

    step_of = forms.ModelChoiceField(
        Filing.objects.all(),
        label=_("It is a step of"),
        required=False,
        widget=AutocompleteSelect(FilingStep._meta.get_field("document"), admin.site),
        help_text=_("The filing whose step this document proves, such as the application it grants."),
    )
    as_step = forms.ChoiceField(
        label=_("as"), required=False, choices=[("", "---------"), *FilingStep.Step.choices]
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("step_of") and not cleaned.get("as_step"):
            self.add_error("as_step", _("Say which step of that filing the document proves."))
        return cleaned


@admin.register(Filing)
class FilingAdmin(FactAdmin):
    form = FilingForm
    merges = True
    main = (
        "authority", "country", "kind", "on", "organization", "project", "docket", "satellites_requested",
        "contained_in", ("altitude_km_min", "altitude_km_max"), "frequency", "summary", "outcome",
    )  # fmt: skip
    inlines = (StepInline,)
    list_display = (
        "authority", "kind", "on", "organization", "project", "docket", "satellites_requested", "country",
        "confidence", "cited",
    )  # fmt: skip
    list_select_related = ("organization", "project")
    list_filter = (by_rival(), "kind", "confidence")
    search_fields = (
        "authority", "docket", "summary", "organization__name", "organization__native_name",
        "organization__aliases", "project__name", "project__native_name", "project__aliases", "slug",
    )  # fmt: skip
    autocomplete_fields = ("organization", "project", "contained_in")
    date_hierarchy = "on_first"

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A step can be told with a new document; later the filing itself shows its steps."""
        first, *rest = super().get_fieldsets(request, obj)
        if obj is None and request.user.has_perm("projects.add_filingstep"):
            return [first, (_("A step of another filing"), {"fields": (("step_of", "as_step"),)}), *rest]
        return [first, *rest]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change and (filing := form.cleaned_data.get("step_of")):
            if not request.user.has_perm("projects.add_filingstep"):
                raise PermissionDenied
            services.add_step(filing, form.instance, form.cleaned_data["as_step"])
