"""What is saved at the desk moves the version, so that readers see it at once."""

import pytest
from django.contrib.auth import get_user_model

from facts.models import LedgerVersion, Source
from news.models import NewsItem
from projects.models import Project, Statement
from tests.desk.desk import address, desk_of
from tests.desk.forms import CURATED, edit, new_change
from tests.present import present
from tests.projects.rows import dated, fact

pytestmark = pytest.mark.usefixtures("ledger")

SAID = {Source: {"title": "Told anew"}, NewsItem: {"state": "corrected", "why": "Told anew."}}


@pytest.mark.parametrize("model", CURATED, ids=lambda model: model._meta.model_name)
def test_saving_at_the_desk_moves_the_version(client, model):
    row = model.objects.first()
    before = LedgerVersion.current()
    assert edit(client, row).status_code == 302
    assert LedgerVersion.current() == before, "nothing was changed"
    said = SAID.get(model, {"note": "Told anew."})
    assert edit(client, row, **said).status_code == 302
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
    item, other = present(NewsItem.objects.first()), present(Project.objects.last())
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
    before_count = Statement.objects.count()
    rows = Statement.objects.all()[:2]
    before = LedgerVersion.current()
    chosen = {"_selected_action": [row.pk for row in rows], "action": "delete_selected", "post": "yes"}
    assert boss.post(address(Statement, "changelist"), chosen).status_code == 302
    assert LedgerVersion.current() > before
    assert Statement.objects.count() == before_count - 2


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
