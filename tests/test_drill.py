"""The table of faults in docs/feeds.md names every fault there is, and only drills and tests that exist."""

import re
from pathlib import Path

import pytest

from tests.drill import (  # noqa: F401  importing enters the cases
    faults_http,
    faults_missing,
    faults_records,
    infrastructure,
    processes,
)
from tests.drill.site import CASES, Failed, NotApplicable, check

ROOT = Path(__file__).resolve().parent.parent
TABLE = re.findall(
    r"^\| ([FI]\d\d[a-z]?) \| .* \| ([^|]*) \|$",
    (ROOT / "docs/feeds.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)
TESTS = {
    name
    for path in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
}


def test_every_fault_of_the_way_and_of_the_records_is_listed_once():
    listed = [case for case, _proofs in TABLE]
    assert [case for case in listed if case.startswith("F")] == [f"F{n:02}" for n in range(1, 37)]
    assert len(listed) == len(set(listed))
    assert {one.id for one in CASES} == {case for case, proofs in TABLE if "drill" in proofs}
    assert len({one.id for one in CASES}) == len(CASES)


@pytest.mark.parametrize(("case", "proofs"), TABLE, ids=[case for case, _proofs in TABLE])
def test_what_proves_a_fault_exists(case, proofs):
    named = re.findall(r"`(test_\w+)`", proofs)
    assert "drill" in proofs or named, f"{case} is proved by nothing"
    assert set(named) <= TESTS


def test_a_check_that_does_not_hold_fails_its_drill():
    check(1, "never said")
    with pytest.raises(Failed, match="said"):
        check(0, "said")
    assert issubclass(NotApplicable, Exception)
