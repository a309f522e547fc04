"""Drafts behind every reference: rows that readers may not see, and everything that can point at them.

Every text, slug and address of theirs holds MARK, which stands nowhere else.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Field, Model, QuerySet
from django.utils import timezone

from desk.asides import assign, keep_note
from desk.models import SavedView
from facts.history import account
from facts.ledger.registry import KINDS
from facts.models import LoadedRow, Revision, Source, TakenTable, Upload
from facts.models.fact import Fact
from feeds.models import FeedRun, QuarantinedRecord
from launches.models import Launch
from news.models import NewsItem, NewsStep, Suggestion
from projects.models import Organization, Project
from tests.projects.rows import dated, fact, saved, source

MARK = "quibblewick"
DESK = [state for state in NewsItem.State if state not in NewsItem.PUBLIC]


def withheld() -> dict[type[Model], Callable[[], QuerySet]]:
    """The rows that no reader may see, by model."""
    kept_back = [kind.model for kind in KINDS.values() if kind.keeps_back]
    whole = [model for model in _models() if getattr(model, "desk_only", False)]
    whole += [QuarantinedRecord, get_user_model()]
    return {
        **{model: partial(_not_public, model) for model in kept_back},
        **{model: model._default_manager.all for model in whole},
    }


def _not_public(model: Any) -> QuerySet:
    return model.objects.exclude(pk__in=model.objects.public().values("pk"))


def _models() -> list[type[Model]]:
    ours = [config for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR]
    return [model for config in ours for model in config.get_models()]


def references() -> Iterator[tuple[type[Model], Field]]:
    """Every field of every record that leads to what is withheld, or away from it.

    The sources of a fact are left out: what a public fact cites is public with it.
    """
    hidden = withheld()
    for model in _models():
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
            cites = issubclass(model, Fact) and field.name == "sources" and not model.PUBLIC
            if field.is_relation and not cites and (field.related_model in hidden or model in hidden):
                yield model, field


def unplanted() -> list[str]:
    """A sentence for every reference that no draft stands behind."""
    hidden = withheld()
    missing = []
    for model, field in references():
        rows = model._default_manager.all()
        if field.related_model in hidden:
            reached = rows.filter(**{f"{field.name}__in": hidden[field.related_model]()})
        else:
            reached = rows.filter(pk__in=hidden[model]().values("pk")).exclude(**{field.name: None})
        if not reached.exists():
            name = f"{model._meta.label}.{field.name}"
            missing.append(
                f"{name} can name what readers may not see, and leads to no draft: plant one behind it."
            )
    return missing


def plant() -> None:
    """Drafts in every state before publication, what else waits at the desk, and all that leads to them."""
    user = get_user_model().objects.create_user(f"{MARK}-ana", first_name=MARK)
    drafts = [_draft(state, user) for state in DESK]
    _steps_and_suggestion(drafts, user)
    _quarantine()
    Upload.keep(user, "news", "csv", MARK, MARK.encode())
    TakenTable.objects.create(
        kind="news", by=user, undone_by=user, why=f"{MARK} why", version=1, new=1, changed=0
    )
    LoadedRow.objects.create(kind="news", slug=drafts[0].slug, digest=MARK)
    _change(drafts, user)
    _asides(drafts[0], user)
    hidden = withheld()
    for model, field in references():
        if field.related_model in hidden:
            _point(model, field, hidden)


def _asides(draft: NewsItem, user: Any) -> None:
    """What people keep for themselves at the desk: beside a draft, and beside what readers see."""
    for row in (draft, Project.objects.earliest("pk")):
        keep_note(row, user, f"{MARK} note")
        assign(row, user, by=user, task=f"{MARK} task")
        noun = ContentType.objects.get_for_model(row)
        SavedView.objects.create(
            owner=user, name=f"{MARK} {noun.model}", content_type=noun, query=f"q={MARK}"
        )


def _draft(state: str, user: Any, name: str = "") -> NewsItem:
    """It would stand first in every list that is ordered by days: nothing is newer."""
    slug = f"{MARK}-{name or state}".replace("_", "-")
    day = timezone.localdate() - timedelta(days=2)
    own = source(slug=f"{slug}-page", url=f"https://{MARK}.example.org/{slug}", title=f"{MARK} in orbit",
                 publisher=f"{MARK} News", **dated("published_on", "2020-01-01", "2020-01-01"))  # fmt: skip
    values = fact(
        slug, headline=f"{MARK} headline", country="US", summary=f"{MARK} summary", note=f"{MARK} note",
        known_on=day, state=state, entered_by=user, changed_by=user, **dated("published_on", day, day),
        publish_at=timezone.now() + timedelta(days=1) if state == NewsItem.State.IN_REVIEW else None,
    )  # fmt: skip
    item = saved(NewsItem(**values))
    item.sources.add(saved(own))
    item.projects.add(Project.objects.order_by("pk").first())
    NewsItem.objects.filter(pk=item.pk).update(recorded_at=timezone.now() - timedelta(days=2))
    return item


def _steps_and_suggestion(drafts: list[NewsItem], user: Any) -> None:
    now = timezone.now()
    for item in drafts:
        NewsStep.objects.create(item=item, before="", after=item.state, by=user, why=f"{MARK} why")
    taken = Suggestion.objects.create(
        feed="spaceflight-news", external_id=MARK, url=f"https://{MARK}.example.org/story", title=f"{MARK} story",
        publisher=f"{MARK} Press", text=MARK, published_at=now, updated_at=now, seen_at=now,
        state=Suggestion.State.TAKEN, item=drafts[0], decided_by=user, decided_at=now,
    )  # fmt: skip
    taken.projects.add(Project.objects.order_by("pk")[0])
    taken.organizations.add(Organization.objects.order_by("pk")[0])
    taken.launches.add(Launch.objects.order_by("pk")[0])


def _quarantine() -> None:
    now = timezone.now()
    run = FeedRun.objects.create(feed="spaceflight-news", started_at=now, ended_at=now, outcome="stored",
                                 quarantined=1, sentence="1 record read.")  # fmt: skip
    QuarantinedRecord.objects.create(run=run, feed=run.feed, position=1, raw=MARK, digest=MARK,
                                     reason=f"{MARK} reason", key=MARK, first_at=now)  # fmt: skip


def _change(drafts: list[NewsItem], user: Any) -> None:
    """Changes of drafts and of their pages, and changes of what readers do see that name these."""
    pages = [item.sources.get() for item in drafts]
    copy = Source.objects.public().order_by("pk")[0]
    Source.objects.filter(pk=copy.pk).update(copy_of=pages[0])
    copy.refresh_from_db()
    given_up = _draft(NewsItem.State.DRAFT, user, "given-up")
    lost = given_up.sources.get()
    with account(user, f"{MARK} why"):
        for item in drafts:
            item.headline += " anew"
            item.save()
        for page in pages:
            page.title += " anew"
            page.save()
    with account(user, f"{MARK} why"):
        lost.delete()
        given_up.delete()
    with account(user, "Read again."):
        copy.copy_of = pages[1]
        copy.title += " (read again)"
        copy.save()
    with account(user, "Read again."):
        copy.copy_of = pages[2]
        copy.save()
    # Later than any moment asked for: past answers take these changes back.
    Revision.objects.update(at=timezone.now() + timedelta(hours=1))


def _point(model: Any, field: Any, hidden: dict[type[Model], Callable[[], QuerySet]]) -> None:
    """Rows that readers may see at those that they may not, in turn."""
    targets = list(hidden[field.related_model]())
    own = hidden[model]() if model in hidden else model.objects.none()
    rows = list(model.objects.exclude(pk__in=own.values("pk")).order_by("pk"))
    if field.many_to_many:
        for row in rows[:3] if model not in hidden else ():
            getattr(row, field.name).add(*targets)
    elif field.null:
        for row, target in zip(rows, targets if field.unique else cycle(targets), strict=False):
            setattr(row, field.attname, target.pk)
        model.objects.bulk_update(rows, [field.name])
