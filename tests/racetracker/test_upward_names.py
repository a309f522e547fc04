"""No name of an upper app stands in a string below it: what import contracts cannot see.

A string names an app where it is one of its labels, or begins a dotted path, an address or a permission with it
(`news.publish_newsitem`, `pages:fact`, `admin:news_newsitem_add`). Docstrings may speak of anything.
"""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
[LAYERS] = [one["layers"] for one in CONTRACTS["contracts"] if one["id"] == "layers"]
LEVELS = [[app.strip() for app in layer.split("|")] for layer in LAYERS]
# Words of the ledger (kinds of records, related names) and of links that are also labels of apps.
WORDS = {
    "projects",
    "launches",
    "news",
    "facts",
    "feeds",
    "metrics",
    "charts",
    "links",
    "desk",
    "accounts",
    "pages",
}


# A statement is about a project or a spacecraft: a column of the table, which Django ties to its model by label.
MEANT = {("projects/models/statement.py", "launches.Spacecraft")}


def above(app: str) -> set[str]:
    """The apps that this one may not know."""
    level = next(n for n, apps in enumerate(LEVELS) if app in apps)
    return {name for apps in LEVELS[:level] for name in apps}


def strings(path: Path) -> list[tuple[int, str]]:
    """The texts of a file that are no docstrings, with their lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    ]


def names(text: str, apps: set[str]) -> list[str]:
    """The apps that a text names as code does: with a dot, a colon, a slash or a model behind the label."""
    found = []
    for app in sorted(apps):
        dotted = rf"(?<![\w./-]){app}\.(?!yaml|md|html|csv|json|org|example|\s|$)[A-Za-z_]+"
        address = rf"(?<![\w/-]){app}:[a-z]|\badmin:{app}_"
        if re.search(rf"{dotted}|{address}", text) or (text == app and app not in WORDS):
            found.append(app)
    return found


def files(app: str) -> list[Path]:
    return [path for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts]


@pytest.mark.parametrize("app", [app for apps in LEVELS for app in apps])
def test_no_string_names_an_upper_app(app):
    upper = above(app)
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text[:60]!r} names {', '.join(named)}"
        for path in files(app)
        for line, text in strings(path)
        if (named := names(text, upper)) and (str(path.relative_to(ROOT)), text) not in MEANT
    ]
    assert not found, "Let the upper app register it instead:\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("text", "app"),
    [
        ("news.publish_newsitem", "news"), ("pages:fact", "pages"), ("admin:news_newsitem_add", "news"),
        ("feeds.tasks.run_feed", "feeds"), ("launches.Spacecraft", "launches"),
        ("racetracker.cache.Cache", "racetracker"), ("api", "api"),
    ],
)  # fmt: skip
def test_what_names_an_app_is_found(text, app):
    assert names(text, {app}) == [app]


@pytest.mark.parametrize(
    "text", ["news", "news.yaml", "The news. And more", "/news/feed/", "https://news.example.org/x"]
)
def test_words_that_name_no_app_are_left_alone(text):
    assert names(text, {"news"}) == []
