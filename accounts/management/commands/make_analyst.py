"""`manage.py make_analyst [NAME]`: an account for the desk, its password printed once."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.roles import ANALYSTS, GROUPS, make_analyst


class Command(BaseCommand):
    help = f"Makes an account in a group (else {ANALYSTS}) with a random password, which is printed once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", default="analyst")
        parser.add_argument("--group", choices=list(GROUPS), default=ANALYSTS)
        parser.add_argument(
            "--new-password", action="store_true", help="give an account that exists a new password"
        )

    def handle(self, *args: Any, name: str, new_password: bool, group: str, **options: Any) -> None:
        field: Any = get_user_model()._meta.get_field(get_user_model().USERNAME_FIELD)
        try:
            field.clean(name, None)
        except ValidationError as error:
            raise CommandError(f"{name!r} is no name for an account: {' '.join(error.messages)}") from error
        password, is_new = make_analyst(name, new_password=new_password, group=group)
        if not password:
            raise CommandError(
                f"{name} exists already; nothing was changed. With --new-password it gets a new one."
            )
        self.stdout.write(f"{'Account' if is_new else 'New password of the account'} {name}: {password}")
        self.stdout.write("It is shown this once; only its hash is stored.")
