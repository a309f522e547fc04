"""Errors have one shape, in JSON, whatever went wrong and whatever was asked for."""

import pytest

from api.nouns.projects import ProjectViewSet


@pytest.mark.parametrize(
    "address",
    ["nothing/", "nothing", "projects/a/b/", "metrics/a/b/", "projects/%ff/", ".env", "projects.json"],
)
def test_an_unknown_address_below_the_api_is_json(api, address):
    assert "/api/v1/" in api.refused(address, 404)["mend"] or "list" in api.refused(address, 404)["mend"]


def test_an_address_without_its_last_slash_leads_on_with_its_question(api):
    answer = api("projects", 301, country="CN")
    assert answer.headers["Location"] == "/api/v1/projects/?country=CN"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize(
    "address",
    ["projects/", "projects/starcloud-constellation/", "metrics/", "metrics/scoreboard/", "", "schema/"],
)
def test_nothing_can_be_written(api, method, address):
    answer = getattr(api.client, method)(f"/api/v1/{address}")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert "read-only" in answer.json()["detail"]


@pytest.mark.parametrize("accept", ["application/xml", "image/png", "nonsense"])
def test_a_form_that_is_not_spoken_is_refused_in_json(api, accept):
    answer = api("projects/", 406, headers={"Accept": accept})
    assert "application/json" in answer.json()["mend"]


@pytest.mark.parametrize("accept", ["*/*", "application/*", "text/html,application/xml;q=0.9,*/*;q=0.8"])
def test_whoever_takes_anything_gets_json(api, accept):
    assert api("projects/", headers={"Accept": accept}).headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("accept", ["text/html", "application/json", "image/png"])
def test_a_form_named_in_the_address_is_given_whatever_the_header_says(api, accept):
    named = api("metrics/funding/?format=csv", headers={"Accept": accept})
    assert named.headers["Content-Type"].startswith("text/csv")


def test_json_can_be_asked_for_by_name(api):
    assert api.json("projects/", format="json")["results"] == api.json("projects/")["results"]


def test_head_has_the_headers_and_no_body(api):
    answer = api.client.head("/api/v1/projects/")
    assert answer.status_code == 200
    assert answer.content == b""
    assert answer.headers["ETag"]


def test_a_fault_of_ours_is_json_without_its_inside(api, monkeypatch, caplog):
    def broken(self, as_of):
        raise RuntimeError("the inside")

    monkeypatch.setattr(ProjectViewSet, "rows", broken)
    api.client.raise_request_exception = False

    told = api.refused("projects/", 500)

    assert "the inside" not in str(told)
    assert any("the inside" in str(record.exc_info) for record in caplog.records)


def test_a_fault_of_ours_is_seen_by_tests(api, monkeypatch):
    monkeypatch.setattr(ProjectViewSet, "rows", lambda self, as_of: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        api.client.get("/api/v1/projects/")


def test_errors_of_tables_are_json_too(api):
    told = api.refused("metrics/scoreboard/", format="csv", country="XX")
    assert told["field"] == "country"
    assert api("projects/", 400, country="XX").headers["Access-Control-Allow-Origin"] == "*"
