"""What the scoreboard prints of a figure, large and small."""

from dataclasses import replace

import pytest

from metrics.measures import score_note
from metrics.scores import ScoreRow, score_value

ROW = ScoreRow(
    "launches",
    "US",
    "count",
    1234,
    None,
    False,
    "",
    (("compute_unknown", 0), ("unnamed", 0)),
    "",
    "launches_with_compute",
    (),
)
REQUESTED = (("accepted", 2800), ("granted", 0), ("disputed", 0))


@pytest.mark.parametrize(
    ("row", "printed"),
    [
        (ROW, "1,234"),
        (replace(ROW, value=None), ""),
        (replace(ROW, kind="money", value=753_000_000), "$753 m"),
        (replace(ROW, kind="share", value=3, of=8), "3 of 8"),
        (replace(ROW, kind="date", value=None, text="Q1 2027"), "Q1 2027"),
        (replace(ROW, kind="stated", parts=(("TOPS", 5000), ("H100", 1))), "1 × H100"),
        (replace(ROW, kind="stated", parts=(("up_to_TOPS", 744),)), ""),
    ],
)
def test_each_kind_of_figure_is_printed_in_its_way(row, printed):
    assert score_value(row) == printed


@pytest.mark.parametrize(
    ("row", "note"),
    [
        (ROW, ""),
        (
            replace(ROW, parts=(("compute_unknown", 2), ("unnamed", 1))),
            "2 more, compute aboard not stated · 1 spacecraft flew on a launch that the ledger does not name",
        ),
        (replace(ROW, measure="requested", parts=REQUESTED), "2,800 accepted, none granted"),
        (replace(ROW, measure="requested", country="CN", parts=REQUESTED), ""),
        (
            replace(ROW, measure="requested", country="CN", parts=(*REQUESTED[:2], ("disputed", 1234))),
            "disputed",
        ),
        (replace(ROW, measure="requested", value=None, parts=REQUESTED), ""),
        (
            replace(ROW, measure="compute", kind="stated", parts=(("H100", 1), ("TOPS", 5000))),
            "5,000 TOPS · precision unknown",
        ),
        (
            replace(ROW, measure="kept", parts=(("missed", 3), ("no_word", 2), ("pending", 1))),
            "3 missed · 2 without a report · 1 pending",
        ),
        (
            replace(
                ROW,
                measure="kept",
                parts=(("missed", 0), ("no_word", 0), ("pending", 0), ("no_computer", 2), ("not_public", 1)),
            ),
            "not counted: 2 without a computer, 1 public only once it had come true",
        ),
        (replace(ROW, measure="next_target", kind="date", about="Plan: All up"), "Plan: All up"),
    ],
)
def test_what_must_be_known_beside_a_figure_is_said_in_small(row, note):
    assert score_note(row) == note
