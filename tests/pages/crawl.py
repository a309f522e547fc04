"""Every address of ours that the front page leads to, followed link by link."""

import re
from html import unescape
from urllib.parse import SplitResult, urljoin, urlsplit

from django.test import Client

from tests.examples import NIGHTLY

DAYLESS = ("/news/feed/", "/changes/feed/", "/api/v1/", "/api/v1/docs/", "/api/v1/schema/")
LINK = re.compile(r'<a\s[^>]*href="([^"]*)"')
ID = re.compile(r'\sid="([^"]+)"')
# Of pages that are alike, every eighth or fourth is opened; by `make nightly` each.
OF_ALIKE, OF_THINGS = (1, 1) if NIGHTLY else (8, 4)
MOST = 12_000 if NIGHTLY else 1500


class Crawl:
    """What was opened (address: the ids in it), what was met and where, and what was wrong."""

    def __init__(self, client: Client, day: str) -> None:
        self.client, self.day = client, day
        start = f"/?as_of={day}" if day else "/"
        self.waiting, self.origin = [start], {start: ""}
        self.opened: dict[str, set[str]] = {}
        self.facts: dict[str, str] = {}
        self.anchors: dict[tuple[str, str], str] = {}
        self.wrong: list[str] = []
        self.things = self.slips = self.at_a_moment = 0

    def run(self) -> None:
        while self.waiting:
            self.open(self.waiting.pop())

    def open(self, address: str) -> None:
        assert len(self.opened) < MOST, "the site has no end"
        response = self.client.get(address)
        self.opened[address] = set()
        if response.status_code != 200:
            self.wrong.append(f"{address} on {self.origin[address]}: {response.status_code}")
            return
        if address.startswith(("/api/", "/admin/", "/charts/")):
            return
        html = response.content.decode()
        self.opened[address] = set(ID.findall(html))
        for href in LINK.findall(html):
            target = urlsplit(urljoin(f"http://testserver{address}", unescape(href)))
            if target.netloc != "testserver":
                assert target.scheme in ("http", "https"), f"{href} on {address}"
            elif self.keeps_the_clocks(target, address, href):
                self.follow(target, address)

    def keeps_the_clocks(self, target: SplitResult, address: str, href: str) -> bool:
        """Whether a link may be followed; one to another page that forgets the day or the moment is wrong."""
        moment = "recorded=" in urlsplit(address).query
        kept = f"as_of={self.day}" in target.query if self.day else not moment or "as_of=" in target.query
        kept = kept and (not moment or "recorded=" in target.query)
        if not kept and target.path != urlsplit(address).path and target.path not in DAYLESS:
            self.wrong.append(f"{href} on {address} forgets the day or the moment")
        return kept and not moment

    def follow(self, target: SplitResult, address: str) -> None:
        local = target._replace(scheme="", netloc="", fragment="").geturl()
        if target.fragment:
            self.anchors.setdefault((local, target.fragment), address)
        if local in self.origin:
            return
        self.origin[local] = address
        if self.is_opened(local, target):
            self.waiting.append(local)

    def is_opened(self, local: str, target: SplitResult) -> bool:
        """Whether a page is opened, or another that is like it."""
        if target.path.startswith("/facts/") and not target.fragment:
            self.facts[local] = target.path
            return len(self.facts) % OF_ALIKE == 0
        if "recorded=" in target.query:
            self.at_a_moment += 1
            return self.at_a_moment % OF_ALIKE == 0
        if re.fullmatch(r"/(organizations|projects|spacecraft)/[^/]+/", target.path):
            self.things += 1
            return self.things % OF_THINGS == 0
        if target.path == "/slippage/" and "project=" in target.query:
            self.slips += 1
            return self.slips % OF_ALIKE == 0
        return True
