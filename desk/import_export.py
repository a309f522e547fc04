"""Tables in and out of the desk: export what a list shows; import with a dry run that tells every row's fate."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from import_export import admin as library
from import_export.forms import ExportForm, ImportForm
from import_export.resources import Resource
from import_export.results import Error, Result, RowResult

from desk.asking import answers
from desk.file_formats import FORMATS, MOST_BYTES, Records, Unreadable
from desk.locking import hold
from desk.undoing import UndoesTables
from facts.history import MOST_WHY
from facts.ledger.records import rows_of, write_row
from facts.ledger.registry import Kind, kind_of
from facts.ledger.table_cells import columns, to_cells
from facts.ledger.table_import import carry_out
from facts.ledger.table_plan import CHANGED, MOST_ROWS, NEW, REFUSED, SAME, Plan, Unwritten, lay_out
from facts.models import Upload

SHOWN_ROWS = 500
_TYPES = {
    NEW: RowResult.IMPORT_TYPE_NEW, CHANGED: RowResult.IMPORT_TYPE_UPDATE, SAME: RowResult.IMPORT_TYPE_SKIP,
    REFUSED: RowResult.IMPORT_TYPE_ERROR,
}  # fmt: skip


class LedgerResource(Resource):
    """The records of one kind, described by the ledger's fields and checked by the ledger's rules."""

    kind: Kind

    @classmethod
    def of(cls, kind: Kind) -> type[LedgerResource]:
        return type(cls.__name__, (cls,), {"kind": kind})

    @classmethod
    def get_display_name(cls) -> str:
        return cls.kind.name

    def get_user_visible_fields(self) -> list[Any]:
        return []

    def export(self, queryset: QuerySet | None = None, **kwargs: Any) -> Records:
        rows = rows_of(self.kind)
        if queryset is not None:
            rows = rows.filter(pk__in=queryset.order_by().values("pk"))
        table = Records(headers=[column.name for column in columns(self.kind)])
        table.kind, table.records = self.kind, [write_row(self.kind, row) for row in rows]
        for record in table.records:
            table.append(to_cells(self.kind, record))
        return table

    def import_data(self, dataset: Any, dry_run: bool = False, **kwargs: Any) -> Result:
        """Every row's fate; written where `dry_run` is not set and all is sound. `result.plan` has it all."""
        by, why = kwargs.get("user"), kwargs.get("why", "")
        with nullcontext() if dry_run else transaction.atomic():
            if not dry_run:
                self._hold_rows(dataset)
            return self._fates(dataset, dry_run, by, why, kwargs)

    def _hold_rows(self, dataset: Any) -> None:
        """Holds the records of a table, so that nobody changes them between the look at them and the writing."""
        slugs = {str(row.get("slug") or "").strip() for row in dataset.dict}
        if len(slugs) <= MOST_ROWS:  # longer ones are refused
            rows = self.kind.model._base_manager.filter(slug__in=slugs)
            hold(self.kind.model, rows.values_list("pk", flat=True))

    def _fates(self, dataset: Any, dry_run: bool, by: Any, why: str, kwargs: dict[str, Any]) -> Result:
        plan = lay_out(self.kind, dataset.headers, dataset.dict, by=by, line=kwargs.get("first_line", 2))
        seal = plan.seal
        try:
            if plan.asked and not (dry_run or kwargs.get("meant")):
                plan.faults.append(
                    str(_("Say that the rows in question are meant as they stand, or mend the table."))
                )
            elif kwargs.get("seal", seal) == seal:
                carry_out(plan, by=by, why=why, dry=dry_run)
            elif plan.sound:
                plan.faults.append(
                    str(_("Something changed here since the dry run: look at the rows again."))
                )
        except Unwritten:
            pass  # the plan says why
        return _result(plan, seal)


def _result(plan: Plan, seal: str) -> Result:
    result = Result()
    result.plan, result.seal = plan, seal
    result.total_rows = len(plan.fates)
    for sentence in plan.faults:
        result.append_base_error(Error(sentence))
    for fate in plan.fates:
        row = RowResult()
        row.number, row.import_type, row.instance = fate.line, _TYPES[fate.fate], fate.row
        row.errors = [Error(f"{column}: {sentence}", number=fate.line) for column, sentence in fate.faults]
        row.object_id, row.object_repr = getattr(fate.row, "pk", None), fate.slug
        result.append_row_result(row)
        result.increment_row_result_total(row)
        if row.errors:
            result.append_error_row(fate.line, {}, row.errors)
    return result


