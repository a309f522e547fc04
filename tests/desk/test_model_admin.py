"""The desk: what is saved there, what is refused, and that readers see it at once."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from facts import services
from facts.ledger.dump import dump
from facts.ledger.records import read_folder, write_row
from facts.ledger.registry import KINDS, kind_of
from facts.models import LedgerVersion, Source
from launches.models import Launch, NetRevision, Spacecraft
from news.models import NewsItem
from projects.models import Filing, FundingEvent, Organization, Project, Statement, StatusChange, Target
from tests.desk.desk import address, analyst, desk_of, registered, values_of
from tests.projects.rows import dated, fact

pytestmark = pytest.mark.usefixtures("ledger")
CURATED = [model for model in registered() if kind_of(model)]


@pytest.fixture
def client():
    return desk_of(analyst())


def errors(page) -> dict[str, list[str]]:
    form = page.context["adminform"].form
    found = {name: [str(sentence) for sentence in sentences] for name, sentences in form.errors.items()}
    for inline in page.context["inline_admin_formsets"]:
        for row in inline.formset.errors:
            found |= {f"{inline.formset.prefix}.{name}": list(map(str, said)) for name, said in row.items()}
    return found


def edit(client, row, **fields):
    """Opens the row's form, changes these fields, and sends it."""
    url = address(type(row), "change", row.pk)
    return client.post(url, values_of(client.get(url)) | fields)


def add(client, model, **fields):
    url = address(model, "add")
    return client.post(url, values_of(client.get(url)) | fields)


def source_pk(slug: str = "spacex-starmind-page") -> int:
    return Source.objects.get(slug=slug).pk


# --- What is there can be opened and saved ----------------------------------------------------------
@pytest.mark.parametrize("model", CURATED, ids=lambda model: model._meta.model_name)
def test_a_row_saved_as_it_stands_stays_as_it_is(client, model):
    rows = model.objects.order_by("slug")
    kind = kind_of(model)
    for row in (rows.first(), rows.last()):
        before = write_row(kind, row)
        page = edit(client, row)
        assert page.status_code == 302, errors(page)
        assert write_row(kind, model.objects.get(pk=row.pk)) == before


@pytest.mark.parametrize("model", CURATED, ids=lambda model: model._meta.model_name)
def test_the_records_of_the_ledger_pass_their_forms(model, rf):
    from django.contrib import admin
    from django.forms import model_to_dict

    request = rf.get("/")
    request.user = get_user_model()(is_superuser=True, is_active=True, is_staff=True)
    desk = admin.site._registry[model]
    form_class = desk.get_form(request, model.objects.first(), change=True)
    for row in model.objects.order_by("pk")[:: 3 if model.objects.count() > 100 else 1]:
        blank = form_class(instance=row)
        data = model_to_dict(row, fields=blank.fields) | {
            name: field.prepare_value(blank.get_initial_for_field(field, name))
            for name, field in blank.fields.items()
        }
        sent = {}
        for name, value in data.items():
            if isinstance(value, bool):
                sent |= {name: "on"} if value else {}
            elif isinstance(value, list):
                sent[name] = [getattr(item, "pk", item) for item in value]
            elif hasattr(blank.fields[name].widget, "decompress"):
                sent |= {
                    f"{name}_{n}": part for n, part in enumerate(blank.fields[name].widget.decompress(value))
                }
            elif value is not None:
                sent[name] = value
        form = form_class(sent, instance=row)
        assert form.is_valid(), (row, form.errors)


@pytest.mark.parametrize("model", registered(), ids=lambda model: model._meta.model_name)
def test_a_list_asks_as_many_questions_of_the_database_for_two_rows_as_for_fifty(client, model, monkeypatch):
    from django.contrib import admin

    from tests.desk.test_permissions import a_row

    a_row(model)
    desk = admin.site._registry[model]
    client.get(address(model, "changelist"))
    counts = []
    for rows in (2, 50):
        monkeypatch.setattr(desk, "list_per_page", rows)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(model, "changelist")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


