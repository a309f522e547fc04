"""Launches and spacecraft on the desk. What feeds write is shown, not written."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.dates import PRECISIONS, PartialDate
from desk.filters import by_rival
from desk.form_fields import PartialDateFormField
from desk.forms import FactForm
from desk.model_admin import FactAdmin
from desk.read_only import ReadOnlyAdmin, ReadOnlyInline
from launches import other_designator_admin, tables  # noqa: F401  says what a table may say of launches
from launches.models import (
    CatalogueEntry,
    ElementSet,
    Launch,
    LaunchTotal,
    LaunchUpdate,
    NetRevision,
    Spacecraft,
    StatusReading,
)
from launches.models.spacecraft import SpacecraftQuerySet
from launches.services.restate import restate
from launches.services.rows import NET_FIELDS, OWN_FIELDS, is_of_feed

SHOWN_AS = {"net_first": "net_days", "net_last": "net_days", "net_precision": "net_days"}


def net_days(launch: Launch | NetRevision) -> PartialDate:
    """The days that the NET leaves open, at the nearest precision that a date can be written in."""
    precision = launch.net_precision if launch.net_precision in PRECISIONS else "day"
    return PartialDate.of(launch.net_first, precision)


class LaunchForm(FactForm):
    net_days = PartialDateFormField(label=_("NET"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "net_days" in self.fields and self.instance.pk:
            self.initial["net_days"] = net_days(self.instance)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        days, at = cleaned.get("net_days"), cleaned.get("net")
        if days and at and not days.first <= at.date() <= days.last:
            self.add_error("net", _("This moment lies outside the days given above: mend one of the two."))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"net_first", "net_last"}

    def _post_clean(self) -> None:
        days = self.cleaned_data.get("net_days")
        if days and (not self.instance.pk or "net_days" in self.changed_data):
            self.instance.net_first, self.instance.net_last = days.first, days.last
            self.instance.net_precision = days.precision
        super()._post_clean()

    def add_error(self, field: str | None, error: Any) -> None:
        if field is None and hasattr(error, "error_dict"):
            for column in ("net_first", "net_last"):
                error.error_dict.pop(column, None)  # the one input above them says it
        super().add_error(field, error)


class NetRevisionInline(ReadOnlyInline):
    model = NetRevision
    fields = ("stated_at", "net", "net_precision", "net_first", "net_last", "status")
    readonly_fields = fields
    verbose_name_plural = _("every date it was given, newest first")


@admin.register(Launch)
class LaunchAdmin(FactAdmin):
    form = LaunchForm
    merges = True
    main = (
        "name", "net_days", "net", ("window_start", "window_end"), "status", "vehicle", "provider",
        "country", "pad", "site", "orbit", "designator", "summary", "ll2_id", "ll2_updated_at",
    )  # fmt: skip
    inlines = (NetRevisionInline,)
    list_display = (
        "name", "net_days", "status", "vehicle", "provider", "country", "designator", "by_feed", "confidence",
        "cited",
    )  # fmt: skip
    list_filter = (by_rival(), "status", ("ll2_id", admin.EmptyFieldListFilter), "confidence")
    search_fields = (
        "name", "vehicle", "provider", "site", "designator", "summary", "spacecraft__name",
        "spacecraft__native_name", "slug",
    )  # fmt: skip
    date_hierarchy = "net_first"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What Launch Library says of a launch is its to change."""
        theirs: tuple[str, ...] = ()
        if obj and obj.ll2_id:
            theirs = tuple(
                dict.fromkeys(SHOWN_AS.get(n, n) for n in (OWN_FIELDS if is_of_feed(obj) else NET_FIELDS))
            )
        return (*super().get_readonly_fields(request, obj), *theirs, "ll2_id", "ll2_updated_at")

    @admin.display(description=_("NET"), ordering="net_last")
    def net_days(self, obj: Launch) -> PartialDate:
        return net_days(obj)

    @admin.display(description=_("by feed"), boolean=True, ordering="ll2_id")
    def by_feed(self, obj: Launch) -> bool:
        return obj.ll2_id is not None

    def refuses_deletion(self, row: Launch) -> str:
        if not is_of_feed(row):
            return ""
        return _("“%(row)s” is not deleted: Launch Library tells of it, and it would come back.") % {
            "row": row
        }

    def refuses_move(self, kept: Launch, gone: Launch) -> str:
        """What Launch Library tells of a launch goes on with the row that it knows."""
        if gone.ll2_id is None:
            return ""
        if kept.ll2_id is None:
            return _("Launch Library tells of “%(gone)s”: keep that one, and merge the other into it.") % {
                "gone": gone
            }
        return str(_("To Launch Library these are two launches: they cannot be one here."))

    def save_model(self, request: HttpRequest, obj: Launch, form: Any, change: bool) -> None:
        before = Launch.objects.get(pk=obj.pk) if change else None
        super().save_model(request, obj, form, change)
        if before:
            restate(before, obj)


