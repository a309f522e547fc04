"""Power and compute framed: what flew and what is planned, and figures that nothing converts."""

import pytest

from facts.models import LedgerVersion
from metrics.compute import Basis, ComputeRow
from metrics.power import PowerRow
from pages.frames import ranges
from tests.metrics.facts import project, spacecraft, stated


def compute(basis: Basis, low: float, unit: str, *, tops: float | None = None, h100: float | None = None):
    return ComputeRow("US", basis, low, low, unit, tops, h100, "One", ())


def power(low: float, high: float, *, disputed: bool = False) -> PowerRow:
    return PowerRow("US", "One", "one", False, low, high, disputed, "", ())


@pytest.mark.parametrize(
    ("row", "said", "drawn"),
    [
        (compute("ceiling", 744, "TOPS"), "up to 744 TOPS each", 744),
        (compute("unknown_precision", 5000, "TOPS"), "5,000 TOPS, precision not stated", 5000),
        (compute("chips", 1, "GPUs", tops=1979, h100=1), "1 H100 = 1,979 TOPS", 1979),
        (compute("chips", 2, "GPUs", tops=3958, h100=2), "2 H100 = 3,958 TOPS", 3958),
        (compute("chips", 40, "modules"), "40 modules: no conversion", None),
        (compute("other_precision", 2, "TFLOPS"), "2 TFLOPS: no conversion", None),
    ],
)
def test_only_what_converts_stands_on_the_scale(row, said, drawn):
    assert ranges._compute_label(row) == said
    assert ranges._tops(row, row.low) == drawn


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (power(1, 1), "1 kW"),
        (power(0.02, 0.02), "20 W"),
        (power(175, 250), "175 kW – 250 kW"),
        (power(1000, 1000), "1 MW"),
        (power(1.6e7, 1.6e7, disputed=True), "16 GW (disputed)"),
        (power(2e9, 2e9), "2 TW"),
    ],
)
def test_power_is_said_in_the_unit_of_its_size(row, said):
    assert ranges._power_label(row) == said


def test_the_page_draws_each_row_once_and_says_what_is_flown(visit, empty_ledger):
    stated(spacecraft(name="Up"), 1, "kW", quantity="power")
    stated(project("CN", name="Plan"), 1, "GW", quantity="power", qualifier="target")
    LedgerVersion.bump()
    page = visit("/metrics/power/", as_of="2026-09-01")
    frame = page.response.context["frame"]
    drawn = frame.figure["layout"]["yaxis"]["categoryarray"]
    assert len(frame.table.rows) == len(frame.numbers.rows) == len(drawn) == 2
    assert page.response.context["table"] is None  # the chart has it
    marks = [trace for trace in frame.figure["data"] if trace["mode"] == "markers"]
    solid = [trace["name"] for trace in marks if not trace["marker"]["symbol"].endswith("-open")]
    assert solid == [f"{row[0]} {row[1]}" for row in frame.numbers.rows if row[2] == "true"] == ["US Up"]


def test_before_the_first_statement_a_sentence_stands_in_place_of_the_picture(visit):
    for name in ("power", "compute_in_orbit"):
        page = visit(f"/metrics/{name}/", as_of="2016-01-01")
        assert page.response.context["frame"].empty in page.text
        assert "data-chart=" not in page.html
