"""The list of projects with its filters, and one project with everything known of it."""

from datetime import date

import pytest

from common.dates import AsOf
from facts.models import LedgerVersion
from launches.models import Spacecraft
from pages.views.projects import _answers
from projects.models import Organization, Project, Statement, Status
from tests.metrics.facts import project, status


def names(seen) -> list[str]:
    """The names in the list, without what stands beside them."""
    return [row.one("th").all("a").__next__().text for row in seen.main.one("tbody").all("tr")]


def test_without_filters_every_project_stands_in_the_list(visit):
    seen = visit("/projects/")
    assert len(names(seen)) == Project.objects.count()
    assert f"{Project.objects.count()} projects" in seen.text


def test_a_country_leaves_its_projects_alone(visit):
    chinese = visit("/projects/", country="CN")
    assert set(names(chinese)) == set(Project.objects.filter(country="CN").values_list("name", flat=True))
    assert "Starcloud-1" not in names(chinese)


def test_status_is_that_of_the_day(visit, empty_ledger):
    plan = project(name="Plan")
    for word, on in (("announced", "2024-03-01"), ("operational", "2025-12-01")):
        status(plan, word, on, known_on=on)
    LedgerVersion.bump()
    assert names(visit("/projects/", status="operational")) == ["Plan"]
    assert names(visit("/projects/", as_of="2025-01-01", status="announced")) == ["Plan"]
    assert "Plan" not in visit("/projects/", as_of="2025-01-01", status="operational").text


@pytest.mark.parametrize(("key", "words"), [("status", Status.values), ("kind", Project.Kind.values),
                                            ("scope", Project.Scope.values)])  # fmt: skip
def test_the_parts_of_a_filter_add_up_to_the_whole(visit, key, words):
    found = []
    for word in words:
        seen = visit("/projects/", **{key: word})
        found += names(seen) if list(seen.main.all("tbody")) else []
    without = Project.objects.with_status().filter(status=None).count() if key == "status" else 0
    assert len(found) == Project.objects.count() - without


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("三体", ["Three-Body Computing Constellation"]),
        ("STARCLOUD-1", ["Starcloud-1"]),
        ("starcloud-lunar", []),
        ("%", None),
        ("_", None),
        ("'; DROP TABLE projects_project; --", []),
    ],
)
def test_text_is_found_in_any_script_and_signs_stand_for_themselves(visit, words, found):
    seen = visit("/projects/", q=words)
    shown = names(seen) if list(seen.main.all("tbody")) else []
    if found is None:
        said = [f"{p.name} {p.native_name} {p.aliases} {p.summary}" for p in Project.objects.all()]
        assert len(shown) == len([one for one in said if words in one]) < Project.objects.count()
    elif found:
        assert set(found) <= set(shown)
        assert len(shown) < 10
    else:
        assert shown == []
        assert seen.main.one(class_="empty").text


def test_filters_come_together_and_stay_in_the_form(visit):
    seen = visit("/projects/", country="US", kind="satellite", q="starcloud", as_of="2026-03-01")
    assert names(seen) == sorted(names(seen))
    assert all("Starcloud" in name for name in names(seen))
    form = seen.main.one("form", "filters")
    chosen = {field["name"]: option["value"] for field in form.all("select")
              for option in field.all("option") if "selected" in option.attributes}  # fmt: skip
    assert chosen == {"country": "US", "kind": "satellite", "status": "", "scope": ""}
    kept = {field["name"]: field["value"] for field in form.all("input")}
    assert kept == {"as_of": "2026-03-01", "q": "starcloud"}
    clear = next(link for link in form.all("a") if link.text == "Clear")
    assert clear["href"] == "/projects/?as_of=2026-03-01"


def test_every_fact_of_every_project_carries_a_link_to_a_source(visit):
    for slug in Project.objects.values_list("slug", flat=True):
        page = visit(f"/projects/{slug}/").main
        facts = [
            element for element in page.all()
            if "fact" in element.classes or (element.tag == "tr" and element["id"])
            or (element.tag == "li" and any("dispute" in above.classes for above in element.ancestors)
                and not any(above.tag == "li" for above in element.ancestors)
                and "dispute" not in element.classes and list(element.all(class_="dispute-value")))
        ]  # fmt: skip
        assert facts, slug
        for fact in facts:
            outside = [link["href"] for link in fact.all("a") if "external" in link["rel"]]
            assert outside, f"{slug}: {fact.text[:120]}"
            assert all(address.startswith(("https://", "http://")) for address in outside)
        assert [link for link in page.with_id("sources").all("a") if "external" in link["rel"]], slug


def test_a_past_day_hides_what_became_known_later(visit):
    now = visit("/projects/starcloud-1/")
    then = visit("/projects/starcloud-1/", as_of="2025-01-01")
    for seen, as_of in ((now, None), (then, AsOf(date(2025, 1, 1)))):
        [status_] = (
            Project.objects.filter(slug="starcloud-1").with_status(as_of).values_list("status", flat=True)
        )
        assert f"Status: {Status(status_).label}" in seen.text
    assert now.tree.with_id("starcloud-1")
    assert not then.tree.with_id("starcloud-1"), "the spacecraft was not launched"
    assert not then.tree.with_id("news") or "2026" not in then.tree.with_id("news").text
    visit.refused("/projects/suncatcher/", 404, as_of="2025-01-01")
    assert "2025-01-01" in visit.refused("/projects/suncatcher/", 404, as_of="2025-01-01").text


def test_disputed_values_stand_side_by_side_with_who_says_so(visit):
    page = visit("/projects/three-body-computing-constellation/").main
    disputes = list(page.all("section", "dispute"))
    assert disputes
    for dispute in disputes:
        answers = [one for one in dispute.all("li") if list(one.all("p", "dispute-value"))]
        assert len(answers) >= 2, dispute.text
        assert all(answer.one("p", "by").text for answer in answers)


def test_chinese_names_say_that_they_are_chinese(visit):
    native = {
        name
        for model in (Project, Organization, Spacecraft)
        for name in model.objects.exclude(native_name="").values_list("native_name", flat=True)
        if any("一" <= sign <= "鿿" for sign in name)
    }
    for address in ("/projects/", "/organizations/", "/spacecraft/", "/spacecraft/bupt-2/",
                    "/projects/three-body-computing-constellation/", "/metrics/satellites_in_orbit/",
                    "/organizations/zhejiang-lab/"):  # fmt: skip
        found = [element for element in visit(address).main.all() if element.text in native]
        assert found, address
        for element in found:
            lines = [element, *element.ancestors]
            language = next(one["lang"] for one in lines if one["lang"])
            assert language.startswith("zh"), f"{element.text} on {address}"


def test_stated_dates_lead_to_their_chart(visit):
    dates = visit("/projects/starcloud-2/", as_of="2026-09-01").tree.with_id("targets").parent
    [address] = [link["href"] for link in dates.all("a") if "/slippage/" in link["href"]]
    drawn = visit(address)
    assert drawn.tree.with_id("title-slippage").text.startswith("Starcloud-2: dates promised")


def test_a_disputed_figure_stands_against_those_in_a_unit_of_its_kind():
    def said(unit, confidence="confirmed"):
        return Statement(quantity="compute", value=1, unit=unit, qualifier="total", confidence=confidence)

    disputed, scaled, floating = said("TOPS", "disputed"), said("POPS"), said("TFLOPS")
    assert _answers([disputed, scaled, floating]) == [disputed, scaled]
