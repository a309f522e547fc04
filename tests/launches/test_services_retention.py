"""Old element sets go, and no answer changes."""

import threading
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from itertools import product

import pytest
from django.conf import settings as site
from django.core.management import call_command
from django.db import connection, connections, transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from common.dates import AsOf, start_of
from facts.models import LedgerVersion
from launches.models import ElementSet, Spacecraft
from launches.models.elements import KEPT_WHOLE_DAYS, kept_whole_from
from launches.selectors import newest_of_spacecraft
from launches.services import retention, thin_element_sets
from launches.tasks import thin_the_element_sets
from metrics.evidence import orbit_evidence
from metrics.freshness import freshness
from metrics.question import Question
from tests.examples import examples
from tests.metrics.facts import project, spacecraft

QUICK = (Phase.explicit, Phase.reuse, Phase.generate)  # every example asks a database, so none is shrunk
NUMBERS = (66303, 66304)
NOW = datetime.now(UTC)
WHOLE_FROM = kept_whole_from(NOW)
# The days around the one from which sets stay, and some hours of each, midnights among them: few, so that
# sets meet in one day.
DAYS, HOURS = range(-3, 3), (0, 8, 16)


def moment(day: int, hour: int) -> datetime:
    return WHOLE_FROM + timedelta(days=day, hours=hour)


moments = st.builds(moment, st.sampled_from(DAYS), st.sampled_from(HOURS))


@dataclass(frozen=True)
class Told:
    number: int
    epoch: datetime
    statement: int
    recorded_at: datetime


@st.composite
def histories(draw):
    """Sets of two objects: in order, late, at once, and several of one epoch."""
    epochs = st.builds(moment, st.sampled_from((-3, -2, -1, 1)), st.sampled_from(HOURS))
    told = st.builds(Told, st.sampled_from(NUMBERS), epochs, st.integers(0, 1), moments)
    return draw(
        st.lists(told, min_size=4, max_size=40, unique_by=lambda one: (one.number, one.epoch, one.statement))
    )


def stored(history) -> None:
    history = list(history)
    ElementSet.objects.all().delete()
    rows = ElementSet.objects.bulk_create(
        ElementSet(
            norad_cat_id=one.number, object_name="THING", epoch=one.epoch, statement=one.statement,
            mean_motion=15 + n / 100, eccentricity=0.001, inclination=97, ra_of_asc_node=0,
            arg_of_pericenter=0, mean_anomaly=0, bstar=0, mean_motion_dot=0, mean_motion_ddot=0,
        )
        for n, one in enumerate(history)
    )  # fmt: skip
    for row, one in zip(rows, history, strict=True):
        row.recorded_at = one.recorded_at  # else the moment of the test
    ElementSet.objects.bulk_update(rows, ["recorded_at"])


def answers(as_of: date) -> dict[str, object]:
    """All that readers are shown of element sets from a day."""
    question = Question(as_of, as_of)
    known = ElementSet.objects.known_by(as_of)
    return {
        "newest": {number: row.pk for number, row in question.newest_elements.items()},
        "epochs": dict(Spacecraft.objects.with_newest_epoch(as_of).values_list("norad_cat_id", "epoch")),
        "pages": [[row.pk for row in known.of_object(number).newest_of_days(3)] for number in NUMBERS],
        "evidence": orbit_evidence(question),
        "freshness": freshness(question),
    }


def newest(as_of: date) -> list[int]:
    return sorted(newest_of_spacecraft(ElementSet.objects.known_by(as_of)).values_list("pk", flat=True))


@pytest.fixture
def tracked(empty_ledger):
    plan = project()
    for number in NUMBERS:
        spacecraft(plan, norad_cat_id=number)


