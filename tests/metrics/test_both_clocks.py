"""An answer with both clocks stays what it was, whoever writes later: feeds, the desk, tables, deletions."""

from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from common.dates import AsOf, PartialDate
from facts.models import Revision
from launches.models import FEED_SLUG
from metrics.all import METRICS
from metrics.question import Question
from metrics.snapshot import Ledger, forget
from tests.desk_writers import EVERYBODY
from tests.feeds.rows import record
from tests.metrics import facts
from tests.writers import ALONE, WRITERS, moved, small_ledger

DAYS = (date(2026, 6, 1), date(2026, 11, 20))


def answers(moment: datetime) -> dict:
    """Every metric for both countries at a moment, as known by some days."""
    ledger = Ledger(moment)
    found = {}
    for day in (*DAYS, timezone.now().date()):
        for country in ("US", "CN"):
            question = Question(day, AsOf(day, moment), country, ledger=ledger)
            for name, metric in METRICS.items():
                found[name, day, country] = [repr(row) for row in metric.rows(question)]
    return found


def different(now: dict, before: dict) -> dict:
    """What an answer says now and did not before, and the other way round."""
    return {
        key: (sorted(set(rows) - set(before[key])), sorted(set(before[key]) - set(rows)))
        for key, rows in now.items()
        if rows != before[key]
    }


@pytest.mark.sampled
@pytest.mark.parametrize("write", ALONE, ids=lambda write: write.__name__)
def test_an_answer_with_both_clocks_stays_whoever_writes(empty_ledger, write):
    small_ledger()
    moment = timezone.now()
    before = answers(moment)

    write()

    assert different(answers(moment), before) == {}


def test_an_answer_with_both_clocks_stays_after_all_of_them(empty_ledger):
    small_ledger()
    quoted = []
    for write in EVERYBODY:
        moment = timezone.now()
        quoted.append((moment, answers(moment)))
        write()
    for moment, before in quoted:
        assert different(answers(moment), before) == {}
    assert answers(timezone.now()) != quoted[0][1]


def test_a_cited_address_answers_the_same_after_all_of_them(empty_ledger, client):
    """At the API, with all that stands around the rows: notes beside them, and their sources."""

    def answered(asked: dict[str, str]) -> dict[str, Any]:
        forget()
        return {name: client.get(f"/api/v1/metrics/{name}/", asked).json() for name in METRICS}

    with time_machine.travel(timezone.now(), tick=True) as clock:
        small_ledger()
        clock.shift(2)
        asked = {"as_of": "2026-11-20", "recorded": f"{timezone.now():%Y-%m-%dT%H:%M:%SZ}"}
        before = answered(asked)
        for write in WRITERS:
            clock.shift(60)
            write()
        facts.source().delete()
        now = answered(asked)
        assert {
            (name, key) for name in now for key in now[name] if now[name][key] != before[name][key]
        } == set()
        assert all(answer["recorded"] for answer in now.values())


def test_what_feeds_say_is_accounted_for_and_no_correction(empty_ledger):
    small_ledger()
    moved()
    made = Revision.objects.filter(kind="launches")
    assert {change.slug for change in made} == {f"{FEED_SLUG}{record(n).ll2_id}" for n in (0, 1)}
    assert all(change.by_feed for change in made)
    assert not Revision.objects.public().filter(kind="launches").exists()


@pytest.mark.usefixtures("empty_ledger")
def test_open_questions_of_a_moment_keep_their_order_whatever_becomes_of_them():
    plans = [facts.project() for _n in range(4)]
    wide = facts.open_question(*plans[:3], subject="power")
    newer = facts.open_question(plans[0], subject="law")
    older = facts.open_question(plans[1], subject="cooling")
    older.asked_on = PartialDate.of(date(2020, 1, 1))
    older.save()
    moment = timezone.now()
    before = [row.pk for row in Ledger(moment).open_questions]

    older.asked_on = PartialDate.of(date(2026, 1, 1))
    older.save()
    newer.projects.set(plans)
    wide.delete()

    assert [row.pk for row in Ledger(moment).open_questions] == before
    assert [row.pk for row in Ledger().open_questions] != before
