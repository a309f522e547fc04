"""Rows of a measure over time in words: a share of nothing, and rows that the table leaves to the files."""

from datetime import date, timedelta

from metrics.all import METRICS
from metrics.steps import ShareRow, StepRow
from pages.frames.choice import Choice
from pages.frames.drawing import Drawing
from pages.frames.points import numbers, table
from pages.frames.sentences import NEWEST_ROWS, notices

START = date(2020, 1, 1)


def drawing(count: int, choice: Choice | None = None) -> Drawing:
    """A measure that grew by one on each of some days."""
    days = [START + timedelta(days=n) for n in range(count)]
    rows = [StepRow("US", day, day, 1, n, f"Event {n}", ()) for n, day in enumerate(days, 1)]
    return Drawing(METRICS["milestones"], choice or Choice("US"), days[-1], START, days[-1], rows, [*rows])


def test_a_table_that_leaves_rows_to_the_files_says_so():
    long, short = drawing(NEWEST_ROWS + 7), drawing(NEWEST_ROWS)
    assert (len(table(long).rows), len(numbers(long).rows)) == (NEWEST_ROWS, NEWEST_ROWS + 7)
    assert notices(long) == ["The table holds the newest 200 rows, the files all 207."]
    assert notices(short) == []


def test_a_share_of_nothing_is_not_applicable_and_not_unknown():
    shares = drawing(1, Choice(values="relative"))
    share = ShareRow("US", START, START, None, None, "Event", (), 0, 0, 0)
    assert shares.said(share) == "not applicable"
