"""What is cited keeps its answer: every page, list, detail and file with both clocks, whoever writes later."""

from collections.abc import Iterator

import pytest
import time_machine
from django.utils import timezone

from api.answers import ROUTES
from facts.ledger.registry import in_order
from launches.models import Spacecraft
from metrics.all import METRICS
from metrics.snapshot import forget
from pages.frames.all import names as drawn
from projects.models import Organization, Project
from tests.desk_writers import EVERYBODY
from tests.examples import NIGHTLY
from tests.writers import small_ledger

PAGES = (
    "/", "/compare/", "/slippage/", "/projects/", "/organizations/", "/launches/", "/launches/?aboard=all",
    "/launches/?which=upcoming&aboard=all", "/launches/?launch_library=withdrawn&aboard=all", "/spacecraft/",
    "/funding/", "/regulation/", "/milestones/", "/news/", "/questions/", "/changes/", "/method/", "/data/",
    "/projects/?q=told", "/organizations/?country=EU", "/spacecraft/?q=Beacon",
)  # fmt: skip


def addresses() -> Iterator[str]:
    """Of everything that readers can cite."""
    yield from PAGES
    for name in METRICS:
        yield from (f"/metrics/{name}/", f"/api/v1/metrics/{name}/", f"/api/v1/metrics/{name}/?format=csv")
    for name in drawn():
        yield from (f"/embed/{name}/", f"/charts/{name}.csv", f"/charts/{name}.json")
    for where, model in (("projects", Project), ("organizations", Organization), ("spacecraft", Spacecraft)):
        yield from (f"/{where}/{row.slug}/" for row in model.objects.all())
    for kind in in_order():
        route = ROUTES[kind.name]
        yield f"/api/v1/{route}/"
        for row in kind.model._default_manager.public().order_by("pk")[:: 1 if NIGHTLY else 3]:
            yield f"/api/v1/{route}/{row.slug}/"
            if kind.is_fact:
                yield f"/facts/{route}/{row.slug}/"
    yield from (f"/api/v1/{name}/" for name in ("net-revisions", "element-sets"))


def answered(client, where: list[str], asked: str = "") -> dict[str, tuple[int, str]]:
    """Status and text of each address."""
    forget()
    found = {}
    for address in where:
        answer = client.get(f"{address}{'&' if '?' in address else '?'}{asked}")
        found[address] = answer.status_code, answer.content.decode()
    return found


@pytest.mark.slow
@pytest.mark.sampled
def test_a_cited_address_keeps_its_answer_whoever_writes(empty_ledger, client):
    with time_machine.travel(timezone.now(), tick=True) as clock:
        small_ledger()
        where = list(addresses())
        clock.shift(2)
        asked = f"as_of=2026-11-20&recorded={timezone.now():%Y-%m-%dT%H:%M:%SZ}"
        before, today = answered(client, where, asked), answered(client, where)
        assert {status for status, _text in before.values()} == {200}
        for write in EVERYBODY:
            clock.shift(60)
            write()
        now = answered(client, where, asked)
        moved = [address for address, told in answered(client, where).items() if told != today[address]]
    assert [address for address in where if now[address] != before[address]] == []
    assert len(moved) > len(where) / 2
