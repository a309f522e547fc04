"""A file of the ledger that cannot be read is named, and nothing is written."""

import pytest

from tests.facts.ledger.small_ledger import faults_of, small, write
from tests.facts.ledger.stored import rows

pytestmark = pytest.mark.usefixtures("empty_ledger")
FILES = {
    "a key that stands twice": ("- slug: a\n  slug: b\n", "the key 'slug' stands twice in one record"),
    "a mapping instead of a list": ("slug: a\n", "is not a list: start each record with '- slug: …'"),
    "a list of words": ("- a\n", "projects.yaml · record 1: is no mapping"),
    "unreadable YAML": ("- slug: 'a\n", "projects.yaml: is no readable YAML"),
    "a list as a key": ("- {[1, 2]: 3}\n", "a key must be a word"),
    "a tag that runs code": (
        "- !!python/object/apply:os.system [ls]\n",
        "projects.yaml: is no readable YAML",
    ),
    "a day forced upon the reader": (
        "- slug: !!timestamp 2026-02-30\n",
        "projects.yaml: is no readable YAML",
    ),
    "brackets without end": ("[" * 100_000, "it is nested more than"),
    "dashes without end": ("- " * 100_000, "it is nested more than"),
}


@pytest.mark.parametrize(("text", "sentence"), FILES.values(), ids=FILES)
def test_a_file_that_cannot_be_read_is_named(tmp_path, text, sentence):
    faults = faults_of(write(tmp_path, small() | {"projects": text}))
    assert any(sentence in fault for fault in faults)
    assert all(fault.startswith(("projects.yaml", "status", "statements")) for fault in faults)
    assert rows() == 0


def test_a_missing_file_and_one_that_is_no_text_are_named(tmp_path):
    folder = write(tmp_path)
    (folder / "news.yaml").unlink()
    (folder / "filings.yaml").write_bytes(b"\xff\xfe")
    faults = faults_of(folder)
    assert [fault.split(":")[0] for fault in faults] == ["filings.yaml", "news.yaml"]
