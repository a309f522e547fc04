"""Where a file of element sets comes from, as far as it says so itself."""

import re

from launches.models.origins import CELESTRAK, FILE, MOST_SIGNS, SPACE_TRACK

# What only Space-Track's own OMM has beside the keywords of the standard.
_SPACE_TRACK = re.compile(r"space-?track\.org|\bspace-track\b|\bGP_ID\b", re.IGNORECASE)
_CELESTRAK = re.compile(r"celestrak", re.IGNORECASE)


def origin_of(start: str, name: str) -> str:
    """The origin that the beginning of a file names; else that it is a file, and its name.

    Where both are named it is of Space-Track: its terms are the stricter ones.
    """
    if _SPACE_TRACK.search(start):
        return SPACE_TRACK
    return CELESTRAK if _CELESTRAK.search(start) else origin_of_file(name)


def origin_of_file(name: str) -> str:
    return f"{FILE} {name}"[:MOST_SIGNS]
