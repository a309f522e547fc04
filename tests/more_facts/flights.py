"""New launches and spacecraft of both countries, with what was read of them, and national totals."""

from datetime import date, timedelta
from itertools import cycle, product
from typing import Any

from launches.models import LaunchStatus, LaunchTotal
from tests.more_facts.ledger import COUNTRIES, MoreFacts
from tests.more_facts.subjects import NEW, lead, name, plan

FLOWN = (
    LaunchStatus.SUCCESS, LaunchStatus.PARTIAL_FAILURE, LaunchStatus.FAILURE, LaunchStatus.SUCCESS,
)  # fmt: skip
AHEAD = (
    LaunchStatus.IN_FLIGHT, LaunchStatus.DEPLOYED, LaunchStatus.GO, LaunchStatus.TBC, LaunchStatus.TBD,
    LaunchStatus.HOLD,
)  # fmt: skip
STATES = (
    "operational", "tracked", "contact", "group", "degraded", "retired", "failed", "deorbited", "unknown",
)  # fmt: skip
BASES = ("operator", "press", "paper", "amateur")
MATCHES = ("catalogued", "inferred", "doubtful", "unmatched", "not_found")


def add_flights(more: MoreFacts) -> None:
    add_launches(more)
    add_totals(more)


def add_launches(more: MoreFacts) -> None:
    """Flown ones of every day, each with two spacecraft; and some that are still ahead, with a planned one."""
    for country in COUNTRIES:
        for n, (day, status) in enumerate(zip(more.days, cycle(FLOWN))):
            designator = f"{day.year}-{800 + n + 50 * COUNTRIES.index(country)}"
            launch = _launch(
                more,
                country,
                f"flown-{n}",
                day,
                net=day,
                status=status,
                designator=designator,
                liftoff_at=f"{day}T04:30:00Z",
            )
            if status != LaunchStatus.FAILURE:
                _flown(more, country, launch, n, day)
        for n, (days, status) in enumerate(zip((0, 0, 2, 9, 40, 200), AHEAD, strict=True)):
            net: Any = more.today + timedelta(days=days)
            net = net if days < 10 else f"{net:%Y-%m}"
            launch = _launch(more, country, f"ahead-{n}", more.yesterday, net=net, status=status)
            _craft(more, country, f"ahead-{n}", more.yesterday, launch=launch, identity="none")


def _launch(more: MoreFacts, country: str, slug: str, told: date, **fields: Any) -> str:
    return more.add(
        "launches", f"{country}-{slug}".lower(), told, name=name(f"{NEW[country]} flight {slug}"),
        vehicle=f"More {country}", provider=name(f"provider {country}"), country=country,
        site=name(f"site {country}"), pad="Pad 1", note="A note.", summary="Made up.", **fields,
    )  # fmt: skip


def _craft(more: MoreFacts, country: str, slug: str, told: date, **fields: Any) -> str:
    return more.add(
        "spacecraft", f"{country}-{slug}".lower(), told, name=name(f"{NEW[country]} satellite {slug}"),
        **{"project": plan(country)} | fields, country=country, operator=lead(country),
        compute_hardware="Three NVIDIA H100", summary="Made up.",
    )  # fmt: skip


def _flown(more: MoreFacts, country: str, launch: str, n: int, day: date) -> None:
    """A satellite with compute and another one, the states of which are read at launch and later."""
    for also, (compute, scope) in enumerate((("yes", "core"), (("no", "unknown", "yes")[n % 3], "edge"))):
        number = 900_000_000 + 1000 * COUNTRIES.index(country) + 2 * n + also
        hosted = also == 1 and n % 4 == 3
        craft = _craft(
            more, country, f"{n}-{also}", day, project=plan(country, scope), launch=launch, launched_on=day,
            compute=compute, norad_cat_id=number, identity="hosted" if hosted else MATCHES[n % 5],
            hosted_on="A host" if hosted else None, identity_note="Made up.", aliases=[f"{country} {n} {also}"],
            native_name="更多卫星" if country == "CN" else None, object_id=f"{day.year}-{800 + n}A",
            projects_also=[plan(country, "edge", "satellite")] if n % 5 == 1 and _known(more, country, day) else None,
            reading={"epoch": day.isoformat(), "perigee_km": 500, "apogee_km": 510, "mean_altitude_km": 505},
        )  # fmt: skip
        for unit, precision in (("GPUs", "not_applicable"), ("POPS", "INT8")):
            more.add(
                "statements", f"{craft}-{unit}".lower(), day, spacecraft=craft, quantity="compute", value=3,
                unit=unit, qualifier="measured", precision=precision, stated_on=day,
            )  # fmt: skip
        _read(more, craft, n, day, hosted=hosted)


def _known(more: MoreFacts, country: str, day: date) -> bool:
    return more.known[plan(country, "edge", "satellite")] <= day


def _read(more: MoreFacts, craft: str, n: int, day: date, *, hosted: bool) -> None:
    """What was read of it at launch, later and yesterday."""
    for step, on in enumerate((day, more.after(day, 120), more.yesterday)):
        state = "operational" if step == 0 else STATES[(n + step) % len(STATES)]
        if (step and on == day) or (state == "tracked" and hosted) or (state == "deorbited" and step == 1):
            continue
        seen = state in ("tracked", "deorbited")
        more.add(
            "status_readings", f"{craft}-{step}", on, spacecraft=craft, on=on, state=state, says="Made up.",
            basis="catalogue" if seen else BASES[(n // 2 + step) % 4],
        )  # fmt: skip


def add_totals(more: MoreFacts) -> None:
    """Years before and after those of the ledger, by each convention."""
    held = {(r["country"], r["year"], r["method"]) for r in more.records["launch_totals"].values()}
    years = (2010, 2011, more.today.year - 2, more.today.year)
    for country, year, method in product(COUNTRIES, years, LaunchTotal.Method.values):
        if (country, year, method) not in held:
            more.add(
                "launch_totals", f"{country}-{year}-{method}".lower(), min(date(year + 1, 1, 20), more.yesterday),
                country=country, year=year, attempts=400, failures=7, world_attempts=900, method=method,
                counted_on=min(date(year + 1, 1, 20), more.yesterday),
            )  # fmt: skip
