"""What people may do at the desk with the nouns of this app."""

from accounts.roles import NONE, READ, WRITE, Rights, declare

declare(
    "launches",
    Rights(
        analysts={
            "launch": WRITE,
            "spacecraft": WRITE,
            "statusreading": WRITE,
            "launchtotal": WRITE,
            "netrevision": READ,
            "elementset": READ,
            "catalogueentry": READ,
            "otherdesignator": ("change", "view"),
            "listing": NONE,
            "launchupdate": READ,
            "pastread": NONE,
            "updatesread": NONE,
        }
    ),
)
