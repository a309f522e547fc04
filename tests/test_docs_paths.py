"""Documents name files, commands and code that exist."""

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "SECURITY.md",
        *(ROOT / "docs").rglob("*.md"),
    )
)
LEFT_OUT = {".git", ".venv", "node_modules", "var"}
TOP = sorted(path.name for path in ROOT.iterdir() if path.is_dir() and path.name not in LEFT_OUT)
PACKAGES = sorted(path.parent.name for path in ROOT.glob("*/__init__.py"))
SUFFIX = r"\.(?:py|md|html|js|mjs|css|toml|ya?ml|json|txt|svg|webp|cfg|cff|sh|csv|in)"
# What looks like a path and is none here, by document: addresses of feeds, units, files that the site makes.
NO_PATHS = {
    "docs/api.md": {".json", "kind/slug"},
    "docs/charts.md": {"data.csv", "metadata.json"},
    "docs/desk.md": {"03/04/2026"},
    "docs/feeds.md": {
        "1/2", "2/2", "articles/", "launches/previous/", "launches/upcoming/", "pub/satcat.csv",
        "satcat.txt",
    },
    "docs/ledger.md": {"USD/kWh", "USD/kg", "USD/month", "kW/t"},
    "docs/settings.md": {
        "DATA_DIR/beat-schedule", "DATA_DIR/broker", "DATA_DIR/secret_key", "DATA_DIR/static",
    },
}  # fmt: skip
NO_NAMES = {"feeds.W001"}  # a check of `manage.py check`


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def paths_in(text: str) -> Iterator[str]:
    """What a document names as a path: in backticks, or anywhere where it begins with a folder of ours.

    A part in angle brackets (`metrics/<name>.py`) stands for a name: the folder before it is meant.
    """
    quoted = [word for span in re.findall(r"`([^`\n]+)`", text) for word in span.split()]
    plain = re.findall(rf"(?<![\w/.<:-])(?:{'|'.join(map(re.escape, TOP))})/[\w./*<>-]*", text)
    for word in (*quoted, *plain):
        name = word.partition("::")[0].rstrip(".,:;")
        if "<" in name:
            name = name.partition("<")[0]
            name = name[: name.rfind("/") + 1]
        if not re.fullmatch(r"[\w.*-][\w./*-]*", name):
            continue
        if "/" in name or re.search(rf"{SUFFIX}$", name):
            yield name


def exists(name: str, beside: Path, files: set[str]) -> bool:
    """A path from the root or from the document; a name alone is that of any file, `*` stands for anything."""
    if "*" in name:
        return any(ROOT.glob(name))
    return (ROOT / name).exists() or (beside / name).exists() or ("/" not in name and name in files)


@pytest.fixture(scope="module")
def files() -> set[str]:
    return {path.name for top in TOP for path in (ROOT / top).rglob("*")} | {
        path.name for path in ROOT.iterdir()
    }


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_in_a_document_exists(document, files):
    beside, known = (ROOT / document).parent, NO_PATHS.get(document, set())
    wrong = {name for name in paths_in(text_of(document)) if not exists(name, beside, files)} - known
    assert not wrong, f"{document} names {sorted(wrong)}: mend it, or say in NO_PATHS that it is no path"


@pytest.mark.parametrize("document", sorted(NO_PATHS))
def test_what_is_no_path_still_stands_in_its_document(document):
    assert NO_PATHS[document] <= set(paths_in(text_of(document)))


def test_a_path_that_leads_nowhere_is_seen(files):
    text = "See `metrics/launches.py`, `metrics/gone.py`, gone in pages/gone/, `feeds/sources/<name>.py`, `gone.py`."
    wrong = [name for name in paths_in(text) if not exists(name, ROOT, files)]
    assert sorted(set(wrong)) == ["gone.py", "metrics/gone.py", "pages/gone/"]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_of_a_document_leads_to_a_file(document):
    for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text_of(document)):
        if "://" not in link:
            assert ((ROOT / document).parent / link).exists(), f"{document} links {link}"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_name_of_the_code_in_a_document_can_be_imported(document):
    names = re.findall(rf"`((?:{'|'.join(PACKAGES)})(?:\.\w+)+)(?:\(\))?`", text_of(document))
    for name in sorted(set(names) - NO_NAMES):
        assert is_importable(name), f"{document} names {name}"


def is_importable(name: str) -> bool:
    """Whether this is a module, an attribute of one, or a model by its label (`projects.milestone`)."""
    parts = name.split(".")
    if len(parts) == 2 and any(model._meta.label_lower == name for model in apps.get_models()):
        return True
    if re.search(rf"{SUFFIX}$", name):
        return True  # a file: see paths_in
    for end in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        for part in parts[end:]:
            if not hasattr(found, part):
                return False
            found = getattr(found, part)
        return True
    return False


@pytest.mark.parametrize(
    ("name", "found"), [("common.dates.AsOf", True), ("common.dates.Gone", False), ("gone", False)]
)
def test_a_name_that_is_gone_is_seen(name, found):
    assert is_importable(name) is found


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_a_document_says_to_be_in_a_file_is_defined_there(document):
    """“`run_feed` in `feeds/tasks.py`”."""
    for name, file in re.findall(r"`(\w+)` in\s+`([\w/]+\.py)`", text_of(document)):
        code = (ROOT / file).read_text(encoding="utf-8")
        assert re.search(rf"^\s*(?:def|class|async def) {name}\b|^{name}\b", code, re.MULTILINE), (
            f"{name} in {file}"
        )


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_make_target_of_a_document_exists(document):
    makefile = text_of("Makefile")
    for target in set(re.findall(r"(?:^ {4}|`)make ([a-z-]+)", text_of(document), re.MULTILINE)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"{document} names `make {target}`"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_management_command_of_a_document_exists(document):
    for command in set(re.findall(r"manage\.py ([a-z_]+)", text_of(document))):
        assert command in get_commands(), f"{document} names manage.py {command}"
