"""Charts in other people's pages, and what is cited of them."""

import re

import pytest

from facts.models import LedgerVersion
from pages.frames.all import names
from tests.metrics.facts import application, project

pytestmark = pytest.mark.django_db


def test_a_chart_may_be_framed_by_anyone_and_no_other_page_may(client, ledger):
    embedded = client.get("/embed/funding/")
    assert embedded.status_code == 200
    assert "X-Frame-Options" not in embedded.headers
    assert "frame-ancestors *" in embedded.headers["Content-Security-Policy"]

    page = client.get("/metrics/funding/")
    assert page.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


def test_a_citation_keeps_the_day_in_address_and_entry(client, ledger):
    page = client.get("/metrics/funding/?as_of=2026-03-01").content.decode()
    assert re.search(
        r"url = \{http://testserver/metrics/funding/\?as_of=2026-03-01&amp;recorded=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z\}",
        page,
    )
    assert re.search(r"note = \{As of 2026-03-01\. Definition \d+, since [\d-]{10}\. CC BY 4\.0\}", page)


def test_a_frozen_chart_shows_its_day_and_a_metric_without_history_has_none(client, empty_ledger):
    application(project(), 1_088_000, "2026-01-30", known_on="2026-01-30")
    application(project(), 271_600, "2026-02-20", known_on="2026-02-20")
    LedgerVersion.bump()
    live = client.get("/embed/filings/").content.decode()
    frozen = client.get("/embed/filings/?as_of=2026-02-10").content.decode()
    assert "1,359,600" in live
    assert "1,088,000" in frozen
    assert "1,359,600" not in frozen
    assert client.get("/embed/freshness/").status_code == 404


def test_every_chart_may_be_embedded_with_the_keys_of_its_page(client, ledger):
    for name in names():
        page = client.get(f"/embed/{name}/?country=US&confidence=reported")
        assert page.status_code == 200, name
        assert "data-chart=" in page.content.decode(), name


def test_the_codes_to_embed_are_live_and_frozen(client, ledger):
    page = client.get("/compare/?metric=filings&scale=log&as_of=2026-03-01").content.decode()
    live, frozen = re.findall(r"&lt;iframe src=&quot;(.+?)&quot;|&lt;iframe src=\"(.+?)\"", page)
    assert "".join(live) == "http://testserver/embed/filings/?scale=log"
    kept = "http://testserver/embed/filings/?scale=log&amp;as_of=2026-03-01"
    assert "".join(frozen).split("&amp;recorded=")[0] == kept


def links_of(page: str) -> list[tuple[str, str]]:
    """(address, target) of each link."""
    return [
        (found[1], target[1] if (target := re.search(r'target="([^"]*)"', found[0])) else "")
        for found in re.finditer(r'<a [^>]*?href="([^"]*)"[^>]*>', page)
    ]


@pytest.mark.parametrize("address", ["/embed/{name}/", "/embed/no-{name}/", "/embed/{name}/?as_of=perhaps"])
def test_links_of_a_chart_in_a_frame_open_at_the_top_but_those_within_it(client, ledger, address):
    for name in names():
        page = client.get(address.format(name=name)).content.decode()
        assert page.count('<base target="_top">') == 1, name
        for link, target in links_of(page):
            assert target == ("_self" if link.startswith("#") else ""), (name, link)


def test_pages_that_stand_in_no_frame_change_no_targets(client, ledger):
    for address in ("/", "/metrics/funding/", "/no-such-page/", "/compare/?as_of=perhaps"):
        assert "<base" not in client.get(address).content.decode(), address
