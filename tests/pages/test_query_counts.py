"""How many queries each page takes: tests/query_counts.json, changed only on purpose.

A list that does not end on its first page takes one more, which counts it: how long the lists are is the ledger's
matter, so that one is left out.

Write it anew with `QUERY_COUNTS=write pytest tests/pages/test_query_counts.py`.
"""

import json
import os
import uuid
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from facts.models import LedgerVersion
from launches.models import ElementSet, Launch, NetRevision, Spacecraft
from metrics.snapshot import forget
from news.models import NewsItem
from projects.models import Milestone, Organization, Project, Target
from tests.pages.addresses import PAGES

FILE = Path(__file__).parent.parent / "query_counts.json"
MOST = 13
TIMES = 20


def counted(visit, address: str) -> int:
    """The queries of a page that nobody asked for before."""
    # Not clear(): in Redis that would empty the whole database, other people's keys included.
    caches["default"].key_prefix = f"racetracker-tests-{os.getpid()}-{uuid.uuid4().hex[:8]}"
    forget()
    with CaptureQueriesContext(connection) as queries:
        page = visit(address)
    return len(queries) - (b'rel="next"' in page.response.content)


def test_each_page_takes_as_many_queries_as_written_down(visit):
    found = {name: counted(visit, PAGES[name]) for name in PAGES}
    if os.environ.get("QUERY_COUNTS") == "write":
        FILE.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    assert found == json.loads(FILE.read_text(encoding="utf-8"))
    assert max(found.values()) <= MOST, found


def test_no_project_organization_or_spacecraft_takes_more(visit):
    """The longest pages of each, and every twentieth of all."""
    for place, model in (("projects", Project), ("organizations", Organization), ("spacecraft", Spacecraft)):
        some = model.objects.values_list("pk", flat=True)[::20]
        for slug in model.objects.filter(pk__in={*some, *richest(model)}).values_list("slug", flat=True):
            assert counted(visit, f"/{place}/{slug}/") <= MOST, slug


def richest(model: type[Model], most: int = 5) -> list[int]:
    """The rows that most other rows point to."""
    pointed = Counter[Any]()
    for relation in model._meta.related_objects:
        pointed.update(relation.related_model._default_manager.values_list(relation.field.name, flat=True))
    pointed.pop(None, None)
    return [key for key, _count in pointed.most_common(most)]


@pytest.mark.parametrize("day", ["2026-03-01", "1990-01-01"])
def test_a_page_of_the_past_stays_within_the_bar(visit, day):
    for name in ("overview", "compare", "projects", "launches", "spacecraft", "funding", "news", "metric"):
        assert counted(visit, f"{PAGES[name]}?as_of={day}") <= MOST, name


def test_a_ledger_twenty_times_as_long_takes_no_more_queries(visit):
    before = json.loads(FILE.read_text(encoding="utf-8"))  # which the first test proves
    multiply()
    LedgerVersion.bump()
    after = {name: counted(visit, address) for name, address in PAGES.items()}
    assert after == before
    shown = f"{NewsItem.objects.count():,} in all"
    assert shown in visit("/news/").text
    assert NewsItem.objects.count() > 4000


def multiply() -> None:
    """News, milestones, promised dates, revisions of launches and element sets, many times over."""
    models: tuple[tuple[Any, str], ...] = ((NewsItem, "projects"), (Milestone, ""), (Target, ""))
    for model, links in models:
        through = model.sources.through
        key = model.sources.field.m2m_field_name() + "_id"
        rows, cited, tied = list(model.objects.order_by("pk")), [], []
        copies = [copy_of(row, n) for row in rows for n in range(TIMES)]
        model.objects.bulk_create(copies, batch_size=500)
        sources: dict[int, list[int]] = {}
        projects: dict[int, list[int]] = {}
        for link in through.objects.all():
            sources.setdefault(getattr(link, key), []).append(link.source_id)
        if links:
            for link in NewsItem.projects.through.objects.all():
                projects.setdefault(link.newsitem_id, []).append(link.project_id)
        for number, copy in enumerate(copies):
            original = rows[number // TIMES].pk
            cited += [through(**{key: copy.pk}, source_id=one) for one in sources.get(original, ())]
            tied += [NewsItem.projects.through(newsitem_id=copy.pk, project_id=one)
                     for one in projects.get(original, ())]  # fmt: skip
        through.objects.bulk_create(cited, batch_size=500)
        NewsItem.projects.through.objects.bulk_create(tied, batch_size=500)
    at = datetime(2026, 9, 1, tzinfo=UTC)
    NetRevision.objects.bulk_create(
        NetRevision(launch=launch, stated_at=at - timedelta(days=n), status="tbd",
                    net_first=date(2027, 1, 1), net_last=date(2027, 3, 31), net_precision="quarter")
        for launch in Launch.objects.all() for n in range(TIMES)
    )  # fmt: skip
    ElementSet.objects.bulk_create(
        ElementSet(norad_cat_id=craft.norad_cat_id, object_name=craft.name[:60], epoch=at - timedelta(days=n),
                   mean_motion=15, eccentricity=0, inclination=97, ra_of_asc_node=0, arg_of_pericenter=0,
                   mean_anomaly=0, bstar=0, mean_motion_dot=0, mean_motion_ddot=0)
        for craft in Spacecraft.objects.exclude(norad_cat_id=None).exclude(identity="hosted")
        for n in range(TIMES)
    )  # fmt: skip


def copy_of(row, number: int):
    """The same fact once more, under a slug of its own and without links."""
    copy = type(row)(**{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields})
    copy.pk, copy.slug = None, f"{row.slug[:140]}-copy-{number}"
    if isinstance(copy, Target):  # nobody gives one date for one promise twice on one day
        copy.promise = f"{row.promise[:70]}-{number}"
    return copy
