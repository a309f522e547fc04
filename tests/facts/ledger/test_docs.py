"""docs/ledger.md describes the files as they are read."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from common.confidence import MEANINGS
from common.countries import COUNTRIES
from common.units import BASES, QUANTITIES, UNITS, units_of
from facts.ledger.describe import form_of
from facts.ledger.fields import Unreadable, read_when
from facts.ledger.registry import KINDS, in_order, shared

TEXT = (Path(settings.BASE_DIR) / "docs" / "ledger.md").read_text("utf-8")
ROW = re.compile(r"^\| `(\w+)` \| (.+) \| (.+) \|$", re.MULTILINE)


def described(heading: str) -> dict[str, str]:
    """The fields of the first table below a heading, and what each takes."""
    _, _, rest = TEXT.partition(f"{heading}\n")
    return {key: form for key, form, _ in ROW.findall(re.split(r"^#", rest, flags=re.MULTILINE)[0])}


@pytest.mark.parametrize("kind", in_order(), ids=lambda kind: kind.name)
def test_every_field_of_a_kind_is_described_as_it_is_read(kind):
    common = {field.key for field in shared()} if kind.is_fact else set()
    assert described(f"### `{kind.name}`") == {
        field.key: form_of(field) for field in kind.fields if field.key not in common
    }


def test_what_all_facts_share_is_described_once():
    assert described("## The files") == {field.key: form_of(field) for field in shared()}


def test_every_file_has_its_section_and_no_section_is_left_over():
    assert re.findall(r"^### `(\w+)`$", TEXT, re.MULTILINE) == [kind.name for kind in in_order()]
    assert len(KINDS) == 16


def test_words_of_confidence_and_countries_are_those_of_the_code():
    for word, meaning in MEANINGS.items():
        assert f"| `{word}` | {meaning} |" in TEXT
    assert ", ".join(f"`{code}`" for code in COUNTRIES) in TEXT


def test_units_of_each_quantity_and_their_scales_are_those_of_the_code():
    _, _, rest = TEXT.partition("### `statements`\n")
    section = re.split(r"^### ", rest, flags=re.MULTILINE)[0]
    rows = dict(re.findall(r"^\| `([^`]+)` \| ([^|]+) \|$", section, re.MULTILINE))
    assert rows == {
        **{quantity: ", ".join(f"`{unit}`" for unit in units_of(quantity)) for quantity in QUANTITIES},
        **{
            word: f"{unit.factor:,.10g} `{BASES[unit.kind]}`"
            for word, unit in UNITS.items()
            if unit.factor != 1.0
        },
    }


def test_documented_dates_can_be_read_and_the_documented_fault_is_one():
    for text in ("2026-03-30", "2026-03", "2026-Q1", "2026-H1", "2026"):
        assert f"| `{text}` |" in TEXT
        assert read_when(text) == text
    with pytest.raises(Unreadable) as refused:
        read_when("2026-Q5")
    assert str(refused.value) in TEXT


def test_every_data_file_is_documented_and_says_where():
    folder = Path(settings.LEDGER_DIR)
    assert {path.stem for path in folder.glob("*.yaml")} == set(KINDS)
    for path in folder.glob("*.yaml"):
        assert "docs/ledger.md" in path.read_text("utf-8").partition("\n- ")[0]
