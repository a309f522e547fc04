"""What is unlikely in a table stands at its row and column, and is stored where whoever takes the table means it."""

import pytest

from projects.models import FundingEvent, Target
from tests.desk.desk import address
from tests.desk.tables import as_csv, confirm, send
from tests.present import present

pytestmark = pytest.mark.usefixtures("ledger")


def targets(*dues: str) -> list[list]:
    known = present(Target.objects.order_by("pk").first())
    head = ["slug", "project", "milestone", "promise", "text", "stated_on", "due", "confidence", "sources"]
    source = present(known.sources.first()).slug
    return [head, *(
        [f"own-{n}", known.project.slug, "operational", known.promise, "Own", "2026-01-05", due, "reported", source]
        for n, due in enumerate(dues)
    )]  # fmt: skip


def asked(page) -> list[tuple[int, str]]:
    return [
        (fate.line, column) for fate in page.context["result"].plan.asked for column, _sentence in fate.asked
    ]


def test_what_is_asked_stands_at_row_and_column_and_is_answered_once_for_the_table(client):
    page = send(client, Target, as_csv(targets("2028", "2025", "2024")))
    assert asked(page) == [(3, "due"), (4, "due")]
    assert "before it was stated" in page.content.decode()
    again = confirm(client, Target, page)
    assert "Say that the rows in question are meant" in again.content.decode()
    assert not Target.objects.filter(slug__startswith="own-").exists()
    assert confirm(client, Target, again, meant="on").status_code == 302
    assert Target.objects.filter(slug__startswith="own-").count() == 3
    row = Target.objects.get(slug="own-1")
    assert "before it was stated" in client.get(address(Target, "history", row.pk)).content.decode()


def test_a_table_without_a_question_asks_for_no_answer(client):
    page = send(client, Target, as_csv(targets("2028")))
    assert asked(page) == []
    assert "This is meant" not in page.content.decode()
    assert confirm(client, Target, page).status_code == 302


def test_rows_of_one_table_are_compared_with_each_other(client):
    first = present(FundingEvent.objects.filter(amount__isnull=False).order_by("pk").first())
    head = ["slug", "organization", "on", "instrument", "scope", "scope_reason", "direction", "amount", "currency",
            "summary", "confidence", "sources"]  # fmt: skip
    row = [first.organization.slug, "2026-03-30", "equity", "whole_company", "Ours.", "received", first.amount,
           first.currency, "Ours.", "reported", present(first.sources.first()).slug]  # fmt: skip
    page = send(client, FundingEvent, as_csv([head, ["own-1", *row], ["own-2", *row]]))
    assert asked(page) == [(2, "amount"), (3, "amount")]
