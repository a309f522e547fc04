"""Versions of meaning: no definition changes without a day and a sentence.

tests/metrics/definitions.json holds a digest of each version. Write those of new versions with
`DEFINITIONS=write pytest tests/metrics/test_versions.py`; where other words say the same, with
`DEFINITIONS=reworded`.
"""

import json
import os
from datetime import date
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest

from metrics.all import METRICS
from metrics.registry import FIRST, Metric, changes, register
from tests.metrics.test_registry import every_metric, section

FILE = Path(__file__).parent / "definitions.json"
MEND = (
    "The definition of {name} in docs/metrics.md is not that of version {number}. Where the meaning changed, add "
    "a day and a sentence beside its register() call and run "
    "`DEFINITIONS=write pytest tests/metrics/test_versions.py`; where only the words did, run it with "
    "DEFINITIONS=reworded."
)


def digest(metric: Metric) -> str:
    """Of title, definition, unit, limits and source facts, as docs/metrics.md has them (which a test compares)."""
    return sha256(f"{metric.title} {section(metric)}".encode()).hexdigest()[:16]


def written() -> dict[str, dict[str, str]]:
    return json.loads(FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module", autouse=True)
def _writes_what_is_asked_for() -> None:
    mode = os.environ.get("DEFINITIONS")
    if mode not in ("write", "reworded"):
        return
    known = written() if FILE.exists() else {}
    found = {}
    for name in sorted(METRICS):
        digests, number = dict(known.get(name, {})), str(METRICS[name].version.number)
        if mode == "reworded" or number not in digests:
            digests[number] = digest(METRICS[name])
        found[name] = digests
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(digests)}" for name, digests in found.items())
    FILE.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


@every_metric
def test_a_definition_changes_only_with_a_new_version(metric):
    number = metric.version.number
    known = written().get(metric.name, {}).get(str(number))
    assert known == digest(metric), MEND.format(name=metric.name, number=number)


def test_no_digest_is_kept_of_a_metric_that_is_gone():
    assert list(written()) == sorted(METRICS)


@every_metric
def test_versions_count_from_one_and_each_says_since_when_and_what_changed(metric):
    assert [version.number for version in metric.versions] == list(range(1, len(metric.versions) + 1))
    assert not metric.versions[0].changed
    assert metric.version.since <= date.today()
    for before, after in pairwise(metric.versions):
        assert before.since <= after.since
        assert str(after.changed).endswith(".")


def test_changes_are_told_newest_first_each_once():
    days = [version.since for _metric, version in changes()]
    assert days == sorted(days, reverse=True)
    assert len(days) == sum(len(metric.versions) - 1 for metric in METRICS.values())


def test_a_line_beside_the_metric_makes_a_version(monkeypatch):
    monkeypatch.setattr("metrics.registry.METRICS", {})
    metric = register(
        Metric("name", "Title", "Definition.", "unit", "Not more.", lambda question: []),
        ("2026-12-01", "Counts each once."),
        ("2026-12-24", "Leaves out the Moon."),
    )
    assert metric.versions[0] == FIRST[0]
    assert [(v.number, v.since.isoformat(), v.changed) for v in metric.versions[1:]] == [
        (2, "2026-12-01", "Counts each once."),
        (3, "2026-12-24", "Leaves out the Moon."),
    ]
    assert metric.version == metric.versions[2]
    assert [version.number for _metric, version in changes()] == [3, 2]
