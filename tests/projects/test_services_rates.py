"""Published rates, kept as records with their sources and found again by whoever asks twice."""

import io
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.core.management import call_command

from facts.models import LedgerVersion, Revision
from facts.services import doubts
from projects.models import ExchangeRate
from projects.rates import ECB, PACKAGE, published
from projects.services import refresh_rates
from projects.tasks import refresh_the_rates
from tests.metrics.facts import money, rate
from tests.present import present
from tests.projects.test_rates import HISTORY


def yuan(day: str = "2025-06-05", **columns):
    return money(1_000_000, "CN", currency="CNY", on=day, **({"known_on": day} | columns))


# --- Keeping --------------------------------------------------------------------------------------
def test_the_rates_of_all_sums_are_kept_with_their_sources_and_found_again(empty_ledger):
    yuan()
    yuan("2025-06-06")
    money(1, currency="JPY", on="2025-06-08", known_on="2025-06-08")
    money(5_000_000)  # dollars need none
    yuan("2025-06-04", amount_usd=140_000)  # nor do those that a source states in dollars
    version = LedgerVersion.current()

    done = refresh_rates(HISTORY)

    assert (done.new, done.corrected) == (["cny-usd-2025-06-05", "jpy-usd-2025-06-06"], [])
    assert LedgerVersion.current() == version + 1
    row = ExchangeRate.objects.get(slug="cny-usd-2025-06-05")
    assert (row.usd_per_unit, row.known_on, row.on.first) == (Decimal("0.1375"), *[date(2025, 6, 5)] * 2)
    assert {source.url: (source.seen, source.quality) for source in row.sources.all()} == {
        ECB: ("cited", "primary"), PACKAGE: ("page", "copy"),
    }  # fmt: skip
    assert list(doubts(row)) == []

    again = refresh_rates(HISTORY)
    assert (again.new, again.corrected, again.same) == ([], [], 2)
    assert LedgerVersion.current() == version + 1


def test_a_rate_that_differs_from_what_was_published_is_corrected_with_an_account(empty_ledger):
    yuan()
    refresh_rates(HISTORY)
    ExchangeRate.objects.update(usd_per_unit="0.2")
    assert refresh_rates(HISTORY).corrected == ["cny-usd-2025-06-05"]
    changes = Revision.objects.filter(kind="exchange_rates").order_by("pk")
    rates = [(change.before["usd_per_unit"], present(change.after)["usd_per_unit"]) for change in changes]
    assert rates == [(0.1375, 0.2), (0.2, 0.1375)]


def test_a_rate_of_another_source_is_kept_and_reported(empty_ledger):
    yuan()
    own = rate("0.2", "2025-06-05")
    done = refresh_rates(HISTORY)
    assert (done.new, done.corrected) == ([], [])
    assert done.sentences == [
        f"{own.slug}: says 0.2, published were 0.13750000; another source says so, and it was kept."
    ]


def test_sums_after_the_last_day_or_before_the_first_are_named(empty_ledger):
    late, early = yuan("2025-07-01"), yuan("2025-06-03")
    done = refresh_rates(HISTORY)
    assert done.new == ["cny-usd-2025-06-05"]
    sentences = sorted(done.sentences)
    assert f"{late.slug}: no rate is published after 2025-06-06 in this package" in " ".join(sentences)
    assert f"{early.slug}: CNY has no reference rate on 2025-06-03 or before" in " ".join(sentences)


# --- Running --------------------------------------------------------------------------------------
def test_the_command_says_what_it_did_and_may_run_twice(empty_ledger):
    yuan()
    for said in ("1 new, 0 corrected, 0 the same.", "0 new, 0 corrected, 1 the same."):
        out = io.StringIO()
        call_command("refresh_rates", stdout=out)
        assert said in out.getvalue()
        assert f"Reference rates up to {published().last_day}" in out.getvalue()


def test_it_runs_daily(empty_ledger):
    yuan()
    entry = settings.CELERY_BEAT_SCHEDULE["refresh-the-rates"]
    assert (entry["task"], entry["schedule"]) == (refresh_the_rates.name, 86_400)
    assert (refresh_the_rates(), refresh_the_rates()) == (1, 0)
