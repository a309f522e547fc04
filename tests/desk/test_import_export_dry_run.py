"""A dry run says what each row would do; what is confirmed is written once."""

import pytest

from facts.ledger.records import rows_of, write_row
from facts.ledger.registry import KINDS
from facts.ledger.table_cells import columns, to_cells
from facts.ledger.table_plan import lay_out
from facts.models import LedgerVersion, Revision, Upload
from projects.models import Milestone, Organization
from tests.desk.desk import analyst, desk_of
from tests.desk.tables import as_csv, as_xlsx, confirm, export, fates, milestone_rows, send
from tests.present import present

pytestmark = pytest.mark.usefixtures("ledger")


def test_the_dry_run_tells_what_each_new_row_says(client):
    body = export(client, Organization, "csv", q="starcloud").replace(b"starcloud,", b"starcloud-new,", 1)
    page = send(client, Organization, body, "table.csv")
    assert fates(page)["starcloud-new"] == "new"
    told = " ".join(page.content.decode().split())
    assert "<strong>name</strong>: Starcloud" in told


def test_a_dry_run_tells_every_rows_fate_and_writes_nothing(client):
    row = present(rows_of(KINDS["milestones"]).first())
    record = write_row(KINDS["milestones"], row)
    rows = milestone_rows(1)
    same = dict(
        zip(
            [c.name for c in columns(KINDS["milestones"])], to_cells(KINDS["milestones"], record), strict=True
        )
    )
    changed = same | {"title": "Another title"}
    other = present(rows_of(KINDS["milestones"]).exclude(pk=row.pk).first())
    kept = dict(zip(same, to_cells(KINDS["milestones"], write_row(KINDS["milestones"], other)), strict=True))
    new = dict(zip(rows[0], rows[1], strict=True))
    head = list(same)
    version, count = LedgerVersion.current(), Milestone.objects.count()
    page = send(
        client, Milestone, as_csv([head, *([r.get(k, "") for k in head] for r in (changed, kept, new))])
    )
    assert fates(page) == {row.slug: "changed", other.slug: "same", "row-0": "new"}
    changes = page.context["result"].plan.of("changed")[0].changes
    assert [(c.label, c.after) for c in changes] == [("title", "Another title")]
    assert "Another title" in page.content.decode()
    assert (LedgerVersion.current(), Milestone.objects.count()) == (version, count)
    assert Milestone.objects.get(pk=row.pk).title == row.title


def test_a_confirmed_table_is_written_with_its_account(client):
    row = present(Milestone.objects.order_by("slug").first())
    before = row.title
    rows = [["slug", "title"], [row.slug, "Another title"]]
    page = send(client, Milestone, as_csv(rows))
    version = LedgerVersion.current()
    answer = confirm(client, Milestone, page, why="A typing error.")
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.title == "Another title"
    change = present(Revision.objects.filter(kind="milestones", row_id=row.pk).first())
    assert present(change.by).username == "ana"
    assert (change.why, change.before["title"]) == ("A typing error.", before)
    assert LedgerVersion.current() != version
    assert not Upload.objects.exists()


def test_a_column_left_out_stays_and_an_empty_cell_takes_away(client):
    row = present(Organization.objects.exclude(headquarters="").exclude(website="").first())
    page = send(client, Organization, as_csv([["slug", "headquarters"], [row.slug, ""]]))
    confirm(client, Organization, page)
    website = row.website
    row.refresh_from_db()
    assert (row.headquarters, row.website) == ("", website)


def test_new_rows_are_written_as_the_desk_would(client):
    page = send(client, Milestone, as_xlsx(milestone_rows(3)), "t.xlsx")
    assert set(fates(page).values()) == {"new"}
    confirm(client, Milestone, page)
    row = Milestone.objects.get(slug="row-1")
    source = row.sources.get()
    assert row.known_on == max(source.published_on.last, row.on.first)


def test_what_changed_meanwhile_is_told_and_nothing_is_written(client):
    row = present(Milestone.objects.order_by("slug").first())
    page = send(client, Milestone, as_csv([["slug", "title"], [row.slug, "Mine"]]))
    Milestone.objects.filter(pk=row.pk).update(title="Theirs")
    answer = confirm(client, Milestone, page)
    assert "Something changed here since the dry run" in answer.content.decode()
    row.refresh_from_db()
    assert row.title == "Theirs"


def test_a_table_is_confirmed_once_and_by_who_sent_it(client):
    page = send(client, Milestone, as_csv(milestone_rows(1)))
    other = desk_of(analyst("lin"))
    assert confirm(other, Milestone, page).status_code == 404
    assert confirm(client, Milestone, page).status_code == 302
    assert confirm(client, Milestone, page).status_code == 404
    assert Milestone.objects.filter(slug="row-0").count() == 1


def test_laying_out_reads_a_bounded_number_of_times(django_assert_max_num_queries):
    rows = milestone_rows(50)
    with django_assert_max_num_queries(12):
        plan = lay_out(
            KINDS["milestones"], rows[0], [dict(zip(rows[0], r, strict=True)) for r in rows[1:]], by=None
        )
    assert plan.sound
