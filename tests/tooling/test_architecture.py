import re
import tomllib
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest

from common.dates import AsOf
from facts.models import LedgerVersion
from tooling import architecture, clocks, svg
from tooling.architecture import ROOT, Contracts, drawn, packages
from tooling.clocks import Entry, answers
from tooling.svg import NotDrawn

SVG = "{http://www.w3.org/2000/svg}"
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(drawn()))
def test_the_committed_picture_is_the_one_that_the_contracts_give(name):
    assert (ROOT / name).read_text(encoding="utf-8") == drawn()[name], "run `make map`"


def test_another_contract_gives_another_picture():
    other = PYPROJECT.replace(
        '    "charts",\n    "feeds | metrics",', '    "feeds | metrics",\n    "charts",'
    )
    assert other != PYPROJECT
    assert packages(Contracts.read(other)) != packages(Contracts.read(PYPROJECT))


def test_every_package_is_drawn_once_with_what_it_does():
    tools = tomllib.loads(PYPROJECT)["tool"]["importlinter"]
    assert sorted(architecture.DOES) == sorted(tools["root_packages"])
    names = re.findall(r'class="text b"[^>]*>([a-z]+)</text>', drawn()["docs/architecture.svg"])
    assert sorted(names) == sorted(tools["root_packages"])


def test_a_package_without_words_is_refused_with_the_place_to_mend():
    with pytest.raises(NotDrawn, match=r"No words for novelty: say in DOES of tooling/architecture\.py"):
        packages(Contracts([["novelty"], ["facts"]], set(), []))


def test_those_that_may_open_connections_are_marked():
    assert Contracts.read(PYPROJECT).speak_http == {"feeds", "links"}


@pytest.mark.parametrize("name", sorted(drawn()))
def test_a_picture_is_named_and_described_for_those_who_cannot_see_it(name):
    root = ElementTree.fromstring(drawn()[name])
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "title desc")
    title, described = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert described is not None
    assert title.get("id") == "title"
    assert described.get("id") == "desc"
    assert len(title.text or "") > 20
    assert len(described.text or "") > 200


def _luminance(colour: str) -> float:
    """Relative luminance, by WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("on", ["back", "fill", "shade", "inner"])
@pytest.mark.parametrize("of", ["text", "muted"])
def test_text_stands_out_in_both_colour_schemes(scheme, on, of):
    pair = sorted(_luminance(svg.COLOURS[name][scheme]) for name in (on, of))
    assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5


@pytest.mark.parametrize("name", sorted(drawn()))
def test_a_picture_brings_its_own_background_for_both_colour_schemes(name):
    drawing = drawn()[name]
    assert "@media(prefers-color-scheme:dark)" in drawing
    assert drawing.index('<rect class="back"') < drawing.index("<text")


def test_the_picture_of_the_clocks_tells_what_an_address_answers():
    assert answers(clocks.AS_OF) == "A as first entered, B absent, C absent"
    assert answers(clocks.LATER) == "A corrected, B as first entered, C absent"
    late = Entry("D", date(2026, 3, 2), date(2026, 3, 20))
    assert late.told(date(2026, 3, 10), date(2026, 3, 19)) == "absent"
    assert late.told(date(2026, 3, 10), date(2026, 3, 20)) == "as first entered"


def test_a_past_day_alone_is_answered_as_the_ledger_stood_at_its_end():
    """What the picture says of `?as_of=` without `recorded`."""
    began = datetime.combine(clocks.BEGAN, datetime.min.time(), UTC)
    version = LedgerVersion(number=1, began_at=began)
    assert version.seen_from(clocks.AS_OF) == AsOf.end_of(clocks.AS_OF)
