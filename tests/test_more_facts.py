"""The ledger with more facts, on which `make more-facts` runs the suite, holds something new of everything."""

from datetime import date

import pytest

from facts.ledger.fields import Choice
from facts.ledger.records import read_folder
from facts.ledger.registry import KINDS, Record
from tests.more_facts.all import more_facts

TODAY = date(2026, 11, 30)
# What the suite may not be asked: other countries have no page of their own, drafts stay at the desk, and the
# rest is the same for every kind.
LEFT_OUT = {"country", "confidence", "known_on", "found_on", "found_reason", "note"}
AT_THE_DESK = {"suggested", "draft", "in_review"}


@pytest.fixture(scope="module")
def made_up() -> dict[str, list[Record]]:
    return more_facts(TODAY).made_up()


@pytest.mark.parametrize("name", sorted(KINDS))
def test_two_of_every_kind_are_new_with_every_field_and_every_word(made_up, name):
    rows = made_up[name]
    assert len(rows) >= 2
    for field in KINDS[name].fields:
        if field.key not in LEFT_OUT:
            used = {row.get(field.key, field.unsaid) for row in rows} if isinstance(field, Choice) else set()
            assert any(field.key in row for row in rows), field.key
            missing = {*getattr(field, "words", ())} - used - AT_THE_DESK
            assert not missing, (field.key, sorted(missing))


def test_facts_reach_from_2019_to_yesterday_and_the_loader_takes_them(tmp_path):
    more = more_facts(TODAY)
    more.write(tmp_path)
    days = {page.get("published_on", "") for page in more.made_up()["sources"]}
    assert {day[:4] for day in days} >= {str(year) for year in range(2019, 2027)}
    assert "2026-11-29" in days
    assert read_folder(tmp_path)[1] == []
