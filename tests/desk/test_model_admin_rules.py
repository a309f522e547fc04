"""Nothing is saved that the ledger's files could not say."""

import pytest

from common.units import QUANTITIES, UNITS
from facts.ledger.dump import dump
from facts.ledger.records import read_folder
from launches.models import Spacecraft, StatusReading
from projects.models import ExchangeRate, Filing, FundingEvent, Organization, Project, Statement, Target
from tests.desk.forms import edit, errors
from tests.present import present

pytestmark = pytest.mark.usefixtures("ledger")


def test_control_and_direction_characters_are_refused_at_their_field(client):
    page = edit(client, Project.objects.first(), name="Pl\u202ean")
    assert errors(page) == {"name": ["Holds control or direction characters: remove them."]}


def test_lines_are_kept_and_the_dump_loads(client, tmp_path):
    plan = present(Project.objects.first())
    assert edit(client, plan, summary="One\r\ntwo: “三”\r\n").status_code == 302
    plan.refresh_from_db()
    assert plan.summary == "One\ntwo: “三”"
    dump(tmp_path)
    assert read_folder(tmp_path)[1] == []


def test_a_project_is_part_of_itself_by_no_way(client):
    whole, first, second = Project.objects.filter(part_of=None, parts=None)[:3]
    Project.objects.filter(pk=first.pk).update(part_of=whole)
    Project.objects.filter(pk=second.pk).update(part_of=first)
    page = edit(client, whole, part_of=second.pk)
    assert errors(page) == {"part_of": [f"It leads back to itself by way of “{second}”: choose another."]}
    assert edit(client, second, part_of=whole.pk).status_code == 302


RULES = {
    "a statement about nothing": (Statement, {"project": "", "spacecraft": ""}, "choose exactly one"),
    "a value of zero": (Statement, {"value": "0"}, "more than zero"),
    "a range upside down": (Statement, {"value": "5", "value_max": "4"}, "less than the value: swap"),
    "a target met and unmet": (Target, {"outcome_on": "2026", "not_met_on": "2026"}, "not both"),
    "an amount without a currency": (
        FundingEvent,
        {"amount": "5", "currency": ""},
        "together with its currency",
    ),
    "an amount in dollars said twice": (
        FundingEvent,
        {"amount": "5", "currency": "USD", "amount_usd": "5"},
        "an amount in USD is its own",
    ),
    "a rate of a holiday": (ExchangeRate, {"on": "2026-04-03"}, "take that of 2026-04-02"),
    "a filing for no satellites": (Filing, {"satellites_requested": "0"}, "empty where none is requested"),
    "altitudes upside down": (Project, {"altitude_km_min": "5", "altitude_km_max": "4"}, "above the highest"),
    "a spacecraft that has not flown and flew": (
        Spacecraft,
        {"identity": "none", "launched_on": "2026"},
        "none means not flown",
    ),
    "a catalogue that says that it works": (
        StatusReading,
        {"state": "operational", "basis": "catalogue"},
        "tracked or decayed, never",
    ),
    "a reading before the launch": (
        StatusReading,
        {"state": "operational", "on": "1960"},
        "before the launch",
    ),
}


@pytest.mark.parametrize(
    ("quantity", "unit", "field", "listed"),
    [
        ("power", "mw", "unit", "choose one of W, kW, MW, GW, TW,"),
        ("power", "MegaWatts", "unit", "choose one of W, kW, MW, GW, TW,"),
        ("power", "\uff2d\uff37", "unit", "choose one of W, kW, MW, GW, TW,"),
        ("power", "kw ", "unit", "choose one of W, kW, MW, GW, TW,"),
        ("power", "TOPS", "unit", "“TOPS” is no unit of power: write one of W, kW, MW, GW, TW."),
        ("powr", "kW", "quantity", "choose one of accuracy, ai-satellites,"),
    ],
)
def test_quantity_and_unit_are_chosen_from_the_list_and_others_refused_with_it(
    client, quantity, unit, field, listed
):
    row = Statement.objects.filter(quantity="power").first()
    page = edit(client, row, quantity=quantity, unit=unit)
    assert set(errors(page)) == {field}
    assert listed in errors(page)[field][0]
    form = page.context["adminform"].form
    assert {value for value, _label in form.fields["unit"].choices if value} == set(UNITS)
    assert {value for value, _label in form.fields["quantity"].choices if value} == set(QUANTITIES)


@pytest.mark.parametrize(("model", "fields", "sentence"), RULES.values(), ids=RULES)
def test_what_does_not_go_together_is_refused_in_a_sentence(client, model, fields, sentence):
    page = edit(client, model.objects.order_by("slug").first(), **fields)
    assert page.status_code == 200
    assert sentence in str(errors(page))


def test_a_role_twice_is_refused(client):
    plan = present(Project.objects.filter(roles__isnull=False).first())
    role = plan.roles.first()
    total = plan.roles.count()
    fields = {
        "roles-TOTAL_FORMS": total + 1, f"roles-{total}-organization": role.organization_id,
        f"roles-{total}-role": role.role, f"roles-{total}-project": plan.pk,
    }  # fmt: skip
    assert edit(client, plan, **fields).status_code == 200


def test_a_new_role_and_a_new_step_come_last(client):
    plan = present(Project.objects.filter(roles__isnull=False).first())
    total = plan.roles.count()
    maker = present(Organization.objects.exclude(roles__project=plan).first())
    fields = {
        "roles-TOTAL_FORMS": total + 1, f"roles-{total}-organization": maker.pk, f"roles-{total}-role": "customer",
        f"roles-{total}-project": plan.pk,
    }  # fmt: skip
    assert edit(client, plan, **fields).status_code == 302
    assert plan.roles.order_by("position").last().organization == maker
    filing = present(Filing.objects.filter(steps__isnull=False).first())
    total = filing.steps.count()
    fields = {
        "steps-TOTAL_FORMS": total + 1, f"steps-{total}-step": "waiver", f"steps-{total}-on": "2026-Q4",
        f"steps-{total}-document": filing.pk, f"steps-{total}-filing": filing.pk,
    }  # fmt: skip
    assert edit(client, filing, **fields).status_code == 302
    last = filing.steps.order_by("position").last()
    assert (last.step, str(last.on), last.position) == ("waiver", "Q4 2026", total)


def test_a_step_with_a_wrong_date_is_refused_at_the_step(client):
    filing = Filing.objects.filter(steps__isnull=False).first()
    page = edit(client, filing, **{"steps-0-on": "2026-02-30"})
    assert "is no day of the calendar" in errors(page)["steps.on"][0]
