"""One faulty field: nothing is written, and the fault is named with file, record, field and mend."""

import pytest

from facts.ledger.registry import in_order
from tests.facts.ledger.small_ledger import change, faults_of, write
from tests.facts.ledger.stored import rows

pytestmark = pytest.mark.usefixtures("empty_ledger")
FAULTS = {
    "a broken reference": (
        change("projects", sources=["press-2"]),
        "projects.yaml · plan · sources: refers to 'press-2', which is not in sources.yaml: mend the slug",
    ),
    "a broken reference inside a list": (
        change("projects", organizations=[{"organization": "nobody", "role": "lead"}]),
        "projects.yaml · plan · organizations: refers to 'nobody', which is not in organizations.yaml",
    ),
    "an unknown word": (
        change("status_changes", status="flying"),
        "status_changes.yaml · plan-announced · status: 'flying' is an unknown word: write one of concept,",
    ),
    "a unit in other letters": (
        change("statements", quantity="power", unit="mw"),
        "statements.yaml · plan-satellites · unit: 'mw' is an unknown word: write one of W, kW, MW, GW, TW,",
    ),
    "a unit written out": (
        change("statements", quantity="power", unit="MegaWatts"),
        "statements.yaml · plan-satellites · unit: 'MegaWatts' is an unknown word: write one of W, kW,",
    ),
    "a unit in wide letters": (
        change("statements", quantity="power", unit="\uff2d\uff37"),
        "statements.yaml · plan-satellites · unit: '\uff2d\uff37' is an unknown word: write one of W, kW,",
    ),
    "a unit with a space": (
        change("statements", quantity="power", unit="kw "),
        "statements.yaml · plan-satellites · unit: 'kw ' is an unknown word: write one of W, kW,",
    ),
    "a unit of another quantity": (
        change("statements", quantity="power", unit="TOPS"),
        "statements.yaml · plan-satellites · unit: “TOPS” is no unit of power: write one of W, kW, MW, GW, TW",
    ),
    "an unknown quantity": (
        change("statements", quantity="powr", unit="kW"),
        "statements.yaml · plan-satellites · quantity: 'powr' is an unknown word: write one of accuracy,",
    ),
    "an unknown country": (
        change("projects", country="XX"),
        "projects.yaml · plan · country: 'XX' is an unknown word",
    ),
    "a day that is in no calendar": (
        change("status_changes", on="2026-02-30"),
        "status_changes.yaml · plan-announced · on: '2026-02-30' is no day of the calendar",
    ),
    "a month that is in no calendar": (
        change("status_changes", on="2026-13"),
        "status_changes.yaml · plan-announced · on: '2026-13' is no day of the calendar",
    ),
    "a quarter that is in no year": (
        change("status_changes", on="2026-Q5"),
        "status_changes.yaml · plan-announced · on: '2026-Q5' is no date: write 2026-03-30, 2026-03, 2026-Q1",
    ),
    "a date with digits of another script": (
        change("status_changes", on="٢٠٢٦"),
        "status_changes.yaml · plan-announced · on: '٢٠٢٦' is no date",
    ),
    "a date with a time": (
        change("status_changes", on="2026-03-30 10:00:00"),
        "· on: '2026-03-30 10:00:00' has a time of day: write the day alone",
    ),
    "a date of another century": (
        change("status_changes", on=1066),
        "· on: '1066' lies outside 1950 to 2150",
    ),
    "a month where a day is wanted": (
        change("status_changes", known_on="2026-03"),
        "status_changes.yaml · plan-announced · known_on: '2026-03' is not an exact day: write 2026-03-30",
    ),
    "an unknown field": (
        change("projects", statsu="announced"),
        "projects.yaml · plan · statsu: is an unknown field: known are slug, name",
    ),
    "an unknown field inside a mapping": (
        change("projects", orbit={"regime": "LEO", "colour": "red"}),
        "projects.yaml · plan · orbit: colour is an unknown field (known: regime",
    ),
    "a missing field": (
        change("projects", summary=None),
        "projects.yaml · plan · summary: is missing: every record needs it",
    ),
    "no sources": (change("projects", sources=None), "projects.yaml · plan · sources: is missing"),
    "empty sources": (
        change("projects", sources=[]),
        "projects.yaml · plan · sources: is empty: write one line",
    ),
    "a source named twice": (change("projects", sources=["press-1"] * 2), "· sources: names a slug twice"),
    "an empty text": (
        change("projects", summary="  "),
        "projects.yaml · plan · summary: is empty: leave the key out",
    ),
    "a number for a text": (change("projects", name=2046), "· name: 2046 is not a text: put it in quotes"),
    "a text that is too long": (
        change("projects", name="x" * 201),
        "projects.yaml · plan · name: has 201 characters: shorten it to 200",
    ),
    "a slug that is too long": (
        change("statements", slug="x" * 161),
        "· slug: has 161 characters: shorten it to 160",
    ),
    "a slug with capitals": (
        change("statements", slug="Plan"),
        "· slug: 'Plan' is no slug: small letters, digits",
    ),
    "a control character": (
        change("projects", name="Pl\x07an"),
        "projects.yaml · plan · name: holds control or direction characters: remove them",
    ),
    "a character that turns the direction around": (
        change("projects", name="Pl\u202ean"),
        "projects.yaml · plan · name: holds control or direction characters: remove them",
    ),
    "a character without width": (
        change("projects", name="Pl\u200ban"),
        "· name: holds control or direction",
    ),
    "a text for a number": (change("statements", value="2,800"), "· value: '2,800' is not a number"),
    "true for a number": (
        change("statements", value=True),
        "statements.yaml · plan-satellites · value: True is not",
    ),
    "not a number": (change("statements", value=float("nan")), "· value: nan is not a finite number"),
    "a number beyond all measure": (
        change("statements", value=10**30),
        "· value: 1000000000000000000000000000000 is more",
    ),
    "more decimals than are kept": (
        change("statements", value=0.12345678),
        "has more than 6 decimals: round it",
    ),
    "a range upside down": (
        change("statements", value_max=10),
        "statements.yaml · plan-satellites · value_max: value_max 10 is less than value 2800: swap",
    ),
    "altitudes upside down": (
        change("projects", orbit={"altitude_km_min": 700, "altitude_km_max": 600}),
        "projects.yaml · plan · orbit: altitude_km_max 600 is less than altitude_km_min 700",
    ),
    "a statement about nothing": (
        change("statements", project=None),
        "statements.yaml · plan-satellites · project: write exactly one of project and spacecraft",
    ),
    "confirmed on digests only": (
        change("projects", sources=["digest-1"]),
        "projects.yaml · plan · confidence: confirmed needs a source whose page was read and",
    ),
    "confirmed on pages that nobody read": (
        change("projects", sources=["digest-1", "undated-1"]),
        "projects.yaml · plan · confidence: confirmed needs a source whose page was read",
    ),
    "two sources with one address": (
        change("sources", 1, url="https://example.org/one"),
        "sources.yaml · digest-1 · url: is also that of press-1: use that record, or mend one of the two",
    ),
    "an address that is none": (
        change("sources", url="https://[::1"),
        "· url: 'https://[::1' is not an http or https",
    ),
    "an address of another scheme": (
        change("sources", url="javascript:alert(1)"),
        "is not an http or https address",
    ),
    "a language in words": (
        change("sources", language="English"),
        "· language: 'English' is no language code",
    ),
    "a copy of itself": (
        change("sources", copy_of="press-1"),
        "sources.yaml · press-1 · copy_of: leads back to itself by way of 'press-1': remove one link",
    ),
    "one role twice": (
        change("projects", organizations=[{"organization": "maker", "role": "lead"}] * 2),
        "projects.yaml · plan · organizations: says maker, lead twice: remove one",
    ),
    "a project linked to itself": (
        change("projects", related=[{"project": "plan", "how": "is"}]),
        "projects.yaml · plan · related: names the project itself",
    ),
    "a word for a mapping": (change("projects", orbit="LEO"), "· orbit: 'LEO' is not a mapping of regime"),
    "a word for a list": (change("organizations", aliases="Mk"), "· aliases: 'Mk' is not a list of texts"),
}


@pytest.mark.parametrize(("records", "sentence"), FAULTS.values(), ids=FAULTS)
def test_nothing_is_written_and_the_fault_is_named(tmp_path, records, sentence):
    faults = faults_of(write(tmp_path, records))
    assert len(faults) == 1
    assert sentence in faults[0]
    assert rows() == 0


def test_a_statement_has_one_subject(tmp_path):
    spacecraft = {
        "slug": "craft", "name": "Craft", "project": "plan", "country": "CN", "identity": "none",
        "known_on": "2026-01-01", "summary": "One.", "confidence": "reported",
        "sources": ["press-1"],
    }  # fmt: skip
    records = change("statements", spacecraft="craft") | {"spacecraft": [spacecraft]}
    assert faults_of(write(tmp_path, records)) == [
        "statements.yaml · plan-satellites · project: write exactly one of project and spacecraft"
    ]


def test_every_kind_names_its_fields_once():
    for kind in in_order():
        keys = [field.key for field in kind.fields]
        assert len(set(keys)) == len(keys), kind.name
