"""Tests that are marked `nightly` wait for the night."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TWO = "import pytest\n\ndef test_daily(): pass\n\n@pytest.mark.nightly\ndef test_rare(): pass\n"


def last_line(folder: Path, **environment: str) -> str:
    """Of a run of two tests, one of them marked, with the plugin alone."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-c", "pytest.ini", "-p", "tests.fixtures.nightly"],
        cwd=folder, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL,
        env={key: value for key, value in os.environ.items() if not key.startswith(("EXAMPLES", "PYTEST_"))}
        | {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"} | environment,
    )  # fmt: skip
    return done.stdout.splitlines()[-1]


@pytest.mark.slow
def test_the_mark_deselects_by_day_and_not_by_night(tmp_path, request):
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\nmarkers =\n    nightly: by night alone\n", encoding="utf-8"
    )
    (tmp_path / "test_two.py").write_text(TWO, encoding="utf-8")
    assert last_line(tmp_path).startswith("1 passed, 1 deselected")
    assert last_line(tmp_path, EXAMPLES="nightly").startswith("2 passed in")
    assert request.config.pluginmanager.has_plugin("tests.fixtures.nightly")  # the suite has it too


def test_the_night_runs_what_the_mark_leaves_out():
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\nexamples:")[2].partition("\n\n")[0]
    assert "EXAMPLES=nightly" in recipe
    assert "or nightly" in recipe
    assert (
        "examples"
        in (ROOT / "Makefile").read_text(encoding="utf-8").partition("\nnightly:")[2].partition("\n\n")[0]
    )
