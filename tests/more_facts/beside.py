"""Facts about what the ledger holds already: the step, promise, figure or reading that an analyst adds next."""

from datetime import timedelta
from typing import Any

from projects.models import LADDER
from tests.more_facts.ledger import PREFIX, MoreFacts


def add_beside(more: MoreFacts) -> None:
    for slug, project in [*more.records["projects"].items()]:
        if not slug.startswith(PREFIX):
            add_to_project(more, slug, project["country"])
    for slug in [*more.records["spacecraft"]]:
        if not slug.startswith(PREFIX):
            add_to_spacecraft(more, slug)


def beside(more: MoreFacts, kind: str, slug: str, /, **fields: Any) -> None:
    """A fact of yesterday, from a page of its own."""
    more.add(kind, f"beside-{slug}-{kind}".replace("_", "-"), more.yesterday, slug, **fields)


def add_to_project(more: MoreFacts, slug: str, country: str) -> None:
    """A step of yesterday on the ladder, a promise, its size, a sum, an event, an article, a document."""
    day = more.yesterday
    step = LADDER[len(slug) % len(LADDER)]
    beside(more, "status_changes", slug, project=slug, status=step, on=day)
    beside(
        more, "targets", slug, project=slug, milestone="first_launch", promise="first-launch",
        text="First launch, as stated yesterday", stated_on=day, due=day + timedelta(days=700),
    )  # fmt: skip
    for quantity, unit in (("satellites", "satellites"), ("power", "GW"), ("compute", "EOPS")):
        more.add(
            "statements", f"beside-{slug}-{quantity}", day, slug, project=slug, quantity=quantity, value=7,
            unit=unit, qualifier="target", stated_on=day,
        )  # fmt: skip
    lead = next(
        (part["organization"] for part in more.records["projects"][slug].get("organizations", ())), None
    )
    if lead:
        beside(
            more, "funding", slug, organization=lead, project=slug, on=day, instrument="equity", round="seed",
            scope="orbital_compute", scope_reason="Made up.", direction="received", amount=3_000_000, currency="USD",
            summary="Made up.",
        )  # fmt: skip
    told: dict[str, Any] = {"country": country, "summary": "Made up."}
    beside(
        more,
        "milestones",
        slug,
        **told,
        project=slug,
        on=day,
        kind="in_orbit_demo",
        title=f"More of {slug}"[:200],
    )
    beside(
        more, "filings", slug, **told, project=slug, on=day, authority="FCC", kind="filing",
        satellites_requested=4_000,
        steps=[{"step": "filed", "on": day.isoformat(), "document": f"{PREFIX}beside-{slug}-filings"}],
    )  # fmt: skip
    headline = f"{more.name_of(slug)} told anew"
    beside(more, "news", slug, **told, headline=headline, published_on=day, projects=[slug])


def add_to_spacecraft(more: MoreFacts, slug: str) -> None:
    """What was read of it yesterday: that it came down, where it flew and could."""
    craft, day = more.records["spacecraft"][slug], more.yesterday
    read = [r["state"] for r in more.records["status_readings"].values() if r["spacecraft"] == slug]
    flew = craft["identity"] != "none" and ("launched_on" in craft or {*read} - {"planned"})
    state = "planned" if not flew else "retired" if craft["identity"] == "hosted" else "deorbited"
    basis = "catalogue" if state == "deorbited" else "operator"
    beside(more, "status_readings", slug, spacecraft=slug, on=day, state=state, basis=basis, says="Made up.")
    beside(
        more, "statements", slug, spacecraft=slug, quantity="compute", value=9, unit="POPS", qualifier="measured",
        precision="INT8", stated_on=day,
    )  # fmt: skip
