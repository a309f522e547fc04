"""The measures of the scoreboard: each leads to a metric, and to those of its rows that it counts."""

import pytest

from metrics.all import METRICS
from metrics.measures import MEASURES


def test_the_rows_of_a_measure_bear_its_name_and_lead_to_a_metric(closed):
    for name, measure in MEASURES.items():
        for country in ("US", "CN"):
            row = measure.row(closed, country)
            assert (row.measure, row.country) == (name, country)
            choices = {choice.key: choice for choice in METRICS[row.metric].choices}
            for key, word in measure.chosen:
                assert word in choices[key].words


@pytest.mark.parametrize("country", ["US", "CN"])
@pytest.mark.parametrize("name", [name for name, measure in MEASURES.items() if measure.chosen])
def test_what_a_measure_counts_are_the_rows_that_its_choices_leave(closed, name, country):
    row = MEASURES[name].row(closed, country)
    choices = {choice.key: choice for choice in METRICS[row.metric].choices}
    left = [
        one
        for one in METRICS[row.metric].rows(closed)
        if one.country == country
        and all(choices[key].keeps(one, word) for key, word in MEASURES[name].chosen)
    ]
    assert {fact for one in left for fact in one.facts} == set(row.facts)
