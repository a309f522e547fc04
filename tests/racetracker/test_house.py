"""What import-linter cannot say: a ring that may import these names and no others."""

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ALLOWED = {
    "physics": {"numpy", "common", "physics"},
    "common": {"common", "dateutil", "django"},
}


def imports(path: Path) -> set[str]:
    """The full names a file imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("ring", sorted(ALLOWED))
def test_a_ring_imports_only_what_it_may(ring):
    allowed = ALLOWED[ring] | set(sys.stdlib_module_names)
    for path in (ROOT / ring).rglob("*.py"):
        strange = {name for name in imports(path) if name.partition(".")[0] not in allowed}
        assert not strange, f"{path.relative_to(ROOT)} imports {sorted(strange)}"


def test_shared_words_know_no_models_and_no_clock():
    for path in (ROOT / "common").rglob("*.py"):
        assert not {name for name in imports(path) if name.startswith(("django.db", "django.apps"))}
        assert not re.search(r"timezone\.(now|local)|import timezone|\b(datetime\.now|date\.today)\b",
                             path.read_text()), path  # fmt: skip


def test_every_package_has_its_layer_and_its_types_are_checked():
    """A new one would else be of no contract, and nothing would say so."""
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    [layers] = [one["layers"] for one in tools["importlinter"]["contracts"] if one["id"] == "layers"]
    packages = sorted(path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests")
    assert sorted(tools["importlinter"]["root_packages"]) == packages
    assert sorted(app.strip() for layer in layers for app in layer.split("|")) == packages
    assert set(packages) < set(tools["mypy"]["files"])


def days_with_more(text: str) -> list[str]:
    """The classes of a source file that are a `date`, or a `datetime`, under whatever name it is imported."""
    if "date" not in text or "class " not in text:
        return []  # reading them all takes seconds
    nodes, days = list(ast.walk(ast.parse(text))), {"date", "datetime"}
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module == "datetime":
            days |= {name.asname for name in node.names if name.asname and name.name in ("date", "datetime")}
    classes = [node for node in nodes if isinstance(node, ast.ClassDef)]
    return [
        one.name for one in classes if days & {ast.unparse(base).rpartition(".")[2] for base in one.bases}
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("from datetime import date\nclass AsOf(date): ...", ["AsOf"]),
        ("from datetime import datetime as moment\nclass AsOf(tuple, moment): ...", ["AsOf"]),
        ("import datetime as dt\ndef made():\n    class AsOf(dt.date): ...", ["AsOf"]),
        ("from datetime import date\nclass AsOf:\n    day: date", []),
        ("from datetime import time as day\nclass AsOf(day): ...", []),
    ],
)
def test_a_class_that_is_a_day_is_seen(text, found):
    assert days_with_more(text) == found


def test_no_class_is_a_day_with_something_hidden_in_it():
    """Whoever takes a day could not say whether it has the rest: what has more than a day has it beside it."""
    for path in sources():
        assert not days_with_more(path.read_text(encoding="utf-8")), f"{path.relative_to(ROOT)}: see AsOf"


MOST_LINES, MOST_OF_A_FUNCTION = 300, 50


def sources() -> list[Path]:
    """Every file of ours, tests and tools included."""
    folders = [path for path in ROOT.glob("[!.]*/") if path.name not in {"node_modules", "var"}]
    return [*ROOT.glob("*.py"), *(path for folder in folders for path in sorted(folder.rglob("*.py")))]


def test_files_fit_a_screen_and_a_half_and_functions_a_screen():
    """What ruff has no rule for; it counts complexity and statements."""
    long = []
    for path in sources():
        if "migrations" in path.parts:
            continue
        text, name = path.read_text(encoding="utf-8"), path.relative_to(ROOT)
        if (lines := text.count("\n")) > MOST_LINES:
            long.append(f"{name} has {lines} lines: split it by noun")
        if lines <= MOST_OF_A_FUNCTION:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                if (lines := node.end_lineno - node.lineno + 1) > MOST_OF_A_FUNCTION:
                    long.append(f"{name}:{node.lineno}: {node.name} has {lines} lines: split it")
    assert not long, "\n".join(long)


def test_no_comment_of_a_template_runs_over_a_line_and_so_onto_the_page():
    """Django reads `{# … #}` as a comment within one line alone."""
    open_ended = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if line.count("{#") != line.count("#}")
    ]
    assert not open_ended, f"write {{% comment %}} in {open_ended}"
