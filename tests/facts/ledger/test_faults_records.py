"""Records that do not go together, or many faults at once: nothing is written, and all are named."""

import pytest

from facts.ledger.records import read_folder
from facts.models import Source
from projects.models import Project
from tests.facts.ledger.small_ledger import faults_of, small, write
from tests.facts.ledger.stored import rows

pytestmark = pytest.mark.usefixtures("empty_ledger")


def test_a_duplicate_slug_is_named_with_its_place(tmp_path):
    records = small()
    records["organizations"].append(records["organizations"][0])
    sentence = "organizations.yaml · maker · slug: is used twice (again at record 2): rename one"
    assert faults_of(write(tmp_path, records)) == [sentence]


def test_every_fault_is_listed_at_once_across_files_and_kinds_of_fault(tmp_path):
    records = small()
    records["projects"][0] |= {"sources": ["press-9"], "country": "XX", "statsu": "x"}
    records["statements"][0] |= {"project": "plam", "value": -1}
    records["status_changes"][0] |= {"on": "2026-Q5"}
    records["sources"][1] |= {"url": "https://example.org/one"}
    faults = faults_of(write(tmp_path, records))
    wanted = [
        "projects.yaml · plan · country",
        "projects.yaml · plan · sources",
        "projects.yaml · plan · statsu",
        "sources.yaml · digest-1 · url",
        "statements.yaml · plan-satellites · project",
        "statements.yaml · plan-satellites · value",
        "status_changes.yaml · plan-announced · on",
    ]
    assert [fault.split(":")[0] for fault in faults] == wanted
    assert rows() == 0


def test_a_chain_of_parents_may_not_close(tmp_path):
    records = small()
    records["organizations"].append({**records["organizations"][0], "slug": "owner", "parent": "maker"})
    records["organizations"][0]["parent"] = "owner"
    faults = faults_of(write(tmp_path, records))
    assert [fault.split(":")[0] for fault in faults] == [
        "organizations.yaml · maker · parent", "organizations.yaml · owner · parent"
    ]  # fmt: skip


def test_a_project_is_part_of_itself_by_no_way(tmp_path):
    records = small()
    records["projects"].append({**records["projects"][0], "slug": "step", "part_of": "plan"})
    records["projects"][0]["part_of"] = "step"
    assert faults_of(write(tmp_path, records)) == [
        "projects.yaml · plan · part_of: leads back to itself by way of 'step': remove one link",
        "projects.yaml · step · part_of: leads back to itself by way of 'plan': remove one link",
    ]


def test_a_norad_number_belongs_to_one_spacecraft_unless_hosted(tmp_path):
    craft = {
        "slug": "one", "name": "One", "project": "plan", "country": "CN", "norad_cat_id": 900001,
        "identity": "catalogued", "known_on": "2026-01-01", "summary": "One.",
        "confidence": "reported", "sources": ["press-1"],
    }  # fmt: skip
    other = craft | {"slug": "two", "name": "Two"}
    sentence = (
        "spacecraft.yaml · two · norad_cat_id: is also that of one: use that record, or mend one of the two"
    )
    assert faults_of(write(tmp_path, small() | {"spacecraft": [craft, other]})) == [sentence]
    hosted = other | {"identity": "hosted"}
    from facts.ledger.load import load

    assert load(write(tmp_path, small() | {"spacecraft": [craft, hosted]})).created["spacecraft"] == 2


def test_a_value_that_a_row_entered_here_has_already_is_named(tmp_path):
    Source.objects.create(
        slug="entered-here", url="https://example.org/one", title="One", publisher="Example"
    )
    sentence = (
        "sources.yaml · press-1 · url: is also that of entered-here: use that record, "
        "or mend one of the two (it was entered here)"
    )
    assert faults_of(write(tmp_path)) == [sentence]
    assert not Project.objects.exists()


def test_a_failure_halfway_leaves_nothing_behind(tmp_path, monkeypatch):
    from django.db import IntegrityError

    from facts.ledger import load as loading

    write_rows = loading._Load._write_rows

    def fail_at_statements(self, kind, create, update):
        write_rows(self, kind, create, update)
        if kind.name == "statements":
            raise IntegrityError("no")

    monkeypatch.setattr(loading._Load, "_write_rows", fail_at_statements)
    assert faults_of(write(tmp_path)) == ["statements.yaml: the database refuses a record: no"]
    assert rows() == 0


PROMISE = {
    "slug": "one", "project": "plan", "milestone": "operational", "promise": "operational", "text": "In service",
    "stated_on": "2026-03-30", "due": "2027", "confidence": "reported", "sources": ["press-1"],
}  # fmt: skip


def of_promises(tmp_path, *promises: dict) -> list[str]:
    """The faults of a ledger with these promises, without the name of their file."""
    records = small() | {"targets": list(promises)}
    for source in records["sources"]:  # a page of a day on which any outcome can be told
        source["published_on"] = "2026-11-01"
    _records, faults = read_folder(write(tmp_path, records))
    return [str(fault).removeprefix("targets.yaml · ") for fault in faults]


def test_one_speaker_gives_one_date_for_one_promise_once_a_day(tmp_path):
    again = PROMISE | {"slug": "two", "text": "In service, as another page quotes it"}
    assert of_promises(tmp_path, PROMISE, again) == [
        "two · project: one speaker gave this date for this promise on this day, as one does: "
        "use that record, or mend one of the two"
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"stated_on": "2026-03-31"},
        {"due": "2028"},
        {"promise": "another"},
        {"speaker": "maker"},
        {"bound": "not_earlier"},
    ],
)
def test_another_day_date_promise_or_speaker_is_another_statement(tmp_path, other):
    assert of_promises(tmp_path, PROMISE, PROMISE | {"slug": "two"} | other) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"due": None}, "one · due: "),
        ({"stated_on": None}, "one · stated_on: "),
        ({"outcome_on": "2026-02"}, "one · outcome_on: 2026-02 lies before 2026-03-30, when it was stated"),
        ({"searched_on": "2027-12-31"}, "one · searched_on: 2027-12-31 is not after 2027, the date promised"),
        ({"searched_on": "2028"}, "one · searched_on: '2028' is not an exact day: write 2026-03-30"),
        ({"outcome_on": "2026-06", "not_met_on": "2026-06"}, "one · outcome_on: cannot stand beside not_met_on"),
        ({"compute": "perhaps"}, "one · compute: "),
        ({"speaker": "nobody"}, "one · speaker: "),
    ],
)  # fmt: skip
def test_a_promise_that_cannot_be_meant_is_refused_with_a_sentence(tmp_path, change, sentence):
    record = {key: value for key, value in (PROMISE | change).items() if value is not None}
    [fault] = of_promises(tmp_path, record)
    assert fault.startswith(sentence)


def test_what_came_true_in_the_month_in_which_it_was_stated_is_no_fault(tmp_path):
    assert of_promises(tmp_path, PROMISE | {"outcome_on": "2026-03", "searched_on": "2028-01-01"}) == []


@pytest.mark.parametrize(
    ("formerly", "sentence"),
    [
        (
            {"name": "Old"},
            "a former name and the day of the new one stand together: write name and until",
        ),
        (
            {"until": "2026-06-24"},
            "a former name and the day of the new one stand together: write name and until",
        ),
        ({"name": "Plan", "until": "2026-06-24"}, "is the present name: write the one before it"),
    ],
)
def test_a_former_name_is_another_one_with_its_day(tmp_path, formerly, sentence):
    records = small()
    records["projects"][0]["formerly"] = formerly
    assert faults_of(write(tmp_path, records)) == [f"projects.yaml · plan · formerly: {sentence}"]
