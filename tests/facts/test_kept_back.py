"""What readers may not see yet is named in no record that they read."""

from facts.kept_back import without
from facts.ledger.registry import KINDS

STEP = {"project": "own-plan", "status": "announced", "sources": ["page-1", "page-2"]}


def test_a_reference_to_what_is_hidden_is_left_out_and_the_rest_stays():
    shown = without({("projects", "own-plan")}, KINDS["status_changes"], STEP)
    assert shown == {"status": "announced", "sources": ["page-1", "page-2"]}


def test_the_sources_of_a_fact_stay_since_readers_saw_them_with_it():
    assert without({("sources", "page-1")}, KINDS["status_changes"], STEP) == STEP


def test_where_nothing_is_hidden_the_record_stays_as_it_is():
    assert without(set(), KINDS["status_changes"], STEP) is STEP
