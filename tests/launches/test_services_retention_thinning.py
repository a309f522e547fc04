"""Which element sets go, by whom, and what says so."""

from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings as site
from django.core.management import call_command

from facts.models import LedgerVersion
from launches.models.elements import KEPT_WHOLE_DAYS
from launches.services import retention, thin_element_sets
from launches.tasks import thin_the_element_sets
from tests.launches.element_histories import NUMBERS, Told, kept, moment, stored, told


@pytest.mark.usefixtures("tracked")
def test_of_an_old_day_the_newest_set_stays_and_of_a_young_one_all():
    told(
        (-3, 1, (-3, 2)),
        (-3, 9, (-3, 10)),
        (-3, 17, (-3, 18)),
        (-2, 1, (-2, 2)),
        (2, 1, (2, 2)),
        (2, 9, (2, 10)),
    )
    assert thin_element_sets() == (4, 2)
    assert kept() == [(-3, 17), (-2, 1), (2, 1), (2, 9)]


@pytest.mark.usefixtures("tracked")
def test_a_set_recorded_on_a_later_day_leaves_what_was_the_newest_till_then():
    told((-3, 1, (-3, 2)), (-3, 9, (-3, 10)), (-3, 17, (-2, 3)))
    thin_element_sets()
    assert kept() == [(-3, 9), (-3, 17)]


@pytest.mark.usefixtures("tracked")
def test_an_old_history_that_was_imported_at_once_is_thinned():
    at = (2, 6)
    told((-4, 1, at), (-4, 9, at), (-3, 1, at), (-3, 9, at))
    thin_element_sets()
    assert kept() == [(-4, 9), (-3, 9)]


@pytest.mark.usefixtures("tracked")
@pytest.mark.parametrize("part", [1, 4, 100])
def test_histories_are_read_whole_a_part_at_a_time(monkeypatch, part):
    monkeypatch.setattr(retention, "PART", part)
    monkeypatch.setattr(retention, "BATCH", 2)
    stored(
        Told(number, moment(day, hour), 0, moment(day, hour + 1))
        for number in (5, *NUMBERS, 799_500_123) for day in (-40, -9) for hour in (3, 8, 21)
    )  # fmt: skip
    assert thin_element_sets() == (24, 16)
    assert kept() == [(-40, 21)] * 4 + [(-9, 21)] * 4


@pytest.mark.usefixtures("tracked")
def test_a_thinning_that_was_killed_or_bounded_is_taken_up_by_the_next(monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    told(*((-3, hour, (-3, hour)) for hour in range(1, 10)))

    assert thin_element_sets(at_most=3).gone == 3
    with monkeypatch.context() as patch:
        patch.setattr(retention, "_delete", lambda keys: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            thin_element_sets()
    assert thin_element_sets().gone == 5
    assert kept() == [(-3, 9)]


@pytest.mark.usefixtures("tracked")
def test_caches_are_told_only_where_something_went():
    told((-3, 1, (-3, 2)), (-3, 9, (-3, 10)))
    LedgerVersion.bump()
    version = LedgerVersion.current()
    thin_element_sets(dry_run=True)
    assert LedgerVersion.current() == version
    thin_element_sets()
    assert LedgerVersion.current() == version + 1
    thin_element_sets()
    assert LedgerVersion.current() == version + 1


@pytest.mark.usefixtures("tracked")
def test_the_command_says_what_would_go_and_what_went():
    told((-3, 1, (-3, 2)), (-3, 9, (-3, 10)), (2, 1, (2, 1)))

    def command(*words: str) -> str:
        out = StringIO()
        call_command("thin_elements", *words, stdout=out)
        return out.getvalue()

    assert "Of 2 element sets older than 90 days 1 would go, 1 stay." in command("--dry-run")
    assert len(kept()) == 3
    assert "Of 2 element sets older than 90 days 1 went, 1 stay." in command()
    assert len(kept()) == 2


@pytest.mark.usefixtures("tracked")
def test_beat_thins_every_day():
    told((-3, 1, (-3, 2)), (-3, 9, (-3, 10)))
    entry = site.CELERY_BEAT_SCHEDULE["thin-the-element-sets"]
    assert (entry["task"], entry["schedule"]) == (thin_the_element_sets.name, 86_400)
    assert thin_the_element_sets() == 1


def test_no_feed_brings_back_what_was_thinned():
    from feeds.sources.celestrak_gp import EPOCH_PAST

    assert timedelta(days=KEPT_WHOLE_DAYS) > EPOCH_PAST
