"""Documents that cannot lie: every setting is described, every described one exists."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = (ROOT / "docs/settings.md").read_text()
EXAMPLE = (ROOT / ".env.example").read_text()
OF_TOOLS = {"CHROMIUM", "PYTHON"}

READ = {
    name
    for path in (ROOT / "racetracker").rglob("*.py")
    for name in re.findall(r'read\.\w+\(\s*"([A-Z_]+)"', path.read_text())
}
OF_CONTAINERS = {
    name
    for file in ("docker-compose.yml", "deploy/start")
    for name in re.findall(r"\$\{([A-Z_]+)[:}]", (ROOT / file).read_text())
}


def test_the_settings_are_found():
    assert {"DEBUG", "DATABASE_URL", "PORT", "ALLOWED_HOSTS"} <= READ
    assert {"POSTGRES_PASSWORD", "SECRET_KEY", "WAIT_SECONDS"} <= OF_CONTAINERS


@pytest.mark.parametrize("name", sorted(READ | OF_CONTAINERS | OF_TOOLS))
def test_every_setting_is_described(name):
    assert f"| `{name}` |" in SETTINGS


@pytest.mark.parametrize("name", sorted(READ | OF_CONTAINERS))
def test_every_setting_is_in_the_example(name):
    assert re.search(rf"^#?{name}=", EXAMPLE, re.MULTILINE)


def test_nothing_is_described_that_is_not_read():
    described = set(re.findall(r"^\| `([A-Z_]+)` \|", SETTINGS, re.MULTILINE))
    assert described == READ | OF_CONTAINERS | OF_TOOLS


def test_the_example_gives_no_secret():
    assert re.findall(r"^(?:SECRET_KEY|POSTGRES_PASSWORD)=(.*)$", EXAMPLE, re.MULTILINE) == ["", ""]


def test_no_secret_of_the_containers_has_a_default():
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD"):
        uses = re.findall(rf"\$\{{{name}(.?.?)", (ROOT / "docker-compose.yml").read_text())
        assert uses
        assert set(uses) == {":?"}


def test_containers_are_told_every_setting_that_is_not_the_image_s_own():
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    told = set(services["web"]["environment"])
    assert READ - told == {"DATA_DIR", "DEBUG", "HOST", "LEDGER_DIR", "PORT", "STATIC_ROOT"}


def test_the_pictures_in_the_readme_say_what_they_show_and_load_quickly():
    pictures = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", (ROOT / "README.md").read_text())
    assert len(pictures) == 2
    for says, file in pictures:
        assert len(says) > 60, f"{file} says only {says!r}"
        assert (ROOT / file).stat().st_size <= 300_000
