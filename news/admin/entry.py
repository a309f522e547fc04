"""The short form in which a news item is entered with its page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.urls import NoAddress
from desk.form_fields import PartialDateFormField
from desk.forms import FactForm
from facts import confirming, services
from facts.models import Source
from facts.warnings import Warned, warnings_of_row
from news.admin.first_fact import WithFirstFact
from news.models import NewsItem
from news.proposals import near_headlines
from news.services import Entry, item_of, page_of, seen
from news.workflow import first_states

LANGUAGES = {
    "en": _("English"),
    "zh": _("Chinese"),
    "ja": _("Japanese"),
    "ko": _("Korean"),
    "fr": _("French"),
    "de": _("German"),
    "es": _("Spanish"),
    "it": _("Italian"),
    "pt": _("Portuguese"),
    "nl": _("Dutch"),
    "ru": _("Russian"),
    "ar": _("Arabic"),
    "hi": _("Hindi"),
    "cs": _("Czech"),
    "da": _("Danish"),
    "fa": _("Persian"),
    "fi": _("Finnish"),
    "he": _("Hebrew"),
    "id": _("Indonesian"),
    "no": _("Norwegian"),
    "pl": _("Polish"),
    "sv": _("Swedish"),
    "th": _("Thai"),
    "tr": _("Turkish"),
    "uk": _("Ukrainian"),
    "vi": _("Vietnamese"),
}


class NotAhead(FactForm):
    """News of tomorrow is not news: the date of a page is at most today's, wherever on Earth."""

    def clean_published_on(self) -> Any:
        day = self.cleaned_data["published_on"]
        if day and services.lies_ahead(day):
            raise forms.ValidationError(
                _("This day lies in the future: write the day on which the page appeared.")
            )
        return day


class EntryForm(WithFirstFact, NotAhead):
    """What an analyst types for a new item. Its page becomes a source, or is found among them."""

    link = forms.URLField(
        label=_("Link"),
        max_length=2000,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "vURLField", "autocomplete": "off"}),
        help_text=_("The address of the page; what only counts clicks is taken off."),
    )
    publisher = forms.CharField(
        label=_("Publisher"), max_length=160, widget=forms.TextInput(attrs={"class": "vTextField"})
    )
    published_on = PartialDateFormField(label=_("Date"))
    language = forms.ChoiceField(label=_("Language"), choices=list(LANGUAGES.items()), initial="en")
    page_read = forms.BooleanField(
        label=_("The page was read"),
        required=False,
        help_text=_("Tick it where you read the page: one that nobody read proves nothing."),
    )
    another_story = forms.BooleanField(
        label=_("This is another story"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("confidence", "reported")
        self.fields["summary"].widget.attrs["rows"] = 4
        state = self.fields["state"]
        assert isinstance(state, forms.ChoiceField)
        state.choices = [(s.value, s.label) for s in first_states(self.by)]
        self.found: Source | None = None

    def clean_link(self) -> str:
        link = self.cleaned_data["link"]
        try:
            self.found = services.find_source(link)
        except NoAddress as error:
            raise forms.ValidationError(str(error)) from error
        return link

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        item = item_of(self.found) if self.found else None
        if item and item.headline != cleaned.get("headline"):
            self.add_error("link", _already(item))
        if cleaned.get("confidence") == "confirmed" and "link" in cleaned:
            page = self.found or Source(url=cleaned["link"], seen=seen(cleaned.get("page_read", False)))
            if why := confirming.refusal([page]):
                self.add_error("confidence", why)
        if not self.errors and item is None:
            self._compare(cleaned)
        return cleaned

    def _refuse_what_is_there(self) -> None:
        """A page tells one item: entering it twice gives that one back."""

    def _compare(self, cleaned: dict[str, Any]) -> None:
        """Tells of items with nearly this headline; the analyst may say that this is another story."""
        near = near_headlines(cleaned["headline"], cleaned["published_on"].first)
        if near:
            self.fields["another_story"].widget = forms.CheckboxInput()
            if not cleaned.get("another_story"):
                self.add_error("headline", _nearly(near))

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.errors and self.found is None:
            names = {"url": "link", "title": "headline"}
            for attribute, sentence in services.doubts(page_of(self.entry())):
                self.add_error(names.get(attribute, attribute), sentence)

    def questions(self) -> Iterable[Warned]:
        """Of the item, and of its page where that is new."""
        page = () if self.found else warnings_of_row(page_of(self.entry()))
        return (*super().questions(), *page)

    def field_of(self, key: str) -> str:
        return "link" if key == "url" else super().field_of(key)

    def entry(self) -> Entry:
        """The item as entered, once the form is valid."""
        said = self.cleaned_data
        names = Entry.__dataclass_fields__.keys() & said.keys()
        return Entry(**{name: said[name] for name in names})

    def save_m2m(self) -> None:
        """The service tied item, page and projects."""


def _nearly(items: list[NewsItem]) -> Any:
    told = format_html_join(
        ", ",
        '<a href="{}" target="_blank">{}</a> ({})',
        (
            (reverse("admin:news_newsitem_change", args=[item.pk]), item.headline, item.get_state_display())
            for item in items
        ),
    )
    return format_html(
        gettext("Nearly the same headline is there already: {}. If this is another story, say so below."),
        told,
    )


def _already(item: NewsItem) -> Any:
    url = reverse("admin:news_newsitem_change", args=[item.pk])
    return format_html(
        gettext('This page is the news item <a href="{}">{}</a> ({}) already: change that one.'),
        url, item.headline, item.get_state_display(),
    )  # fmt: skip
