"""The tables of a moment say what they said then, whatever was written since."""

from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from facts.as_it_stood import as_it_stood
from facts.ledger.fields import Children, Refs
from facts.ledger.registry import in_order
from facts.past import Past
from tests.desk_writers import EVERYBODY
from tests.writers import ALONE, edited, small_ledger

# No answer of the past says when a row was last touched; when a feed spoke last, its statements tell. Who has an item
# of news in hand, and when it is to be published, the desk alone knows.
NOT_TOLD = {"changed_at", "ll2_updated_at", "entered_by_id", "changed_by_id", "publish_at"}


def tables() -> dict[str, set[tuple[Any, ...]]]:
    """Every row of every curated table, of their parts and their links, without the keys of the last two."""
    found = {}
    for kind in in_order():
        found[kind.name] = _rows(kind.model, NOT_TOLD)
        for part in kind.fields:
            if isinstance(part, Children):
                found[f"{kind.name}.{part.key}"] = _rows(part.model, {"id"})
            elif isinstance(part, Refs):
                through = kind.model._meta.get_field(part.name).remote_field.through
                found[f"{kind.name}.{part.key}"] = _rows(through, {"id"})
        for gone in kind.goes_with:
            found[f"{kind.name}.{gone.name}"] = _rows(
                gone.model, set(), {gone.until: None} if gone.until else {}
            )
    return found


def _rows(model: Any, without: set[str], only: dict[str, Any] | None = None) -> set[tuple[Any, ...]]:
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in without]
    return {
        tuple(zip(names, (str(value) for value in row), strict=True))
        for row in model._base_manager.filter(**only or {}).values_list(*names)
    }


def different(now: dict[str, set], then: dict[str, set]) -> dict[str, tuple[set, set]]:
    return {name: (now[name] - then[name], then[name] - now[name]) for name in now if now[name] != then[name]}


@pytest.mark.sampled
@pytest.mark.parametrize("write", ALONE, ids=lambda write: write.__name__)
def test_every_table_is_as_it_stood_whoever_writes(empty_ledger, write):
    small_ledger()
    moment, then = timezone.now(), tables()

    write()

    past = Past(moment)
    with as_it_stood(past):
        assert different(tables(), then) == {}
    assert (tables() != then) is bool(past.kinds)


def test_a_table_of_then_that_could_not_be_made_is_made_for_the_next_answer(db, empty_ledger, monkeypatch):
    small_ledger()
    past, then = Past(timezone.now()), tables()
    edited()
    with monkeypatch.context() as patch:
        patch.setattr("facts.as_it_stood._Tables._leave_out", _refused)
        with pytest.raises(OperationalError), as_it_stood(past):
            tables()

    with as_it_stood(past):
        assert different(tables(), then) == {}


def _refused(*_: Any) -> None:
    raise OperationalError("the disk is full")


def test_moments_stand_beside_each_other(empty_ledger):
    small_ledger()
    quoted = []
    for write in EVERYBODY:
        quoted.append((timezone.now(), tables()))
        write()
    for moment, then in quoted:
        with as_it_stood(Past(moment)):
            assert different(tables(), then) == {}
