"""New organizations and projects of both countries, with their steps and promises."""

from datetime import timedelta
from itertools import cycle, product
from typing import Any

from projects.models import LADDER, Organization, Project, Target
from tests.more_facts.ledger import COUNTRIES, PREFIX, MoreFacts

NEW = {"US": "American", "CN": "Chinese", "JP": "Japanese"}
ENDS = cycle(("A", "Z"))  # the first and the last names of every list are new ones


def add_subjects(more: MoreFacts) -> None:
    add_organizations(more)
    add_projects(more)
    add_targets(more)


def name(more: str) -> str:
    return f"{next(ENDS)} more {more}"


def lead(country: str) -> str:
    return f"{PREFIX}{country.lower()}-company"


def plan(country: str, scope: str = "core", kind: str = "constellation") -> str:
    return f"{PREFIX}{country}-{scope}-{kind}".lower().replace("_", "-")


def add_organizations(more: MoreFacts) -> None:
    days = more.some_days()
    for country, kind in product(NEW, Organization.Kind.values):
        day = more.days[0] if kind == "company" else next(days)
        more.add(
            "organizations", f"{country}-{kind}".lower().replace("_", "-"), day,
            name=name(f"{NEW[country]} {kind}"), native_name=f"更多{kind}" if country == "CN" else None,
            country=country, kind=kind, parent=lead(country) if kind == "academia" else None,
            summary="Made up.", founded_on="2018", headquarters="Somewhere", website="https://example.org/",
            aliases=[f"{country} {kind} again"], parent_name="Nobody" if kind == "ngo" else None,
            formerly={"name": f"Once {country} {kind}", "until": f"{day:%Y-%m}"} if kind == "agency" else None,
            note="A note." if kind == "military" else None, current_on=day,
        )  # fmt: skip


def add_projects(more: MoreFacts) -> None:
    """Of every scope and kind, with two or three steps on the ladder; the newest step of some was yesterday."""
    days, rungs, regimes = more.some_days(), cycle(LADDER), cycle(Project.Regime.values)
    for country, scope, kind in product(NEW, Project.Scope.values, Project.Kind.values):
        day, slug = more.days[0] if kind == "constellation" else next(days), plan(country, scope, kind)
        more.add(
            "projects", slug.removeprefix(PREFIX), day, name=name(f"{NEW[country]} {scope} {kind}"),
            country=country, kind=kind, scope=scope, announced_on=day,
            part_of=plan(country) if (scope, kind) == ("core", "satellite") else None,
            organizations=[{"organization": lead(country), "role": "lead"}],
            orbit={"regime": next(regimes), "altitude_km_min": 500, "inclination_deg": 97.5},
            native_name=f"更多计划{kind}" if country == "CN" else None, aliases=[f"{country} {scope} {kind} again"],
            formerly={"name": f"Once {slug}", "until": f"{day:%Y-%m}"} if kind == "lunar" else None,
            related=[{"project": plan(country), "how": "Made up."}] if kind == "concept" else None,
            summary="Made up.", current_on=day,
        )  # fmt: skip
        for n, on in enumerate((day, more.after(day, 200), more.yesterday)):
            status = "announced" if n == 0 else next(rungs)
            if on > day or n == 0:
                more.add("status_changes", f"{slug}-{n}", on, project=slug, status=status, on=on)


def add_targets(more: MoreFacts) -> None:
    """Promises kept, missed in two ways, superseded, open, and such as cannot be missed; one was made yesterday."""
    for country, scope, kind in product(COUNTRIES, ("core", "edge"), ("constellation", "satellite", "lunar")):
        project = plan(country, scope, kind)
        days = [day for day in more.days[::4] if day >= more.known[project]]
        for n, (milestone, day) in enumerate(product(Target.Milestone.values, days)):
            due = day + timedelta(days=300)
            promise = {"project": project, "milestone": milestone, "promise": f"more-{n}", "stated_on": day}
            over = due < more.yesterday
            ends: list[dict[str, Any]] = [
                {"outcome_on": due - timedelta(days=20)} if over else {},
                {"outcome_on": more.after(due, 90)} if over else {},
                {"not_met_on": more.after(due, 10)} if over else {},
                {"bound": "not_earlier"},
                {"searched_on": more.yesterday, "compute": "yes"} if over else {"compute": "no"},
                {"speaker": f"{PREFIX}{country.lower()}-agency", "superseded_by": f"{PREFIX}{project}-new"},
                {"confidence": "disputed"},
                {"due": "2050"},
            ]
            end = ends[n % len(ends)]
            slug = more.add(
                "targets",
                f"{project}-{n}",
                day,
                project,
                text=f"Promise {n}",
                **(promise | {"due": due} | end),
            )
            if told := end.get("outcome_on") or end.get("not_met_on"):
                more.records["targets"][slug]["sources"].append(more.source(told, "outcome"))
            if n % 3 == 0 and more.after(day, 100) > day:
                later = {"stated_on": more.after(day, 100), "due": due + timedelta(days=400)}
                more.add(
                    "targets", f"{project}-{n}-later", later["stated_on"], project, text=f"Promise {n}, again",
                    **(promise | later),
                )  # fmt: skip
        more.add(
            "targets", f"{project}-new", more.yesterday, project, project=project, milestone="first_launch",
            promise="new", text="New", stated_on=more.yesterday, due=str(more.today.year + 1),
        )  # fmt: skip
