"""Values of answers in JSON: what a moment may be."""

from datetime import UTC, datetime

import pytest

from feeds.formats.json_values import Unreadable, instant_or_none


@pytest.mark.parametrize("text", ["1957-01-01T00:00:00Z", "2200-12-31T23:59:59Z"])
def test_a_moment_lies_in_the_years_from_1957_to_2200(text):
    assert instant_or_none({"net": text}, "net") == datetime.fromisoformat(text)


@pytest.mark.parametrize(
    "text", ["1956-12-31T23:59:59Z", "2201-01-01T00:00:00Z", "1957-01-01T00:00:00+01:00"]
)
def test_a_moment_of_another_year_is_unreadable(text):
    with pytest.raises(Unreadable, match="no moment from 1957 to 2200"):
        instant_or_none({"net": text}, "net")


def test_where_no_zone_is_named_utc_is_meant_and_another_is_turned_into_it():
    assert instant_or_none({"net": "2026-12-05T12:15"}, "net") == datetime(2026, 12, 5, 12, 15, tzinfo=UTC)
    assert instant_or_none({"net": "2026-12-05T12:15+08:00"}, "net") == datetime(
        2026, 12, 5, 4, 15, tzinfo=UTC
    )


@pytest.mark.parametrize("item", [{"net": None}, {}])
def test_nothing_is_no_moment_and_no_error(item):
    assert instant_or_none(item, "net") is None
