"""The form of an item that is on the desk already, and the account of its steps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from desk.read_only import ReadOnlyInline
from news import workflow
from news.admin.entry import NotAhead
from news.models import NewsItem, NewsStep
from news.retracting import undecided

# What a form carries beside the words of the item.
BESIDE = {"why", "opened", "state", "publish_at"}
LONGEST_AHEAD = timedelta(days=366)


class NewsForm(NotAhead):
    """What readers saw is corrected or retracted with a reason; other states offer what may come next.

    `chosen` is what was chosen beside the form for the facts that rest on the item.
    """

    chosen: Mapping[str, str] = MappingProxyType({})

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.was = NewsItem(
            **{name: getattr(self.instance, name) for name in ("state", "reason", "publish_at")}
        )
        if "state" in self.fields:
            states = workflow.next_states(self.instance, self.by)
            field = self.fields["state"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(state.value, state.label) for state in states]
            if self.was.state in NewsItem.PUBLIC:
                field.help_text = _(
                    "Readers see this item. A change of it is a correction: say why at the foot."
                )

    def clean_publish_at(self) -> Any:
        at = self.cleaned_data["publish_at"]
        if at and at != self.was.publish_at:
            if at <= timezone.now():
                raise forms.ValidationError(_("This moment is past: choose a later one, or publish now."))
            if at > timezone.now() + LONGEST_AHEAD:
                raise forms.ValidationError(_("This is more than a year ahead: choose an earlier moment."))
        return at

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        state = cleaned.get("state")
        if state is None:
            return cleaned
        words_changed = set(self.changed_data) - BESIDE
        if self.was.state in NewsItem.PUBLIC and words_changed and state == NewsItem.State.PUBLISHED:
            state = cleaned["state"] = NewsItem.State.CORRECTED
        if state != self.was.state or (words_changed and state in NewsItem.TOLD):
            self._refuse(state, cleaned)
        if state == NewsItem.State.RETRACTED != self.was.state and undecided(self.instance, self.chosen):
            self.add_error("state", _("Say below what becomes of each fact that rests on this item alone."))
        at = cleaned.get("publish_at")
        if at and state in NewsItem.PUBLIC and "state" in self.changed_data:
            cleaned["publish_at"] = None  # published now: there is nothing to wait for
        elif at and state == NewsItem.State.DRAFT and "state" in self.changed_data:
            cleaned["publish_at"] = None  # taken back: nothing is published by itself
        elif at and at != self.was.publish_at and not workflow.may_publish(self.by, self.instance):
            self.add_error("publish_at", _("An editor sets the moment of publication."))
        return cleaned

    def _refuse(self, state: str, cleaned: dict[str, Any]) -> None:
        why = cleaned.get("why", "")
        item = NewsItem(
            headline=self.instance.headline, state=self.was.state, entered_by=self.instance.entered_by
        )
        if sentence := workflow.refusal(item, state, by=self.by, why=why):
            self.add_error("why" if state in NewsItem.TOLD and not why else "state", sentence)

    def _post_clean(self) -> None:
        if self.cleaned_data.get("state") in NewsItem.TOLD and self.cleaned_data.get("why"):
            self.instance.reason = self.cleaned_data["why"]
        if self.cleaned_data.get("publish_at") and self.cleaned_data.get("state") == NewsItem.State.DRAFT:
            self.cleaned_data["state"] = NewsItem.State.IN_REVIEW  # a moment is set: it waits in review
        super()._post_clean()

    def hold_steps(self) -> None:
        """Leaves the item where it was while its words are stored: `take_steps` moves it."""
        for name in ("state", "reason", "publish_at"):
            setattr(self.instance, name, getattr(self.was, name))

    def take_steps(self) -> bool:
        """Moves the item as the form says; true where a moment of publication fell."""
        item, state, why = self.instance, self.cleaned_data.get("state"), self.cleaned_data.get("why", "")
        words_changed = bool(set(self.changed_data) - BESIDE)
        if state and (state != self.was.state or (words_changed and state in NewsItem.TOLD)):
            workflow.move(item, state, by=self.by, why=why)
        if "publish_at" in self.changed_data and item.state == NewsItem.State.IN_REVIEW:
            workflow.schedule(item, self.cleaned_data["publish_at"], by=self.by)
        return words_changed and workflow.changed(item, self.by)


class StepInline(ReadOnlyInline):
    model = NewsStep
    fields = readonly_fields = ("at", "before", "after", "by", "why", "publish_at")
    verbose_name_plural = _("every step, newest first")
    show_change_link = False
