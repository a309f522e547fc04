"""States that people typed before there were readings are carried over, those of the ledger's files are not."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from racetracker.management.commands.migrate import make_tables

BEFORE = [("launches", "0009_facts_of_their_own"), ("projects", "0009_units_are_a_closed_list")]
AFTER = [("launches", "0012_one_truth_of_state")]


def migrate(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.mark.nightly
def test_a_typed_state_becomes_a_reading_and_the_way_back_types_it_again(bare_database):
    make_tables(connection, *BEFORE)
    apps = MigrationExecutor(connection).loader.project_state(BEFORE).apps
    day = {"current_on_first": "2026-01-01", "current_on_last": "2026-01-01"}
    plan = apps.get_model("projects", "Project").objects.create(
        slug="plan", name="Plan", country="US", kind="satellite", scope="core", summary="x", confidence="reported",
        known_on="2026-01-01", **day,
    )  # fmt: skip
    for slug, status in (
        ("typed", "operational"),
        ("gone", "failed"),
        ("ahead", "planned"),
        ("of-files", "operational"),
    ):
        apps.get_model("launches", "Spacecraft").objects.create(
            slug=slug, name=slug, project=plan, country="US", identity="not_found", status=status, summary="x",
            status_on_first="2026-02-01", status_on_last="2026-02-28", status_on_precision="month",
            launched_on_first=None if status == "planned" else "2025-01-01",
            launched_on_last=None if status == "planned" else "2025-01-01",
            launched_on_precision="" if status == "planned" else "day",
            confidence="reported", known_on="2026-01-01",
        )  # fmt: skip
    apps.get_model("facts", "LoadedRow").objects.create(kind="spacecraft", slug="of-files", digest="x")

    readings = migrate(AFTER).get_model("launches", "StatusReading").objects
    told = readings.order_by("slug").values_list("spacecraft__slug", "state", "basis", "on_precision")
    # On what basis somebody typed "operational" nobody knows: the word is kept in the text.
    assert list(told) == [("gone", "failed", "press", "month"), ("typed", "unknown", "press", "month")]
    assert "operational" in readings.get(spacecraft__slug="typed").says

    apps = migrate([("launches", "0011_status_readings")])
    back = apps.get_model("launches", "Spacecraft").objects.order_by("slug").values_list("slug", "status")
    assert list(back) == [
        ("ahead", "planned"),
        ("gone", "failed"),
        ("of-files", "unknown"),
        ("typed", "unknown"),
    ]


@pytest.fixture(autouse=True)
def _types_of_another_database():
    from django.contrib.contenttypes.models import ContentType

    ContentType.objects.clear_cache()
    yield
    ContentType.objects.clear_cache()
