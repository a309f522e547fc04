"""Other people's code in this repository is what its list says: version, licence, checksum."""

import hashlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("static/vendor", "tests/vendor")
PINNED = json.loads((ROOT / "tooling/vendor/package-lock.json").read_text())["packages"]
LISTED = [
    (folder, name, about)
    for folder in FOLDERS
    for name, about in json.loads((ROOT / folder / "VENDOR.json").read_text())["files"].items()
]


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_vendored_file_is_listed(folder):
    there = {path.name for path in (ROOT / folder).iterdir()} - {"VENDOR.json"}
    assert there == {name for place, name, _about in LISTED if place == folder}


@pytest.mark.parametrize(("folder", "name", "about"), LISTED)
def test_a_vendored_file_is_the_one_that_was_made(folder, name, about):
    contents = (ROOT / folder / name).read_bytes()
    assert len(contents) == about["bytes"]
    assert hashlib.sha256(contents).hexdigest() == about["sha256"]


@pytest.mark.parametrize(("folder", "name", "about"), [row for row in LISTED if "version" in row[2]])
def test_a_vendored_package_has_the_pinned_version_and_its_licence_beside_it(folder, name, about):
    pinned = PINNED[f"node_modules/{about['name']}"]
    assert about["version"] == pinned["version"]
    assert (
        f"{about['name']} {about['version']} ({about['licence']})"
        in (ROOT / folder / "LICENSES.txt").read_text()
    )
