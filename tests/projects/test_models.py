"""The database refuses nonsense, whoever writes it: these rows go around every form."""

from importlib import import_module
from itertools import count
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import CommandError
from django.db import DataError, IntegrityError, connection, transaction

from common.units import QUANTITIES, in_base_unit, units_of
from projects import models
from tests.projects.rows import dated, fact, organization, project, saved, source

pytestmark = pytest.mark.django_db


def refused(row, rule: str = "") -> None:
    with pytest.raises((IntegrityError, DataError)) as error, transaction.atomic():
        type(row).objects.bulk_create([row])
    assert rule in str(error.value)


INTERVALS = {
    "the last day before the first": dated("current_on", "2026-02-01", "2026-01-01"),
    "an unknown precision": dated("current_on", precision="week"),
    "no first day": dated("current_on") | {"current_on_first": None},
    "no precision": dated("current_on", precision=""),
}


@pytest.mark.parametrize("columns", INTERVALS.values(), ids=INTERVALS)
def test_a_date_that_must_be_there_is_a_sound_interval(columns):
    refused(organization(**columns))


HALVES = {
    "a first day without a last": {"founded_on_first": "2026-01-01"},
    "a precision without days": {"founded_on_precision": "day"},
    "days without a precision": {"founded_on_first": "2026-01-01", "founded_on_last": "2026-01-01"},
}


@pytest.mark.parametrize("columns", HALVES.values(), ids=HALVES)
def test_a_date_that_may_be_absent_is_wholly_there_or_wholly_not(columns):
    refused(organization(**columns), "organization_founded_on_interval")


def test_a_fact_has_a_day_on_which_it_was_known():
    refused(organization(known_on=None))


@pytest.mark.parametrize("make", [organization, project])
def test_countries_and_confidence_are_words_of_the_ledger(make):
    refused(make(country="XX"), "country_known")
    refused(make(confidence="sure"), "confidence_known")


def test_slugs_are_unique():
    saved(organization())
    refused(organization(name="Other"))


def test_a_source_is_a_page_of_the_web_with_a_title_and_an_address_of_its_own():
    refused(source(url="ftp://example.org/"), "source_url_is_web")
    refused(source(title=""), "source_title_set")
    saved(source())
    refused(source(slug="other"))


def test_altitudes_stand_in_order():
    refused(project(altitude_km_min=600, altitude_km_max=500), "project_altitudes_in_order")


def test_a_project_is_linked_once_and_not_to_itself():
    one, other = saved(project()), saved(project(slug="own-other"))
    refused(models.ProjectLink(project=one, other=one, how="is"), "projectlink_not_to_itself")
    models.ProjectLink.objects.create(project=one, other=other, how="follows")
    refused(models.ProjectLink(project=one, other=other, how="again"))


def test_an_organization_has_a_role_once():
    role = {"project": saved(project()), "organization": saved(organization()), "role": "lead"}
    models.ProjectRole.objects.create(**role)
    refused(models.ProjectRole(**role))


def test_a_status_is_a_step_of_the_ladder():
    plan = saved(project())
    refused(models.StatusChange(**fact("own", project=plan, status="flying", **dated("on"))), "status_known")


def promise(slug: str, **columns) -> models.Target:
    values = fact(slug, milestone="other", promise="p", text="p") | dated("due", "2026-06-01", "2026-12-31")
    return models.Target(**(values | dated("stated_on") | columns))


def test_what_had_come_true_before_it_was_stated_is_no_promise():
    plan = saved(project())
    told = dated("stated_on", "2026-02-01", "2026-02-28")
    saved(promise("same-month", project=plan, **told, **dated("outcome_on", "2026-01-01", "2026-02-01")))
    early = dated("outcome_on", "2026-01-01", "2026-01-31")
    refused(promise("late", project=plan, promise="q", **told, **early), "target_stated_first")


