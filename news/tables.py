"""What a table may say of news: it brings drafts and mends them; steps are taken on the page of each item."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from facts.ledger.registry import Record
from facts.ledger.table_plan import RULES, Rules
from news import workflow
from news.models import NewsItem


def _prepare(item: dict[str, Any], row: NewsItem | None) -> None:
    """What says nothing of its state is a draft: published is only what somebody published."""
    if row is None:
        item.setdefault("state", NewsItem.State.DRAFT)


def _refuse(row: NewsItem | None, before: Record, after: Record, by: Any) -> Iterable[tuple[str, str]]:
    state = after.get("state", NewsItem.State.PUBLISHED)
    if row is None and state not in (NewsItem.State.DRAFT, NewsItem.State.IN_REVIEW):
        yield "state", _("a table brings drafts and items in review: each is published on its page")
    elif row is not None and before != after:
        if row.state in NewsItem.PUBLIC:
            yield "slug", _("readers see this item: correct it on its page, with a reason")
        elif state != row.state:
            yield "state", _("an item takes its steps on its page")


def _sign(made: list[NewsItem], changed: list[tuple[NewsItem, NewsItem]], by: Any) -> None:
    for item in made:
        NewsItem.objects.filter(pk=item.pk).update(entered_by=by, changed_by=by)
        item.entered_by = item.changed_by = by
        workflow.entered(item, by)
    for _before, item in changed:
        NewsItem.objects.filter(pk=item.pk).update(changed_by=by)
        workflow.changed(item, by)


RULES["news"] = Rules(prepare=_prepare, refuse=_refuse, after=_sign)
