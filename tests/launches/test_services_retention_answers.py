"""Old element sets go, and no answer changes."""

from datetime import timedelta
from itertools import product

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from common.dates import AsOf, start_of
from launches.models import ElementSet, Spacecraft
from launches.selectors import newest_of_spacecraft
from launches.services import thin_element_sets
from metrics.evidence import orbit_evidence
from metrics.freshness import freshness
from metrics.question import Question
from tests.examples import examples
from tests.launches.element_histories import DAYS, HOURS, NUMBERS, Told, moment, stored

QUICK = (Phase.explicit, Phase.reuse, Phase.generate)  # every example asks a database, so none is shrunk
moments = st.builds(moment, st.sampled_from(DAYS), st.sampled_from(HOURS))


@st.composite
def histories(draw):
    """Sets of two objects: in order, late, at once, and several of one epoch."""
    epochs = st.builds(moment, st.sampled_from((-3, -2, -1, 1)), st.sampled_from(HOURS))
    told = st.builds(Told, st.sampled_from(NUMBERS), epochs, st.integers(0, 1), moments)
    return draw(
        st.lists(told, min_size=4, max_size=40, unique_by=lambda one: (one.number, one.epoch, one.statement))
    )


def answers(as_of: AsOf) -> dict[str, object]:
    """All that readers are shown of element sets from a day."""
    question = Question(as_of.day, as_of)
    known = ElementSet.objects.known_by(as_of)
    return {
        "newest": {number: row.pk for number, row in question.newest_elements.items()},
        "epochs": dict(Spacecraft.objects.with_newest_epoch(as_of).values_list("norad_cat_id", "epoch")),
        "pages": [[row.pk for row in known.of_object(number).newest_of_days(3)] for number in NUMBERS],
        "evidence": orbit_evidence(question),
        "freshness": freshness(question),
    }


def newest(as_of: AsOf) -> list[int]:
    return sorted(newest_of_spacecraft(ElementSet.objects.known_by(as_of)).values_list("pk", flat=True))


@pytest.mark.usefixtures("tracked")
@settings(max_examples=examples(15, 300), phases=QUICK)
@given(history=histories(), asked=st.lists(st.tuples(st.sampled_from(DAYS), moments | st.none()), max_size=6))
def test_every_answer_of_any_day_on_both_clocks_is_the_same_after_thinning(history, asked):
    stored(history)
    some = [AsOf(moment(day, 0).date(), recorded) for day, recorded in asked]
    some += [AsOf.end_of(moment(day, 0).date()) for day in DAYS]
    every = [AsOf(moment(day, 0).date(), moment(*at)) for day in (-3, -2, -1) for at in product(DAYS, HOURS)]
    before = [answers(as_of) for as_of in some], [newest(as_of) for as_of in every]

    gone = thin_element_sets().gone

    assert ([answers(as_of) for as_of in some], [newest(as_of) for as_of in every]) == before
    assert ElementSet.objects.count() == len(history) - gone
    assert thin_element_sets().gone == 0, "thinning twice does more than thinning once"


@settings(max_examples=examples(30, 600), phases=QUICK)
@given(history=histories(), day=st.sampled_from(DAYS))
@pytest.mark.usefixtures("tracked")
def test_a_day_is_answered_by_what_was_recorded_by_its_end_and_a_young_moment_to_the_moment(history, day):
    stored(history)
    for as_of in (AsOf.end_of(moment(day, 0).date()), AsOf(moment(9, 0).date(), moment(2, 12))):
        plain = [
            one for one in history
            if one.epoch < start_of(as_of.day + timedelta(days=1)) and one.recorded_at <= as_of.recorded
        ]  # fmt: skip
        newest = {
            number: max(((one.epoch, one.statement) for one in plain if one.number == number), default=None)
            for number in NUMBERS
        }
        found = Question(as_of.day, as_of).newest_elements
        assert {n: (found[n].epoch, found[n].statement) if n in found else None for n in NUMBERS} == newest
