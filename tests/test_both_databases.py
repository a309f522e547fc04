"""SQLite and PostgreSQL answer alike: every page, list, filter, ordering, metric and export of the same ledger.

On PostgreSQL the test runs itself once more on SQLite, in a process of its own that writes down what it answers.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from api.parameters import Parameter
from api.root import VIEWS
from tests.pages.addresses import PAGES, WITH_FILTERS
from tests.projects.rows import organization, saved, source
from tests.test_drafts import addresses as shapes

WRITES_TO, MOMENT = "ANSWERS_OF_SQLITE", "ANSWERED_AT"
WORDS = (
    "space", "BEIJING", "xai", "计算", "100%", "a_b", "50\\", "é", "É", "ÅNGSTRÖM", "ångström", "STRASSE", "ΟΔΟΣ",
    "space\u00a0 based", "ＳＰＡＣＥ", "sp\u200bace",
)  # fmt: skip
# Each database was filled at a moment of its own.
MASKS = (
    (re.compile(r"\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)"), "(a moment)"),
    (re.compile(r"\b20\d\d-\d\d-\d\d \d\d:\d\d(:\d\d)?( UTC)?"), "(a moment)"),
    (re.compile(r"\b\d\d?:\d\d(:\d\d)? UTC"), "(a time)"),
    (re.compile(r"\w+, \d\d \w+ 20\d\d \d\d:\d\d:\d\d (\+0000|GMT)"), "(a moment)"),
    (re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"'), "(a token)"),
)


def addresses() -> Iterator[str]:
    """One of every shape, and for each list what it can be asked: each word, each order, some words to find."""
    yield from (path for path in shapes() if "recorded=" not in path)
    for name, view in VIEWS.items():
        asked: dict[str, Any] = view.filterset_class.base_filters
        for key, parameter in asked.items():
            for value in values(key, parameter):
                yield f"/api/v1/{name}/?page_size=500&{key}={value}"
    for name in WITH_FILTERS:
        yield from (f"{PAGES[name]}?country={code}" for code in ("US", "CN"))
        yield from (f"{PAGES[name]}?q={word}" for word in WORDS)


def values(key: str, parameter: Parameter) -> Iterator[str]:
    if parameter.names:
        yield from (f"{sign}{name}" for name in parameter.names for sign in ("", "-"))
    elif key == "search":
        yield from WORDS
    elif key not in ("country", "confidence"):
        yield from parameter.schema.get("enum", ())
    else:
        yield from ("US", "CN", "EU") if key == "country" else ("confirmed", "claimed")


def answers(client: Client) -> dict[str, str]:
    told = {}
    for path in dict.fromkeys(addresses()):
        answer = client.get(path.replace("%", "%25").replace("\\", "%5C"))
        text = f"{answer.status_code} {answer.content.decode()}"
        for pattern, mask in MASKS:
            text = pattern.sub(mask, text)
        told[path] = text
    return told


def plant() -> None:
    """Names that one database would sort otherwise than the other, and empty values."""
    cited = saved(source())
    for number, name in enumerate(
        ("aa-b", "a c", "A_d", "aab", "ÅNGSTRÖM", "ångström", "中科", "Straße", "Οδός")
    ):
        row = saved(organization(slug=f"both-{number}", name=name, summary="50\\ of 100%"))
        row.sources.add(cited)


@pytest.mark.slow
def test_both_databases_answer_alike(ledger: None, client: Client, tmp_path: Path) -> None:
    out = os.environ.get(WRITES_TO)
    if connection.vendor == "sqlite" and not out:
        pytest.skip("There is one database here: PostgreSQL is asked by `make test` where it answers.")
    moment = os.environ.get(MOMENT) or timezone.now().isoformat(timespec="seconds")
    with time_machine.travel(moment):
        plant()
        told = answers(client)
    if out:
        Path(out).write_text(json.dumps(told), encoding="utf-8")
        return
    others = of_sqlite(tmp_path / "answers.json", moment)
    assert told.keys() == others.keys()
    unlike = [path for path in told if told[path] != others[path]]
    assert not unlike, f"{len(unlike)} of {len(told)} answers differ:\n" + "\n".join(
        difference(path, others[path], told[path]) for path in unlike[:20]
    )


def of_sqlite(path: Path, moment: str) -> dict[str, str]:
    left_out = {"DATABASE_URL", "REDIS_URL", "DATA_DIR", "TEST_RUN"}
    environment = {
        key: value
        for key, value in os.environ.items()
        if key not in left_out and not key.startswith("PYTEST")
    }
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", f"{__file__}::test_both_databases_answer_alike"],
        env=environment | {WRITES_TO: str(path), MOMENT: moment},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return found


def difference(path: str, lite: str, server: str) -> str:
    """The first lines in which two answers differ."""
    parts = [re.split(r"(?<=[,>])", text) for text in (lite, server)]
    lines = unified_diff(parts[0], parts[1], "SQLite", "PostgreSQL", n=0, lineterm="")
    return f"{path}\n  " + "\n  ".join(line[:160] for line, _n in zip(lines, range(9), strict=False))
