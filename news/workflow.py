"""The way of a news item: suggested, draft, in review, published, then corrected or retracted.

`MOVES` (news/models/step.py) says from where to where; what readers see takes the right to publish, and
what they are told takes a reason. Each step leaves a row: who, when, from where, to where, why.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from facts.history import MOST_WHY, account
from facts.models import Revision
from facts.restoring import Refused, restore
from news.models import MOVES, NewsItem, NewsStep

State = NewsItem.State
PUBLISH = "news.publish_newsitem"
CHANGE = "news.change_newsitem"


# --- Who may what ---------------------------------------------------------------------------------
def may_publish(by: Any, item: NewsItem | None = None) -> bool:
    """Whether this person may bring the item to readers; nobody in particular (a command) may.

    With FOUR_EYES nobody publishes what they entered themselves, superusers aside.
    """
    if by is None or (by.is_active and by.is_superuser):
        return True
    if not settings.FOUR_EYES:
        return by.has_perm(CHANGE)
    return by.has_perm(PUBLISH) and (item is None or item.entered_by_id != by.pk)


def may_correct(by: Any) -> bool:
    """Whether this person may change what readers see; an error need not wait for a second person."""
    return may_publish(by)


def first_states(by: Any) -> list[State]:
    """The states in which this person may enter an item of their own."""
    own = NewsItem(entered_by_id=getattr(by, "pk", None))
    return [State.DRAFT, State.IN_REVIEW, *([State.PUBLISHED] if may_publish(by, own) else [])]


def next_states(item: NewsItem, by: Any) -> list[State]:
    """Where this person may bring the item, a reason given; its own state first."""
    ahead = [state for state in State if state != item.state and not refusal(item, state, by=by, why="-")]
    return [State(item.state), *ahead]


def refusal(item: NewsItem, to: str, *, by: Any, why: str = "") -> str:
    """The sentence that refuses a step; empty where it may be taken."""
    names = {"item": item, "before": item.get_state_display(), "after": State(to).label}
    if (item.state, to) not in MOVES:
        return _("“%(item)s” is %(before)s: it cannot become %(after)s.") % names
    if by is not None and not by.has_perm(CHANGE):
        return _("“%(item)s”: you may not change news.") % names
    if to == State.PUBLISHED and not may_publish(by, item):
        if not may_publish(by):
            return _("“%(item)s”: an editor publishes it. Send it to review.") % names
        return _("“%(item)s” was entered by you: somebody else publishes it.") % names
    if to in NewsItem.TOLD and not may_correct(by):
        return _("“%(item)s”: an editor corrects or retracts what readers saw.") % names
    if to in NewsItem.TOLD and not why.strip():
        return _("Say why: readers see the reason beside what was corrected or retracted.")
    return ""


# --- Steps ----------------------------------------------------------------------------------------
def entered(item: NewsItem, by: Any) -> NewsStep:
    """The first step of an item that was just stored."""
    return _write(item, "", by, "")


def move(item: NewsItem, to: str, *, by: Any = None, why: str = "") -> bool:
    """Takes a step; False where the item is there already. Raises Refused.

    The row is locked and read anew, so that of two people at once only one takes the step.
    """
    with account(by, why):
        _lock(item)
        if item.state == to and to not in NewsItem.TOLD:
            return False
        if sentence := refusal(item, to, by=by, why=why):
            raise Refused(sentence)
        _step(item, to, by, why)
    return True


def move_all(items: Iterable[NewsItem], to: str, *, by: Any = None) -> tuple[list[NewsItem], list[str]]:
    """(those that moved, the sentences of those that did not); what is there already is in neither."""
    moved, refused = [], []
    with account(by):
        for item in sorted(
            items, key=lambda item: item.pk
        ):  # each is held: two people hold them in one order
            try:
                if move(item, to, by=by):
                    moved.append(item)
            except Refused as sentence:
                refused.append(str(sentence))
    return moved, refused


def schedule(item: NewsItem, at: datetime | None, *, by: Any = None) -> bool:
    """Sets the moment of publication, or takes it away; False where nothing changes. Raises Refused.

    Who sets it answers for the publication, so it takes the right to publish. A draft goes to review.
    """
    with account(by):
        _lock(item)
        if item.publish_at == at:
            return False
        if item.state not in (State.DRAFT, State.IN_REVIEW):
            raise Refused(
                _("“%(item)s” is %(state)s: only what is not published yet has a moment of publication.")
                % {"item": item, "state": item.get_state_display()}
            )
        if at is not None:
            if at <= timezone.now():
                raise Refused(_("This moment is past: choose a later one, or publish now."))
            if sentence := refusal(item, State.PUBLISHED, by=by):
                raise Refused(sentence)
        item.publish_at = at
        _step(item, State.IN_REVIEW, by, "")
    return True


def changed(item: NewsItem, by: Any) -> bool:
    """After a change of its words: true where a moment of publication fell, as nobody reviewed them.

    It stays where the one who changed them may publish the item.
    """
    if item.publish_at is None or may_publish(by, item):
        return False
    with account(by):
        _lock(item)
        item.publish_at = None
        _step(item, State.IN_REVIEW, by, _("Changed after it was scheduled."))
    return True


def publish_due(now: datetime | None = None) -> list[NewsItem]:
    """Publishes the items whose moment has come, each in the name of who set it. May run twice.

    What was taken back meanwhile has no moment any more; what was due while nothing ran is published now.
    """
    now = now or timezone.now()
    published = []
    for item in NewsItem.objects.due(now):
        with transaction.atomic():
            _lock(item)
            if item.state != State.IN_REVIEW or item.publish_at is None or item.publish_at > now:
                continue
            step = item.steps.exclude(publish_at=None).select_related("by").first()
            why = _("Scheduled for %(moment)s.") % {"moment": f"{item.publish_at:%Y-%m-%d %H:%M} UTC"}
            with account(step and step.by, why):
                _step(item, State.PUBLISHED, step and step.by, why)
            published.append(item)
    return published


def bring_back(revision: Revision, by: Any) -> NewsItem:
    """Brings an item back to what it said before a change; its state stays, or becomes corrected.

    Raises Refused, or Unrestorable of the account.
    """
    item = NewsItem.objects.select_for_update().filter(pk=revision.row_id).first()
    if item is None:
        row = restore(revision, by, over={"state": State.DRAFT, "reason": "", "entered_by": by})
        entered(row, by)
        return row
    if item.state not in NewsItem.PUBLIC:
        with account(by):
            row = restore(revision, by, over={"state": item.state, "reason": ""})
            changed(row, by)
        return row
    why = _("Brought back what stood before %(moment)s.") % {"moment": f"{revision.at:%Y-%m-%d %H:%M} UTC"}
    to = State.RETRACTED if item.state == State.RETRACTED else State.CORRECTED
    if sentence := refusal(item, to, by=by, why=why):
        raise Refused(sentence)
    if item.state == State.RETRACTED:  # its words go back; why it was retracted still holds
        why = f"{item.reason} ({why})" if len(item.reason) + len(why) + 3 <= MOST_WHY else item.reason
    with account(by, why):
        row = restore(revision, by, over={"state": item.state, "reason": item.reason})
        _step(row, to, by, why)
    return row


def _lock(item: NewsItem) -> None:
    """Reads what decides anew, and holds the row until the transaction ends."""
    row = NewsItem.objects.select_for_update().get(pk=item.pk)
    for name in ("state", "reason", "publish_at", "shown_at", "entered_by_id"):
        setattr(item, name, getattr(row, name))


def _step(item: NewsItem, to: str, by: Any, why: str) -> None:
    before, item.state = item.state, to
    if to != State.IN_REVIEW:
        item.publish_at = None
    if to in NewsItem.TOLD:
        item.reason = why.strip()[:MOST_WHY]
    if to in NewsItem.PUBLIC and before not in NewsItem.PUBLIC:
        item.shown_at = timezone.now()
    if by is not None:
        item.changed_by = by
    item.save(
        update_fields=["state", "reason", "publish_at", "shown_at", "changed_by", "changed_at"],
    )
    _write(item, before, by, why)


def _write(item: NewsItem, before: str, by: Any, why: str) -> NewsStep:
    return NewsStep.objects.create(
        item=item, before=before, after=item.state, by=by, why=why.strip()[:MOST_WHY],
        publish_at=item.publish_at,
    )  # fmt: skip
