"""As of a day: nothing is told that the public could not know by then."""

from datetime import date

import pytest

from api.root import VIEWS

DAYS = ("2024-06-30", "2025-06-30", "2026-03-01", "2026-09-15")
NOT_HINDSIGHT = {"recorded_at", "sources", "due", "net_first", "net_last", "net", "hosted_on"}
FACTS = [name for name, view in VIEWS.items() if view.kind]


def later_dates(value, day: str, path: str = ""):
    """Dates in a row that lie after the day, without those that foretell or only cite."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key not in NOT_HINDSIGHT:
                yield from later_dates(part, day, f"{path}.{key}")
    elif isinstance(value, list):
        for part in value:
            yield from later_dates(part, day, path)
    elif isinstance(value, str) and path.endswith((".first", "_on", "epoch")) and value > day:
        yield path, value


@pytest.mark.parametrize("name", FACTS)
@pytest.mark.parametrize("day", DAYS)
def test_a_list_hides_what_became_known_later(api, name, day):
    rows, now = api.every(f"{name}/", as_of=day), api.every(f"{name}/")

    assert {row["slug"] for row in rows} == {row["slug"] for row in now if row["known_on"] <= day}


@pytest.mark.parametrize("name", FACTS)
@pytest.mark.parametrize("day", DAYS)
def test_no_row_tells_a_later_date(api, name, day):
    for row in api.every(f"{name}/", as_of=day):
        found = list(later_dates(row, day))
        if name == "filings":  # a deadline or a conference is set before its day
            found = [hit for hit in found if hit[0] not in {".on.first", ".steps.on.first"}]
        assert not found, row["slug"]


@pytest.mark.parametrize("name", FACTS)
def test_a_detail_of_what_was_not_yet_known_says_so(api, name):
    newest = max(api.every(f"{name}/"), key=lambda row: row["known_on"])
    day = date.fromisoformat(newest["known_on"]).replace(year=date.fromisoformat(newest["known_on"]).year - 3)

    told = api.refused(newest["url"], 404, as_of=str(day))

    assert f"not known to the public by {day}" in told["detail"]
    assert newest["known_on"] in told["detail"]
    assert told["field"] == "as_of"
    api.json(newest["url"], as_of=newest["known_on"])


@pytest.mark.parametrize("name", FACTS)
def test_references_lead_to_records_known_by_then(api, name):
    def addresses(value):
        if isinstance(value, dict):
            if {"slug", "name", "url"} <= set(value):
                yield value["url"]
            for part in value.values():
                yield from addresses(part)
        elif isinstance(value, list):
            for part in value:
                yield from addresses(part)

    found = {url for row in api.every(f"{name}/", as_of="2025-12-31") for url in addresses(row)}
    for url in sorted(found)[:40]:
        api.json(url, as_of="2025-12-31")


def test_sources_are_those_published_by_then(api):
    rows = api.every("sources/", as_of="2025-12-31")
    assert rows
    assert all(row["published_on"]["last"] <= "2025-12-31" for row in rows)


def test_runs_revisions_and_elements_are_those_made_by_then(api, fed):
    for name, key in (("feed-runs", "started_at"), ("net-revisions", "stated_at"), ("element-sets", "epoch")):
        rows = api.every(f"{name}/", as_of="2026-08-31")
        assert 0 < len(rows) < 120
        assert all(row[key] < "2026-09-01" for row in rows)
        last = max(api.every(f"{name}/"), key=lambda row: row[key])
        told = api.refused(last.get("record") or last["url"], 404, as_of="2026-08-31")
        assert "was not known to the public by 2026-08-31" in told["detail"]
