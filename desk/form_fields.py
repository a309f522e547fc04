"""Form fields of the desk: a stated date as one text, a list as one line each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.dates import PartialDate
from facts.ledger.fields import Text, Unreadable, parse_when, read_when, write_when


class PartialDateFormField(forms.CharField):
    """A date with its precision in one input: 2026-03-30, 2026-03, 2026-Q1, 2026-H1 or 2026."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("2026-03-30, 2026-03, 2026-Q1, 2026-H1 or 2026"))
        options.setdefault("max_length", 10)
        widget = forms.TextInput(
            attrs={"class": "desk-when", "placeholder": _("2026-03-30"), "autocomplete": "off"}
        )
        options.setdefault("widget", widget)
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        return write_when(value) if isinstance(value, PartialDate) else value

    def to_python(self, value: Any) -> PartialDate | None:  # type: ignore[override]
        if isinstance(value, PartialDate):
            return value
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_when(read_when(text.upper()))
        except Unreadable as error:
            sentence = str(error)
            raise ValidationError(f"{sentence[:1].upper()}{sentence[1:]}.") from error

    def run_validators(self, value: Any) -> None:
        """The text was read already; lengths of texts say nothing of a date."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (self.prepare_value(initial) or "") != (str(data).strip() if data is not None else "")


class OneLineEach(forms.CharField):
    """A list of texts: one on each line, empty lines left out."""

    def __init__(self, **options: Any) -> None:
        for name in ("encoder", "decoder"):
            options.pop(name, None)
        options.setdefault("widget", forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField desk-lines"}))
        options["help_text"] = options.get("help_text") or _("One on each line.")
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        if isinstance(value, list):
            return value
        lines = [line.strip() for line in (super().to_python(value) or "").splitlines()]
        reader = Text("line", most=300)
        try:
            return [reader.read(line) for line in dict.fromkeys(lines) if line]
        except Unreadable as error:
            raise ValidationError(_("A line %(fault)s.") % {"fault": error}) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial or []) != self.to_python(data or "")
