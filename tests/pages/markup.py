"""HTML as a tree, as far as tests of pages need it: tags, attributes, text, and who stands in whom."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Element:
    """One element. `classes` is the set of its class names; `text` what a reader would read, in one line."""

    def __init__(self, tag: str, attributes: dict[str, str], parent: Element | None) -> None:
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.children: list[Element | str] = []

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")

    @property
    def classes(self) -> set[str]:
        return set(self["class"].split())

    @property
    def text(self) -> str:
        if self.tag in ("script", "style", "title") and self.parent:
            return ""
        parts = [child if isinstance(child, str) else child.text for child in self.children]
        return " ".join("".join(parts).split())

    def all(self, tag: str = "", class_: str = "") -> Iterator[Element]:
        """All elements inside with this tag and this class, in the order of the page."""
        for child in self.children:
            if isinstance(child, str):
                continue
            if (not tag or child.tag == tag) and (not class_ or class_ in child.classes):
                yield child
            yield from child.all(tag, class_)

    def one(self, tag: str = "", class_: str = "") -> Element:
        found = list(self.all(tag, class_))
        assert len(found) == 1, f"{len(found)} × <{tag} class={class_!r}>"
        return found[0]

    def with_id(self, name: str) -> Element | None:
        return next((element for element in self.all() if element["id"] == name), None)

    @property
    def ancestors(self) -> Iterator[Element]:
        at = self.parent
        while at:
            yield at
            at = at.parent

    def raw(self) -> str:
        """Everything inside as text, scripts included."""
        return "".join(child if isinstance(child, str) else child.raw() for child in self.children)


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {}, None)
        self.at = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        new = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.children.append(new)
        if tag not in VOID:
            self.at = new

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.at.children.append(Element(tag, {name: value or "" for name, value in attrs}, self.at))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.at.tag == tag, f"</{tag}> closes <{self.at.tag} {self.at.attributes}>"
        assert self.at.parent
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


def tree(html: str) -> Element:
    """The page as a tree; a tag that is closed by another one is an error."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert builder.at is builder.root, f"<{builder.at.tag}> is never closed"
    return builder.root
