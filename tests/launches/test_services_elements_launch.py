"""No element set is older than the launch of its craft."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from launches.models import ElementSet
from launches.services import launch_days, store_element_sets
from tests.feeds.elements import sets
from tests.feeds.rows import ELEMENTS, SEEN_AT, spacecraft

pytestmark = pytest.mark.usefixtures("empty_ledger")


@pytest.fixture
def craft():
    day = date(2026, 10, 1)
    return spacecraft(
        norad_cat_id=66303, launched_on_first=day, launched_on_last=day, launched_on_precision="day"
    )


def test_an_epoch_before_the_launch_of_its_craft_is_left_out_and_said(craft):
    from dataclasses import replace

    early = replace(ELEMENTS, epoch=datetime(2026, 9, 30, 23, 59, tzinfo=UTC))
    first = replace(ELEMENTS, epoch=datetime(2026, 10, 1, tzinfo=UTC))
    stored = store_element_sets([early, first], seen_at=SEEN_AT)
    assert stored.added == ElementSet.objects.count() == 1
    assert (
        "An epoch of 66303 lies before its launch on 2026-10-01 (2026-09-30): it is left out."
        in stored.remarks
    )


def test_a_file_is_refused_at_that_line_with_both_dates(craft, tmp_path):
    file = tmp_path / "old.tle"
    file.write_text(sets().replace("26234.07531236", "57277.80000000"), encoding="utf-8")
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match="refused"):
        call_command("import_elements", str(_signed(file)), stdout=out, stderr=err)
    assert "EPOCH 1957-10-04T19:12:00 is before the launch of 66303 on 2026-10-01" in err.getvalue()
    assert not ElementSet.objects.exists()


def _signed(file):
    from tests.feeds.elements import signed

    name, one, two = file.read_text(encoding="utf-8").splitlines()
    file.write_text(f"{name}\n{signed(one[:68])}\n{two}\n", encoding="utf-8")
    return file


def test_a_craft_without_a_day_bounds_nothing():
    spacecraft(norad_cat_id=66303)
    assert launch_days().keys() <= {66303}
    assert store_element_sets([ELEMENTS], seen_at=SEEN_AT).added == 1
