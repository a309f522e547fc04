"""What hosts of repositories and editors read: CITATION.cff, SECURITY.md, .editorconfig, .pre-commit-config.yaml."""

import re
import tomllib
from configparser import ConfigParser
from datetime import date
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TEXTS = {
    ".py",
    ".md",
    ".html",
    ".js",
    ".css",
    ".toml",
    ".yaml",
    ".yml",
    ".json",
    ".txt",
    ".in",
    ".svg",
    ".cff",
    ".csv",
}
NOT_OURS = re.compile(r"(^|/)(\.[a-z_]+|node_modules|var|vendor|__pycache__)/")


# --- CITATION.cff ---------------------------------------------------------------------------------
# Of the schema of the Citation File Format 1.2.0: the fields required, and those allowed at the top.
REQUIRED = {"authors", "cff-version", "message", "title"}
ALLOWED = REQUIRED | {
    "abstract", "commit", "contact", "date-released", "doi", "identifiers", "keywords", "license", "license-url",
    "preferred-citation", "references", "repository", "repository-artifact", "repository-code", "type", "url",
    "version",
}  # fmt: skip


def citation() -> dict[str, Any]:
    found = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def faults_of(cff: dict[str, Any]) -> list[str]:
    """What the Citation File Format 1.2.0 does not allow, as far as the fields used here go."""
    faults = [f"{name} is missing" for name in REQUIRED - cff.keys()]
    faults += [f"{name} is no field" for name in cff.keys() - ALLOWED]
    if cff.get("cff-version") != "1.2.0":
        faults.append("cff-version is not the text 1.2.0")
    for name in ("message", "title", "abstract", "version", "license"):
        if name in cff and not (isinstance(cff[name], str) and cff[name]):
            faults.append(f"{name} is no text")
    if cff.get("type", "software") not in ("software", "dataset"):
        faults.append("type is neither software nor dataset")
    if "date-released" in cff and not isinstance(cff["date-released"], date):
        faults.append("date-released is no day")
    authors = cff.get("authors") or []
    if not authors:
        faults.append("authors is empty")
    for author in authors:
        if not ({"name", "family-names", "given-names", "alias"} & author.keys()):
            faults.append("an author has no name")
    keywords = cff.get("keywords", ["one"])
    if (
        not keywords
        or len(set(keywords)) != len(keywords)
        or not all(isinstance(word, str) for word in keywords)
    ):
        faults.append("keywords are not texts, each once")
    return faults


def test_the_citation_file_is_one_of_its_format():
    assert faults_of(citation()) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"cff-version": 1.2}, "cff-version is not the text 1.2.0"),
        ({"authors": []}, "authors is empty"),
        ({"authors": [{"email": "x"}]}, "an author has no name"),
        ({"version": 0.1}, "version is no text"),
        ({"licence": "MIT"}, "licence is no field"),
        ({"type": "book"}, "type is neither software nor dataset"),
        ({"keywords": ["a", "a"]}, "keywords are not texts, each once"),
        ({"date-released": "soon"}, "date-released is no day"),
    ],
)
def test_what_the_format_does_not_allow_is_seen(change, fault):
    assert fault in faults_of(citation() | change)


def test_the_citation_is_of_this_version_and_licence_by_all_who_contributed():
    cff = citation()
    assert cff["version"] == PYPROJECT["project"]["version"]
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith(f"{cff['license']} License")
    assert cff["authors"] == [{"name": "Racetracker contributors"}]


def test_the_citation_invents_no_identifier_and_no_address():
    assert not citation().keys() & {"doi", "identifiers", "url", "repository", "repository-code"}
    assert "://" not in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


# --- SECURITY.md ----------------------------------------------------------------------------------
def test_the_security_policy_says_how_to_report_and_what_is_supported():
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE)[:3] == [
        "Reporting a fault", "What is supported", "In scope",
    ]  # fmt: skip
    assert "Report a vulnerability" in " ".join(text.split())


def test_the_security_policy_names_no_address_that_nobody_reads():
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert not re.search(r"://|[\w.]@[\w.]", text)


# --- .editorconfig --------------------------------------------------------------------------------
def editorconfig() -> ConfigParser:
    parser = ConfigParser()
    parser.read_string("[top]\n" + (ROOT / ".editorconfig").read_text(encoding="utf-8"))
    return parser


def ours() -> list[Path]:
    found = (path for path in ROOT.rglob("*") if path.suffix in TEXTS or path.name == "Makefile")
    return [
        path for path in found if not NOT_OURS.search(path.relative_to(ROOT).as_posix()) and path.is_file()
    ]


def test_the_editor_writes_lines_as_long_as_the_formatter_does():
    parser = editorconfig()
    assert parser.getboolean("top", "root")
    assert parser.getint("*.py", "max_line_length") == PYPROJECT["tool"]["ruff"]["line-length"]
    assert parser.get("Makefile", "indent_style") == "tab"


def test_the_files_are_as_the_editor_would_leave_them():
    """Of tests' answers of feeds, kept as they came, nothing is said."""
    rules, wrong = editorconfig()["*"], []
    unended = {
        name.lstrip("*")
        for name in editorconfig().sections()
        if editorconfig().get(name, "insert_final_newline", fallback="") == "unset"
    }
    assert (rules["charset"], rules["end_of_line"]) == ("utf-8", "lf")
    for path in ours():
        name, body = path.relative_to(ROOT).as_posix(), path.read_bytes()
        body.decode(rules["charset"])
        if b"\r\n" in body:
            wrong.append(f"{name}: CRLF")
        if (
            rules.getboolean("insert_final_newline")
            and path.suffix not in unended
            and body
            and not body.endswith(b"\n")
        ):
            wrong.append(f"{name}: no newline at its end")
        if rules.getboolean("trim_trailing_whitespace") and re.search(rb"[ \t]+$", body, re.MULTILINE):
            wrong.append(f"{name}: blanks at the end of a line")
    assert not wrong, "\n".join(wrong)


def test_files_of_others_are_kept_byte_for_byte():
    [section] = [name for name in editorconfig().sections() if "vendor" in name]
    folder, rest = section.strip("{").split("}")
    for top in folder.split(","):
        assert (ROOT / top / "vendor").is_dir()
        assert fnmatch(f"{top}/vendor/plotly/plotly.js", f"{top}{rest}")
    assert set(dict(editorconfig()[section]).values()) == {"unset"}


# --- .pre-commit-config.yaml ------------------------------------------------------------------------
def hooks() -> list[dict[str, Any]]:
    [repository] = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert repository["repo"] == "local"
    return repository["hooks"]


@pytest.mark.parametrize("hook", hooks(), ids=lambda hook: hook["id"])
def test_a_hook_runs_a_tool_of_the_environment_and_downloads_nothing(hook):
    assert {"id", "name", "entry", "language"} <= hook.keys()
    assert hook["language"] == "system"
    words = hook["entry"].split()
    assert words[0] in (".venv/bin/python", f".venv/bin/{hook['id']}")
    for key in ("files", "exclude"):
        re.compile(hook.get(key, ""))


def test_the_hooks_are_what_lint_runs_quickly():
    lint = (ROOT / "Makefile").read_text(encoding="utf-8").split("\nlint:")[1].split("\n\n")[0]
    for tool in ("ruff check", "ruff format", "lint-imports", "djlint"):
        assert tool in lint
        assert any(tool in hook["entry"] for hook in hooks()), tool
