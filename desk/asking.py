"""A form that asks before it stores what is unlikely, and stores it where it is meant (see facts/warnings.py)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from facts.ledger.registry import kind_of
from facts.warnings import Warned, seal_of, warnings_of_row


class MeantBox(forms.CheckboxInput):
    """Ticked, it sends which questions it answers: others that come up meanwhile are asked in their turn."""

    def __init__(self, seal: str) -> None:
        super().__init__(check_test=lambda value: value == seal)
        self.seal = seal

    def format_value(self, value: Any) -> str:
        return self.seal

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What the box sends: the questions that it stood beside."""
        return data.get(name, "")


class AsksFirst(forms.ModelForm):
    """Of a form for a curated noun: a sentence at each field in question, and a box that says “this is meant”."""

    moves: Sequence[Warned] = ()  # what saving does to the figures, once it was tried (desk/looking_ahead.py)

    meant = forms.CharField(
        label=_("This is meant"),
        required=False,
        max_length=40,
        widget=forms.HiddenInput,
        help_text=_(
            "Tick it where the questions above are answered by yes. The history keeps question and answer."
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.answered: list[str] = []
        if kind_of(self._meta.model) is None:
            self.fields.pop("meant", None)

    def questions(self) -> Iterable[Warned]:
        """What is asked of the row as the form has it."""
        return warnings_of_row(self.instance)

    def ask(self) -> None:
        """Puts the questions that this form was not sent with the answer to."""
        if "meant" not in self.fields:
            return
        asked = list(self.questions())
        seal, sent = seal_of(asked), self.cleaned_data.get("meant", "")
        if self.moves:
            asked += self.moves
            seal = f"{seal}.{seal_of(self.moves)}"
        else:  # what becomes of the figures is not known yet: the answer may go on to speak of it
            sent = sent.partition(".")[0]
        if not asked:
            return
        self.fields["meant"].widget = MeantBox(seal)
        if sent == seal:
            self.answered = [one.sentence for one in asked]
            return
        for one in asked:
            name = self.field_of(one.key)
            self.add_error(name if name in self.fields else NON_FIELD_ERRORS, self._with_link(one))

    def field_of(self, key: str) -> str:
        """The field of the form for a field of the record."""
        kind = kind_of(self._meta.model)
        return next((field.name for field in kind.fields if field.key == key), key) if kind else key

    def _with_link(self, asked: Warned) -> Any:
        """The question, with the way to the record that it names."""
        model: type[Model] = self._meta.model
        other = model._default_manager.filter(slug=asked.other).first() if asked.other else None
        if other is None:
            return asked.sentence
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[other.pk])
        return format_html('{} <a href="{}" target="_blank">{}</a>', asked.sentence, url, other)


def answers(sentences: Iterable[str]) -> list[dict[str, Any]]:
    """Questions that were answered with “this is meant”, as the history of a record keeps them."""
    name = str(_("the answer “this is meant” to"))
    return [{"added": {"name": name, "object": sentence}} for sentence in sentences]
