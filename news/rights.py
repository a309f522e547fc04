"""What people may do at the desk with news."""

from accounts.roles import READ, WRITE, Rights, declare

declare(
    "news",
    Rights(
        analysts={"newsitem": WRITE, "newsstep": READ, "suggestion": ("change", "view")},
        editors={"newsitem": ("publish",)},
        second_factor=("publish_newsitem",),
    ),
)
