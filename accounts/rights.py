"""What people may do at the desk with accounts and groups, whose models are Django's."""

from accounts.roles import NONE, READ, WRITE, Rights, declare

# Accounts are closed, never deleted: the account of changes names them.
declare(
    "auth",
    Rights(
        analysts={"user": NONE, "group": NONE},
        administrators={"user": WRITE, "group": READ},
        second_factor=("change_user",),
    ),
)
