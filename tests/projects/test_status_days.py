"""From which day a step of a project is its status."""

from datetime import date

import pytest

from common.dates import AsOf
from projects import models
from tests.projects.rows import dated, fact, project, saved

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "status"), [("2026-02-28", "announced"), ("2026-03-01", "filed"), ("2026-03-02", "filed")]
)
def test_a_step_counts_from_its_own_day_and_not_before(day, status):
    plan = saved(project())
    early = fact("own-1", project=plan, status="announced", **dated("on"))
    late = fact("own-2", project=plan, status="filed", **dated("on", "2026-03-01", "2026-03-01"))
    for step in (early, late):  # both known before, as a step that was called
        models.StatusChange.objects.create(**step)
    known = models.Project.objects.with_status
    assert known(as_of=AsOf(date.fromisoformat(day))).get(pk=plan.pk).status == status
    assert known().get(pk=plan.pk).status == "filed"


@pytest.mark.parametrize(("day", "status"), [("2026-03-04", "announced"), ("2026-03-05", "filed")])
def test_a_step_counts_from_the_day_on_which_it_was_known(day, status):
    plan = saved(project())
    early = fact("own-1", project=plan, status="announced", **dated("on"))
    late = fact("own-2", project=plan, status="filed", **dated("on", "2026-03-01", "2026-03-01"))
    models.StatusChange.objects.create(**early)
    models.StatusChange.objects.create(**late | {"known_on": "2026-03-05"})
    assert (
        models.Project.objects.with_status(as_of=AsOf(date.fromisoformat(day))).get(pk=plan.pk).status
        == status
    )