@pytest.mark.parametrize(
    ("model", "words", "slug"),
    [(Project, "三体", "three-body-computing-constellation"), (Organization, "国星宇航", "ada-space"),
     (Spacecraft, "63991", "bayc-7573-xsd-34"), (StatusChange, "三体", "three-body-computing-constellation"),
     (Source, "武汉大学", "09115-nd")],
)  # fmt: skip
def test_a_list_is_searched_in_chinese_and_by_number(client, model, words, slug):
    found = client.get(address(model, "changelist"), {"q": words}).context["cl"].result_list
    assert any(row.slug.startswith(slug) for row in found)


def test_sources_are_found_by_words_and_by_any_spelling_of_their_address(client):
    page = Source.objects.get(slug="spacex-starmind-page")
    ask = {"app_label": "projects", "model_name": "project", "field_name": "sources"}
    for term in (page.title[:12], page.url, f"{page.url}#top", f"{page.url}?utm_source=x"):
        results = client.get("/admin/autocomplete/", ask | {"term": term}).json()["results"]
        assert str(page.pk) in [result["id"] for result in results], term


def test_a_form_does_not_carry_all_sources(client):
    text = client.get(address(Project, "add")).content.decode()
    assert text.count("<option") < 120


def test_sources_stand_as_links_in_list_and_form(client):
    plan = Project.objects.get(slug="starcloud-1")
    page = plan.sources.first()
    assert f'href="{page.url}"' in client.get(address(Project, "change", plan.pk)).content.decode()
    assert 'target="_blank">' in client.get(address(Project, "changelist")).content.decode()


def test_a_form_leads_to_the_readers_page_where_there_is_one(client, settings):
    text = client.get(address(Project, "change", Project.objects.get(slug="starcloud-1").pk)).content.decode()
    try:
        from django.urls import reverse

        assert reverse("pages:project", kwargs={"slug": "starcloud-1"}) in text
    except Exception:
        assert "viewsitelink" not in text


# --- A stated date is one input ----------------------------------------------------------------------
DATES = {
    "2026-03-30": "30 Mar 2026",
    "2026-03": "Mar 2026",
    "2026-q1": "Q1 2026",
    "2026-H2": "H2 2026",
    " 2026 ": "2026",
}


@pytest.mark.parametrize(("text", "label"), DATES.items())
def test_a_date_is_typed_as_it_was_stated(client, text, label):
    change = StatusChange.objects.first()
    assert edit(client, change, on=text).status_code == 302
    change.refresh_from_db()
    assert str(change.on) == label


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2026-02-30", "'2026-02-30' is no day of the calendar"),
        ("2026-Q5", "'2026-Q5' is no date: write 2026-03-30, 2026-03, 2026-Q1, 2026-H1 or 2026."),
        ("soon", "'SOON' is no date"),
        ("1066", "'1066' lies outside 1950 to 2150."),
        ("", "This field is required."),
    ],
)
def test_a_date_that_is_none_is_refused_at_its_field(client, text, sentence):
    change = StatusChange.objects.first()
    page = edit(client, change, on=text)
    assert page.status_code == 200
    assert list(errors(page)) == ["on"]
    assert sentence in errors(page)["on"][0]


def test_a_date_that_may_be_absent_can_be_emptied(client):
    plan = Project.objects.exclude(announced_on_first=None).first()
    assert edit(client, plan, announced_on="").status_code == 302
    plan.refresh_from_db()
    assert (plan.announced_on, plan.announced_on_precision) == (None, "")


def test_lists_of_texts_are_typed_one_on_each_line(client):
    maker = Organization.objects.first()
    assert edit(client, maker, aliases="First\r\n\r\n 第二 \r\nFirst\r\n").status_code == 302
    maker.refresh_from_db()
    assert maker.aliases == ["First", "第二"]


