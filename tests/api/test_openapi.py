"""The API describes itself, without a warning, and as it is."""

from typing import Any

import pytest
import yaml
from django.core.management import call_command

from api.root import VIEWS
from metrics.all import METRICS


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    path = tmp_path_factory.mktemp("schema") / "openapi.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(path))
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def resolved(document, schema):
    while "$ref" in schema or "allOf" in schema:
        schema = schema["allOf"][0] if "allOf" in schema else schema
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def test_the_document_is_valid_and_warns_of_nothing(document):
    assert document["info"]["title"] == "Racetracker API"
    assert "CC BY 4.0" in document["info"]["license"]["name"]


@pytest.mark.parametrize("name", VIEWS)
def test_lists_and_details_are_described_with_every_parameter(document, name):
    listed = document["paths"][f"/api/v1/{name}/"]["get"]
    parameters = {parameter["name"] for parameter in listed["parameters"]}
    assert parameters == {*VIEWS[name].filterset_class.base_filters, "page", "page_size"}
    assert all(parameter["description"] for parameter in listed["parameters"])
    assert {"200", "304", "400", "404"} <= set(listed["responses"])
    [detail] = [path for path in document["paths"] if path.startswith(f"/api/v1/{name}/{{")]
    parameters = {parameter["name"] for parameter in document["paths"][detail]["get"]["parameters"]}
    assert "as_of" in parameters


@pytest.mark.parametrize("name", VIEWS)
def test_rows_have_the_keys_that_are_described(api, fed, document, name):
    page = document["paths"][f"/api/v1/{name}/"]["get"]["responses"]["200"]["content"]["application/json"][
        "schema"
    ]
    row = resolved(document, resolved(document, page)["properties"]["results"]["items"])
    for told in api.json(f"{name}/", page_size=20)["results"]:
        assert set(told) == set(row["properties"])
        for key, value in told.items():
            described = resolved(document, row["properties"][key])
            types: dict[str, Any] = {
                "object": dict,
                "array": list,
                "integer": int,
                "number": (int, float),
                "boolean": bool,
            }
            if value is not None and described.get("type") in types:
                assert isinstance(value, types[described["type"]]), key
            elif value is None:
                assert row["properties"][key].get("nullable") or described.get("nullable"), key


def test_details_of_projects_have_the_keys_that_are_described(api, document):
    answer = document["paths"]["/api/v1/projects/{slug}/"]["get"]["responses"]["200"]
    schema = resolved(document, answer["content"]["application/json"]["schema"])
    assert set(api.json("projects/starcloud-constellation/")) == set(schema["properties"])


def test_metrics_are_described_by_name(document):
    asked = document["paths"]["/api/v1/metrics/{name}/"]["get"]
    [name] = [parameter for parameter in asked["parameters"] if parameter["name"] == "name"]
    assert set(name["schema"]["enum"]) == set(METRICS)
    assert set(asked["responses"]["200"]["content"]) == {"application/json", "text/csv"}


def test_the_document_is_served_as_yaml_and_as_json(api):
    assert yaml.safe_load(api("schema/").content)["openapi"].startswith("3.")
    assert api("schema/", format="json").json()["openapi"].startswith("3.")
    asked = api("schema/", headers={"Accept": "application/json"})
    assert asked.json()["openapi"].startswith("3.")
    assert api.refused("schema/", lang="de")["field"] == "lang"
