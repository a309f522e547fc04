"""What people may do at the desk with what the feeds keep."""

from accounts.roles import NONE, READ, Rights, declare

declare(
    "feeds",
    Rights(
        analysts={
            "feedrun": READ,
            "quarantinedrecord": READ,
            "asking": READ,
            "bookmark": READ,
            "host": READ,
            "rawanswer": NONE,
            "answerprofile": NONE,
            "alert": NONE,
        },
        # Who may change runs decides of answers that were held: no field of a run is typed over.
        editors={"feedrun": ("change",)},
    ),
)
