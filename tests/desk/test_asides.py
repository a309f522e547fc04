"""Private notes and assignments: who sees them, who is told, and that nothing public holds them."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import IntegrityError, transaction

from desk.asides import Faster, assign, keep_note
from desk.models import Assignment, PrivateNote
from facts.models import LedgerVersion, Revision
from projects.models import Project
from tests.desk.desk import address, administrator, analyst, desk_of
from tests.desk.tables import export
from tests.present import present

pytestmark = pytest.mark.usefixtures("ledger")
SECRET = "A word that stays between us"


@pytest.fixture
def project():
    return present(Project.objects.first())


def viewer(name: str = "vi") -> Any:
    user = get_user_model().objects.create_user(name, password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_project"))
    return user


def beside(client, row, **sent):
    url = address(type(row), "aside", row.pk)
    return client.post(url, sent, follow=True) if sent else client.get(url)


def card(client, name: str = "assigned"):
    (found,) = [one for one in client.get("/admin/").context["cards"] if one.name == name]
    return found


# --- Notes ------------------------------------------------------------------------------------------
def test_a_note_is_seen_by_who_wrote_it_and_by_nobody_else(project):
    ana, ada = desk_of(analyst()), desk_of(administrator())
    beside(ana, project, what="note", text=SECRET)
    form = address(Project, "change", project.pk)
    assert SECRET in ana.get(form).content.decode()
    for path in (
        form,
        address(Project, "aside", project.pk),
        address(Project, "history", project.pk),
        "/admin/",
    ):
        assert SECRET not in ada.get(path).content.decode(), path


def test_each_person_has_a_note_of_their_own_and_an_empty_one_goes(project):
    ana, edi = desk_of(analyst()), desk_of(viewer())
    beside(ana, project, what="note", text="One")
    beside(edi, project, what="note", text="Other")
    beside(ana, project, what="note", text="One more")
    assert sorted(PrivateNote.objects.values_list("text", flat=True)) == ["One more", "Other"]
    beside(ana, project, what="note", text="  ")
    assert [note.text for note in PrivateNote.objects.all()] == ["Other"]


def test_a_note_that_is_too_long_is_refused_at_its_field_and_stays_typed(project):
    page = beside(desk_of(analyst()), project, what="note", text="x" * 2001)
    assert "2000" in str(page.context["note_form"].errors["text"])
    assert page.context["note_form"]["text"].value() == "x" * 2001
    assert not PrivateNote.objects.exists()


def test_nothing_public_holds_what_stands_beside_a_record(project, client, tmp_path):
    version, accounts = LedgerVersion.current(), Revision.objects.count()
    to = analyst("bea")
    keep_note(project, to, SECRET)
    assign(project, to, by=to, task=SECRET)
    assert (LedgerVersion.current(), Revision.objects.count()) == (version, accounts)
    for path in (f"/projects/{project.slug}/", f"/api/v1/projects/{project.slug}/", "/api/v1/projects/"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert SECRET not in answer.content.decode(), path
    for form in ("csv", "yaml"):
        assert project.slug in (told := export(desk_of(to), Project, form).decode())
        assert SECRET not in told
    call_command("dump_ledger", str(tmp_path), stdout=StringIO())
    files = [file.read_text("utf-8") for file in tmp_path.rglob("*.yaml")]
    assert any(project.slug in text for text in files)
    assert not any(SECRET in text for text in files)


# --- Assignments ------------------------------------------------------------------------------------
def test_who_a_record_is_assigned_to_is_told_on_the_first_page_and_says_done_there(project):
    bea = analyst("bea")
    ana, theirs = desk_of(analyst()), desk_of(bea)
    beside(ana, project, what="assign", to=bea.pk, task="Look for a filing", was="")
    shown = card(theirs)
    assert (shown.count, shown.lines[0].url) == (1, address(Project, "change", project.pk))
    assert shown.lines[0].note == "Look for a filing · by ana"
    assert card(ana).count == 0
    assert "Assigned to bea: Look for a filing" in " ".join(
        ana.get(address(Project, "change", project.pk)).content.decode().split()
    )
    beside(theirs, project, what="done", was=bea.pk)
    assert card(theirs).count == 0


def test_who_may_not_change_a_record_keeps_notes_of_it_and_assigns_nothing(project):
    vi = viewer()
    client = desk_of(vi)
    assert beside(client, project).status_code == 200
    assert beside(client, project, what="assign", to=vi.pk, was="").status_code == 403
    assert beside(client, project, what="done", was="").status_code == 403
    assert not Assignment.objects.exists()
    beside(client, project, what="note", text="Mine")
    assert PrivateNote.objects.get().owner == vi


def test_who_may_not_see_the_noun_sees_nothing_and_is_given_nothing(project):
    out = get_user_model().objects.create_user("out", password="x", is_staff=True)
    assert beside(desk_of(out), project).status_code == 403
    assert beside(desk_of(out), project, what="note", text="x").status_code == 403
    page = beside(desk_of(analyst()), project, what="assign", to=out.pk, was="")
    assert "out may not see projects" in str(page.context["assign_form"].errors["to"])
    assert not Assignment.objects.exists()


def test_a_closed_account_is_given_nothing_and_what_it_had_is_marked_and_told(project):
    bea, ana = analyst("bea"), analyst()
    client = desk_of(ana)
    beside(client, project, what="assign", to=bea.pk, was="")
    get_user_model().objects.filter(pk=bea.pk).update(is_active=False)
    assert card(client).lines[0].note == "given by you to bea, whose account is closed"
    assert (
        "account closed: assign it anew"
        in client.get(address(Project, "change", project.pk)).content.decode()
    )
    page = beside(client, project, what="assign", to=bea.pk, was=bea.pk)
    assert "This account is closed" in str(page.context["assign_form"].errors["to"])
    beside(client, project, what="assign", to=ana.pk, was=bea.pk)
    assert Assignment.objects.get().to == ana


def test_of_two_who_assign_at_once_the_second_is_told(project):
    bea, cid = analyst("bea"), analyst("cid")
    assign(project, bea, by=bea)
    with pytest.raises(Faster, match="assigned it to bea meanwhile"):
        assign(project, cid, by=cid)
    page = beside(desk_of(analyst()), project, what="assign", to=cid.pk, was="")
    assert "assigned it to bea meanwhile" in str(page.context["assign_form"].errors["to"])
    assert Assignment.objects.get().to == bea


def test_a_task_for_nobody_is_refused_at_its_field(project):
    page = beside(desk_of(analyst()), project, what="assign", to="", task="Do it", was="")
    assert "Choose who is to do it" in str(page.context["assign_form"].errors["to"])


def test_what_was_deleted_waits_for_nobody(project):
    bea = analyst("bea")
    assign(project, bea, by=bea)
    Assignment.objects.update(object_id=2**40)
    assert card(desk_of(bea)).count == 0


def test_the_database_refuses_a_second_assignment_of_a_record(project):
    bea = analyst("bea")
    assign(project, bea, by=bea)
    first = Assignment.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(content_type=first.content_type, object_id=first.object_id, to=bea)
