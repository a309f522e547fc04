"""What is unlikely is asked about at its field, stored where it is meant, and kept in the history with its answer."""

from datetime import date

import pytest
from django.utils import timezone

from common.dates import PartialDate
from facts.models import Source
from launches.models import LaunchTotal, StatusReading
from news.models import NewsItem
from projects.models import Filing, FundingEvent, Organization, Project, Statement, StatusChange, Target
from tests.desk.desk import address, values_of
from tests.desk.forms import add, edit, errors, source_pk
from tests.news.item_form import send
from tests.present import present

pytestmark = pytest.mark.usefixtures("ledger")
COMMON = {"confidence": "reported"}


def boxed(page) -> str:
    """What the box “this is meant” of a page sends where it is ticked."""
    return page.context["adminform"].form.fields["meant"].widget.seal


def answered(client, model, fields):
    """Asked first, then sent again with the answer: the page that asks, and the row that was stored."""
    asked = add(client, model, **fields)
    assert asked.status_code == 200
    assert "This is meant" in asked.content.decode()
    count = model._default_manager.count()
    assert add(client, model, **fields | {"meant": boxed(asked)}).status_code == 302
    assert model._default_manager.count() == count + 1
    return asked, model._default_manager.latest("pk")


def history_of(client, row) -> str:
    return client.get(address(type(row), "history", row.pk)).content.decode()


def a_target(**fields):
    plan = present(Project.objects.filter(targets__isnull=False).order_by("pk").first())
    values = {
        "project": plan.pk, "milestone": "operational", "promise": plan.targets.all()[0].promise,
        "text": "Own words", "stated_on": "2026-01-05", "due": "2028-02", "sources": [source_pk()],
    }  # fmt: skip
    return COMMON | values | fields


def test_a_second_spelling_of_a_promise_is_asked_about_and_the_known_ones_are_named(client):
    known = a_target()["promise"]
    page, row = answered(client, Target, a_target(promise=f"{known}s"))
    assert f"“{known}s” is none of the promises of this project" in errors(page)["promise"][0]
    assert known in errors(page)["promise"][0]
    assert "is none of the promises" in history_of(client, row)
    assert add(client, Target, **a_target(promise=known)).status_code == 302, (
        "a promise that is stated again is not asked about"
    )


def test_a_promise_due_before_it_was_stated_is_asked_about(client):
    page, _row = answered(client, Target, a_target(due="2025"))
    assert errors(page) == {"due": ["It was due by 2025, before it was stated on 5 Jan 2026. Is that so?"]}
    assert add(client, Target, **a_target(due="2026")).status_code == 302


def test_a_step_back_takes_a_reason_or_the_answer(client):
    step = present(StatusChange.objects.filter(status="launched").order_by("pk").first())
    fields = COMMON | {
        "project": step.project_id, "status": "announced", "on": str(timezone.localdate()), "sources": [source_pk()],
    }  # fmt: skip
    page, _row = answered(client, StatusChange, fields)
    assert "is a step back" in errors(page)["status"][0]
    reasoned = fields | {"note": "It was called off.", "status": "concept"}
    assert add(client, StatusChange, **reasoned).status_code == 302


def test_the_same_sum_of_one_day_is_asked_about_with_the_way_to_the_first(client):
    first = present(FundingEvent.objects.filter(amount__isnull=False).order_by("pk").first())
    values = values_of(client.get(address(FundingEvent, "change", first.pk)))
    fields = {
        key: value for key, value in values.items() if value != "" and key not in {"slug", "opened", "why"}
    }
    other = fields | {"summary": "Third words.", "alternative_to": first.pk}
    assert add(client, FundingEvent, **other).status_code == 302, "another value of the same sum counts once"
    page, _row = answered(client, FundingEvent, fields | {"summary": "Other words."})
    assert "counts twice" in errors(page)["amount"][0]
    assert address(FundingEvent, "change", first.pk) in errors(page)["amount"][0]


@pytest.mark.parametrize(("value", "asked"), [("40000000", True), ("0.000002", True), ("12", False)])
def test_an_amount_ten_times_outside_of_what_is_known_is_asked_about(client, value, asked):
    plan = present(Project.objects.first())
    fields = COMMON | {
        "project": plan.pk, "quantity": "satellites", "value": value, "unit": "satellites", "qualifier": "target",
        "precision": "not_applicable", "stated_on": "2026-01-05", "sources": [source_pk()],
    }  # fmt: skip
    fields |= {"quantity": "altitude", "unit": "km"} if value == "0.000002" else {}
    page = add(client, Statement, **fields)
    assert (page.status_code == 200) == asked
    if asked:
        assert "more than 10 times outside" in errors(page)["value"][0]


