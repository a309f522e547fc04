"""Tables in and out of the desk: what goes out comes back unharmed, bad rows are named before anything is written."""

import io
import json
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from desk import file_formats
from facts.ledger.records import rows_of, write_row
from facts.ledger.registry import KINDS, in_order
from facts.ledger.table_cells import as_it_was, columns, harmless, to_cells
from facts.ledger.table_plan import lay_out
from facts.models import LedgerVersion, Revision, Source, Upload
from launches.models import Launch, NetRevision
from news.models import NewsItem
from projects.models import Milestone, Organization, Project
from tests.desk.desk import address, analyst, desk_of

pytestmark = pytest.mark.usefixtures("ledger")
FORMULAS = [
    "=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠A", " =1", "\n=1",
    "'=1", "''=1", "|calc", "%0A=1", "−1",
]  # fmt: skip


@pytest.fixture
def client():
    return desk_of(analyst())


def send(client, model, text, name="table.csv"):
    body = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile(name, body)
    return client.post(address(model, "import"), {"import_file": file, "format": "", "resource": "0"})


def confirm(client, model, page, **more):
    upload = page.context["confirm_form"].initial["upload"]
    return client.post(address(model, "process_import"), {"upload": upload} | more)


def fates(page) -> dict[str, str]:
    return {fate.slug: fate.fate for fate in page.context["result"].plan.fates}


def faults(page) -> list[tuple[int, str, str]]:
    plan = page.context["result"].plan
    return [(fate.line, column, sentence) for fate in plan.fates for column, sentence in fate.faults]


def export(client, model, form: str, **query) -> bytes:
    number = [f().get_title() for f in file_formats.FORMATS].index(form)
    answer = client.post(address(model, "export"), {"format": number, "resource": "0"}, query_params=query)
    assert answer.status_code == 200, answer.content[:500]
    return answer.content


def milestone_rows(n: int) -> list[list]:
    source = Source.objects.filter(published_on_last__isnull=False).first()
    head = ["slug", "country", "on", "kind", "title", "summary", "confidence", "sources"]
    rest = ["Ours.", "reported", source.slug]
    return [head, *([f"row-{i}", "US", "2026-03-30", "test", f"Row {i}", *rest] for i in range(n))]


def as_csv(rows) -> str:
    import csv

    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def as_xlsx(rows) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# --- Out and back -------------------------------------------------------------------------------
@pytest.mark.parametrize("form", ["csv", "xlsx", "yaml"])
@pytest.mark.parametrize("kind", in_order(), ids=lambda kind: kind.name)
def test_what_goes_out_comes_back_as_the_same(client, kind, form):
    body = export(client, kind.model, form)
    if not rows_of(kind).exists():
        pytest.fail(f"no {kind.name} in the ledger")
    page = send(client, kind.model, body, f"table.{form}")
    assert faults(page) == []
    assert page.context["result"].plan.faults == []
    assert set(fates(page).values()) == {"same"}
    assert len(fates(page)) == rows_of(kind).count()


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_harmless_and_comes_back(text):
    assert harmless(text).startswith("'")
    assert as_it_was(harmless(text)) == text


@pytest.mark.parametrize("text", ["plain", "'quoted'", "2026-03-30", "三体", "'", "", "a=b", "’=1"])
def test_what_is_no_formula_is_left_alone(text):
    assert harmless(text) == text == as_it_was(text)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_formulas_in_every_text_field_leave_harmless_and_come_back(client, form):
    for n, text in enumerate(t for t in FORMULAS if t.strip() == t):
        source = Source.objects.first()
        row = Organization.objects.create(
            slug=f"own-{n}", name=text, native_name=text, aliases=[text, "b"], country="US", kind="company",
            headquarters=text, summary=text, note=text, confidence="reported", known_on="2026-01-01",
            current_on_first="2026-01-01", current_on_last="2026-01-01", current_on_precision="day",
        )  # fmt: skip
        row.sources.add(source)
    body = export(client, Organization, form, q="own-")
    cells = (
        [cell for row in openpyxl.load_workbook(io.BytesIO(body)).active.iter_rows() for cell in row]
        if form == "xlsx"
        else None
    )
    if cells:
        assert {cell.data_type for cell in cells} <= {"s", "n"}, "a formula left"
    else:
        import csv

        for row in csv.reader(io.StringIO(body.decode("utf-8-sig"))):
            assert not [cell for cell in row if cell and cell[0] in "=+-@\t\r＝＋－＠"]
    page = send(client, Organization, body, f"table.{form}")
    assert faults(page) == []
    assert set(fates(page).values()) == {"same"}


def test_the_export_holds_what_the_list_shows(client):
    body = export(client, Project, "csv", q="starcloud-2").decode("utf-8-sig")
    assert len(body.strip().splitlines()) >= 2
    assert "three-body" not in body.partition("\n")[2].split(",")[0]


