"""The database refuses nonsense of launches, spacecraft and catalogues."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from launches.models import (
    CatalogueEntry,
    ElementSet,
    Launch,
    LaunchTotal,
    NetRevision,
    Spacecraft,
    StatusReading,
)
from tests.launches.elements import ELEMENTS
from tests.present import present
from tests.projects.rows import dated, fact, project, saved

pytestmark = pytest.mark.django_db


def refused(row, rule: str = "") -> None:
    with pytest.raises((IntegrityError, DataError, OverflowError)) as error, transaction.atomic():
        type(row).objects.bulk_create([row])
    assert rule in str(error.value)


def launch(**fields):
    days = {"net_first": "2026-05-01", "net_last": "2026-05-01"}
    return Launch(**fact("own-launch", name="L", status="go", **days) | fields)


def craft(plan, **fields):
    values = fact(
        "own-craft", name="C", project=plan, country="CN", identity="catalogued", summary="x",
    )  # fmt: skip
    return Spacecraft(**values | fields)


def test_the_days_of_a_launch_stand_in_order():
    refused(launch(net_last="2026-04-01"), "launch_days_in_order")


def test_the_status_of_a_launch_is_a_word_of_launch_library():
    refused(launch(status="maybe"), "launch_status_known")


def test_a_designator_belongs_to_one_launch_and_none_to_many():
    saved(launch(designator="2026-999"))
    refused(launch(slug="own-2", designator="2026-999"))
    saved(launch(slug="own-3"))
    saved(launch(slug="own-4"))


def test_a_launch_states_one_net_at_one_moment():
    row = saved(launch())
    said = {"launch": row, "stated_at": datetime(2026, 1, 1, tzinfo=UTC), "status": "go"}
    days = {"net_first": "2026-05-01", "net_last": "2026-05-01"}
    NetRevision.objects.create(**said, **days)
    refused(NetRevision(**said, **days))
    later = said | {"stated_at": datetime(2026, 1, 2, tzinfo=UTC)}
    refused(NetRevision(**later, net_first="2026-05-02", net_last="2026-05-01"), "netrevision_days_in_order")


def test_a_norad_number_belongs_to_one_spacecraft_unless_it_is_the_hosts():
    plan = saved(project())
    saved(craft(plan, norad_cat_id=999_999_999))
    refused(craft(plan, slug="own-2", norad_cat_id=999_999_999))
    saved(craft(plan, slug="own-3", norad_cat_id=999_999_999, identity="hosted"))


@pytest.mark.parametrize("number", [0, 1_000_000_000])
def test_a_norad_number_has_one_to_nine_digits(number):
    plan = saved(project())
    refused(craft(plan, norad_cat_id=number), "norad_in_range")
    entry = {"norad_cat_id": number, "object_name": "X"}
    refused(CatalogueEntry(**entry), "norad_in_range")


@pytest.mark.parametrize(
    "columns", [{"eccentricity": 1}, {"eccentricity": -0.1}, {"inclination": 181}, {"mean_motion": 0}]
)
def test_elements_are_those_of_a_closed_orbit(columns):
    refused(ElementSet(**ELEMENTS | columns), "elementset_bounded")


def test_an_object_has_one_element_set_an_epoch():
    ElementSet.objects.create(**ELEMENTS)
    refused(ElementSet(**ELEMENTS))


def test_nothing_decays_before_it_is_launched():
    entry = {"norad_cat_id": 1, "object_name": "X", "launched_on": "2026-02-01", "decayed_on": "2026-01-01"}
    refused(CatalogueEntry(**entry), "decay_after_launch")


@pytest.mark.parametrize("columns", [{"attempts": 9}, {"failures": 6}])
def test_totals_add_up(columns):
    values = fact(
        "own", country="US", year=1999, attempts=5, world_attempts=8, method="gcat", **dated("counted_on")
    )  # fmt: skip
    refused(LaunchTotal(**values | columns), "launchtotal_adds_up")


def test_a_year_is_counted_once_by_each_convention():
    values = fact(
        "own", country="US", year=1999, attempts=5, world_attempts=8, method="gcat", **dated("counted_on")
    )  # fmt: skip
    LaunchTotal.objects.create(**values)
    refused(LaunchTotal(**values | {"slug": "own-2"}))


def test_a_news_item_has_a_country_and_a_sound_date():
    from news.models import NewsItem

    item = fact("own", headline="H", country="XX", summary="x", **dated("published_on"))
    refused(NewsItem(**item), "newsitem_country_known")
    refused(NewsItem(**item | {"country": "CN", "published_on_last": "2025-01-01"}), "published_on_interval")


def test_a_set_far_ahead_does_not_stand_as_the_newest():
    now = timezone.now()
    for ahead in (timedelta(hours=5), timedelta(days=6)):
        ElementSet.objects.create(**ELEMENTS | {"epoch": now + ahead})
    assert present(
        ElementSet.objects.known_by(None).of_object(ELEMENTS["norad_cat_id"]).first()
    ).epoch == now + timedelta(hours=5)


def test_a_catalogue_never_says_that_a_spacecraft_works():
    plan = saved(project())
    here = saved(craft(plan))
    reading = {"spacecraft": here, "says": "x", **dated("on")}
    saved(StatusReading(**fact("own-reading", state="tracked", basis="catalogue", **reading)))
    for state in ("operational", "contact", "unknown", "planned"):
        refused(
            StatusReading(**fact(f"own-{state}", state=state, basis="catalogue", **reading)),
            "statusreading_catalogue_tracks",
        )
    refused(
        StatusReading(**fact("own-word", state="disputed", basis="press", **reading)),
        "statusreading_state_known",
    )