def test_one_speaker_gives_one_date_for_one_promise_once_a_day():
    plan, lead, other = saved(project()), saved(organization()), saved(organization(slug="other"))
    saved(promise("one", project=plan))
    refused(promise("two", project=plan), "")
    saved(promise("three", project=plan, speaker=lead))
    saved(promise("four", project=plan, speaker=other))
    refused(promise("five", project=plan, speaker=other), "")
    saved(promise("six", project=plan, bound="not_earlier"))
    saved(promise("seven", project=plan, **dated("due", "2027-01-01", "2027-12-31")))


def test_a_site_with_targets_that_do_not_fit_is_not_upgraded_and_names_them(monkeypatch):
    upgrade = import_module("projects.migrations.0010_promises_count_once")
    plan = saved(project())
    saved(promise("one", project=plan))
    saved(promise("two", project=plan, text="Said otherwise", **dated("due", "2027-01-01", "2027-12-31")))
    upgrade.refuse_what_does_not_fit(apps, SimpleNamespace(connection=connection))
    monkeypatch.setattr(upgrade, "SAID", upgrade.SAID[:-2])  # as if both gave one date
    with pytest.raises(CommandError) as stopped:
        upgrade.refuse_what_does_not_fit(apps, SimpleNamespace(connection=connection))
    assert "one and two (one date, entered twice)" in str(stopped.value)


def test_a_target_came_true_or_was_found_unmet_never_both():
    values = fact(
        "own", project=saved(project()), milestone="first_launch", promise="launch", text="x",
        **dated("stated_on"), **dated("due"), **dated("outcome_on"), **dated("not_met_on"),
    )  # fmt: skip
    refused(models.Target(**values), "target_met_or_not")


def statement(**fields):
    values = fact("own", quantity="power", value=1, unit="kW", qualifier="target", **dated("stated_on"))
    return models.Statement(**values | fields)


def test_a_statement_has_one_subject():
    from launches.models import Spacecraft

    plan = saved(project())
    craft = saved(
        Spacecraft(
            **fact("own-craft", name="C", project=plan, country="CN", identity="none",
                   summary="x")
        )
    )  # fmt: skip
    refused(statement(), "statement_one_subject")
    refused(statement(project=plan, spacecraft=craft), "statement_one_subject")


@pytest.mark.parametrize(
    ("quantity", "unit"),
    [
        ("power", "mw"), ("power", "MegaWatts"), ("power", "\uff2d\uff37"), ("power", "kw "), ("power", "TOPS"),
        ("powr", "kW"), ("compute", "kW"), ("Power", "kW"),
    ],
)  # fmt: skip
def test_the_database_holds_the_list_of_units(quantity, unit):
    refused(statement(project=saved(project()), quantity=quantity, unit=unit), "statement_unit_of_quantity")


def test_every_unit_of_the_list_can_be_stored():
    plan, number = saved(project()), count()
    for quantity in QUANTITIES:
        for unit in units_of(quantity):
            row = saved(statement(project=plan, quantity=quantity, unit=unit, slug=f"own-{next(number)}"))
            row.refresh_from_db()
            assert (row.quantity, row.unit) == (quantity, unit)
            assert in_base_unit(1, unit)[0] > 0


def test_a_site_that_holds_a_unit_from_outside_the_list_is_not_upgraded_and_names_it(monkeypatch):
    upgrade = import_module("projects.migrations.0009_units_are_a_closed_list")
    saved(statement(project=saved(project()), slug="odd-one", value=7, unit="TW"))
    upgrade.refuse_odd_units(apps, SimpleNamespace(connection=connection))
    older = upgrade.UNITS_OF | {"power": ("W", "kW", "MW", "GW")}
    monkeypatch.setattr(upgrade, "UNITS_OF", older)
    with pytest.raises(CommandError) as stopped:
        upgrade.refuse_odd_units(apps, SimpleNamespace(connection=connection))
    assert "odd-one (power: 7 'TW')" in str(stopped.value)
    assert "power: W, kW, MW, GW;" in str(stopped.value)