class TableForm(ImportForm):
    """A file, and how it is written; by its name where that is not said."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["format"].required = False
        self.fields["format"].choices = [
            ("", _("by the name of the file")),
            *self.fields["format"].choices[1:],
        ]
        self.fields["import_file"].help_text = _("CSV (UTF-8), XLSX or YAML, at most %(most)s MB.") % {
            "most": MOST_BYTES // 2**20
        }

    def clean_import_file(self) -> Any:
        file = self.cleaned_data["import_file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The file has more than %(most)s MB: split it."), params={"most": MOST_BYTES // 2**20}
            )
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if file := cleaned.get("import_file"):
            ending = file.name.rpartition(".")[2].lower()
            ending = "yaml" if ending == "yml" else ending
            named = [n for n, form in enumerate(FORMATS) if form().get_title() == ending]
            if not cleaned.get("format"):
                if not named:
                    raise forms.ValidationError(
                        _("The name of the file ends in none of .csv, .xlsx, .yaml: choose.")
                    )
                cleaned["format"] = str(named[0])
        return cleaned


class ConfirmForm(forms.Form):
    upload = forms.IntegerField(widget=forms.HiddenInput)
    meant = forms.BooleanField(
        label=_("This is meant"),
        required=False,
        help_text=_("The rows with a question below are meant as they stand. Their history keeps both."),
    )
    why = forms.CharField(
        label=_("why this change"),
        required=False,
        max_length=MOST_WHY,
        help_text=_("Readers see it beside the corrections."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    @classmethod
    def of(cls, plan: Plan, **options: Any) -> ConfirmForm:
        """The form for a table; where nothing is asked there is nothing to answer."""
        form = cls(**options)
        if plan.asked:
            form.fields["meant"].widget.attrs["required"] = True
        else:
            del form.fields["meant"]
        return form


class Tables(library.ImportExportMixin, UndoesTables):
    """Of an admin for a curated noun: import and export of its records."""

    import_template_name = "admin/tables/import.html"
    export_template_name = "admin/tables/export.html"
    import_form_class = TableForm
    export_form_class = ExportForm
    formats = FORMATS

    def has_import_permission(self, request: HttpRequest) -> bool:
        may = self.has_add_permission(request) and self.has_change_permission(request)
        return may and kind_of(self.model) is not None

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request) and kind_of(self.model) is not None

    def get_resource_classes(self, request: HttpRequest) -> list[type[LedgerResource]]:
        kind = kind_of(self.model)
        if kind is None:
            raise PermissionDenied
        return [LedgerResource.of(kind)]

    def get_export_filename(self, request: HttpRequest, queryset: QuerySet, file_format: Any) -> str:
        kind = kind_of(self.model)
        return f"{kind.name if kind else 'table'}.{file_format.get_title()}"

    def export_action(self, request: HttpRequest) -> HttpResponse:
        """The rows that the list shows; an address that the list cannot read leads back to it."""
        try:
            return super().export_action(request)
        except IncorrectLookupParameters:
            messages.error(
                request, _("This address asks for what the list does not know: all rows are shown.")
            )
            return redirect("..")

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The dry run: reads a table, tells every row's fate, and keeps it until it is confirmed."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = self.create_import_form(request)
        if request.method != "POST" or not form.is_valid():
            return self._page(request, form=form)
        read = FORMATS[int(form.cleaned_data["format"])]
        body = form.cleaned_data["import_file"].read()
        try:
            result = self._run(request, read, body, dry_run=True)
        except Unreadable as error:
            form.add_error("import_file", str(error))
            return self._page(request, form=form)
        if not result.plan.sound:
            return self._page(request, form=form, result=result)
        upload = Upload.keep(request.user, result.plan.kind.name, read().get_title(), result.seal, body)
        confirm = ConfirmForm.of(result.plan, initial={"upload": upload.pk})
        return self._page(request, confirm_form=confirm, result=result)

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Writes a table that was confirmed: all of it, or nothing."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        confirm = ConfirmForm(request.POST)
        kind = kind_of(self.model)
        if request.method != "POST" or not confirm.is_valid() or kind is None:
            return redirect("../import/")
        mine = Upload.objects.of(request.user).filter(kind=kind.name)
        upload = get_object_or_404(mine, pk=confirm.cleaned_data["upload"])
        read = next(form for form in FORMATS if form().get_title() == upload.form)
        why = confirm.cleaned_data["why"]
        meant = confirm.cleaned_data["meant"]
        result = self._run(
            request, read, bytes(upload.body), dry_run=False, seal=upload.seal, why=why, meant=meant
        )
        if result.plan.asked and not meant:
            confirm = ConfirmForm.of(result.plan, initial={"upload": upload.pk, "why": why})
            return self._page(request, confirm_form=confirm, result=result)
        upload.delete()
        if not result.plan.sound:
            return self._page(request, form=self.import_form_class(FORMATS, self.get_resource_classes(request)),
                              result=result)  # fmt: skip
        self.generate_log_entries(result, request)
        for fate in result.plan.asked:
            told = answers(sentence for _column, sentence in fate.asked)
            self.log_change(request, fate.row, told)
        counts = result.plan.counts
        messages.success(
            request,
            _("The table was taken: %(new)s new, %(changed)s changed, %(same)s the same.")
            % {name: counts[name] for name in (NEW, CHANGED, SAME)},
        )
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def _run(self, request: HttpRequest, read: Any, body: bytes, **options: Any) -> Result:
        dataset = read().create_dataset(body)
        resource = self.get_resource_classes(request)[0]()
        return resource.import_data(dataset, user=request.user, first_line=read.first_line, **options)

    def _page(self, request: HttpRequest, **context: Any) -> HttpResponse:
        kind = kind_of(self.model)
        shown = context.get("result")
        more = {
            "title": _("Import %(noun)s") % {"noun": self.opts.verbose_name_plural},
            "opts": self.opts,
            "columns": [column.name for column in columns(kind)] if kind else [],
            "fates": _by_fate(shown.plan) if shown else [],
        }
        context = self.admin_site.each_context(request) | self.taken_tables(request) | more | context
        return TemplateResponse(request, self.import_template_name, context)


def _by_fate(plan: Plan) -> list[dict[str, Any]]:
    """Refused rows first, since they want mending; of each fate as many as a page bears."""
    titles = {REFUSED: _("Refused"), CHANGED: _("Changed"), NEW: _("New"), SAME: _("The same")}
    return [
        {"fate": fate, "title": title, "rows": rows[:SHOWN_ROWS], "count": len(rows),
         "more": max(0, len(rows) - SHOWN_ROWS)}
        for fate, title in titles.items()
        if (rows := plan.of(fate))
    ]  # fmt: skip
