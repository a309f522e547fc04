"""`manage.py make_groups`: the group Analysts with exactly the permissions it needs."""

from django.core.management.base import BaseCommand

from projects.groups import make_groups


class Command(BaseCommand):
    help = "Makes the group Analysts, or sets its permissions right. May run twice."

    def handle(self, *args, verbosity: int, **options) -> None:
        group = make_groups()
        if verbosity > 1:
            self.stdout.write(f"{group.name}: {group.permissions.count()} permissions.")
