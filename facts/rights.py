"""What people may do at the desk with sources, and what is kept of changes."""

from accounts.roles import NONE, WRITE, Rights, declare

declare(
    "facts",
    Rights(
        analysts={
            "source": WRITE,
            "revision": NONE,
            "formerslug": NONE,
            "stamp": NONE,
            "takentable": NONE,
            "ledgerversion": NONE,
            "loadedrow": NONE,
            "upload": NONE,
        }
    ),
)
