"""The form that decides a suggestion beside taking it: merged into an item, or dismissed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from news.models import NewsItem, Suggestion


class DecideForm(forms.ModelForm):
    """What becomes of one suggestion beside being taken."""

    MERGE, DISMISS = "merge", "dismiss"

    decision = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=[
            (MERGE, _("merge: its page is a further source of a news item")),
            (DISMISS, _("dismiss: it never comes back")),
        ],
        widget=forms.RadioSelect,
        initial=DISMISS,
    )
    item = forms.ModelChoiceField(
        NewsItem.objects.all(),
        label=_("News item"),
        required=False,
        help_text=_("For merging: the item that tells the same story."),
    )
    read = forms.BooleanField(
        label=_("I read the page"),
        required=False,
        help_text=_("For merging: a page that nobody read proves nothing."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("For dismissing: whoever looks for this story later reads it."),
    )

    class Meta:
        model = Suggestion
        fields: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.state != Suggestion.State.OPEN:
            raise forms.ValidationError(_("Somebody decided this suggestion meanwhile: reload the list."))
        if cleaned.get("decision") == self.MERGE and not (cleaned.get("item") or self.errors):
            self.add_error("item", _("Choose the news item that its page is added to."))
        if cleaned.get("decision") == self.DISMISS and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Say why: whoever looks for this story later reads the reason."))
        self._check_item(cleaned)
        return cleaned

    def _check_item(self, cleaned: dict[str, Any]) -> None:
        """What readers see takes the right to change it."""
        item = cleaned.get("item")
        if cleaned.get("decision") == self.MERGE and item and not self.may_change(item):
            self.add_error("item", _("You may not change this news item: ask an editor to merge it."))

    def may_change(self, item: NewsItem) -> bool:
        """Whether the person at the form may; the admin says who that is."""
        raise NotImplementedError
