"""Who writes at the desk: an administrator's browser, over HTTP, by every way that it has for curated records."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.messages import get_messages
from django.test import Client, RequestFactory
from django.utils import timezone

from facts.ledger.registry import KINDS, Kind, in_order
from facts.models import Revision
from feeds.models import FeedRun, RawAnswer
from launches.models import Launch
from news.models import NewsItem
from tests.desk.desk import address, administrator, desk_of
from tests.desk.forms import edit, errors
from tests.desk.tables import as_csv, confirm, faults, send
from tests.feeds.answers import launch, page
from tests.feeds.rows import record
from tests.metrics import facts
from tests.writers import WRITERS, deleted, untied

SAID: dict[str, dict[str, Any]] = {
    "sources": {"title": "Told at the desk", "published_on": "2001-02-03"},
    "organizations": {"name": "Told at the desk", "country": "EU"},
    "projects": {"name": "Told at the desk", "scope": "edge", "country": "EU"},
    "status_changes": {"status": "cancelled"},
    "targets": {"text": "Told at the desk", "due": "2029-01"},
    "statements": {"value": "7"},
    "milestones": {"kind": "failure"},
    "funding": {"amount": "99", "scope": "adjacent"},
    "exchange_rates": {"usd_per_unit": "0.5", "on": "2025-05-30"},
    "filings": {"satellites_requested": "300", "country": "EU"},
    "launch_totals": {"attempts": "1"},
    "launches": {"name": "Told at the desk", "status": "hold"},
    "spacecraft": {"compute": "no"},
    "status_readings": {"says": "Told at the desk", "state": "failed", "basis": "operator"},
    "news": {"headline": "Told at the desk", "state": "corrected"},
    "open_questions": {"question": "Told at the desk?", "subject": "power"},
}
TABLES = {
    "organizations": {"name": "Told in a table"},
    "launches": {"net": "2026-05", "liftoff_at": "", "summary": "Told in a table."},
    "sources": {"title": "Told in a table"},
}


def _administrator() -> Any:
    return get_user_model().objects.filter(username="ada").first() or administrator("ada")


def desk() -> Client:
    return desk_of(_administrator())


def _request() -> Any:
    """What the desk is asked with where it says what it offers."""
    request = RequestFactory().get("/")
    request.user = _administrator()
    return request


def _rows(kind: Kind) -> Any:
    rows = kind.model._default_manager.order_by("pk")
    return rows.filter(state__in=NewsItem.PUBLIC) if kind.model is NewsItem else rows


def _went_well(answer: Any) -> None:
    message = list(get_messages(answer.wsgi_request))[-1]
    assert message.level_tag == "success", str(message)


def _at_desk(kind: Kind, action: str, *arguments: Any) -> str:
    return address(kind.model, action, *arguments)


def saved_at_desk() -> None:
    """A form of each kind is saved with other words."""
    client = desk()
    for kind in in_order():
        answer = edit(client, _rows(kind)[0], **SAID[kind.name], why="Told anew.")
        assert answer.status_code == 302, (kind.name, errors(answer))


def brought_back_at_desk() -> None:
    """The newest change of each kind that left a record is taken back, on the page of its history."""
    client = desk()
    for kind in in_order():
        changes = Revision.objects.filter(kind=kind.name, after__isnull=False)
        for change in changes:
            if kind.model._default_manager.filter(pk=change.row_id).exists():
                answer = client.post(_at_desk(kind, "revert", change.row_id, change.pk))
                _went_well(answer)
                break


def imported_at_desk() -> None:
    """Tables are sent and confirmed on their pages."""
    client = desk()
    for name, said in TABLES.items():
        kind = KINDS[name]
        rows = kind.model._default_manager.order_by("pk")
        table = [["slug", *said], [rows[0].slug, *said.values()]]
        sent = send(client, kind.model, as_csv(table))
        assert "confirm_form" in sent.context, (name, faults(sent))
        answer = confirm(client, kind.model, sent, why="A table.")
        assert answer.status_code == 302, name
        last = Revision.objects.filter(kind=name).latest("pk")
        assert last.row_id == rows[0].pk


def stored_at_desk() -> None:
    """An answer of a feed that was held is released, and stored again."""
    client, now = desk(), timezone.now()
    one = launch(
        id=str(record().ll2_id), last_updated="2026-11-01T12:00:00Z", net="2026-12-20T12:15:00Z",
        window_start="2026-12-20T12:15:00Z", window_end="2026-12-20T13:30:00Z",
    )  # fmt: skip
    run = FeedRun.objects.create(
        feed="launch-library", started_at=now, ended_at=now, outcome=FeedRun.Outcome.HELD, http_status=200,
        raw=RawAnswer.keep("launch-library", [page([one])]),
    )  # fmt: skip
    for outcome in (FeedRun.Outcome.HELD, FeedRun.Outcome.STORED):
        answer = client.post(address(FeedRun, "store", run.pk), {"outcome": outcome})
        _went_well(answer)
        run.refresh_from_db()
    assert f"{Launch.objects.get(ll2_id=record().ll2_id).net:%m-%d}" == "12-20"


# --- Actions on the chosen rows ---------------------------------------------------------------------
def _moves(client: Client, kind: Kind, action: str, state: str) -> None:
    item = facts.news(state="draft")
    was = NewsItem.objects.exclude(state__in=NewsItem.PUBLIC).order_by("pk")[0]
    chosen = {"action": action, "_selected_action": [was.pk, item.pk]}
    assert client.post(_at_desk(kind, "changelist"), chosen).status_code == 302
    assert set(NewsItem.objects.filter(pk__in=(was.pk, item.pk)).values_list("state", flat=True)) == {state}


def _deletes(client: Client, kind: Kind, action: str) -> None:
    """The last record is deleted on its own page, the others are chosen on the list and confirmed."""
    request, desk_of_kind = _request(), admin.site._registry[kind.model]

    def may_go(row: Any) -> bool:
        """What was published, and what feeds told of with rows that nobody deletes, stays."""
        _objects, _counts, needed, protected = desk_of_kind.get_deleted_objects([row], request)
        return not needed and not protected

    going = [row.pk for row in kind.model._default_manager.order_by("pk") if may_go(row)]
    assert going, kind.name
    client.post(_at_desk(kind, "delete", going[-1]), {"post": "yes"})
    chosen = {"action": action, "_selected_action": going[:-1], "post": "yes"}
    client.post(_at_desk(kind, "changelist"), chosen)
    assert not kind.model._default_manager.filter(pk__in=going).exists(), kind.name


ACTIONS: dict[str, Callable[[Client, Kind, str], None]] = {
    "to_review": lambda client, kind, action: _moves(client, kind, action, "in_review"),
    "back_to_draft": lambda client, kind, action: _moves(client, kind, action, "draft"),
    "publish": lambda client, kind, action: _moves(client, kind, action, "published"),
    "delete_selected": _deletes,
}


def _act(which: Callable[[str], bool], kinds: list[Kind]) -> None:
    """Every such action that the desk offers: one that is not named above is an error."""
    client = desk()
    for kind in kinds:
        offered = admin.site._registry[kind.model].get_actions(_request())
        assert not offered.keys() - ACTIONS.keys(), f"{kind.name}: write here what these do"
        for action in filter(which, sorted(offered, key=list(ACTIONS).index)):
            ACTIONS[action](client, kind, action)


def acted_at_desk() -> None:
    """Every action on chosen rows but the deletion."""
    _act(lambda action: action != "delete_selected", in_order())


def deleted_at_desk() -> None:
    """Everything that may go is deleted, kind by kind, what points at others first."""
    untied()
    _act(lambda action: action == "delete_selected", in_order()[::-1])


EDITORS = (saved_at_desk, imported_at_desk, stored_at_desk, acted_at_desk, brought_back_at_desk)
EVERYBODY = (*EDITORS, *(write for write in WRITERS if write is not deleted), deleted_at_desk, deleted)
