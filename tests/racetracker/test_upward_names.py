"""No name of an upper app stands in a string below it: what import contracts cannot see.

A string names an app where it is its label, in any case, or has it in a dotted path, an address or a permission
(`news.publish_newsitem`, `pages:fact`, `admin:news_newsitem_add`, `/admin/news/`). So does the text of a template.
Docstrings and comments may speak of anything.
"""

import ast
import re
import tomllib
from collections.abc import Collection
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
[LAYERS] = [one["layers"] for one in CONTRACTS["contracts"] if one["id"] == "layers"]
LEVELS = [[app.strip() for app in layer.split("|")] for layer in LAYERS]
APPS = [app for level in LEVELS for app in level]
# Labels of upper apps that mean something else in a lower one: the ties between projects, and a unit of statements.
WORDS = {("projects", "links"), ("common", "launches")}
# A statement is about a project or a spacecraft: a column of the table, which Django ties to its model by label.
MEANT = {("projects/models/statement.py", "launches.Spacecraft")}


def above(app: str) -> set[str]:
    """The apps that this one may not know."""
    level = next(n for n, apps in enumerate(LEVELS) if app in apps)
    return {name for apps in LEVELS[:level] for name in apps}


@cache
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


def names(text: str, apps: set[str], words: Collection[str] = ()) -> list[str]:
    """The apps that a text names as code does: with a dot, a colon, a slash or a model behind the label."""
    text = re.sub(r"\w+://\S+", "", text)  # of other sites
    found = []
    for app in sorted(app for app in apps if app in text.lower()):
        dotted = rf"(?<![\w./-]){app}\.(?!yaml|md|html|csv|json|org|example|\s|$)[A-Za-z_]+"
        address = rf"(?<![\w/-]){app}:[a-z]|\badmin:{app}_|(?<![\w.-]){app}/|/{app}$"
        if re.search(rf"{dotted}|{address}", text) or (text.lower() == app and text not in words):
            found.append(app)
    return found


@cache
def slugs(app: str) -> set[str]:
    """The slugs that an app gives to rows which it makes."""
    return {
        str(node.value.value)
        for path in files(app)
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        if str(getattr(node.targets[0], "id", "")).endswith("SLUG")
    }


def templates(app: str) -> list[Path]:
    """The templates of an app. What a noun shows at the desk lies in the desk's folder, by the label of its app."""
    folders = {"pages": "templates", "desk": "templates/admin", "api": "templates/api"}
    here = ROOT / folders.get(app, f"templates/admin/{app}")
    others = {ROOT / folder for folder in folders.values()} | {ROOT / "templates/admin" / one for one in APPS}
    return [
        path for path in sorted(here.rglob("*.html"))
        if not any(other in path.parents and here in other.parents for other in others)
    ]  # fmt: skip


def files(app: str) -> list[Path]:
    return [path for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts]


@pytest.mark.parametrize("app", APPS)
def test_no_string_names_an_upper_app(app):
    upper = above(app)
    words = {word for below, word in WORDS if below == app}
    made = {slug for one in upper for slug in slugs(one)}
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text[:60]!r} names {', '.join(named) or 'a row of an upper app'}"
        for path in files(app)
        for line, text in strings(path)
        if ((named := names(text, upper, words)) or text in made)
        and (str(path.relative_to(ROOT)), text) not in MEANT
    ]
    assert not found, "Let the upper app register it instead:\n" + "\n".join(found)


@pytest.mark.parametrize("app", APPS)
def test_no_template_names_an_upper_app(app):
    upper, comment = above(app), r"(?s)\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}"
    found = [
        f"{path.relative_to(ROOT)} names {', '.join(named)}"
        for path in templates(app)
        if (named := names(re.sub(comment, "", path.read_text(encoding="utf-8")), upper))
    ]
    assert not found, "Let the upper app register it instead:\n" + "\n".join(found)


def test_every_template_is_of_one_app():
    owned = [path for app in APPS for path in templates(app)]
    assert sorted(owned) == sorted((ROOT / "templates").rglob("*.html"))


def test_every_excuse_is_needed():
    for app, word in WORDS:
        assert word in above(app)
        assert any(text == word for path in files(app) for _, text in strings(path)), (app, word)
    for path, text in MEANT:
        assert any(text == one for _, one in strings(ROOT / path)), (path, text)


@pytest.mark.parametrize(
    ("text", "app"),
    [
        ("news.publish_newsitem", "news"), ("pages:fact", "pages"), ("admin:news_newsitem_add", "news"),
        ("feeds.tasks.run_feed", "feeds"), ("launches.Spacecraft", "launches"),
        ("racetracker.cache.Cache", "racetracker"), ("api", "api"), ("News", "news"), ("/news/feed/", "news"),
        ("/admin/news/newsitem/3/change/", "news"), ("news/feed/", "news"), ("/news", "news"),
        ('<a href="/api/v1/">', "api"), ("{% url 'pages:fact' kind slug %}", "pages"),
    ],
)  # fmt: skip
def test_what_names_an_app_is_found(text, app):
    assert names(text, {app}) == [app]


@pytest.mark.parametrize(
    "text",
    ["news.yaml", "The news. And more", "docs/news.md", "https://news.example.org/x", "https://x.org/news/"],
)
def test_words_that_name_no_app_are_left_alone(text):
    assert names(text, {"news"}) == []