# --- Sources and confidence --------------------------------------------------------------------------
def test_a_fact_without_a_source_is_refused_at_the_sources(client):
    page = edit(client, StatusChange.objects.first(), sources=[])
    assert errors(page) == {"sources": ["Name at least one source: a fact without one cannot be saved."]}


def test_confirmed_needs_a_page_that_was_read_and_is_no_digest(client):
    digest = Source.objects.create(
        slug="own", url="https://example.org/d", title="D", publisher="D", quality="digest"
    )
    change = StatusChange.objects.first()
    page = edit(client, change, sources=[digest.pk], confidence="confirmed")
    assert "Confirmed needs a source whose page was read" in errors(page)["confidence"][0]
    assert edit(client, change, sources=[digest.pk], confidence="reported").status_code == 302


def test_a_source_that_alone_carries_confirmed_facts_cannot_become_a_digest(client):
    held = next(source for source in Source.objects.filter(seen="page") if services.held_up_by(source))
    page = edit(client, held, quality="digest")
    assert "confirmed facts rest on this page alone" in errors(page)["__all__"][0]
    held.refresh_from_db()
    assert held.quality != "digest"


def test_an_address_that_is_a_source_already_is_refused_with_its_name(client):
    page = Source.objects.get(slug="spacex-starmind-page")
    fields = {"url": f"{page.url}?utm_source=x#a", "title": "T", "publisher": "P", "language": "en"}
    answer = add(client, Source, **fields)
    assert "is the source “" in errors(answer)["url"][0]
    assert add(client, Source, **fields | {"url": "https://EXAMPLE.org/new?gclid=1"}).status_code == 302
    assert Source.objects.get(title="T").url == "https://example.org/new"


def test_a_new_date_of_a_source_moves_the_days_of_its_facts(client):
    change = StatusChange.objects.first()
    page = Source.objects.create(slug="own", url="https://example.org/d", title="D", publisher="D")
    change.sources.set([page])
    services.settle_known_on(change)
    assert edit(client, page, published_on="2026-10-10").status_code == 302
    change.refresh_from_db()
    assert str(change.known_on) == "2026-10-10"


# --- known_on ----------------------------------------------------------------------------------------
def new_change(client, **fields):
    plan = Project.objects.get(slug="starcloud-2")
    values = {"project": plan.pk, "status": "filed", "on": "2026-01-05", "confidence": "reported"}
    return add(
        client, StatusChange, **values | {"sources": [source_pk("spacenews-2026-chenguang-credit")]} | fields
    )


def test_left_empty_the_day_follows_from_the_sources(client):
    assert new_change(client).status_code == 302
    change = StatusChange.objects.get(slug="starcloud-2-filed-2026-01-05")
    assert change.known_on == services.computed_day(change, change.sources.all())


def test_a_day_that_is_typed_is_kept(client):
    assert new_change(client, known_on="2026-05-05").status_code == 302
    change = StatusChange.objects.get(slug="starcloud-2-filed-2026-01-05")
    assert change.known_on == date(2026, 5, 5)
    assert edit(client, change).status_code == 302
    change.refresh_from_db()
    assert change.known_on == date(2026, 5, 5)


def test_a_computed_day_follows_an_earlier_source_that_is_added(client):
    new_change(client)
    change = StatusChange.objects.get(slug="starcloud-2-filed-2026-01-05")
    early = Source.objects.create(
        slug="own", url="https://example.org/d", title="D", publisher="D", published_on_first=date(2026, 1, 6),
        published_on_last=date(2026, 1, 6), published_on_precision="day",
    )  # fmt: skip
    edit(client, change, sources=[early.pk, *change.sources.values_list("pk", flat=True)])
    change.refresh_from_db()
    assert change.known_on == date(2026, 1, 6)


