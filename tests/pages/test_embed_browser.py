"""A chart in a page of another site, in a real browser: where its links lead, and that its tabs stay in the frame."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect


@pytest.fixture
def other_site(live_server) -> Iterator[str]:
    """A page of another origin that frames what its own path and query name here."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = f'<!doctype html><iframe name="chart" src="{live_server}{self.path}" width="900" height="900">'
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *args: object) -> None:
            """Tests print no requests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("link", "leads_to"),
    [
        ("Facts and sources", "/metrics/funding/#cite"),
        ("Racetracker: the facts and sources behind this chart", "/compare/?metric=funding"),
    ],
)
def test_a_link_of_a_framed_chart_opens_at_the_top(page, live_server, other_site, link, leads_to):
    page.goto(other_site + "/embed/funding/")
    page.frame_locator("iframe").get_by_role("link", name=link, exact=True).click()
    page.wait_for_url(live_server + leads_to)
    expect(page.locator("h1")).to_be_visible()


def test_a_link_that_a_script_adds_opens_at_the_top(page, live_server, other_site):
    page.goto(other_site + "/embed/funding/")
    frame = page.frame_locator("iframe")
    frame.locator(".chart.drawn .main-svg").first.wait_for()
    frame.locator(".plot").evaluate(
        "plot => plot.append(Object.assign(document.createElement('a'), {href: '/method/', textContent: 'Added'}))"
    )
    frame.get_by_role("link", name="Added").click()
    page.wait_for_url(live_server + "/method/")


def test_tabs_and_files_of_a_framed_chart_stay_in_the_frame(page, other_site):
    page.goto(other_site + "/embed/funding/")
    frame = page.frame_locator("iframe")
    frame.locator(".chart.drawn .main-svg").first.wait_for()
    frame.get_by_role("tab", name="Table").click()
    expect(frame.locator("#table-funding")).to_be_visible()
    frame.get_by_role("tab", name="Download and cite").click()
    for name in ("Image (SVG)", "Numbers (CSV)"):
        with page.expect_download() as download:
            frame.get_by_text(name).click()
        assert download.value.suggested_filename.startswith("racetracker-funding")
    assert page.url == other_site + "/embed/funding/"


def test_what_went_wrong_in_a_frame_leads_out_of_it(page, live_server, other_site):
    page.goto(other_site + "/embed/no-such-chart/")
    frame = page.frame_locator("iframe")
    expect(frame.locator(".masthead")).not_to_be_visible()
    frame.get_by_role("link", name="To the overview").click()
    page.wait_for_url(live_server + "/")
