"""The form of every curated fact: dates in one input, a source at least, nothing the ledger would refuse."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import JSONField, Model
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from common.dates import PartialDate
from common.dates import label as date_label
from common.urls import NoAddress, canonical
from desk.asking import AsksFirst
from desk.form_fields import OneLineEach, PartialDateFormField
from desk.locking import state_of
from facts import confirming, retracted, services
from facts.former_slugs import refusal
from facts.history import MOST_WHY
from facts.ledger.registry import kind_of
from facts.models import Revision, Source
from facts.models.partial_date import PartialDateField
from facts.warnings import Warned


def stated_dates(model: type[Model]) -> dict[str, PartialDateField]:
    """The stated dates of a model, by name."""
    return {
        name: value
        for cls in model.__mro__
        for name, value in vars(cls).items()
        if isinstance(value, PartialDateField)
    }


class CuratedForm(AsksFirst):
    """What a source and a fact have in common. `with_dates` adds the inputs of stated dates.

    `why` is told to readers beside the correction; `opened` is the state of the row as this form
    was opened (`desk.locking`), so that nobody overwrites what somebody else saved meanwhile. `by` is who types.
    """

    by: Any = None

    why = forms.CharField(
        label=_("why this change"),
        required=False,
        max_length=MOST_WHY,
        help_text=_("Readers see it beside the correction."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk and hasattr(self.instance, "changed_at"):
            self.initial["opened"] = state_of(self.instance)
        else:
            self.fields.pop("why", None)
            self.fields.pop("opened", None)
        for name in stated_dates(self._meta.model):
            if name in self.fields and self.instance.pk:
                self.initial.setdefault(name, getattr(self.instance, name))
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Left empty: made from the words above. It stays afterwards.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = value.replace("\r\n", "\n").replace("\r", "\n").strip()
        self._refuse_days_ahead(cleaned)
        if cleaned.get("opened") and cleaned["opened"] != self.initial.get("opened"):
            self.add_error(None, self._changed_meanwhile())
        return cleaned

    def clean_slug(self) -> str:
        """One that no other record had before: its address leads there."""
        slug: str = self.cleaned_data["slug"]
        kind = kind_of(self._meta.model)
        if slug and kind and (why := refusal(kind, slug, self.instance.pk)):
            raise forms.ValidationError(why)
        return slug

    def _refuse_days_ahead(self, cleaned: dict[str, Any]) -> None:
        """What happened or was said has its day behind it; what is promised is a target."""
        kind = kind_of(self._meta.model)
        if kind is None or kind.dated_ahead:
            return
        for name in {kind.own_date if kind.happens else "", "published_on"}:
            day = cleaned.get(name)
            if isinstance(day, PartialDate) and services.lies_ahead(day) and name not in self.errors:
                self.add_error(name, _("This day lies in the future: what is promised is a target."))

    def _refuse_what_is_there(self) -> None:
        """A form that was sent twice, or by two people, is one record."""
        found = services.twin(self.instance, self.cleaned_data.get("sources"))
        if found is not None:
            meta = self._meta.model._meta
            self.add_error(None, format_html(
                str(_('This was entered already, word for word: <a href="{}">{}</a>. Nothing was stored.')),
                reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[found.pk]), found,
            ))  # fmt: skip

    def _changed_meanwhile(self) -> SafeString:
        """Who changed the row since the form was opened; what was typed stays in the form."""
        last = Revision.objects.of_record(services.kind_of_row(self.instance).name, self.instance.pk).first()
        return format_html(
            str(
                _(
                    "Somebody{} saved this entry while you had it open: nothing of yours was stored. "
                    '<a href="" target="_blank">Open it as it is now</a>, and enter your change there.'
                )
            ),
            f" ({last.by})" if last and last.by else "",
        )

    def _get_validation_exclusions(self) -> set[str]:
        """Columns of stated dates that were read are checked with the rest of the row."""
        read = {name for name in stated_dates(self._meta.model) if name in self.cleaned_data}
        columns = {f"{name}_{part}" for name in read for part in ("first", "last", "precision")}
        every: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # not in the stubs
        return every - columns

    def _post_clean(self) -> None:
        for name in stated_dates(self._meta.model):
            if name in self.cleaned_data:
                setattr(self.instance, name, self.cleaned_data[name])
        super()._post_clean()  # type: ignore[misc]  # not in the stubs
        if not self.errors and kind_of(self._meta.model):
            for attribute, sentence in (*services.doubts(self.instance), *services.circles(self.instance)):
                self.add_error(attribute if attribute in self.fields else NON_FIELD_ERRORS, sentence)
            if not self.errors and not self.instance.pk:
                self._refuse_what_is_there()

    def full_clean(self) -> None:
        """What is unlikely is asked last, of what nothing else speaks against."""
        super().full_clean()
        if self.is_bound and not self.errors:
            self.ask()

    def add_error(self, field: str | None, error: Any) -> None:
        """Errors of a date's columns stand at its one input."""
        if field is None and hasattr(error, "error_dict"):
            for name in stated_dates(self._meta.model):
                for part in ("first", "last", "precision"):
                    if found := error.error_dict.pop(f"{name}_{part}", None):
                        error.error_dict.setdefault(
                            name if name in self.fields else NON_FIELD_ERRORS, []
                        ).extend(found)
        super().add_error(field, error)


