"""Who writes at the desk: an administrator's browser, over HTTP, by every way that it has for curated records."""

from collections.abc import Callable
from copy import copy
from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.messages import get_messages
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from facts.ledger.registry import KINDS, Kind, in_order
from facts.models import Revision, Source, TakenTable
from facts.services import kind_of_row
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
        said = SAID[kind.name] | {"why": "Told anew."}
        answer = edit(client, _rows(kind)[0], **said)
        if answer.status_code == 200 and "Is that meant?" in str(errors(answer)):  # a headline figure moves
            meant = answer.context["adminform"].form.fields["meant"].widget.seal
            answer = edit(client, _rows(kind)[0], **said, meant=meant)
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
    """Everything that may go is deleted, kind by kind, what points at others first; published news stays."""
    untied()
    for item in NewsItem.objects.all():
        item.projects.clear()
    Source.objects.create(slug="unused", url="https://own.example.org/unused", title="T", publisher="P")
    _act(lambda action: action == "delete_selected", in_order()[::-1])


def brought_back_after_deletion() -> None:
    """What was deleted, and is not there, comes back on the list of it, what others point at first.

    Of what was deleted twice, or is in another record since, the desk says why it does not.
    """
    client = desk()
    for kind in in_order():
        page = client.get(reverse("admin:deleted"), {"kind": kind.name})
        ways = {
            row["change"].row_id: row["restore"] for row in reversed(page.context["rows"]) if row["restore"]
        }
        for way in ways.values():
            assert client.post(way).status_code == 302
        assert not ways or kind.model._default_manager.filter(pk__in=ways).exists(), kind.name


# --- Merging, replacing, renaming -------------------------------------------------------------------
def _way(client: Client, row: Any, action: str, **said: Any) -> None:
    """The look and the press."""
    where = address(type(row), action, row.pk)
    shown = client.post(where, said).context["shown"]
    seal = shown["seal"] if action == "rename" else shown.seal
    assert seal, shown.refused
    _went_well(client.post(where, said | {"seal": seal}))


def _twin(row: Any, **said: Any) -> Any:
    """Another record of the same thing."""
    twin = copy(row)
    twin.pk, twin.slug = None, f"{row.slug}-twin"
    for name, value in said.items():
        setattr(twin, name, value)
    twin.save()
    if kind_of_row(row).is_fact:
        twin.sources.set(row.sources.all())
    return twin


def moved_at_desk() -> None:
    """A source is replaced, two records of a noun that can be merged are one, a slug of each kind is renamed."""
    client = desk()
    for kind in in_order():
        desk_of_kind: Any = admin.site._registry[kind.model]
        row = next(row for row in _rows(kind) if not row.slug.startswith(kind.not_curated or ("\0",)))
        alone = OWN_OF_ONE.get(kind.name, {})
        if desk_of_kind.replaces:
            _way(client, row, "replace", into=_twin(row, url=f"{row.url}#other").pk)
            row = kind.model._default_manager.get(slug=f"{row.slug}-twin")
            alone = {"url": f"{row.url}-more"}
        if desk_of_kind.merges:
            twin = _twin(row, **alone)
            gone, row = (twin, row) if kind.name == "launches" else (row, twin)  # one that a feed knows stays
            _way(client, gone, "merge", into=row.pk)
        _way(client, row, "rename", slug=f"{kind.name.replace('_', '-')}-moved")


OWN_OF_ONE: dict[str, dict[str, Any]] = {
    "launches": {"ll2_id": None, "designator": ""},
    "spacecraft": {"norad_cat_id": None, "object_id": "", "identity": "unmatched"},
}


def undone_at_desk() -> None:
    """A table with a new row and a changed one is taken and undone."""
    client, kind = desk(), KINDS["organizations"]
    row = kind.model._default_manager.order_by("pk")[0]
    said = {"name": "Told in a table, too"}
    sent = send(client, kind.model, as_csv([["slug", *said], [row.slug, *said.values()]]))
    assert confirm(client, kind.model, sent).status_code == 302
    done = client.post(_at_desk(kind, "undo", TakenTable.objects.latest("pk").pk)).context["done"]
    assert (done.back, done.refused) == ([row.slug], [])


EDITORS = (
    saved_at_desk, imported_at_desk, undone_at_desk, stored_at_desk, acted_at_desk, brought_back_at_desk,
    moved_at_desk,
)  # fmt: skip
EVERYBODY = (
    *EDITORS, *(write for write in WRITERS if write is not deleted), deleted_at_desk, brought_back_after_deletion,
    deleted,
)  # fmt: skip
