"""What is asked wrongly is refused with a sentence that names the parameter, and never ignored."""

from datetime import date, timedelta
from typing import Any

import pytest

from api.root import VIEWS
from projects.models import Project
from tests.present import present

pytestmark = pytest.mark.django_db


BAD: list[tuple[dict[str, Any], str]] = [
    ({"colour": "red"}, "colour"),
    ({"page": "0"}, "page"),
    ({"page": "-1"}, "page"),
    ({"page": "last"}, "page"),
    ({"page": "٣"}, "page"),
    ({"page": "1e3"}, "page"),
    ({"page": "9" * 20}, "page"),
    ({"page_size": "0"}, "page_size"),
    ({"page_size": "-1"}, "page_size"),
    ({"page_size": "501"}, "page_size"),
    ({"page_size": "9" * 20}, "page_size"),
    ({"page_size": ["10", "10"]}, "page_size"),
    ({"as_of": "yesterday"}, "as_of"),
    ({"as_of": "2026-02-30"}, "as_of"),
    ({"as_of": "20260301"}, "as_of"),
    ({"as_of": "2026-3-1"}, "as_of"),
    ({"as_of": "1956-12-31"}, "as_of"),
    ({"as_of": "9999-12-31"}, "as_of"),
    ({"as_of": ["2026-01-01", "2026-02-01"]}, "as_of"),
    ({"ordering": "author__password"}, "ordering"),
    ({"ordering": "?"}, "ordering"),
    ({"ordering": "--known_on"}, "ordering"),
    ({"ordering": ","}, "ordering"),
    ({"format": "zzz"}, "format"),
]
BAD_VALUES = {
    "country": ["XX", "us", "US,CN", "\0", "9" * 20],
    "confidence": ["disputed", "sure", "\0"],
    "project": ["no-such-project", "../etc", "\0", "x" * 500, "9" * 20],
    "search": ["x" * 201, "a\0b"],
    "norad_cat_id": ["abc", "9" * 20, "-1", "1e5", "٣", "0", "1000000000"],
    "kind": ["nonsense"],
    "status": ["nonsense"],
    "scope": ["nonsense"],
    "instrument": ["nonsense"],
    "outcome": ["nonsense"],
    "upcoming": ["perhaps", "1"],
    "year": ["9" * 20],
    "feed": ["a b", "\0"],
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_list_refuses_what_it_cannot_use(api, name):
    for parameters, field in BAD:
        told = api.refused(f"{name}/", **parameters)
        assert told["field"] == field
        assert told["mend"]


@pytest.mark.parametrize("name", VIEWS)
def test_a_known_parameter_refuses_a_bad_value_and_an_unknown_one_is_named(api, name):
    known = {*VIEWS[name].filterset_class.base_filters}
    for parameter, values in BAD_VALUES.items():
        for value in values:
            told = api.refused(f"{name}/", **{parameter: value})
            assert told["field"] == parameter
            if parameter not in known:
                assert "is no parameter" in told["detail"]


@pytest.mark.parametrize("name", VIEWS)
def test_a_page_beyond_the_end_is_not_there(api, fed, name):
    told = api.refused(f"{name}/", 404, page=99_999)
    assert "rows on" in told["detail"]


KEYS = ["no-such-thing", "9" * 20, "99999999", "-1", "%00", "%2e%2e", "a b", "三体", "x" * 300]


@pytest.mark.parametrize("name", VIEWS)
def test_an_unknown_record_is_not_there(api, name):
    for key in KEYS:
        assert "There is no" in api.refused(f"{name}/{key}/", 404)["detail"]


@pytest.mark.parametrize("name", VIEWS)
def test_a_detail_takes_the_day_and_nothing_else(api, fed, name):
    row = api.json(f"{name}/", page_size=1)["results"][0]
    address = row.get("record") or row["url"]
    for parameters in ({"as_of": "yesterday"}, {"as_of": "2099-01-01"}, {"country": "US"}, {"page": "1"}):
        api.refused(address, **parameters)


def test_a_misspelt_parameter_is_answered_with_the_one_it_resembles(api):
    assert "Did you mean country?" in api.refused("projects/", contry="US")["mend"]


def test_the_sentence_about_a_future_day_says_what_today_is(api):
    tomorrow = date.today() + timedelta(days=2)
    told = api.refused("projects/", as_of=str(tomorrow))
    assert "future" in told["detail"]
    api.json("projects/", as_of=str(date.today() - timedelta(days=1)))


def test_a_readers_value_comes_back_short_and_without_control_characters(api):
    told = api.refused("projects/", country="\x1b[31m" + "x" * 5000)
    assert "\x1b" not in told["detail"]
    assert len(told["detail"]) < 200


@pytest.mark.parametrize("sign", ["%", "_", "%%", "\\", "'", '"', "*", "[a-z]"])
def test_search_takes_every_sign_as_it_stands(api, sign):
    project = present(Project.objects.first())
    Project.objects.exclude(pk=project.pk).update(name="plain", native_name="", summary="plain", aliases=[])
    Project.objects.filter(pk=project.pk).update(
        name=f"a{sign}b", native_name="", summary="plain", aliases=[]
    )

    found = api.every("projects/", search=sign)

    assert [row["slug"] for row in found] == [project.slug]


def test_chinese_words_are_found_where_the_names_are_chinese(api):
    assert "three-body-computing-constellation" in [
        row["slug"] for row in api.every("projects/", search="三体")
    ]
    assert api.every("news/", search="三体")
    assert api.every("status-changes/", search="三体")
    assert api.json("projects/", search="犬猫鳥")["count"] == 0


@pytest.mark.parametrize("country", ["US", "CN"])
def test_country_leaves_its_own_facts(api, country):
    for name in ("projects", "organizations", "spacecraft", "filings", "milestones", "news", "launches"):
        rows = api.every(f"{name}/", country=country)
        assert rows
        assert {row["country"] for row in rows} == {country}
    for name in ("targets", "status-changes"):
        assert {row["project"]["country"] for row in api.every(f"{name}/", country=country)} == {country}


def test_a_floor_of_confidence_leaves_what_is_at_or_above_it(api):
    def words(**floor):
        return {row["confidence"] for row in api.every("statements/", **floor)}

    assert words(confidence="confirmed") == {"confirmed"}
    assert words(confidence="reported") == {"confirmed", "reported"}
    assert words(confidence="claimed") == {"confirmed", "reported", "claimed"}
    assert words() == {"confirmed", "reported", "claimed", "disputed"}


def test_ordering_takes_several_names_and_turns_round(api):
    rows = api.every("projects/", ordering="country,-known_on")
    keys = [(row["country"], row["known_on"]) for row in rows]
    assert [key[0] for key in keys] == sorted(key[0] for key in keys)
    for country in {key[0] for key in keys}:
        days = [day for code, day in keys if code == country]
        assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("name", VIEWS)
def test_every_declared_ordering_works_in_both_directions(api, fed, name):
    says = VIEWS[name].filterset_class.base_filters["ordering"].schema["description"]
    for word in says.rpartition(": ")[2].rstrip(".").split(", "):
        slugs = [row.get("slug") or row["id"] for row in api.every(f"{name}/", ordering=word)]
        back = [row.get("slug") or row["id"] for row in api.every(f"{name}/", ordering=f"-{word}")]
        assert sorted(map(str, slugs)) == sorted(map(str, back))


@pytest.mark.parametrize("name", VIEWS)
def test_every_declared_word_is_accepted(api, name):
    for parameter, declared in VIEWS[name].filterset_class.base_filters.items():
        for word in declared.schema.get("enum", []):
            api.json(f"{name}/", **{parameter: word}, page_size=1)


@pytest.mark.parametrize(
    "name", [name for name in VIEWS if "project" in VIEWS[name].filterset_class.base_filters]
)
def test_project_leaves_what_belongs_to_it(api, fed, name):
    whole = api.json(f"{name}/", page_size=1)["count"]
    part = api.json(f"{name}/", page_size=1, project="starcloud-constellation")["count"]
    assert part < whole