class FactForm(CuratedForm):
    _told_day: tuple[date, list[Source]] | None = None

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "sources" in self.fields:
            self.fields["sources"].error_messages["required"] = _(
                "Name at least one source: a fact without one cannot be saved."
            )
        if "known_on" in self.fields:
            self._leave_out_computed_day()

    def _leave_out_computed_day(self) -> None:
        field = self.fields["known_on"]
        field.required = False
        if not self.instance.pk:
            return
        day = services.computed_day(self.instance, self.instance.sources.all())
        if day is None:
            return
        shown = date_label(PartialDate.of(day))
        field.help_text = _("The day the public could know. Left empty: %(day)s, by the sources.") % {
            "day": shown
        }
        if self.instance.known_on == day:
            self.initial["known_on"] = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        sources = cleaned.get("sources")
        is_confirmed = cleaned.get("confidence") == "confirmed" and self._decides_confidence()
        if is_confirmed and sources and (why := confirming.refusal(sources)):
            self.add_error("confidence", why)
        self._refuse_unproved_days(cleaned)
        return cleaned

    def questions(self) -> Iterable[Warned]:
        """Of the fact, and of the pages that it is to rest on."""
        yield from super().questions()
        decides = "sources" in self.fields and (not self.instance.pk or "sources" in self.changed_data)
        cited = self.cleaned_data["sources"] if decides else ()
        if asked := retracted.question(source.slug for source in cited):
            yield Warned("sources", asked)

    def _decides_confidence(self) -> bool:
        """Whether this form says what the fact rests on, or how sure it is; else it stands as it was stored."""
        return not self.instance.pk or bool({"confidence", "sources"} & set(self.changed_data))

    def _refuse_unproved_days(self, cleaned: dict[str, Any]) -> None:
        """A day since when something was known is one that its sources can show."""
        given, found, sources = cleaned.get("known_on"), cleaned.get("found_on"), cleaned.get("sources")
        if given and found:
            self.add_error(
                "found_on", _("A day is either known or the day of finding: leave one of the two empty.")
            )
        elif found and sources and any(source.published_on for source in sources):
            self.add_error("found_on", _("One of the sources has a date: the day follows from it."))
        elif given and sources and {"known_on", "sources"} & set(self.changed_data):
            self._told_day = given, list(sources)

    def _post_clean(self) -> None:
        super()._post_clean()
        told = None if self.errors else self._told_day
        if told and (refusal := services.unproved_day(self.instance, *told)):
            self.add_error("known_on", refusal)
        if not self.errors and "sources" in self.fields:
            field, refusal = services.untold_outcome(self.instance, self.cleaned_data["sources"])
            if refusal:
                self.add_error(field, refusal)
        if self.errors or "known_on" not in self.fields or self.cleaned_data.get("known_on"):
            return
        sources = self.cleaned_data["sources"]
        if services.computed_day(self.instance, sources) is None:
            self.add_error(
                "found_on",
                _(
                    "Write the day it was found: neither a source nor the entry has a date that it could follow from."
                ),
            )
        elif not self.instance.found_on and (refusal := services.unproved_day(self.instance, None, sources)):
            self.add_error("found_on", refusal)

    def _get_validation_exclusions(self) -> set[str]:
        """The day is settled when the sources are known; until then it may be empty."""
        return super()._get_validation_exclusions() | {"known_on"}


class SourceForm(CuratedForm):
    def clean_url(self) -> str:
        address = self.cleaned_data["url"]
        if self.instance.pk and address == self.instance.url:
            return address
        try:
            found = services.find_source(address)
        except NoAddress as error:
            raise forms.ValidationError(str(error)) from error
        if found and found.pk != self.instance.pk:
            raise forms.ValidationError(
                _("This address is the source “%(source)s” already: cite that one."), params={"source": found}
            )
        return canonical(address)

    def clean_language(self) -> str:
        return self.cleaned_data["language"].lower()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.pk and not self.errors and {"seen", "quality", "copy_of"} & set(self.changed_data):
            before = Source.objects.get(pk=self.instance.pk)
            held = confirming.unconfirmed_by(before, Source(**{
                name: cleaned.get(name, getattr(before, name)) for name in ("seen", "quality", "copy_of")
            }))  # fmt: skip
            if held:
                names = ", ".join(f"“{fact}”" for fact in held[:5]) + (" …" if len(held) > 5 else "")
                sentence = _(
                    "%(count)s confirmed facts rest on this page alone (%(names)s): "
                    "change their confidence first, or give them another source."
                )
                self.add_error(None, sentence % {"count": len(held), "names": names})
        return cleaned


@cache
def with_dates(form: type[forms.ModelForm], model: type[Model]) -> type[forms.ModelForm]:
    """The form with one input for each stated date and each list of texts of the model."""
    fields: dict[str, forms.Field] = {
        name: PartialDateFormField(label=capfirst(when.verbose_name), required=not when.optional)
        for name, when in stated_dates(model).items()
        if name not in form.base_fields
    }
    for column in model._meta.get_fields():
        if isinstance(column, JSONField):
            fields[column.name] = OneLineEach(label=capfirst(column.verbose_name), required=False)
    make: Any = type(form)
    made: type[forms.ModelForm] = make(form.__name__, (form,), fields)
    return made
