"""Words for figures: how a value is printed, and the sentences around it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics.scoreboard import ScoreRow

_SYMBOLS = {"USD": "$", "CNY": "¥", "EUR": "€", "JPY": "JP¥", "HKD": "HK$"}


def number(value: float | Decimal) -> str:
    """A number with thousands grouped, and no digits that say nothing."""
    value = Decimal(str(value))
    if value == value.to_integral_value():
        return number_format(int(value), use_l10n=True, force_grouping=True)
    return number_format(value.normalize(), use_l10n=True, force_grouping=True)


def floored(title: str, confidence: str) -> str:
    """A title with the floor of confidence that its figures stand above, where one is set."""
    return f"{title} ({_floors()[confidence]})" if confidence else title


def floor_sentence(confidence: str) -> str:
    """The floor of confidence as a sentence of its own; empty where none is set."""
    return _("Floor of confidence: %(floor)s.") % {"floor": _floors()[confidence]} if confidence else ""


def _floors() -> dict[str, str]:
    return {
        "claimed": _("without disputed facts"),
        "reported": _("facts reported or better"),
        "confirmed": _("confirmed facts only"),
    }


def signed(value: float) -> str:
    """A number with its sign: +12, −3, 0."""
    return ("+" if value > 0 else "−" if value < 0 else "") + number(abs(value))


def sum_of(amount: float, currency: str = "USD") -> str:
    """A sum of money, rounded to three figures above a million: $753 m, ¥57.7 bn."""
    sign = _SYMBOLS.get(currency, f"{currency} ")
    for size, template in ((10**12, _("%s tn")), (10**9, _("%s bn")), (10**6, _("%s m"))):
        if abs(amount) >= size:
            scaled = amount / size
            digits = 0 if scaled >= 100 else 1 if scaled >= 10 else 2
            text = f"{scaled:.{digits}f}"
            return sign + template % (text.rstrip("0").rstrip(".") if "." in text else text)
    return sign + number(amount)


def day(value: date) -> str:
    return date_format(value, "DATE_FORMAT")


def measure_label(measure: str) -> str:
    return {
        "working": _("In orbit, last reported working"),
        "requested": _("Satellites asked for"),
        "raised": _("Money raised"),
        "compute": _("Compute in orbit, as stated"),
        "launches": _("Launches with compute aboard"),
        "kept": _("Promised dates kept"),
        "next_target": _("Next promised date"),
    }[measure]


def measure_note(measure: str) -> str:
    return {
        "working": _("spacecraft and payloads whose purpose is computing"),
        "requested": _("log scale; applications for computing constellations"),
        "raised": _("equity for orbital compute; credit lines and whole companies apart"),
        "compute": _("unlike kinds are never added; most spacecraft state none"),
        "launches": _("by country of the launcher"),
        "kept": _("of dates of computing projects that came due, each statement by itself"),
        "next_target": _("the soonest date still ahead"),
    }[measure]


def score_value(row: ScoreRow) -> str:
    """What the scoreboard prints large; empty where there is no figure."""
    if row.kind == "date":
        return row.text
    if row.kind == "stated":
        return (
            stated_part(*max(known, key=lambda part: _RANK.get(part[0], 0)))
            if (known := _stated(row))
            else ""
        )
    if row.value is None:
        return ""
    if row.kind == "money":
        return sum_of(row.value)
    if row.kind == "share" and row.of:
        return _("%(met)s of %(due)s") % {"met": number(row.value), "due": number(row.of)}
    return number(row.value)


_RANK = {"H100": 3, "TOPS": 2, "TPUs": 1}


def _stated(row: ScoreRow) -> list[tuple[str, float]]:
    """The stated amounts, without maxima."""
    return [part for part in row.parts if not part[0].startswith("up_to_")]


def stated_part(unit: str, value: float) -> str:
    """One stated amount: 1 × H100, 5,000 TOPS, up to 744 TOPS."""
    if unit.startswith("up_to_"):
        return _("up to %(value)s each") % {"value": stated_part(unit.removeprefix("up_to_"), value)}
    return f"{number(value)} × {unit}" if unit in ("H100", "TPUs", "GPUs") else f"{number(value)} {unit}"


def score_note(row: ScoreRow) -> str:
    """What the scoreboard prints small beside the figure."""
    part = dict(row.parts)
    notes: list[str] = []
    if row.measure == "working":
        if count := int(part["unknown"]):
            notes.append(
                ngettext("%(n)s more flown, state unknown", "%(n)s more flown, state unknown", count)
                % {"n": number(count)}
            )
        if count := int(part["edge_working"]):
            notes.append(
                ngettext(
                    "and %(n)s that computes for another mission",
                    "and %(n)s that compute for another mission",
                    count,
                )
                % {"n": number(count)}
            )
    elif row.measure == "requested" and row.value:
        if part["disputed"]:
            whole = part["disputed"] == row.value
            notes.append(
                _("disputed") if whole else _("%(n)s of it disputed") % {"n": number(part["disputed"])}
            )
        if row.country == "US":
            granted = number(part["granted"]) if part["granted"] else _("none")
            notes.append(
                _("%(accepted)s accepted, %(granted)s granted")
                % {"accepted": number(part["accepted"]), "granted": granted}
            )
    elif row.measure == "raised":
        if count := int(part["rounds"]):
            notes.append(ngettext("%(n)s round", "%(n)s rounds", count) % {"n": number(count)})
        if count := int(part["undisclosed"]):
            notes.append(
                ngettext("%(n)s more undisclosed", "%(n)s more undisclosed", count) % {"n": number(count)}
            )
        if count := int(part["unconverted"]):
            notes.append(
                ngettext("%(n)s without a known rate", "%(n)s without a known rate", count)
                % {"n": number(count)}
            )
        if part["converted"]:
            notes.append(_("converted by us"))
    elif row.kind == "stated":
        shown = score_value(row)
        notes += [text for part in row.parts if (text := stated_part(*part)) != shown]
        if any(unit == "TOPS" for unit, _value in row.parts):
            notes.append(_("precision unknown"))
    elif row.measure == "launches":
        if count := int(part["unnamed"]):
            notes.append(
                ngettext(
                    "%(n)s spacecraft flew on a launch that the ledger does not name",
                    "%(n)s spacecraft flew on launches that the ledger does not name",
                    count,
                )
                % {"n": number(count)}
            )
    elif row.measure == "kept":
        if count := int(part["no_word"]):
            notes.append(
                ngettext("%(n)s passed without a word", "%(n)s passed without a word", count)
                % {"n": number(count)}
            )
        if count := int(part["pending"]):
            notes.append(ngettext("%(n)s pending", "%(n)s pending", count) % {"n": number(count)})
    elif row.about:
        notes.append(row.about)
    return " · ".join(notes)
