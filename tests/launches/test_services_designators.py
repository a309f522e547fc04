"""A number that comes under another designator: kept apart, an alarm, and what a person decides of it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from common.dates import AsOf
from feeds.monitoring.freshness import freshness
from feeds.monitoring.outlook import outlook
from launches.models import CatalogueEntry, ElementSet, OtherDesignator, Spacecraft
from launches.records import CatalogueRecord
from launches.services import store_catalogue_entries, store_element_sets
from launches.services.designators import accept, leave_out
from launches.services.retention import thin_element_sets
from metrics.question import Question
from tests.desk.desk import desk_of
from tests.feeds.rows import ELEMENTS, spacecraft
from tests.present import present

pytestmark = pytest.mark.usefixtures("empty_ledger")
OTHER = "2025-248M"
FLOWN = date(2025, 11, 2)
RECENT = timezone.now() - timedelta(days=1)


@pytest.fixture(autouse=True)
def craft(empty_ledger):
    return spacecraft(
        norad_cat_id=66303, object_id="2025-248L", identity="catalogued", launched_on_first=FLOWN,
        launched_on_last=FLOWN, launched_on_precision="day",
    )  # fmt: skip


def catalogue_record(**changes) -> CatalogueRecord:
    values: dict[str, Any] = {
        "norad_cat_id": 66303, "object_name": "LANTERN-1", "object_type": "PAY", "ops_status_code": "+",
        "owner": "US", "launched_on": FLOWN, "decayed_on": None, "period_min": 95.0, "inclination_deg": 45.4,
        "apogee_km": 510.0, "perigee_km": 500.0,
    }  # fmt: skip
    return CatalogueRecord(**values | changes)


def store(*records):
    return store_element_sets(records, seen_at=timezone.now())


def own_and_other():
    """A set of ours, and a newer one that came under another designator."""
    store(replace(ELEMENTS, epoch=RECENT))
    store(replace(ELEMENTS, epoch=RECENT + timedelta(hours=2), object_id=OTHER))


def counted() -> list[str]:
    return [row.object_id for row in ElementSet.objects.known_by().of_object(66303)]


def state():
    return Spacecraft.objects.with_state(timezone.now().date()).get()


def test_a_set_of_another_designator_is_stored_and_counts_for_nothing(client):
    own_and_other()
    assert ElementSet.objects.count() == 2
    assert counted() == ["2025-248L"]
    assert state().epoch == RECENT
    assert [row["object_id"] for row in client.get("/api/v1/element-sets/").json()["results"]] == [
        "2025-248L"
    ]
    elements = Question(timezone.now().date()).newest_elements
    assert elements[66303].epoch == RECENT


def test_a_craft_that_is_seen_under_another_designator_alone_is_not_tracked():
    store(replace(ELEMENTS, epoch=RECENT, object_id=OTHER))
    assert state().epoch is None
    assert present(state().tracked).word == "not_found"


def test_forty_rows_of_one_number_are_one_object_and_one_alarm():
    rows = [replace(ELEMENTS, epoch=RECENT + timedelta(minutes=n), object_id=OTHER) for n in range(40)]
    stored = store(*rows)
    store(*rows)
    assert "Of tracked spacecraft: 1 object in 40 rows." in stored.remarks
    assert OtherDesignator.objects.count() == 1


def test_a_designator_that_one_side_does_not_state_is_no_other():
    store(replace(ELEMENTS, epoch=RECENT, object_id=""))
    spacecraft("Lantern-72", norad_cat_id=66304, identity="catalogued")
    store(replace(ELEMENTS, norad_cat_id=66304, epoch=RECENT, object_id=OTHER))
    assert not OtherDesignator.objects.exists()
    assert ElementSet.objects.known_by().count() == 2


def test_what_a_person_accepts_is_on_the_record_and_counts_from_then_on():
    own_and_other()
    before = timezone.now()
    accept(OtherDesignator.objects.get())
    assert Spacecraft.objects.get().object_id == OTHER
    assert counted() == [OTHER, "2025-248L"]
    assert not OtherDesignator.objects.waiting().exists()
    then = AsOf(before.date(), before)
    assert [row.object_id for row in ElementSet.objects.known_by(then)] == ["2025-248L"]
    assert [row.object_id for row in OtherDesignator.objects.waiting(before)] == [OTHER]


def test_after_that_the_former_designator_is_the_other_one():
    own_and_other()
    accept(OtherDesignator.objects.get())
    store(replace(ELEMENTS, epoch=RECENT + timedelta(hours=5)))
    assert [row.object_id for row in OtherDesignator.objects.waiting()] == ["2025-248L"]


def test_what_is_left_out_stays_apart_without_an_alarm():
    own_and_other()
    leave_out(OtherDesignator.objects.get())
    store(replace(ELEMENTS, epoch=RECENT + timedelta(hours=5), object_id=OTHER))
    assert counted() == ["2025-248L"]
    assert not OtherDesignator.objects.waiting().exists()


def test_a_record_that_says_so_by_another_way_accepts_it_with_the_next_run(craft):
    own_and_other()
    craft.object_id = OTHER
    craft.save()
    store()
    assert counted() == [OTHER, "2025-248L"]


def test_rows_of_before_count_whatever_they_are_called():
    """What stood in an answer before designators were compared stays there."""
    store(replace(ELEMENTS, epoch=RECENT))
    Spacecraft.objects.update(object_id="2025-248K")
    assert counted() == ["2025-248L"]


def test_a_row_of_the_catalogue_is_kept_apart_too_and_said_once():
    decayed = catalogue_record(object_id=OTHER, decayed_on=timezone.now().date())
    for _time in range(2):
        stored = store_catalogue_entries([decayed], seen_at=timezone.now())
    assert CatalogueEntry.objects.count() == 1
    assert not CatalogueEntry.objects.newest().exists()
    assert state().decayed_on is None
    assert not any("decayed on" in remark for remark in stored.remarks)
    assert [row.found_in for row in OtherDesignator.objects.waiting()] == ["catalogue"]


def test_of_two_rows_of_one_number_the_catalogue_s_own_is_taken():
    store_catalogue_entries(
        [catalogue_record(object_id=OTHER), catalogue_record(object_id="2025-248L")], seen_at=timezone.now()
    )
    assert CatalogueEntry.objects.newest().get().object_id == "2025-248L"


def test_a_set_apart_thins_no_other():
    old = timezone.now().replace(hour=1) - timedelta(days=200)
    store(replace(ELEMENTS, epoch=old), replace(ELEMENTS, epoch=old + timedelta(hours=2), object_id=OTHER))
    assert thin_element_sets().gone == 0


def test_the_alarm_is_on_the_status_page_and_on_that_of_the_spacecraft(client, settings):
    settings.FEEDS_ENABLED = True
    own_and_other()
    for address in ("/status/", "/spacecraft/lantern-71/"):
        assert OTHER in client.get(address).content.decode()
    reasons = outlook(freshness())["celestrak-gp"].attention
    assert [reason.kind for reason in reasons if reason.kind == "designator"] == ["designator"]


@pytest.mark.parametrize(
    ("action", "designator"), [("accept_chosen", OTHER), ("leave_out_chosen", "2025-248L")]
)
def test_a_person_decides_at_the_desk(action, designator):
    own_and_other()
    desk = desk_of(get_user_model().objects.create_superuser("lin", password="x"))
    row = OtherDesignator.objects.get()
    answer = desk.post("/admin/launches/otherdesignator/", {"action": action, "_selected_action": [row.pk]})
    assert answer.status_code == 302
    assert Spacecraft.objects.get().object_id == designator
    assert not OtherDesignator.objects.waiting().exists()