def test_an_export_that_the_list_cannot_read_leads_back_to_it(client):
    answer = client.get(address(Project, "export"), {"unknown": "1"})
    assert (answer.status_code, answer["Location"]) == (302, "..")


def test_the_dry_run_tells_what_each_new_row_says(client):
    body = export(client, Organization, "csv", q="starcloud").replace(b"starcloud,", b"starcloud-new,", 1)
    page = send(client, Organization, body, "table.csv")
    assert fates(page)["starcloud-new"] == "new"
    told = " ".join(page.content.decode().split())
    assert "<strong>name</strong>: Starcloud" in told


def test_the_yaml_is_that_of_the_ledgers_files(client):
    from facts.ledger.dump import to_yaml

    kind = KINDS["funding"]
    assert export(client, kind.model, "yaml").decode() == to_yaml(
        kind, [write_row(kind, r) for r in rows_of(kind)]
    )


# --- The dry run --------------------------------------------------------------------------------
def test_a_dry_run_tells_every_rows_fate_and_writes_nothing(client):
    row = rows_of(KINDS["milestones"]).first()
    record = write_row(KINDS["milestones"], row)
    rows = milestone_rows(1)
    same = dict(
        zip(
            [c.name for c in columns(KINDS["milestones"])], to_cells(KINDS["milestones"], record), strict=True
        )
    )
    changed = same | {"title": "Another title"}
    other = rows_of(KINDS["milestones"]).exclude(pk=row.pk).first()
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
    row = Milestone.objects.order_by("slug").first()
    before = row.title
    rows = [["slug", "title"], [row.slug, "Another title"]]
    page = send(client, Milestone, as_csv(rows))
    version = LedgerVersion.current()
    answer = confirm(client, Milestone, page, why="A typing error.")
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.title == "Another title"
    change = Revision.objects.filter(kind="milestones", row_id=row.pk).first()
    assert (change.by.username, change.why, change.before["title"]) == ("ana", "A typing error.", before)
    assert LedgerVersion.current() != version
    assert not Upload.objects.exists()


def test_a_column_left_out_stays_and_an_empty_cell_takes_away(client):
    row = Organization.objects.exclude(headquarters="").exclude(website="").first()
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
    assert row.known_on == max(source.published_on_last, row.on_first)


def test_what_changed_meanwhile_is_told_and_nothing_is_written(client):
    row = Milestone.objects.order_by("slug").first()
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


# --- What is refused ----------------------------------------------------------------------------
def test_ten_thousand_rows_with_three_bad_ones_name_the_three(client):
    rows = milestone_rows(10_000)
    rows[7][2] = "2026-02-30"
    rows[5000][1] = "XX"
    rows[9999][7] = "no-such-source"
    version, count = LedgerVersion.current(), Milestone.objects.count()
    page = send(client, Milestone, as_csv(rows))
    assert [(line, column) for line, column, _sentence in faults(page)] == [
        (8, "on"), (5001, "country"), (10000, "sources"),
    ]  # fmt: skip
    text = page.content.decode()
    assert "is no day of the calendar" in text
    assert "no-such-source" in text
    assert page.context.get("confirm_form") is None
    assert (LedgerVersion.current(), Milestone.objects.count()) == (version, count)


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"on": "yesterday"}, "on"), ({"on": ""}, "on"), ({"country": "USA"}, "country"), ({"kind": "party"}, "kind"),
        ({"title": ""}, "title"), ({"title": "x" * 201}, "title"), ({"title": "a\u202eb"}, "title"),
        ({"summary": ""}, "summary"), ({"confidence": "sure"}, "confidence"), ({"sources": ""}, "sources"),
        ({"sources": "none; none"}, "sources"), ({"project": "no-such"}, "project"), ({"slug": "Not A Slug"}, "slug"),
        ({"slug": ""}, "slug"), ({"known_on": "2026"}, "known_on"),
    ],
)  # fmt: skip
def test_a_bad_cell_is_named_by_row_and_column(client, cells, column):
    head, good, bad = [*milestone_rows(2)]
    head = list(dict.fromkeys([*head, *cells]))
    table = [
        head,
        [*good, *[""] * (len(head) - len(good))],
        [dict(zip(head, bad, strict=False)).get(k, "") for k in head],
    ]
    for name, value in cells.items():
        table[2][head.index(name)] = value
    page = send(client, Milestone, as_csv(table))
    assert {(line, name) for line, name, _sentence in faults(page)} == {(3, column)}
    assert not Milestone.objects.filter(slug="row-0").exists()


