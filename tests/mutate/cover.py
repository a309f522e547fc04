"""Which modules are mutated, and which tests cover each: its own first, then those of its folder."""

from collections.abc import Sequence
from pathlib import Path

# The tests of what a folder holds; the nearest folder of a module counts. None of them needs a browser.
FOLDERS = {
    "metrics": ("tests/metrics",),
    "facts": ("tests/facts", "tests/desk/test_model_admin_*.py"),
    "facts/ledger": ("tests/facts/ledger", "tests/desk/test_import_export_[dfnr]*.py"),
    "feeds/sources": ("tests/feeds/sources", "tests/feeds/runs", "tests/feeds/test_fuzz.py"),
    "feeds/formats": (
        "tests/feeds/formats",
        "tests/feeds/sources",
        "tests/feeds/test_import_elements*.py",
        "tests/feeds/test_fuzz.py",
    ),
}
# Where the tests of a module do not have its name.
NAMED = {
    "facts/history.py": ("tests/facts/test_history.py", "tests/facts/test_door.py"),
    "facts/restoring.py": ("tests/desk/test_history.py",),
    "facts/ledger/days.py": ("tests/facts/ledger/test_days.py", "tests/facts/test_services.py"),
    "facts/ledger/table_cells.py": ("tests/desk/test_import_export_[dfnr]*.py",),
    "facts/ledger/table_import.py": ("tests/desk/test_import_export_[dfnr]*.py",),
    "facts/ledger/table_plan.py": ("tests/desk/test_import_export_[dfnr]*.py",),
    "feeds/formats/omm.py": (
        "tests/feeds/sources/test_celestrak_gp.py",
        "tests/feeds/test_import_elements*.py",
    ),
    "feeds/formats/pagination.py": ("tests/feeds/sources/test_launch*.py",),
    "feeds/formats/tle.py": ("tests/feeds/test_import_elements*.py",),
    "feeds/sources/celestrak.py": ("tests/feeds/sources/test_celestrak*.py",),
    "feeds/sources/launch_library_net.py": ("tests/feeds/sources/test_launch*.py",),
    "metrics/between.py": ("tests/metrics/test_changes.py", "tests/pages/test_changes.py"),
    "metrics/kept.py": ("tests/metrics/test_slippage.py", "tests/metrics/test_promises.py"),
    "metrics/programmes.py": ("tests/metrics/test_milestones.py", "tests/metrics/test_measures.py"),
    "metrics/scores.py": ("tests/metrics/test_scores.py", "tests/metrics/test_scoreboard.py"),
    "metrics/standing.py": ("tests/metrics/test_promises.py", "tests/metrics/test_slippage.py"),
}


def modules(root: Path) -> list[str]:
    """Every module that is mutated; migrations and the commands of manage.py are not."""
    return sorted(
        path.relative_to(root).as_posix()
        for folder in ("metrics", "facts", "feeds/sources", "feeds/formats")
        for path in (root / folder).rglob("*.py")
        if not {"migrations", "management", "__pycache__"} & {*path.parts}
    )


def own_tests(root: Path, module: str) -> list[str]:
    """The tests that are nearest to a module; none where only those of its folder cover it."""
    if module in NAMED:
        return found(root, NAMED[module])
    home, stem = f"tests/{Path(module).parent.as_posix()}", Path(module).stem
    return found(root, [f"{home}/test_{stem}.py", f"{home}/test_{stem}_*.py"])


def wider_tests(root: Path, module: str) -> list[str]:
    """The tests of its folder."""
    folder = Path(module).parent
    while folder.as_posix() not in FOLDERS:
        folder = folder.parent
    return found(root, FOLDERS[folder.as_posix()])


def found(root: Path, patterns: Sequence[str]) -> list[str]:
    return [path.relative_to(root).as_posix() for pattern in patterns for path in sorted(root.glob(pattern))]
