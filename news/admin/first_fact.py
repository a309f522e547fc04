"""A news item and its first fact in one form: both are stored in one transaction, or neither is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.utils import flatten_fieldsets
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.dashboard import form_of
from desk.model_admin import FactAdmin
from facts.history import on_trial
from facts.models import Source
from news.admin.facts import FIRST as FIELD
from news.admin.facts import KINDS
from news.admin.proposing import typed_before
from news.services import Entered, Entry, enter_item

# What the item says already: its page is the source, and a slug is made.
LEFT_OUT = {"sources", "slug", "meant"}
# Fields of a fact that begin with what a field of the item says; the day of each kind is in KINDS.
_FILLED = {
    "title": "headline", "text": "headline", "summary": "summary", "country": "country",
    "confidence": "confidence", "project": "projects",
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """The form of one kind of fact below that of the item; `fills` is what the browser copies from the item."""

    name: str
    label: Any
    fieldsets: AdminForm
    chosen: bool
    fills: str


class FirstFact:
    """The forms of the facts that this person may enter with an item, and the one that they chose."""

    def __init__(self, request: HttpRequest, site: Any, told: Mapping[str, Any]) -> None:
        self.request, self.told = request, told
        kinds = {name: (label, day) for name, label, day, further in KINDS if "as_step" not in further}
        desks = {name: site.get_model_admin(apps.get_model("projects", name)) for name in kinds}
        self.desks = {name: desk for name, desk in desks.items() if desk.has_add_permission(request)}
        self.kinds = {name: kinds[name] for name in self.desks}
        chosen = request.POST.get(FIELD, "") if request.method == "POST" else told.get(FIELD, "")
        self.chosen = chosen if chosen in self.desks else ""
        self.bound: Any = None

    @cached_property
    def choices(self) -> list[tuple[str, Any]]:
        return [("", _("none yet")), *((name, label) for name, (label, _day) in self.kinds.items())]

    def check(self, entry: Entry | None) -> bool:
        """Whether the fact can be stored with this item; its form then says at each field what speaks against it.

        Item, page and fact are stored for a look, and taken back. Where the item itself cannot be stored (`entry`
        is None), the fields of the fact are looked at without its page.
        """
        if not self.chosen:
            return True
        if entry is None:
            self.bound = self._bound([])
            self.bound.errors.pop("sources", None)  # of a page that is not there yet
            return not self.bound.errors
        with on_trial():
            self.bound = self._bound([enter_item(entry, by=self.request.user).source])
            return bool(self.bound.is_valid())

    def store(self, entered: Entered) -> Any:
        """Stores the fact with the page of the item, as the form of its kind would; None where none was chosen."""
        if not self.chosen:
            return None
        desk, form = self.desks[self.chosen], self._bound([entered.source])
        form.is_valid()  # held against what is stored by now: `save` raises ValueError where somebody was faster
        fact = desk.save_form(self.request, form, change=False)
        desk.save_model(self.request, fact, form, change=False)
        desk.save_related(self.request, form, [], change=False)
        desk.log_addition(self.request, fact, desk.construct_change_message(self.request, form, [], add=True))
        return fact

    def shown(self) -> list[Shown]:
        found = []
        for name, (label, day) in self.kinds.items():
            desk, fieldsets = self.desks[name], self._fieldsets(name)
            form = self.bound if name == self.chosen and self.bound is not None else self._empty(name)
            filled = {**_FILLED, day: "published_on"}
            fills = {field: source for field, source in filled.items() if field in form.fields}
            shown = AdminForm(form, fieldsets, {}, (), model_admin=desk)
            found.append(Shown(name, label, shown, name == self.chosen, json.dumps(fills)))
        return found

    # --- The forms --------------------------------------------------------------------------------
    def _fieldsets(self, name: str) -> Any:
        """Those of the kind's own form, without what the item says already."""
        fieldsets = self.desks[name].get_fieldsets(self.request, None)
        kept = [
            (title, {"fields": [*filter(None, map(_without, options["fields"]))]})
            for title, options in fieldsets
        ]
        named = [(title, options) for title, options in kept if options["fields"]]
        named[0][1]["fields"].append("meant")
        return named

    def _form(self, name: str) -> type[forms.ModelForm]:
        fields = [*flatten_fieldsets(self._fieldsets(name)), "sources"]
        made: type[forms.ModelForm] = self.desks[name].get_form(self.request, None, fields=fields)
        return made

    def _empty(self, name: str) -> forms.ModelForm:
        prefix = _prefix(name)
        typed = {
            key.removeprefix(f"{prefix}-"): value
            for key, value in self.told.items()
            if key.startswith(prefix)
        }
        return self._form(name)(prefix=prefix, initial=typed)

    def _bound(self, sources: Iterable[Source]) -> forms.ModelForm:
        data, prefix = self.request.POST.copy(), _prefix(self.chosen)
        data.setlist(f"{prefix}-sources", [str(source.pk) for source in sources])
        return self._form(self.chosen)(data, prefix=prefix)


def _prefix(name: str) -> str:
    return f"{FIELD}-{name}"


def _without(field: Any) -> Any:
    """A field, or those of one line, without what is left out; None where nothing stays."""
    if isinstance(field, str):
        return None if field in LEFT_OUT else field
    return tuple(name for name in field if name not in LEFT_OUT) or None


class WithFirstFact(forms.ModelForm):
    """Of the form for a new item: which fact is stored with it."""

    facts: FirstFact | None = None

    first = forms.ChoiceField(
        label=gettext_lazy("Kind of fact"),
        required=False,
        help_text=gettext_lazy(
            "Stored together with the item, with its page as the source. "
            "Readers see a fact at once, also where the item is a draft."
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields[FIELD]
        assert isinstance(field, forms.ChoiceField)
        field.choices = self.facts.choices if self.facts else []

    def entry(self) -> Entry:
        """The item as entered, once the form is valid."""
        raise NotImplementedError

    def full_clean(self) -> None:
        """The fact last, beside an item that could be stored."""
        super().full_clean()
        if self.is_bound and self.facts and not self.facts.check(None if self.errors else self.entry()):
            self.add_error(
                FIELD, _("This fact cannot be stored as it stands, so nothing was: its fields below say why.")
            )


class EntersFirstFact(FactAdmin):
    """Of an admin for news items: the form of a new item takes its first fact, too."""

    def first_fact(self, request: HttpRequest) -> FirstFact:
        """That of this request: the form checks it, the page shows it, saving stores it."""
        found: FirstFact | None = getattr(request, "_first_fact", None)
        if found is None:
            told = {} if request.method == "POST" else typed_before(request)
            found = request._first_fact = FirstFact(request, self.admin_site, told)  # type: ignore[attr-defined]  # ours
        return found

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **options: Any
    ) -> HttpResponse:
        if options.get("obj") is None:
            shown = self.first_fact(request).shown()
            context["first_facts"] = shown
            for one in shown:
                context["media"] += one.fieldsets.media
        return super().render_change_form(request, context, *args, **options)

    def store_first_fact(self, request: HttpRequest, entered: Entered) -> None:
        fact = self.first_fact(request).store(entered)
        if fact is not None:
            told = _("Stored with it: the %(kind)s") % {"kind": fact._meta.verbose_name}
            messages.success(request, format_html('{} <a href="{}">{}</a>.', told, form_of(fact), fact))
