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
NO_WORK = tuple((name, 0) for name in ("satellite", "hosted", "station", "degraded", "not_heard", "group",
                                       "contact", "disputed", "silent", "unstated",
                                       "unread", "edge_working"))  # fmt: skip
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
        (
            replace(
                ROW,
                measure="tracked",
                about="22 Aug 2026",
                parts=(("ledger", 13), ("last_tracked", 2), ("not_found", 0), ("unstated", 1)),
            ),
            "13 by readings of the ledger, since 22 Aug 2026 · 2 last tracked earlier · "
            "1 more, compute aboard not stated",
        ),
        (
            replace(
                ROW,
                measure="working",
                value=2,
                about="10 Dec 2025",
                parts=tuple((dict(NO_WORK) | {"satellite": 1, "station": 1, "group": 12}).items()),
            ),
            "1 satellite · 1 box on a space station · last word 10 Dec 2025 · "
            "12 in a group reported working, not named",
        ),
        (replace(ROW, measure="working", value=0, parts=NO_WORK), ""),
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
