"""The measures of the scoreboard: each leads to a metric, and to those of its rows that it counts."""

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


def test_what_a_measure_counts_are_the_rows_that_its_choice_leaves(closed):
    for name in ("working", "kept"):
        [(key, word)] = MEASURES[name].chosen
        row = MEASURES[name].row(closed, "CN")
        [choice] = [one for one in METRICS[row.metric].choices if one.key == key]
        left = [
            one for one in METRICS[row.metric].rows(closed) if one.country == "CN" and choice.keeps(one, word)
        ]
        assert {fact for one in left for fact in one.facts} == set(row.facts)