@admin.register(NetRevision)
class NetRevisionAdmin(ReadOnlyAdmin):
    list_display = ("launch", "stated_at", "net_first", "net_last", "net_precision", "status")
    list_select_related = ("launch",)
    list_filter = (by_rival("launch__country"), "status", "net_precision")
    search_fields = ("launch__name", "launch__provider", "launch__slug")
    date_hierarchy = "stated_at"


@admin.register(LaunchUpdate)
class LaunchUpdateAdmin(ReadOnlyAdmin):
    list_display = ("created_on", "comment", "author", "ll2_id", "recorded_at")
    search_fields = ("comment", "author", "=ll2_id")
    date_hierarchy = "created_on"


class StatusReadingInline(ReadOnlyInline):
    model = StatusReading
    fields = ("on", "state", "basis", "says", "confidence")
    readonly_fields = fields
    ordering = ("-on_last", "-on_first")
    verbose_name_plural = _("what was read of its state, newest first")


@admin.register(Spacecraft)
class SpacecraftAdmin(FactAdmin):
    merges = True
    main = (
        "name", "native_name", "aliases", "project", "projects_also", "country", "operator",
        ("norad_cat_id", "object_id"), "identity", "identity_note", "hosted_on", "launch", "launched_on",
        "compute", "compute_hardware", "reading_epoch",
        ("reading_perigee_km", "reading_apogee_km", "reading_mean_altitude_km", "reading_inclination_deg"),
        "summary",
    )  # fmt: skip
    list_display = (
        "name", "native_name", "project", "country", "norad_cat_id", "identity", "state", "compute",
        "launched_on", "confidence", "cited",
    )  # fmt: skip
    list_select_related = ("project",)
    list_filter = (by_rival(), "identity", "compute", "confidence")
    inlines = (StatusReadingInline,)
    search_fields = (
        "name", "native_name", "aliases", "norad_cat_id", "object_id", "project__name",
        "project__native_name", "compute_hardware", "summary", "slug",
    )  # fmt: skip
    autocomplete_fields = ("project", "projects_also", "operator", "launch")
    date_hierarchy = "launched_on_first"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Spacecraft]:
        rows = cast(SpacecraftQuerySet, super().get_queryset(request))
        return rows.with_state(timezone.now().date())

    @admin.display(description=_("state"))
    def state(self, obj: Spacecraft) -> str:
        return f"{obj.state.label} ({obj.state.on})" if obj.state.on else obj.state.label

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **options)
        if field and db_field.name == "norad_cat_id":
            field.widget = forms.TextInput(attrs={"class": "desk-when", "inputmode": "numeric"})
            field.localize = False
        return field


@admin.register(StatusReading)
class StatusReadingAdmin(FactAdmin):
    """A new reading is a new entry: what was read before stays."""

    main = ("spacecraft", "on", "state", "basis", "says")
    list_display = ("spacecraft", "on", "state", "basis", "says", "confidence", "known_on", "cited")
    list_select_related = ("spacecraft",)
    list_filter = (by_rival("spacecraft__country"), "state", "basis", "confidence")
    search_fields = (
        "spacecraft__name",
        "spacecraft__native_name",
        "spacecraft__aliases",
        "says",
        "note",
        "slug",
    )
    autocomplete_fields = ("spacecraft",)
    date_hierarchy = "on_first"


@admin.register(LaunchTotal)
class LaunchTotalAdmin(FactAdmin):
    main = ("country", "year", "method", "attempts", "failures", "world_attempts", "counted_on")
    list_display = (
        "year_text", "country", "method", "attempts", "failures", "world_attempts", "counted_on", "cited"
    )  # fmt: skip
    list_filter = (by_rival(), "method")
    search_fields = ("slug", "year", "note")

    @admin.display(description=_("year"), ordering="year")
    def year_text(self, obj: LaunchTotal) -> str:
        return str(obj.year)


@admin.register(ElementSet)
class ElementSetAdmin(ReadOnlyAdmin):
    list_display = (
        "object_name",
        "number",
        "epoch",
        "mean_motion",
        "eccentricity",
        "inclination",
        "origin",
        "apart",
        "recorded_at",
    )
    list_filter = ("apart", "origin")
    search_fields = ("object_name", "=norad_cat_id", "object_id")
    ordering = ("-epoch",)

    @admin.display(description=_("NORAD number"), ordering="norad_cat_id")
    def number(self, obj: ElementSet) -> str:
        return str(obj.norad_cat_id)


@admin.register(CatalogueEntry)
class CatalogueEntryAdmin(ReadOnlyAdmin):
    list_display = (
        "object_name", "number", "object_id", "ops_status_code", "owner", "launched_on", "decayed_on",
        "apogee_km", "perigee_km", "recorded_at",
    )  # fmt: skip
    list_filter = ("ops_status_code", "owner", "apart")
    search_fields = ("object_name", "=norad_cat_id", "object_id")

    @admin.display(description=_("NORAD number"), ordering="norad_cat_id")
    def number(self, obj: CatalogueEntry) -> str:
        return str(obj.norad_cat_id)
