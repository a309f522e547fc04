"""What moves a headline figure is asked before it is stored, with the figure before and after."""

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from desk.figures import Figure
from desk.looking_ahead import questions_about
from facts.models import LedgerVersion, Revision
from metrics.funding import in_total, raised
from metrics.question import Question
from projects.models import FundingEvent
from tests.desk.desk import address, values_of
from tests.desk.forms import edit, errors
from tests.present import present

pytestmark = pytest.mark.usefixtures("ledger")


def a_counted_sum() -> FundingEvent:
    """A sum in dollars that makes up much of the total of its country."""
    rounds = FundingEvent.objects.filter(
        slug__in=in_total(Question(timezone.now().date())),
        currency="USD",
        alternatives=None,
        alternative_to=None,
    )
    return present(rounds.order_by("-amount", "pk").first())


def amount_of(row: FundingEvent) -> int:
    return present(row.amount)


def dollars(country: str) -> int:
    return raised(Question(timezone.now().date()), country).usd


def seal(page) -> str:
    return page.context["adminform"].form.fields["meant"].widget.seal


def written() -> tuple[int, int, int]:
    return LedgerVersion.current(), Revision.objects.count(), LogEntry.objects.count()


def grown(client, row, factor: int):
    """The row's form sent with a sum so many times as large, every other question answered."""
    fields = {"amount": amount_of(row) * factor, "note": "Typed by hand"}
    page = edit(client, row, **fields)
    while page.status_code == 200 and "moves" not in str(errors(page)) and "meant" not in fields:
        fields["meant"] = seal(page)
        page = edit(client, row, **fields)
    return page, fields


def test_a_sum_that_moves_by_more_than_a_tenth_is_asked_about_and_nothing_is_stored(client):
    row = a_counted_sum()
    before, total = written(), dollars(row.country)
    page, fields = grown(client, row, 700)
    (sentence,) = errors(page)["__all__"]
    assert "This moves “" in sentence
    assert f"from {total:,} to {total + 699 * amount_of(row):,}" in sentence
    assert written() == before
    assert dollars(row.country) == total, "a preview is kept by no cache"
    form = page.context["adminform"].form
    assert (str(form["amount"].value()), form["note"].value()) == (str(fields["amount"]), "Typed by hand")


def test_what_is_meant_is_stored_once_and_the_history_keeps_the_question(client):
    row = a_counted_sum()
    total = dollars(row.country)
    page, fields = grown(client, row, 700)
    count = Revision.objects.count()
    assert edit(client, row, **fields | {"meant": seal(page)}).status_code == 302
    assert dollars(row.country) == total + 699 * amount_of(row)
    assert Revision.objects.count() > count
    assert "This moves “" in client.get(address(FundingEvent, "history", row.pk)).content.decode()


def test_an_answer_to_other_figures_answers_nothing(client):
    row = a_counted_sum()
    page, fields = grown(client, row, 700)
    again = edit(client, row, **fields | {"meant": seal(page), "amount": amount_of(row) * 800})
    assert again.status_code == 200
    assert "moves" in str(errors(again))


def test_a_record_that_leaves_a_sum_is_asked_about(client):
    row = a_counted_sum()
    page = edit(client, row, confidence="disputed")
    assert page.status_code == 200
    assert "This moves “" in str(errors(page))
    assert present(FundingEvent.objects.get(pk=row.pk)).confidence != "disputed"


def test_what_moves_no_figure_is_stored_without_a_question(client):
    row = a_counted_sum()
    url = address(FundingEvent, "change", row.pk)
    assert client.post(url, values_of(client.get(url)) | {"note": "A word"}).status_code == 302


A, B = ("launches", "a"), ("launches", "b")


@pytest.mark.parametrize(
    ("before", "after", "asked"),
    [
        (("money", 100.0), ("money", 110.0), False),
        (("money", 100.0), ("money", 111.0), True),
        (("money", 100.0), ("money", 89.0), True),
        (("money", None), ("money", 1.0), True),
        (("money", None), ("money", None), False),
        (("count", 4), ("count", 5), True),
        (("count", 4), ("count", 4), False),
        (("count", 1, A), ("count", 1, B), True),
        (("date", 1), ("date", 2), False),
    ],
)
def test_a_figure_is_asked_about_by_what_it_counts(before, after, asked):
    def figure(unit, value, *counted):
        return Figure("funding", "US", unit, value, counted=frozenset(counted))

    assert bool(questions_about([figure(*before)], [figure(*after)])) is asked
