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


def add_to_project(more: MoreFacts, slug: str, country: str) -> None:
    """A step of yesterday on the ladder, a promise, its size, a sum, an event, an article, a document."""
    day, about = more.yesterday, {"project": slug}
    step = LADDER[len(slug) % len(LADDER)]
    more.add("status_changes", f"beside-{slug}", day, **about, status=step, on=day)
    more.add(
        "targets", f"beside-{slug}", day, slug, **about, milestone="first_launch", promise="first-launch",
        text="First launch, as stated yesterday", stated_on=day, due=day + timedelta(days=700),
    )  # fmt: skip
    for quantity, unit in (("satellites", "satellites"), ("power", "GW"), ("compute", "EOPS")):
        more.add(
            "statements", f"beside-{slug}-{quantity}", day, **about, quantity=quantity, value=7_000_000, unit=unit,
            qualifier="target", stated_on=day,
        )  # fmt: skip
    lead = next(
        (part["organization"] for part in more.records["projects"][slug].get("organizations", ())), None
    )
    if lead:
        more.add(
            "funding", f"beside-{slug}", day, organization=lead, **about, on=day, instrument="equity", round="seed",
            scope="orbital_compute", scope_reason="Made up.", direction="received", amount=3_000_000, currency="USD",
            summary="Made up.",
        )  # fmt: skip
    told: dict[str, Any] = {**about, "country": country, "on": day, "summary": "Made up."}
    more.add("milestones", f"beside-{slug}", day, **told, kind="in_orbit_demo", title=f"More of {slug}"[:200])
    more.add(
        "filings", f"beside-{slug}", day, **told, authority="FCC", kind="filing", satellites_requested=4_000_000,
        steps=[{"step": "filed", "on": day.isoformat(), "document": f"{PREFIX}beside-{slug}"}],
    )  # fmt: skip
    more.add(
        "news", f"beside-{slug}", day, headline=f"More of {slug}", published_on=day, country=country,
        projects=[slug], summary="Made up.",
    )  # fmt: skip


def add_to_spacecraft(more: MoreFacts, slug: str) -> None:
    """What was read of it yesterday: that it came down, where it flew and could."""
    craft = more.records["spacecraft"][slug]
    read = [r["state"] for r in more.records["status_readings"].values() if r["spacecraft"] == slug]
    flew = craft["identity"] != "none" and ("launched_on" in craft or {*read} - {"planned"})
    state = "planned" if not flew else "retired" if craft["identity"] == "hosted" else "deorbited"
    basis = "catalogue" if state == "deorbited" else "operator"
    more.add(
        "status_readings", f"beside-{slug}", more.yesterday, spacecraft=slug, on=more.yesterday, state=state,
        basis=basis, says="Made up.",
    )  # fmt: skip
    more.add(
        "statements", f"beside-{slug}", more.yesterday, spacecraft=slug, quantity="compute", value=9, unit="POPS",
        qualifier="measured", precision="INT8", stated_on=more.yesterday,
    )  # fmt: skip
