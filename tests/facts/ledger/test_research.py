"""What the research says is what the ledger says."""

import pytest

from facts.ledger.registry import in_order
from facts.models import Source
from launches.models import Launch, LaunchTotal, Spacecraft
from news.models import NewsItem
from projects.models import LADDER, Filing, FundingEvent, Project, Statement, Target
from tests.metrics.reading import ends, written

pytestmark = pytest.mark.usefixtures("ledger")

STEPS = {
    ("three-body-computing-constellation", "operational"),
    ("star-compute-program", "operational"),
    ("starcloud-1", "operational"),
    ("starcloud-2", "in_development"),
    ("starcloud-constellation", "filed"),
    ("starmind", "in_development"),
    ("starlink-gen3-compute", "filed"),
    ("project-sunrise", "filed"),
    ("suncatcher", "launched"),
    ("orbital-chenguang-space-data-center", "in_development"),
    ("axiom-odc", "operational"),
    ("lonestar-freedom", "retired"),
    ("openai-stoke", "cancelled"),
    ("edgx-dpu", "funded"),
    ("ascend", "concept"),
}


def test_the_status_of_each_project_is_its_latest_step():
    """By the files; of two steps on one date the one further along."""
    latest: dict[str, str] = {}
    for step in sorted(
        written("status_changes"), key=lambda s: (ends(s["on"])[0], LADDER.index(s["status"]))
    ):
        latest[step["project"]] = step["status"]
    derived = dict(Project.objects.with_status().values_list("slug", "status"))
    assert derived == {project["slug"]: latest.get(project["slug"]) for project in written("projects")}
    assert {(step["project"], step["status"]) for step in written("status_changes")} >= STEPS


def test_the_first_twelve_three_body_satellites_exist_once_each_and_belong_to_both_projects():
    twelve = Spacecraft.objects.filter(
        project__slug="three-body-computing-constellation", launched_on_first="2025-05-14"
    )
    assert twelve.count() == 12
    assert len(set(twelve.values_list("norad_cat_id", flat=True))) == 12
    for spacecraft in twelve:
        assert [project.slug for project in spacecraft.projects_also.all()] == ["star-compute-program"]
        assert str(spacecraft.launched_on) == "14 May 2025"
    numbers = twelve.values("norad_cat_id")
    assert Spacecraft.objects.filter(norad_cat_id__in=numbers).count() == 12


def test_the_two_values_of_the_spacex_listing_are_values_of_one_sum():
    first = FundingEvent.objects.get(slug="spacex-ipo-2026-75bn")
    second = FundingEvent.objects.get(slug="spacex-ipo-2026-86bn")
    assert (first.amount, second.amount) == (75_000_000_000, 86_000_000_000)
    assert (first.alternative_to, second.alternative_to) == (None, first)


def test_the_ctc_filings_are_counted_within_the_batch():
    batch = Filing.objects.get(slug="itu-china-batch-2025-12")
    inside = Filing.objects.filter(contained_in=batch)
    assert set(inside.values_list("slug", "satellites_requested")) >= {
        ("itu-ctc-1", 96714),
        ("itu-ctc-2", 96714),
    }
    assert batch.satellites_requested == 203_000
    assert batch.contained_in is None


def test_disputed_values_stand_side_by_side():
    compute = Statement.objects.filter(
        project__slug="three-body-computing-constellation", quantity="compute", confidence="disputed"
    )
    assert {(int(value), unit) for value, unit in compute.values_list("value", "unit")} >= {
        (1000, "POPS"), (100_000, "POPS")
    }  # fmt: skip
    satellites = Target.objects.filter(project__slug="star-compute-program", text__contains="2,800")
    assert len({target.due_last.year for target in satellites}) > 1


def test_both_counts_of_the_launches_of_2025_are_kept():
    totals = LaunchTotal.objects.filter(year=2025).values_list(
        "country", "method", "attempts", "world_attempts"
    )
    assert set(totals) >= {
        ("US", "gcat", 181, 329), ("CN", "gcat", 92, 329), ("US", "spacenews", 193, 324), ("CN", "spacenews", 92, 324)
    }  # fmt: skip


def test_seven_hundred_forty_four_tops_is_a_maximum_and_of_unknown_precision():
    up_to = Statement.objects.get(slug="three-body-computing-constellation-compute-2025-05-14")
    assert up_to.value == 744
    assert (up_to.unit, up_to.qualifier, up_to.precision) == ("TOPS", "up_to", "unknown")


def test_a_not_earlier_than_is_a_bound_of_its_own():
    bounds = set(Target.objects.values_list("bound", flat=True))
    assert bounds == {"by", "not_earlier"}


def test_a_vague_launch_day_is_an_interval():
    launch = Launch.objects.get(slug="ai1-prototype-launch")
    assert (str(launch.net_first), str(launch.net_last), launch.net) == ("2027-01-01", "2027-03-31", None)


def test_every_fact_cites_a_source_and_can_be_dated():
    for kind in in_order():
        if kind.is_fact:
            rows = kind.model._default_manager
            assert not rows.filter(sources=None).exists(), kind.name
            assert not rows.filter(known_on=None).exists(), kind.name


def test_no_confirmed_fact_rests_on_digests_or_unread_pages_alone():
    proofs = Source.objects.filter(seen="page").exclude(quality="digest")
    for kind in in_order():
        if kind.is_fact:
            confirmed = kind.model._default_manager.filter(confidence="confirmed")
            assert not confirmed.exclude(sources__in=proofs).exists(), kind.name


def test_all_curated_news_is_published():
    assert NewsItem.objects.published().count() == NewsItem.objects.count() > 0


def test_chinese_names_are_found_in_names_and_other_names():
    from projects.models import Organization

    assert Organization.objects.search("国星宇航").filter(slug="ada-space").exists()
    assert Project.objects.search("星算").exists()
    assert NewsItem.objects.search("SpaceX").exists()
