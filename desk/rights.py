"""What the desk keeps for each person: on no list, so it takes no right of its own."""

from accounts.roles import NONE, Rights, declare

declare("desk", Rights(analysts={"assignment": NONE, "privatenote": NONE, "savedview": NONE}))