@pytest.mark.usefixtures("tracked")
@settings(max_examples=examples(15, 300), phases=QUICK)
@given(history=histories(), asked=st.lists(st.tuples(st.sampled_from(DAYS), moments | st.none()), max_size=6))
def test_every_answer_of_any_day_on_both_clocks_is_the_same_after_thinning(history, asked):
    stored(history)
    some = [AsOf.of(moment(day, 0).date(), recorded) for day, recorded in asked]
    some += [AsOf.end_of(moment(day, 0).date()) for day in DAYS]
    every = [
        AsOf.of(moment(day, 0).date(), moment(*at)) for day in (-3, -2, -1) for at in product(DAYS, HOURS)
    ]
    before = [answers(day) for day in some], [newest(day) for day in every]

    gone = thin_element_sets().gone

    assert ([answers(day) for day in some], [newest(day) for day in every]) == before
    assert ElementSet.objects.count() == len(history) - gone
    assert thin_element_sets().gone == 0, "thinning twice does more than thinning once"


@settings(max_examples=examples(30, 600), phases=QUICK)
@given(history=histories(), day=st.sampled_from(DAYS))
@pytest.mark.usefixtures("tracked")
def test_a_day_is_answered_by_what_was_recorded_by_its_end_and_a_young_moment_to_the_moment(history, day):
    stored(history)
    for as_of in (AsOf.end_of(moment(day, 0).date()), AsOf.of(moment(9, 0).date(), moment(2, 12))):
        plain = [
            one for one in history
            if one.epoch < start_of(as_of + timedelta(days=1)) and one.recorded_at <= as_of.recorded
        ]  # fmt: skip
        newest = {
            number: max(((one.epoch, one.statement) for one in plain if one.number == number), default=None)
            for number in NUMBERS
        }
        found = Question(as_of, as_of).newest_elements
        assert {n: (found[n].epoch, found[n].statement) if n in found else None for n in NUMBERS} == newest


def kept() -> list[tuple[int, int]]:
    """Day and hour of the epochs that are stored."""
    epochs = ElementSet.objects.order_by("epoch").values_list("epoch", flat=True)
    return [divmod((epoch - WHOLE_FROM) // timedelta(hours=1), 24) for epoch in epochs]


def told(*rows: tuple[int, int, tuple[int, int]]) -> None:
    """Stores sets of one object by day and hour of their epoch, and when they were recorded."""
    stored([Told(NUMBERS[0], moment(day, hour), 0, moment(*recorded)) for day, hour, recorded in rows])


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


def elsewhere(work):
    """What a function answers in another thread, with a connection of its own; it may take two seconds."""
    found = []

    def run():
        try:
            found.append(work())
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(2)
    assert found, "the other connection waits"
    return found[0]


@pytest.fixture
def committed(own_database, django_db_blocker):
    with django_db_blocker.unblock():
        told(*((-3, hour, (-3, hour)) for hour in range(1, 24)))
        yield


@pytest.mark.usefixtures("committed")
def test_a_reader_goes_on_while_a_batch_is_being_deleted_and_holds_up_nobody(monkeypatch):
    """One reader opened a transaction before, one comes while the batch is not committed yet."""
    with transaction.atomic():
        assert elsewhere(lambda: ElementSet.objects.count()) >= 23
        retention_keys = list(ElementSet.objects.values_list("pk", flat=True)[:5])
        retention._delete(retention_keys)
        assert elsewhere(lambda: ElementSet.objects.of_object(NUMBERS[0]).count()) == 23
        assert elsewhere(lambda: ElementSet.objects.of_object(NUMBERS[0]).first().epoch) == moment(-3, 23)

    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            before = ElementSet.objects.of_object(NUMBERS[0]).count()
            assert elsewhere(lambda: thin_element_sets().gone) > 0
            assert ElementSet.objects.of_object(NUMBERS[0]).count() == before
    else:
        thin_element_sets()
    assert ElementSet.objects.of_object(NUMBERS[0]).count() == 1


@pytest.mark.usefixtures("committed")
def test_what_another_worker_is_deleting_is_left_to_it():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time")
    keys = list(ElementSet.objects.order_by("epoch").values_list("pk", flat=True)[:10])
    with transaction.atomic():
        assert retention._delete(keys) == 10
        assert elsewhere(lambda: thin_element_sets().gone) == 12
    assert kept() == [(-3, 23)]
