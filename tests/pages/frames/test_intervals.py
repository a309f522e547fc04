"""The dates promised next: of one country where one is asked, with the version of the definition."""

import csv
import io

from tests.metrics.facts import project, target


def rows(client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(address).content.decode("utf-8-sig"))))


def test_the_next_dates_of_one_country_leave_out_the_other_and_say_by_which_definition(client, empty_ledger):
    for country in ("US", "CN"):
        target(project(country), "2199")
    both = rows(client, "/charts/next_targets.csv")
    assert {row["country"] for row in both} == {"US", "CN"}
    assert {row["country"] for row in rows(client, "/charts/next_targets.csv?country=CN")} == {"CN"}
    assert all(row["definition_version"] for row in both)
    told = client.get("/charts/next_targets.json?country=CN").json()
    assert told["chart"]["definition_version"]
    assert "country=CN" in told["chart"]["address"]
    assert rows(client, "/charts/next_targets.csv?country=FR") == []