def test_a_total_ten_times_outside_and_a_reading_that_is_there_are_asked_about(client):
    total = present(LaunchTotal.objects.filter(country="US").order_by("-year").first())
    page = edit(client, total, attempts="9000", world_attempts="9999")
    assert set(errors(page)) == {"attempts", "world_attempts"}
    reading = present(StatusReading.objects.order_by("pk").first())
    values = values_of(client.get(address(StatusReading, "change", reading.pk)))
    fields = {
        key: value for key, value in values.items() if value != "" and key not in {"slug", "opened", "why"}
    }
    page = add(client, StatusReading, **fields | {"says": "Other words."})
    assert "counts twice" in errors(page)["on"][0]


def test_the_form_of_a_promise_names_those_of_its_project(client):
    known = present(Target.objects.order_by("pk").first())
    for url in (address(Target, "change", known.pk), f"{address(Target, 'add')}?project={known.project_id}"):
        help_text = client.get(url).context["adminform"].form.fields["promise"].help_text
        assert known.promise in help_text
    for project in ("", "9" * 30, "x", "²"):
        empty = client.get(address(Target, "add"), {"project": project}).context["adminform"].form
        assert known.promise not in empty.fields["promise"].help_text


def test_a_change_of_other_fields_asks_nothing_again(client):
    _page, row = answered(client, Target, a_target(due="2025"))
    assert edit(client, row, note="Ours.").status_code == 302
    page = edit(client, row, due="2024")
    assert "due" in errors(page)
    assert edit(client, row, due="2024", meant=boxed(page), why="Misread.").status_code == 302
    assert "the answer “this is meant” to" in history_of(client, row)


def test_an_answer_covers_no_question_that_was_not_shown(client):
    page = add(client, Target, **a_target(due="2025"))
    changed = a_target(due="2024", promise="another-word")
    asked = add(client, Target, **changed | {"meant": boxed(page)})
    assert set(errors(asked)) == {"due", "promise"}


@pytest.mark.parametrize("link", ["https://аррӏе.com/story", "https://xn--80ak6aa92e.com/story"])
def test_an_address_whose_letters_look_like_others_is_asked_about(client, link):
    page = send(client, link=link)
    told = str(page.context["adminform"].form.errors["link"])
    assert "xn--80ak6aa92e.com" in told
    assert "аррӏе.com" in told
    assert not NewsItem.objects.filter(headline="Satellites compute").exists()
    assert send(client, link=link, meant=boxed(page)).status_code == 302
    fields = {"url": link.replace("story", "b"), "title": "T", "publisher": "P", "language": "en"}
    assert "xn--80ak6aa92e.com" in errors(add(client, Source, **fields))["url"][0]


def test_a_name_in_another_spelling_and_a_filing_of_the_same_day_are_asked_about(client):
    known = present(Organization.objects.first())
    fields = COMMON | {
        "name": known.name.upper(), "country": "US", "kind": "company", "summary": "Ours.",
        "current_on": "2026-03-30", "sources": [present(Source.objects.exclude(published_on_last=None).first()).pk],
    }  # fmt: skip
    page = add(client, Organization, **fields)
    assert "has this name already" in errors(page)["name"][0]
    filing = present(Filing.objects.exclude(docket="").first())
    page = add(client, Filing, **COMMON | {
        "authority": filing.authority, "country": filing.country, "kind": filing.kind, "docket": filing.docket,
        "organization": filing.organization_id or "", "project": filing.project_id or "", "summary": "Other.",
        "on": values_of(client.get(address(Filing, "change", filing.pk)))["on"], "sources": [source_pk()],
    })  # fmt: skip
    assert "counts twice" in errors(page)["on"][0]


def test_an_address_in_the_letters_of_the_network_is_listed_as_a_reader_sees_it(client):
    link = f"https://{'spаcenews.com'.encode('idna').decode()}/a"
    page = add(client, Source, url=link, title="T", publisher="P", language="en")
    assert "mixes letters of several scripts" in errors(page)["url"][0]
    Source.objects.create(slug="mixed", url=link, title="Mixed", publisher="P")
    shown = client.get(address(Source, "changelist"), {"q": "Mixed"}).content.decode()
    assert "spаcenews.com (xn--" in shown
    assert "mixes scripts" in shown


@pytest.mark.parametrize(("vague", "asked"), [("2026-02", True), ("2026-Q1", True), ("2026-03", False)])
def test_the_same_sum_with_a_vaguer_date_is_asked_about(client, vague, asked):
    first = present(FundingEvent.objects.exclude(amount=None).filter(alternative_to=None).first())
    first.on = PartialDate.of(date(2026, 2, 14))
    first.save()
    values = values_of(client.get(address(FundingEvent, "change", first.pk)))
    fields = {
        key: value for key, value in values.items() if value != "" and key not in {"slug", "opened", "why"}
    }
    page = add(client, FundingEvent, **fields | {"on": vague, "summary": "Told again.", "known_on": ""})
    told = errors(page).get("amount", []) if page.context else []
    assert any("counts twice" in sentence for sentence in told) == asked
