"""A table that was taken is undone with one press; what somebody changed since stays, with its sentence."""

import pytest

from facts import services
from facts.history import account
from facts.ledger.records import write_row
from facts.ledger.registry import KINDS
from facts.ledger.soundness import faults_of_rows
from facts.models import Revision, Source, TakenTable
from news.models import NewsItem
from projects.models import Milestone, Organization
from tests.desk.desk import address, administrator, analyst, desk_of
from tests.desk.tables import as_csv, confirm, milestone_rows, send
from tests.desk.test_deleted import all_records
from tests.metrics import facts
from tests.present import present

pytestmark = pytest.mark.usefixtures("ledger")


@pytest.fixture
def client():
    return desk_of(administrator())


def table(client, rows) -> TakenTable:
    confirm(client, Milestone, send(client, Milestone, as_csv(rows)), why="A table.")
    return TakenTable.objects.get()


def undo(client, taken: TakenTable):
    return client.post(address(Milestone, "undo", taken.pk))


def mixed(n: int = 3) -> tuple[list[list], Milestone]:
    """Rows of a table: n new ones, and one that changes a record."""
    head, *rows = milestone_rows(n)
    old = present(Milestone.objects.order_by("slug").first())
    said = write_row(KINDS["milestones"], old)
    changed = [old.slug, old.country, said["on"], old.kind, "Of the table", old.summary, old.confidence]
    return [head, *rows, [*changed, ";".join(old.sources.values_list("slug", flat=True))]], old


def test_a_table_is_undone_with_one_press(client):
    before = all_records()
    rows, _old = mixed()
    taken = table(client, rows)
    assert (taken.new, taken.changed, taken.why, present(taken.by).username) == (3, 1, "A table.", "ada")
    assert "Undo it" in client.get(address(Milestone, "import")).content.decode()
    done = undo(client, taken).context["done"]
    assert (len(done.gone), len(done.back), done.refused) == (3, 1, [])
    assert all_records() == before
    assert Revision.objects.filter(kind="milestones", why__startswith="Undid the table of").count() == 4
    again = client.post(address(Milestone, "undo", taken.pk), follow=True)
    assert "was undone already" in again.content.decode()
    assert "Undo it" not in client.get(address(Milestone, "import")).content.decode()


def test_rows_that_somebody_changed_since_stay_with_their_sentence(client):
    rows, old = mixed()
    taken = table(client, rows)
    with account(analyst("bo")):
        for slug in (old.slug, "row-0"):
            row = Milestone.objects.get(slug=slug)
            row.note = "Told anew."
            row.save()
    facts_gone = Milestone.objects.get(slug="row-1")
    with account(None):
        facts_gone.delete()
    done = undo(client, taken).context["done"]
    assert done.gone == ["row-2"]
    refused = dict(done.refused)
    assert set(refused) == {old.slug, "row-0", "row-1"}
    assert "changed since, by bo on" in refused["row-0"]
    assert "deleted since" in refused["row-1"]
    assert Milestone.objects.get(slug=old.slug).title == "Of the table"


def test_what_a_table_entered_and_others_stand_on_stays_with_its_sentence(client):
    head = ["slug", "name", "country", "kind", "summary", "current_on", "confidence", "sources", "parent"]
    page = present(Source.objects.exclude(published_on_last=None).first()).slug
    rest = ["US", "company", "Ours.", "2026-03-30", "reported", page]
    rows = [
        head,
        ["maker", "Maker", *rest, ""],
        ["child", "Child", *rest, "maker"],
        ["used", "Used", *rest, ""],
    ]
    confirm(client, Organization, send(client, Organization, as_csv(rows)))
    facts.project(slug="own-plan").roles.create(
        organization=Organization.objects.get(slug="used"), role="lead"
    )
    before = faults_of_rows()
    done = client.post(address(Organization, "undo", TakenTable.objects.get().pk)).context["done"]
    assert done.gone == ["child", "maker"]
    [(slug, sentence)] = done.refused
    assert (slug, "One record stands on “Used”: project “own-plan”" in sentence) == ("used", True)
    assert faults_of_rows() == before


def test_days_that_a_table_of_sources_moved_go_back_with_it(client):
    item = present(NewsItem.objects.filter(sources__isnull=False).order_by("slug").first())
    page = Source.objects.create(
        slug="own", url="https://own.example.org/", title="T", publisher="P", quality="press"
    )
    day = item.known_on
    Source.objects.filter(pk=page.pk).update(
        published_on_first=day, published_on_last=day, published_on_precision="day"
    )
    plan = facts.project(slug="own-plan")
    plan.sources.set([page])
    services.settle_known_on(plan)
    before = all_records()
    head = ["slug", "published_on"]
    confirm(client, Source, send(client, Source, as_csv([head, ["own", "2020-01-02"]])))
    plan.refresh_from_db()
    assert f"{plan.known_on}" == "2020-01-02"
    done = client.post(address(Source, "undo", TakenTable.objects.get().pk)).context["done"]
    assert (done.back, done.refused) == (["own", "own-plan"], [])
    assert all_records() == before


def test_a_dry_run_and_a_table_that_changes_nothing_are_no_tables(client):
    old = present(Milestone.objects.order_by("slug").first())
    page = send(client, Milestone, as_csv([["slug", "title"], [old.slug, old.title]]))
    confirm(client, Milestone, page)
    send(client, Milestone, as_csv(milestone_rows(2)))
    assert not TakenTable.objects.exists()


def test_only_who_may_delete_undoes_a_table():
    taken = table(desk_of(administrator()), mixed()[0])
    assert undo(desk_of(analyst()), taken).status_code == 403
    assert Milestone.objects.filter(slug="row-0").exists()
