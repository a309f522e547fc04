"""What a test counts on being there: the first row of a query, the match of a pattern, the answer of a run."""

from typing import TypeVar

T = TypeVar("T")


def present(value: T | None) -> T:
    """That value; where it is missing, the test fails here and not at the next name it reads."""
    assert value is not None, "nothing is here"
    return value