def test_a_value_is_above_zero_and_its_range_in_order():
    plan = saved(project())
    refused(statement(project=plan, value=0), "statement_value_positive")
    refused(statement(project=plan, value=5, value_max=4), "statement_range_in_order")


def funding(**fields):
    values = fact(
        "own", organization=saved(organization()), instrument="equity", scope="orbital_compute",
        scope_reason="x", summary="x", **dated("on"),
    )  # fmt: skip
    return models.FundingEvent(**values | fields)


@pytest.mark.parametrize(
    "columns",
    [{"amount": 5}, {"currency": "USD"}, {"amount": 0, "currency": "USD"}, {"amount_usd": 0}, {"amount_usd": -1},
     {"valuation": 5}, {"valuation_currency": "USD"}, {"amount_usd": 5},
     {"amount": 5, "currency": "USD", "amount_usd": 6}],
)  # fmt: skip
def test_money_is_above_zero_and_has_a_currency(columns):
    refused(funding(**columns), "fundingevent_")


def test_a_rate_is_above_zero():
    refused(models.ExchangeRate(**fact("own", currency="CNY", usd_per_unit=0, **dated("on"))), "positive")


def test_a_currency_has_one_rate_a_day():
    rate = fact("own", currency="CNY", usd_per_unit=1, **dated("on"))
    saved(models.ExchangeRate(**rate))
    refused(models.ExchangeRate(**rate | {"slug": "other"}))


def filing(**fields):
    values = fact("own-filing", authority="FCC", country="US", kind="filing", summary="x", **dated("on"))
    return models.Filing(**values | fields)


def test_a_filing_asks_for_satellites_or_says_nothing_of_them():
    refused(filing(satellites_requested=0), "filing_satellites_positive")
    refused(filing(country="XX"), "filing_country_known")
    refused(filing(altitude_km_min=2, altitude_km_max=1), "filing_altitudes_in_order")


def test_a_filing_is_not_counted_within_itself():
    row = saved(filing())
    row.contained_in = row
    with pytest.raises(IntegrityError, match="filing_not_within_itself"), transaction.atomic():
        row.save()


def test_a_document_proves_a_step_once():
    row = saved(filing())
    step = {"filing": row, "document": row, "step": "filed"} | dated("on")
    models.FilingStep.objects.create(**step)
    refused(models.FilingStep(**step))


def test_milestones_and_questions_are_dated():
    columns = dated("on", "2026-02-01", "2026-01-01")
    milestone = fact("own", country="CN", kind="test", title="x", summary="x", **columns)
    refused(models.Milestone(**milestone), "milestone_on_interval")
    question = fact("own", country="CN", question="x", why_it_matters="x", **dated("asked_on", precision=""))
    refused(models.OpenQuestion(**question), "openquestion_asked_on_interval")


def test_what_others_rest_on_cannot_be_deleted():
    from django.db.models import ProtectedError

    plan, maker = saved(project()), saved(organization())
    models.ProjectRole.objects.create(project=plan, organization=maker, role="lead")
    with pytest.raises(ProtectedError):
        maker.delete()


def test_the_ladder_ranks_two_steps_of_one_day():
    plan = saved(project())
    for word in ("launched", "announced"):
        step = fact(f"own-{word}", project=plan, status=word, **dated("on"))
        models.StatusChange.objects.create(**step)
    assert models.Project.objects.with_status().get(pk=plan.pk).status == "launched"


def test_other_names_in_chinese_are_found():
    saved(organization(aliases=["国星宇航"], name="Ada"))
    saved(project(aliases=["星算计划"], slug="own-star"))
    assert models.Organization.objects.search("国星").filter(slug="own-maker").exists()
    assert models.Project.objects.search("星算计").filter(slug="own-star").exists()
