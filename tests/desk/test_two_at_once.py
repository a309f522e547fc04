"""Two people who save one record at the same moment, over two connections: the second is told, nothing is lost."""

import threading
import time

import pytest
from django.contrib.admin.options import ModelAdmin
from django.contrib.messages import get_messages
from django.db import connection, connections, transaction

from desk import import_export
from desk.people import PeopleAdmin
from facts.ledger.registry import KINDS
from facts.models import Revision, Source
from news.models import NewsItem
from projects.models import Milestone
from tests.desk.desk import address, administrator, analyst, desk_of, values_of
from tests.desk.tables import as_csv, confirm, send
from tests.desk.test_history import a_curated_row
from tests.news.stories import suggested
from tests.present import present

MEANWHILE = "while you had it open"
LONGEST_S = 20


@pytest.fixture
def committed(own_database, django_db_blocker):
    with django_db_blocker.unblock():
        yield


def _waits_for_a_lock() -> bool:
    """Whether another connection to this database waits; on SQLite nobody can see it."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) "
            "WHERE datname = current_database() AND NOT granted"
        )
        return bool(present(cursor.fetchone())[0])


def at_once(monkeypatch, owner, name: str, first, second):
    """The answers of two requests: the second is sent when the first has written and has not committed yet.

    `owner.name` is a method that the first one calls then.
    """
    answers: dict[str, object] = {}
    original = getattr(owner, name)

    def run(which, send):
        try:
            answers[which] = send()
        finally:
            connections.close_all()

    other = threading.Thread(target=run, args=("second", second))
    started: list[threading.Thread] = []

    def paused(*args, **options):
        done = original(*args, **options)
        if not started:
            started.append(threading.current_thread())
            other.start()
            until = time.monotonic() + LONGEST_S
            while other.is_alive() and not _waits_for_a_lock() and time.monotonic() < until:
                time.sleep(0.01)
        return done

    monkeypatch.setattr(owner, name, paused)
    run("first", first)
    other.join(LONGEST_S)
    return answers["first"], answers["second"]


def form(client, row, **values):
    """What sends the form of a row as it stands now, with other values."""
    url = address(type(row), "change", row.pk)
    sent = values_of(client.get(url)) | values
    return lambda: client.post(url, sent)


@pytest.mark.usefixtures("committed")
def test_of_two_forms_of_one_record_the_second_is_told_whatever_the_kind(monkeypatch):
    ada, bo = desk_of(administrator("ada")), desk_of(administrator("bo"))
    for kind in sorted(KINDS):
        row = a_curated_row(kind)
        said = ("title", "publisher") if kind == "sources" else ("note", "confidence")
        before = getattr(row, said[1])
        value = "Another" if kind == "sources" else "claimed" if before != "claimed" else "reported"
        one = form(ada, row, **{said[0]: "Told anew.", "why": "Vague."})
        two = form(bo, row, **{said[1]: value, "why": "Wrong."})
        with monkeypatch.context() as patch:
            first, second = at_once(patch, ModelAdmin, "save_related", one, two)
        assert (kind, first.status_code, second.status_code) == (kind, 302, 200)
        assert MEANWHILE in second.content.decode()
        row.refresh_from_db()
        assert (getattr(row, said[0]), getattr(row, said[1])) == ("Told anew.", before)
        assert [change.why for change in Revision.objects.of_record(kind, row.pk)] == ["Vague."]


@pytest.mark.usefixtures("committed")
def test_a_deletion_and_a_form_at_once_are_told_apart(monkeypatch):
    row = present(Milestone.objects.order_by("slug").first())
    one = form(desk_of(administrator("ada")), row, note="Told anew.")
    gone = address(Milestone, "delete", row.pk)
    two = desk_of(administrator("bo"))
    first, second = at_once(
        monkeypatch, ModelAdmin, "save_related", one, lambda: two.post(gone, {"post": "yes"})
    )
    assert (first.status_code, second.status_code) == (302, 302)
    changes = list(Revision.objects.of_record("milestones", row.pk))
    assert (changes[0].before["note"], changes[0].after) == ("Told anew.", None), (
        "the deletion tells of the change"
    )


@pytest.mark.usefixtures("committed")
def test_a_change_is_not_reverted_over_one_that_was_made_meanwhile(monkeypatch):
    row = present(Milestone.objects.order_by("slug").first())
    row.title = "A mistake"
    row.save()
    made = Revision.objects.of_record("milestones", row.pk)[0]
    other = desk_of(analyst("bo"))
    page = other.get(address(Milestone, "history", row.pk))
    back = address(Milestone, "revert", row.pk, made.pk)
    one = form(desk_of(analyst("ana")), row, note="Told anew.")
    first, second = at_once(
        monkeypatch, ModelAdmin, "save_related", one,
        lambda: other.post(back, {"opened": page.context["opened"]}, follow=True),
    )  # fmt: skip
    assert first.status_code == 302
    assert "saved this entry" in second.content.decode()
    row.refresh_from_db()
    assert (row.title, row.note) == ("A mistake", "Told anew.")


@pytest.mark.usefixtures("committed")
def test_of_two_steps_of_a_news_item_the_second_is_told(monkeypatch):
    """One publishes from the list, the other corrects the words in the form."""
    item = present(NewsItem.objects.filter(state="published").order_by("slug").first())
    item.pk, item.slug, item.state = None, "own-item", "in_review"
    item.save()
    item.sources.add(present(Source.objects.first()))
    two = form(desk_of(analyst("bo")), item, headline="Told anew")
    editor = desk_of(administrator("ada"))
    listed = {"action": "publish", "_selected_action": [item.pk]}
    first, second = at_once(
        monkeypatch, ModelAdmin, "log_change",
        lambda: editor.post(address(NewsItem, "changelist"), listed), two,
    )  # fmt: skip
    assert first.status_code == 302
    assert second.status_code == 200
    assert MEANWHILE in second.content.decode()
    item.refresh_from_db()
    assert item.state == "published"
    assert item.headline != "Told anew"


@pytest.mark.usefixtures("committed")
def test_a_table_writes_over_nothing_that_was_saved_since_its_rows_were_read(monkeypatch):
    row = present(Milestone.objects.order_by("slug").first())
    client = desk_of(administrator("ada"))
    page = send(client, Milestone, as_csv([["slug", "title"], [row.slug, "Of the table"]]))
    two = form(desk_of(analyst("bo")), row, note="Told anew.")
    first, second = at_once(
        monkeypatch, import_export, "lay_out", lambda: confirm(client, Milestone, page), two
    )
    assert (first.status_code, second.status_code) == (302, 200)
    row.refresh_from_db()
    assert row.title == "Of the table"
    assert row.note != "Told anew."


@pytest.mark.usefixtures("committed")
def test_of_two_forms_of_one_account_the_second_is_told(monkeypatch):
    lin = analyst("lin")
    one = form(desk_of(administrator("ada")), lin, first_name="Lin")
    two = form(desk_of(administrator("bo")), lin, last_name="Wang")
    first, second = at_once(monkeypatch, PeopleAdmin, "save_related", one, two)
    assert (first.status_code, second.status_code) == (302, 200)
    assert MEANWHILE in second.content.decode()
    lin.refresh_from_db()
    assert (lin.first_name, lin.last_name) == ("Lin", "")


@pytest.mark.usefixtures("committed")
def test_of_two_who_decide_a_suggestion_the_second_is_told(monkeypatch):
    story = suggested()
    said = {"decision": "dismiss", "reason": "Not ours."}
    one, two = form(desk_of(analyst("ana")), story, **said), form(desk_of(analyst("bo")), story, **said)
    first, second = at_once(monkeypatch, ModelAdmin, "save_related", one, two)
    assert [next(iter(get_messages(answer.wsgi_request))).level_tag for answer in (first, second)] == [
        "success", "error",
    ]  # fmt: skip
    story.refresh_from_db()
    assert present(story.decided_by).username == "ana"


@pytest.mark.usefixtures("ledger")
def test_a_page_added_to_an_item_while_its_form_was_open_is_kept():
    """A link alone does not move the day of the row: the account says that it changed."""
    row = present(Milestone.objects.order_by("slug").first())
    send_form = form(desk_of(analyst()), row, note="Told anew.")
    page = present(Source.objects.exclude(milestone_facts=row).first())
    with transaction.atomic():
        row.sources.add(page)
    assert MEANWHILE in send_form().content.decode()
    assert page in row.sources.all()
