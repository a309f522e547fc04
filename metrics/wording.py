"""How figures are written: numbers, sums of money, and amounts as they were stated."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

_SYMBOLS = {"USD": "$", "CNY": "¥", "EUR": "€", "JPY": "JP¥", "HKD": "HK$"}


def number(value: float | Decimal) -> str:
    """A number with thousands grouped, and no digits that say nothing."""
    value = Decimal(str(value))
    if value == value.to_integral_value():
        return number_format(int(value), use_l10n=True, force_grouping=True)
    return number_format(value.normalize(), use_l10n=True, force_grouping=True)


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


def stated_part(unit: str, value: float) -> str:
    """One stated amount: 1 × H100, 5,000 TOPS, up to 744 TOPS."""
    if unit.startswith("up_to_"):
        return _("up to %(value)s each") % {"value": stated_part(unit.removeprefix("up_to_"), value)}
    return f"{number(value)} × {unit}" if unit in ("H100", "TPUs", "GPUs") else f"{number(value)} {unit}"