# --- Slugs -------------------------------------------------------------------------------------------
def test_slugs_are_made_and_numbered_when_left_empty(client):
    for slug, sure in (
        ("starcloud-2-filed-2026-01-05", "reported"),
        ("starcloud-2-filed-2026-01-05-2", "claimed"),
    ):
        new_change(client, confidence=sure)  # the very same would be told, not stored twice
        assert StatusChange.objects.filter(slug=slug).exists()


def test_a_slug_of_ones_own_is_taken_and_stays(client):
    assert new_change(client, slug="own-word").status_code == 302
    change = StatusChange.objects.get(slug="own-word")
    edit(client, change, slug="another")
    assert StatusChange.objects.filter(pk=change.pk, slug="own-word").exists()


@pytest.mark.parametrize("slug", ["Own", "own_word", "own--word", "-own"])
def test_a_slug_that_the_files_could_not_hold_is_refused(client, slug):
    assert "slug" in errors(new_change(client, slug=slug))


# --- Nothing the ledger's files could not say ---------------------------------------------------------
def test_control_and_direction_characters_are_refused_at_their_field(client):
    page = edit(client, Project.objects.first(), name="Pl\u202ean")
    assert errors(page) == {"name": ["Holds control or direction characters: remove them."]}


def test_lines_are_kept_and_the_dump_loads(client, tmp_path):
    plan = Project.objects.first()
    assert edit(client, plan, summary="One\r\ntwo: “三”\r\n").status_code == 302
    plan.refresh_from_db()
    assert plan.summary == "One\ntwo: “三”"
    dump(tmp_path)
    assert read_folder(tmp_path)[1] == []


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
    "a filing for no satellites": (Filing, {"satellites_requested": "0"}, "empty where none is requested"),
    "altitudes upside down": (Project, {"altitude_km_min": "5", "altitude_km_max": "4"}, "above the highest"),
    "a planned spacecraft that flew": (
        Spacecraft,
        {"status": "planned", "launched_on": "2026"},
        "has not flown",
    ),
}


@pytest.mark.parametrize(("model", "fields", "sentence"), RULES.values(), ids=RULES)
def test_what_does_not_go_together_is_refused_in_a_sentence(client, model, fields, sentence):
    page = edit(client, model.objects.order_by("slug").first(), **fields)
    assert page.status_code == 200
    assert sentence in str(errors(page))


def test_a_role_twice_is_refused(client):
    plan = Project.objects.filter(roles__isnull=False).first()
    role = plan.roles.first()
    total = plan.roles.count()
    fields = {
        "roles-TOTAL_FORMS": total + 1, f"roles-{total}-organization": role.organization_id,
        f"roles-{total}-role": role.role, f"roles-{total}-project": plan.pk,
    }  # fmt: skip
    assert edit(client, plan, **fields).status_code == 200


def test_a_new_role_and_a_new_step_come_last(client):
    plan = Project.objects.filter(roles__isnull=False).first()
    total = plan.roles.count()
    maker = Organization.objects.exclude(roles__project=plan).first()
    fields = {
        "roles-TOTAL_FORMS": total + 1, f"roles-{total}-organization": maker.pk, f"roles-{total}-role": "customer",
        f"roles-{total}-project": plan.pk,
    }  # fmt: skip
    assert edit(client, plan, **fields).status_code == 302
    assert plan.roles.order_by("position").last().organization == maker
    filing = Filing.objects.filter(steps__isnull=False).first()
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


# --- Launches ------------------------------------------------------------------------------------------
def test_a_launch_restated_at_the_desk_keeps_every_date(client):
    launch = Launch.objects.get(slug="ai1-prototype-launch")
    assert edit(client, launch, net_days="2027-Q2").status_code == 302
    launch.refresh_from_db()
    assert (str(launch.net_first), str(launch.net_last), launch.net_precision) == (
        "2027-04-01",
        "2027-06-30",
        "quarter",
    )
    said = NetRevision.objects.filter(launch=launch).order_by("stated_at").values_list("net_last", flat=True)
    assert [str(day) for day in said] == ["2027-03-31", "2027-06-30"]
    edit(client, launch, summary="Other words.")
    assert NetRevision.objects.filter(launch=launch).count() == 2