def test_what_does_not_go_together_is_named_at_its_row(client):
    head = "slug organization on instrument scope scope_reason amount currency summary confidence sources".split()
    who, source = Organization.objects.first().slug, Source.objects.first().slug
    row = ["own", who, "2026-01-01", "equity", "orbital_compute", "x", "100", "", "Ours.", "reported", source]
    page = send(client, KINDS["funding"].model, as_csv([head, row]))
    assert [(line, column) for line, column, _s in faults(page)] == [(2, "amount")]


def test_a_slug_twice_and_a_value_that_is_taken_are_refused(client):
    head, row, other = [*milestone_rows(2)]
    page = send(client, Milestone, as_csv([head, row, row, other]))
    assert faults(page) == [(3, "slug", "stands twice in the table")]
    source = Source.objects.first()
    table = [["slug", "url", "title", "publisher", "language", "seen", "quality"],
             ["own", source.url, "T", "P", "en", "page", "press"]]  # fmt: skip
    page = send(client, Source, as_csv(table))
    assert {(line, column) for line, column, _s in faults(page)} == {(2, "url")}


def test_confirmed_without_a_page_that_was_read_is_refused(client):
    digest = Source.objects.create(
        slug="own-digest", url="https://x.org/d", title="D", publisher="D", quality="digest"
    )
    head, row = [*milestone_rows(1)]
    row[6], row[7] = "confirmed", digest.slug
    assert [(line, column) for line, column, _s in faults(send(client, Milestone, as_csv([head, row])))] == [
        (2, "confidence")
    ]


def test_a_source_that_alone_proves_a_fact_stays_one_that_can(client):
    fact = next(
        m for m in Milestone.objects.filter(confidence="confirmed").prefetch_related("sources")
        if sum(s.seen == "page" and s.quality != "digest" for s in m.sources.all()) == 1
    )  # fmt: skip
    proof = next(s for s in fact.sources.all() if s.seen == "page" and s.quality != "digest")
    page = send(client, Source, as_csv([["slug", "quality"], [proof.slug, "digest"]]))
    assert {(line, column) for line, column, _s in faults(page)} == {(2, "quality")}


