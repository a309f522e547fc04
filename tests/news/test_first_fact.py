"""A news item and its first fact from one form: stored together, or not at all."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages

from accounts import roles
from facts.models import LedgerVersion, Revision, Source
from news.models import NewsItem, NewsStep
from projects.models import Filing, FilingStep, Organization, Project
from tests.desk.desk import analyst, desk_of
from tests.news.item_form import ADD, errors, send
from tests.news.test_facts import FURTHER, MODELS
from tests.present import present

pytestmark = pytest.mark.usefixtures("ledger")
NAMES = {name: model._meta.model_name for name, model in MODELS.items() if name != "Step of a filing"}
HEADLINE = "Satellites compute"


@pytest.fixture
def client():
    return desk_of(analyst())


def of(kind: str, /, **fields: Any) -> dict[str, Any]:
    """What is sent of a fact of this kind beside the item."""
    return {"first": kind} | {f"first-{kind}-{name}": value for name, value in fields.items()}


def milestone(**fields: Any) -> dict[str, Any]:
    plan = present(Project.objects.first())
    values = {
        "title": HEADLINE, "on": "2026-11-20", "kind": "test", "country": "US", "project": plan.pk,
        "summary": "Ours.", "confidence": "reported",
    }  # fmt: skip
    return of("milestone", **values | fields)


def defaults(client, kind: str) -> dict[str, Any]:
    """What the form of this kind begins with."""
    shown = next(one for one in client.get(ADD).context["first_facts"] if one.name == kind)
    return {field.name: field.value() for field in shown.fieldsets.form if field.value()}


def form_of_fact(page) -> Any:
    return present(next((one for one in page.context["first_facts"] if one.chosen), None)).fieldsets.form


@pytest.mark.parametrize("name", NAMES)
def test_an_item_and_its_first_fact_are_stored_together(client, name):
    plan, model = present(Project.objects.first()), MODELS[name]
    day = "stated_on" if name in ("Target", "Statement") else "on"
    values = {"project": plan.pk, day: "2026-11-20", "confidence": "reported"}
    values |= {"title": HEADLINE, "text": HEADLINE, "summary": "Ours.", "country": "US"} | FURTHER[name]
    if name == "Funding event":
        values["organization"] = present(Organization.objects.first()).pk
    before = set(model.objects.values_list("pk", flat=True))
    answer = send(client, projects=[plan.pk], **of(NAMES[name], **defaults(client, NAMES[name]) | values))
    assert answer.status_code == 302, form_of_fact(answer).errors
    item, (fact,) = NewsItem.objects.get(headline=HEADLINE), model.objects.exclude(pk__in=before)
    assert set(fact.sources.all()) == set(item.sources.all())
    assert fact.sources.count() == 1
    assert (fact.project, str(getattr(fact, day)), str(fact.known_on)) == (plan, "20 Nov 2026", "2026-11-20")
    assert any("Stored with it" in str(message) for message in get_messages(answer.wsgi_request))
    assert LogEntry.objects.filter(object_id=fact.pk, content_type__model=NAMES[name]).exists()


def test_a_step_of_another_filing_is_told_with_it(client):
    application = Filing.objects.applications()[0]
    values = {"on": "2026-11-20", "authority": "FCC", "kind": "acceptance", "confidence": "reported"}
    values |= {"country": "US", "summary": "Ours.", "step_of": application.pk, "as_step": "accepted"}
    assert send(client, **of("filing", **values)).status_code == 302
    assert FilingStep.objects.get(document__sources__newsitem_facts__headline=HEADLINE).filing == application


def test_a_refused_fact_is_told_at_its_field_and_nothing_is_stored(client):
    counted = (NewsItem, NewsStep, Source, MODELS["Milestone"], LogEntry, Revision)
    before, version = [model.objects.count() for model in counted], LedgerVersion.current()
    page = send(client, **milestone(on="30/04/2026", kind=""))
    assert page.status_code == 200
    assert {"on", "kind"} <= form_of_fact(page).errors.keys()
    assert "nothing was" in str(errors(page)["first"])
    assert [model.objects.count() for model in counted] == before
    assert LedgerVersion.current() == version
    assert form_of_fact(page)["title"].value() == HEADLINE, "what was typed stays"


def test_a_rule_of_the_fact_sees_the_page_that_is_new(client):
    page = send(client, **milestone(confidence="confirmed"))
    assert "Confirmed needs a page that was read" in str(form_of_fact(page).errors["confidence"])
    assert not NewsItem.objects.filter(headline=HEADLINE).exists()


def test_a_fact_is_looked_at_where_the_item_is_refused_too(client):
    page = send(client, headline="", **milestone(kind=""))
    assert "headline" in errors(page)
    assert list(form_of_fact(page).errors) == ["kind"]


def test_a_refused_item_stores_no_fact(client):
    before = MODELS["Milestone"].objects.count()
    assert "summary" in errors(send(client, summary="", **milestone()))
    assert MODELS["Milestone"].objects.count() == before


def test_what_is_unlikely_is_asked_at_the_fact_and_stored_where_it_is_meant(client):
    there = MODELS["Milestone"].objects.exclude(project=None).filter(on_precision="day")[0]
    twin = milestone(on=there.on.first.isoformat(), kind=there.kind, project=there.project_id)
    page = send(client, **twin)
    assert "counts twice" in str(form_of_fact(page).errors["on"])
    seal = form_of_fact(page).fields["meant"].widget.seal
    assert send(client, **twin | {"first-milestone-meant": seal}).status_code == 302


def test_who_may_not_add_a_kind_is_not_offered_it_and_sends_it_in_vain(client, monkeypatch):
    user = analyst("may-news")
    user.groups.clear()
    user.user_permissions.set(roles.Permission.objects.filter(codename__in=["add_newsitem", "view_newsitem"]))
    before, client = MODELS["Milestone"].objects.count(), desk_of(user)
    assert client.get(ADD).context["first_facts"] == []
    page = send(client, **milestone())
    assert "first" in errors(page)
    assert MODELS["Milestone"].objects.count() == before


def test_an_item_without_a_fact_is_entered_as_before(client):
    version = LedgerVersion.current()
    assert send(client, first="").status_code == 302
    assert NewsItem.objects.get(headline=HEADLINE).sources.count() == 1
    assert LedgerVersion.current() == version + 1, "one act"


def test_both_are_one_act_in_the_account(client):
    version = LedgerVersion.current()
    send(client, **milestone())
    assert LedgerVersion.current() == version + 1


def test_without_scripts_what_was_typed_of_the_fact_stays_while_the_page_is_read(client):
    typed = {"link": "http://127.0.0.1/", "headline": HEADLINE} | milestone(title="Mine")
    page = client.post("/admin/news/newsitem/read/", typed, follow=True)
    (shown,) = [one for one in page.context["first_facts"] if one.name == "milestone"]
    assert page.context["adminform"].form["first"].value() == "milestone"
    assert shown.chosen
    assert shown.fieldsets.form["title"].value() == "Mine"