def test_a_moment_outside_the_days_given_is_refused(client):
    launch = Launch.objects.get(slug="bandwagon-4")
    page = edit(client, launch, net_days="2025-11-03")
    assert "outside the days given" in errors(page)["net"][0]


def test_what_launch_library_says_of_a_launch_is_not_typed_over(client):
    launch = Launch.objects.get(slug="ai1-prototype-launch")
    Launch.objects.filter(pk=launch.pk).update(
        ll2_id="5fb6d2a3-47a0-4d4b-9a5c-0c5f2c0a1b2c", net_precision="week"
    )
    assert edit(client, launch, net_days="2030", status="success", summary="Ours.").status_code == 302
    launch.refresh_from_db()
    assert (launch.net_last.year, launch.status, launch.net_precision, launch.summary) == (
        2027,
        "tbd",
        "week",
        "Ours.",
    )


# --- Readers see it at once ------------------------------------------------------------------------------
@pytest.mark.parametrize("model", CURATED, ids=lambda model: model._meta.model_name)
def test_saving_at_the_desk_moves_the_version(client, model):
    before = LedgerVersion.current()
    assert edit(client, model.objects.first()).status_code == 302
    assert LedgerVersion.current() > before


def test_adding_at_the_desk_moves_the_version(client):
    before = LedgerVersion.current()
    assert new_change(client).status_code == 302
    assert LedgerVersion.current() > before


def test_a_refused_form_leaves_the_version_alone(client):
    before = LedgerVersion.current()
    assert new_change(client, on="never").status_code == 200
    assert LedgerVersion.current() == before


def test_a_change_of_links_alone_moves_the_version():
    item, other = NewsItem.objects.first(), Project.objects.last()
    for change in (item.projects.add, item.projects.remove):
        before = LedgerVersion.current()
        change(other)
        assert LedgerVersion.current() == before + 1
    before = LedgerVersion.current()
    item.projects.clear()
    assert LedgerVersion.current() == before + 1


def test_actions_on_many_rows_move_the_version(client):
    items = [NewsItem.objects.create(**fact(f"own-{n}", headline="Own", country="US", summary="x",
             **dated("published_on"))) for n in range(3)]  # fmt: skip
    chosen = {"_selected_action": [item.pk for item in items]}
    for action in ("to_review", "back_to_draft", "publish"):
        before = LedgerVersion.current()
        answer = client.post(address(NewsItem, "changelist"), chosen | {"action": action})
        assert answer.status_code == 302
        assert LedgerVersion.current() > before


def test_deleting_many_rows_moves_the_version():
    boss = desk_of(get_user_model().objects.create_superuser("boss", password="x"))
    rows = Statement.objects.all()[:2]
    before = LedgerVersion.current()
    chosen = {"_selected_action": [row.pk for row in rows], "action": "delete_selected", "post": "yes"}
    assert boss.post(address(Statement, "changelist"), chosen).status_code == 302
    assert LedgerVersion.current() > before
    assert Statement.objects.count() == 162


def test_a_row_changed_at_the_desk_is_kept_by_the_next_load(client):
    from pathlib import Path

    from django.conf import settings

    from facts.ledger.load import load

    plan = Project.objects.get(slug="starcloud-1")
    edit(client, plan, summary="Ours.")
    report = load(Path(settings.LEDGER_DIR))
    assert [(kept.kind, kept.slug) for kept in report.kept] == [("projects", "starcloud-1")]
    plan.refresh_from_db()
    assert plan.summary == "Ours."


def test_every_curated_noun_is_on_the_desk():
    assert {kind.model for kind in KINDS.values()} == set(CURATED)
