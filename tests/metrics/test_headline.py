from datetime import date

from desk.figures import headline_figures
from facts.services import settle_known_on
from metrics.question import Question
from metrics.scoreboard import scoreboard
from tests.metrics import facts


def test_the_desk_counts_the_figures_of_the_first_page(ledger):
    figures = {(one.measure, one.country): (one.value, one.of, one.text) for one in headline_figures()}
    rows = {
        (row.measure, row.country): (row.value, row.of, row.text)
        for row in scoreboard(Question(date.today()))
    }
    assert figures == rows
    assert len(figures) >= 10


def test_a_fact_that_is_not_committed_counts_at_once(empty_ledger):
    def raised() -> float | None:
        return {(one.measure, one.country): one.value for one in headline_figures()}["raised", "US"]

    before = raised()
    settle_known_on(facts.money(10_000_000))
    assert (before, raised()) == (None, 10_000_000)
