"""Countries of the ledger: ISO 3166 codes, with the reserved codes EU and UN for those bodies."""

from django.utils.translation import gettext_lazy as _

COUNTRIES = {
    "US": _("United States"),
    "CN": _("China"),
    "HK": _("Hong Kong"),
    "TW": _("Taiwan"),
    "JP": _("Japan"),
    "KR": _("South Korea"),
    "IN": _("India"),
    "AE": _("United Arab Emirates"),
    "CA": _("Canada"),
    "FR": _("France"),
    "DE": _("Germany"),
    "LU": _("Luxembourg"),
    "BE": _("Belgium"),
    "FI": _("Finland"),
    "IL": _("Israel"),
    "IT": _("Italy"),
    "IE": _("Ireland"),
    "GB": _("United Kingdom"),
    "NZ": _("New Zealand"),
    "RU": _("Russia"),
    "EU": _("European Union"),
    "UN": _("United Nations"),
}
RIVALS = ("US", "CN")
NATIVE_NAMES = {"CN": "中国"}


def country_name(code: str) -> str:
    """The country's name in the reader's language; the code itself where it is not known here."""
    return str(COUNTRIES.get(code, code))
