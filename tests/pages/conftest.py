"""What tests of the pages share: a visitor who reads them, and the text of what was read."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
from django.test import Client

from tests.pages.markup import Element, tree


@dataclass
class Visit:
    """An answer, and its HTML as a tree."""

    response: Any  # the client adds to it what it was made of: templates and context

    @cached_property
    def html(self) -> str:
        return self.response.content.decode()

    @cached_property
    def tree(self) -> Element:
        return tree(self.html)

    @property
    def main(self) -> Element:
        return self.tree.one("main")

    @property
    def text(self) -> str:
        return self.main.text

    def __getitem__(self, header: str) -> str:
        return self.response.headers.get(header, "")


class Visitor:
    """Reads pages and expects a status."""

    def __init__(self) -> None:
        self.client = Client()

    def __call__(
        self, address: str, status: int = 200, /, headers: dict[str, str] | None = None, **query: Any
    ) -> Visit:
        response = self.client.get(address, query or None, headers=headers)
        assert response.status_code == status, (address, query, response.status_code)
        return Visit(response)

    def refused(self, address: str, status: int = 400, /, **query: Any) -> Visit:
        """A refusal: a page of its own that says in sentences what is wrong."""
        visit = self(address, status, **query)
        assert visit["Content-Type"].startswith("text/html")
        assert visit.tree.one("p", "dek").text.endswith(".")
        return visit


@pytest.fixture
def visit(ledger: None) -> Visitor:
    """A visitor of the pages on the real ledger, in the test's transaction."""
    return Visitor()
