"""A draft, its page and all that waits at the desk are named nowhere before readers may see them."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from api.base import NumberedViewSet
from api.root import VIEWS
from facts.ledger.registry import KINDS
from metrics.all import METRICS
from news.models import NewsItem
from pages.frames.all import names as charts
from pages.places import place
from tests.desk.desk import address, desk_of, registered
from tests.drafts import DESK, MARK, plant, unplanted
from tests.pages.addresses import FILES, PAGES, WITH_FILTERS
from tests.present import present

NEXT = re.compile(r'(?:href=|"next":)"([^"]*[?&;]page=\d+[^"]*)"')
ACTIONS = ("change", "history", "delete")
NOWHERE = "quobblewick"  # as long as the mark, and in no record
FIXED = ("/healthz", "/healthz/feeds", "/api/v1/", "/api/v1/metrics/", "/api/v1/feeds/", "/api/v1/docs/",
         "/api/v1/schema/", "/nothing/", "/api/v1/nothing/")  # fmt: skip


@pytest.fixture
def planted(ledger: None) -> None:
    plant()


def _clocks() -> list[dict[str, str]]:
    """Now, a day by all that is known now, and a day as it stood before the changes."""
    day = timezone.localdate() - timedelta(days=1)
    moment = timezone.now()
    return [{}, {"as_of": f"{day}"}, {"as_of": f"{day}", "recorded": f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}"}]


def addresses() -> Iterator[str]:
    """Every page, list, detail, chart, metric, feed and form of the site: of single records the first of a kind."""
    yield from FIXED
    now, day, both = _clocks()
    details: set[str] = set()
    for name, kind in KINDS.items():
        if kind.is_fact:
            rows: Any = kind.model._default_manager
            slugs = rows.public().order_by("pk").values_list("slug", flat=True)[:1]
            details |= {place(name, slug) for slug in slugs}
    alone = {f"/embed/{name}/" for name in charts()} | {f"/metrics/{name}/" for name in METRICS}
    files = {f"/charts/{name}.{form}" for name in charts() for form in ("csv", "json")}
    for path in sorted({*PAGES.values(), *FILES.values(), *details, *alone, *files}):
        yield path
        if path not in ("/news/feed/", "/changes/feed/"):  # they know no clock
            yield f"{path}?{urlencode(both)}"
    for name, view in VIEWS.items():
        key = "pk" if issubclass(view, NumberedViewSet) else "slug"
        rows = view(request=None, action="list").rows(None).order_by("pk").values_list(key, flat=True)
        for clock in (now, day):
            yield f"/api/v1/{name}/?{urlencode({'page_size': 500} | clock)}"
            yield from (f"/api/v1/{name}/{one}/?{urlencode(clock)}" for one in rows[:1])
    for name in METRICS:
        yield from (f"/api/v1/metrics/{name}/?{urlencode(clock)}" for clock in (now, both, {"format": "csv"}))


def test_a_draft_stands_behind_every_reference(planted):
    assert not unplanted(), "\n".join(unplanted())


def test_no_page_list_export_feed_or_metric_names_a_draft(client, planted):
    waiting = list(addresses())
    seen, leaks = set(waiting), []
    while waiting:
        path = waiting.pop()
        answer = client.get(path)
        assert answer.status_code in (200, 404, 503), (path, answer.status_code)
        text = f"{answer.headers}{answer.content.decode()}"
        if found := re.search(f".{{0,60}}{MARK}.{{0,40}}", text, re.IGNORECASE):
            leaks.append(f"{path}: {found[0]}")
        for link in NEXT.findall(text):
            parts = urlsplit(unescape(link))
            further = f"{parts.path or urlsplit(path).path}?{parts.query}"
            if further not in seen and not further.endswith("?page=1"):
                seen.add(further)
                waiting.append(further)
    assert not leaks, f"{len(leaks)} answers name a draft:\n" + "\n".join(leaks)


def test_a_search_for_a_draft_answers_as_a_search_for_nothing(client, planted):
    lists = [
        f"/api/v1/{name}/?search="
        for name, view in VIEWS.items()
        if "search" in view.filterset_class.base_filters
    ]
    for path in (*lists, *(f"{PAGES[name]}?q=" for name in WITH_FILTERS)):
        _same(client, f"{path}{MARK}", f"{path}{NOWHERE}")


def test_a_draft_is_answered_as_what_does_not_exist(client, planted):
    """Whoever guesses a slug or a word learns nothing: the answers differ in that word alone."""
    for item in NewsItem.objects.filter(state__in=DESK):
        for slug in (item.slug, item.sources.get().slug):
            for path in ("/facts/news/{}/", "/facts/sources/{}/", "/api/v1/news/{}/", "/api/v1/sources/{}/",
                         "/api/v1/news/{}/?as_of=2026-01-01", "/api/v1/sources/{}/?as_of=2026-01-01"):  # fmt: skip
                _same(client, path.format(slug), path.format(slug.replace(MARK, NOWHERE)))


def test_an_account_without_rights_reads_no_draft_at_the_desk(planted):
    desk = desk_of(get_user_model().objects.create_user("nobody", is_staff=True))
    item = present(NewsItem.objects.filter(state__in=DESK).first())
    choices = [
        ("projects", "source", "copy_of"),
        ("news", "newsitem", "sources"),
        ("news", "newsitem", "projects"),
    ]
    closed = [
        *(address(model, "changelist") for model in registered()),
        *(address(type(row), action, row.pk) for row in (item, item.sources.get()) for action in ACTIONS),
        *(
            f"{reverse('admin:autocomplete')}?term={MARK}&app_label={app}&model_name={model}&field_name={field}"
            for app, model, field in choices
        ),
    ]
    assert MARK not in desk.get(reverse("admin:index")).content.decode()
    for path in closed:
        answer = desk.get(path)
        assert answer.status_code == 403, path
        assert MARK not in answer.content.decode(), path


def _same(client: Client, address: str, other: str) -> None:
    """Two answers that differ in the word asked for alone."""
    first, second = client.get(address), client.get(other)
    assert first.status_code == second.status_code, address
    assert first.content.decode() == second.content.decode().replace(NOWHERE, MARK), address
