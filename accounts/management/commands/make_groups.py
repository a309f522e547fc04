"""`manage.py make_groups`: the groups of the desk with exactly the permissions they need."""

from typing import Any

from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand

from accounts.roles import GROUPS, make_groups


class Command(BaseCommand):
    help = "Makes the groups of the desk, or sets their permissions right. May run twice."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        make_groups()
        if verbosity > 1:
            for group in Group.objects.filter(name__in=GROUPS).order_by("pk"):
                self.stdout.write(f"{group.name}: {group.permissions.count()} permissions.")
