"""Where element sets and catalogue rows come from, and which of them may be shown."""

from django.db.models import Q

CELESTRAK, SPACE_TRACK = "celestrak", "space-track"
# Of a file that does not say where it comes from: this and its name.
FILE = "file"
MOST_SIGNS = 120
# Its terms forbid to pass values on; figures that are derived from them may be told.
WITHHELD = (SPACE_TRACK,)


def may_be_shown() -> Q:
    """Rows whose values may leave the site, by whatever door."""
    return ~Q(origin__in=WITHHELD)
