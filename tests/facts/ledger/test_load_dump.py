"""What is dumped loads as the same, whatever its words."""

import pytest

from facts.ledger.dump import dump
from facts.ledger.load import load
from facts.ledger.records import read_folder
from facts.models import LoadedRow, Source
from projects.models import Organization, Project, Statement, StatusChange
from tests.facts.ledger.small_ledger import small, write
from tests.facts.ledger.stored import everything

SAID_OTHERWISE = {
    "a default": ("targets", {"bound": "by"}),
    "a flag that is off": ("news", {"date_inferred": False}),
    "the day that follows from the sources": ("targets", {"known_on": "2026-03-30"}),
    "an empty value": ("targets", {"note": None}),
    "spaces around a text": ("targets", {"text": "  A launch "}),
    "sources in another order": ("targets", {"sources": ["press-1", "digest-1"]}),
    "a date without quotes": ("targets", {"due": 2027}),
}


@pytest.mark.parametrize(("kind", "fields"), SAID_OTHERWISE.values(), ids=SAID_OTHERWISE)
def test_what_says_the_same_loads_twice_alike(empty_ledger, tmp_path, kind, fields):
    shared = {"confidence": "claimed", "sources": ["press-1"]}
    news = {
        "slug": "item", "headline": "H", "published_on": "2026-03-30", "country": "CN", "summary": "S"
    }  # fmt: skip
    target = {
        "slug": "plan-launch", "project": "plan", "milestone": "first_launch", "promise": "launch",
        "text": "A launch", "stated_on": "2026-03-30", "due": "2027",
    }  # fmt: skip
    records = small() | {kind: [(news if kind == "news" else target) | shared | fields]}
    folder = write(tmp_path / "in", records)
    load(folder)
    again = load(folder)
    assert (again.wrote, again.kept) == (False, [])
    dump(tmp_path / "out")
    assert load(tmp_path / "out").wrote is False
    assert load(folder).kept == []


WORDS = {
    "a year as a name": "2046",
    "a day as a name": "2026-03-30",
    "a month as a name": "2026-03",
    "yes": "yes",
    "null": "null",
    "a number": "1e3",
    "a colon": "Plan: B",
    "a hash": "Plan # B",
    "quotes": "'Plan' \"B\"",
    "Chinese": "星算计划",
    "two lines": "one\ntwo",
    "an emoji": "🛰 plan",
}


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_any_words_survive_dump_and_load(folder, tmp_path, words):
    Organization.objects.update(name=words, aliases=[words])
    dump(tmp_path / "out")
    records, faults = read_folder(tmp_path / "out")
    assert faults == []
    assert (records["organizations"]["maker"]["name"], records["organizations"]["maker"]["aliases"]) == (
        words, [words]
    )  # fmt: skip


def test_words_of_yaml_are_left_as_they_stand(empty_ledger, tmp_path):
    text = "- {slug: maker, name: yes, country: CN, kind: company, summary: on, current_on: 2026-03,"
    text += " confidence: reported, sources: [press-1]}\n"
    load(write(tmp_path, small() | {"organizations": text}))
    assert (Organization.objects.get().name, Organization.objects.get().summary) == ("yes", "on")


def test_an_analysts_change_is_dumped_and_loads_elsewhere(folder, tmp_path, request):
    plan = Project.objects.get()
    plan.summary, plan.native_name = "Two\nlines: of 中文.", "计划"
    plan.save()
    plan.sources.add(Source.objects.get(slug="undated-1"))
    dump(tmp_path / "out")
    before = everything()
    request.getfixturevalue("empty_ledger")
    LoadedRow.objects.all().delete()
    for model in (Statement, StatusChange, Project, Organization, Source):
        model.objects.all().delete()
    load(tmp_path / "out")
    assert everything() == before


def test_rows_made_by_a_feed_stay_out_of_the_files(folder, tmp_path):
    from launches.models import Launch, Spacecraft

    days = {"net_first": "2026-05-01", "net_last": "2026-05-01"}
    launch = Launch.objects.create(
        slug="ll2-1", name="L", status="go", confidence="reported", known_on="2026-01-01", **days
    )
    Spacecraft.objects.create(
        slug="craft", name="Craft", project=Project.objects.get(), country="CN", identity="none",
        summary="x",
        confidence="claimed", known_on="2026-01-01", launch=launch,
    ).sources.add(Source.objects.get(slug="press-1"))  # fmt: skip
    dump(tmp_path / "out")
    records, faults = read_folder(tmp_path / "out")
    assert faults == []
    assert (list(records["launches"]), "launch" in records["spacecraft"]["craft"]) == ([], False)