@pytest.mark.parametrize(
    ("body", "name", "words"),
    [
        (b"", "a.csv", "empty"), (b"\xff\xfe\x00a", "a.csv", "UTF-8"), (b"slug,nonsense\nx,y\n", "a.csv", "nonsense"),
        (b"title\nx\n", "a.csv", "no column"), (b"slug,slug\na,b\n", "a.csv", "twice"),
        (b"slug\n", "a.csv", "no rows"),
        (b"slug\nx,y\n", "a.csv", "more cells"), (b"a\x00b", "a.csv", "signs that no text has"),
        (b"not a workbook", "a.xlsx", "no readable XLSX"), (b"PK\x03\x04broken", "a.xlsx", "no readable XLSX"),
        (b"{", "a.yaml", "no readable YAML"), (b"x", "a.yaml", "no list"), (b"- a\n", "a.yaml", "no list"),
        (b"[" * 5000, "a.yaml", "levels deep"), (b"slug\nx\n", "a.exe", "choose"),
        (b"- !!python/object:os.x {}", "a.yaml", "no readable"),
        (b"a: &a [x]\nb: *a\n", "a.yaml", "no list"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused_with_a_sentence(client, body, name, words):
    page = send(client, Milestone, body, name)
    text = page.content.decode()
    assert page.status_code == 200
    assert page.context.get("confirm_form") is None
    assert words in text


def test_a_file_that_is_too_large_is_not_read(client, monkeypatch):
    monkeypatch.setattr("desk.import_export.MOST_BYTES", 100)
    assert "more than" in send(client, Milestone, b"slug\n" + b"x" * 200).content.decode()


def test_a_table_of_too_many_rows_is_refused(client):
    page = send(client, Milestone, "slug\n" + "x\n" * 10_001)
    assert "more than 10,000 rows" in page.content.decode()


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked(client):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for n in range(11):
            packed.writestr(f"xl/worksheets/sheet{n}.xml", b" " * (10 * 2**20))
    assert len(out.getvalue()) < 10 * 2**20
    assert "unpacks to more than" in send(client, Milestone, out.getvalue(), "a.xlsx").content.decode()


def test_markup_in_a_table_is_shown_as_text(client):
    head, row = [*milestone_rows(1)]
    row[0] = "<script>alert(1)</script>"
    row[4] = "<img src=x onerror=alert(1)>"
    text = send(client, Milestone, as_csv([head, row])).content.decode()
    assert "<script>alert(1)" not in text
    assert "<img src=x" not in text


def test_parts_of_a_record_come_as_json(client):
    project = Project.objects.filter(roles__isnull=False).first()
    roles = json.dumps([{"organization": Organization.objects.first().slug, "role": "partner"}])
    page = send(client, Project, as_csv([["slug", "organizations"], [project.slug, roles]]))
    confirm(client, Project, page)
    assert [role.role for role in project.roles.all()] == ["partner"]
    page = send(client, Project, as_csv([["slug", "organizations"], [project.slug, "[{"]]))
    assert {(line, column) for line, column, _s in faults(page)} == {(2, "organizations")}


# --- What nouns ask beyond their kind -----------------------------------------------------------
def test_a_table_brings_drafts_of_news_and_publishes_nothing(client):
    head = ["slug", "headline", "published_on", "country", "summary", "confidence", "sources"]
    source = Source.objects.first().slug
    row = ["own-news", "Own", "2026-11-01", "US", "Ours.", "reported", source]
    page = send(client, NewsItem, as_csv([[*head, "state"], [*row, "published"]]))
    assert {(line, column) for line, column, _s in faults(page)} == {(2, "state")}
    confirm(client, NewsItem, send(client, NewsItem, as_csv([head, row])))
    item = NewsItem.objects.get(slug="own-news")
    assert (item.state, item.entered_by.username) == ("draft", "ana")
    public = NewsItem.objects.published().first()
    page = send(client, NewsItem, as_csv([["slug", "headline"], [public.slug, "Other"]]))
    assert {(line, column) for line, column, _s in faults(page)} == {(2, "slug")}


def test_news_of_tomorrow_is_refused_in_a_table_too(client):
    head = ["slug", "headline", "published_on", "country", "summary", "confidence", "sources"]
    row = ["own-news", "Own", "2149-11-01", "US", "Ours.", "reported", Source.objects.first().slug]
    assert [(n, c) for n, c, _s in faults(send(client, NewsItem, as_csv([head, row])))] == [
        (2, "published_on")
    ]


def test_a_launch_keeps_every_date_a_table_gives_it(client):
    launch = Launch.objects.filter(ll2_id=None, net_precision="day").first()
    page = send(client, Launch, as_csv([["slug", "net", "liftoff_at"], [launch.slug, "2031-05", ""]]))
    confirm(client, Launch, page)
    assert NetRevision.objects.filter(launch=launch).count() == 2
    Launch.objects.filter(pk=launch.pk).update(ll2_id="0f3c1d52-7c1e-4d0b-9f6a-2b1c3d4e5f60")
    page = send(client, Launch, as_csv([["slug", "net"], [launch.slug, "2032-05"]]))
    assert {(line, column) for line, column, _s in faults(page)} == {(2, "net")}


def test_facts_follow_the_new_date_of_a_source(client):
    fact = next(
        m for m in Milestone.objects.all()
        if m.sources.count() == 1 and m.on_first < m.known_on == m.sources.get().published_on_last
    )  # fmt: skip
    source = fact.sources.get()
    page = send(client, Source, as_csv([["slug", "published_on"], [source.slug, "2026-11-20"]]))
    confirm(client, Source, page)
    fact.refresh_from_db()
    assert str(fact.known_on) == "2026-11-20"


def test_a_link_that_a_feed_made_is_not_lost():
    from launches.models import Spacecraft

    craft = Spacecraft.objects.filter(launch=None).first()
    launch = Launch.objects.create(
        slug="ll2-own", name="X", status="go", country="US", summary="x", confidence="reported",
        known_on="2026-01-01", net_first="2026-01-01", net_last="2026-01-01", net_precision="day",
    )  # fmt: skip
    Spacecraft.objects.filter(pk=craft.pk).update(launch=launch)
    client = desk_of(analyst())
    page = send(client, Spacecraft, as_csv([["slug", "hosted_on"], [craft.slug, "A bus"]]))
    confirm(client, Spacecraft, page)
    craft.refresh_from_db()
    assert (craft.launch_id, craft.hosted_on) == (launch.pk, "A bus")


# --- Who ----------------------------------------------------------------------------------------
def test_who_may_not_write_imports_nothing_and_who_may_not_see_exports_nothing():
    from django.contrib.auth import get_user_model

    out = desk_of(get_user_model().objects.create_user("out", password="x", is_staff=True))
    for action in ("import", "export"):
        assert out.get(address(Milestone, action)).status_code == 403
    assert out.post(address(Milestone, "process_import"), {"upload": 1}).status_code == 403


def test_the_lists_offer_both(client):
    text = client.get(address(Milestone, "changelist")).content.decode()
    assert address(Milestone, "import") in text
    assert address(Milestone, "export") in text
    assert client.get(address(Milestone, "import")).status_code == 200
    assert client.get(address(Milestone, "export")).status_code == 200


def test_laying_out_reads_a_bounded_number_of_times(django_assert_max_num_queries):
    rows = milestone_rows(50)
    with django_assert_max_num_queries(12):
        plan = lay_out(
            KINDS["milestones"], rows[0], [dict(zip(rows[0], r, strict=True)) for r in rows[1:]], by=None
        )
    assert plan.sound
