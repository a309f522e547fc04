"""A stated date is one input."""

import pytest

from projects.models import Project, StatusChange
from tests.desk.forms import edit, errors
from tests.present import present

pytestmark = pytest.mark.usefixtures("ledger")
DATES = {
    "2026-03-30": "30 Mar 2026",
    "2026-03": "Mar 2026",
    "2026-q1": "Q1 2026",
    "2026-H2": "H2 2026",
    " 2026 ": "2026",
}


@pytest.mark.parametrize(("text", "label"), DATES.items())
def test_a_date_is_typed_as_it_was_stated(client, text, label):
    change = present(StatusChange.objects.first())
    assert edit(client, change, on=text).status_code == 302
    change.refresh_from_db()
    assert str(change.on) == label


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2026-02-30", "'2026-02-30' is no day of the calendar"),
        ("2026-Q5", "'2026-Q5' is no date: write 2026-03-30, 2026-03, 2026-Q1, 2026-H1 or 2026."),
        ("soon", "'SOON' is no date"),
        ("1066", "'1066' lies outside 1950 to 2150."),
        ("", "This field is required."),
    ],
)
def test_a_date_that_is_none_is_refused_at_its_field(client, text, sentence):
    change = StatusChange.objects.first()
    page = edit(client, change, on=text)
    assert page.status_code == 200
    assert list(errors(page)) == ["on"]
    assert sentence in errors(page)["on"][0]


def test_a_date_that_may_be_absent_can_be_emptied(client):
    plan = present(Project.objects.exclude(announced_on_first=None).first())
    assert edit(client, plan, announced_on="").status_code == 302
    plan.refresh_from_db()
    assert (plan.announced_on, plan.announced_on_precision) == (None, "")
