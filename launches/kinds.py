"""Curated launches, spacecraft and launch totals as YAML."""

from typing import Any

from common.dates import PRECISIONS, PartialDate
from facts.ledger.fields import (
    Choice,
    Day,
    Group,
    Instant,
    Number,
    Ref,
    Refs,
    Slug,
    Text,
    Texts,
    When,
    write_when,
)
from facts.ledger.registry import Kind, Record, Unique, country, ordered, register, shared
from facts.services import words_of
from launches import models


class NetDays(When):
    """The NET of a curated launch: its precision is that of the interval."""

    def columns(self, value: Any, refs: dict) -> dict[str, Any]:
        columns = super().columns(value, refs)
        return {
            "net_first": columns["net_first"],
            "net_last": columns["net_last"],
            "net_precision": columns["net_precision"],
        }

    def write(self, row: models.Launch) -> str | None:
        stated = row.net_precision
        return write_when(PartialDate.of(row.net_first, stated if stated in PRECISIONS else "day"))


def _planned_has_not_flown(record: Record) -> list[str]:
    if record.get("status") == "planned" and "launched_on" in record:
        return ["launched_on: a planned spacecraft has not flown: change the status or remove the date"]
    if record.get("identity") == "none" and record.get("status") != "planned":
        return ["identity: none means not flown: change the status to planned or the identity"]
    return []


register(
    Kind(
        "launches",
        models.Launch,
        40,
        "Launches that carry the spacecraft of this ledger.",
        (
            Slug("slug", required=True),
            Text("name", required=True, most=300),
            NetDays("net", required=True),
            Instant("liftoff_at", attr="net"),
            Choice("status", required=True, words=tuple(models.LaunchStatus.values)),
            Text("vehicle", most=200),
            Text("provider", most=200),
            country(),
            Text("pad", most=200),
            Text("site", most=200),
            Text("designator", most=11),
            Text("summary", required=True),
            *shared(),
        ),
        uniques=(Unique(("designator",)),),
        own_date="net",
        not_curated=("ll2-",),
        slug_parts=lambda fact: (words_of(fact.name), fact.net_first),
    )
)
register(
    Kind(
        "spacecraft",
        models.Spacecraft,
        50,
        "Satellites and hosted payloads, flown and planned.",
        (
            Slug("slug", required=True),
            Text("name", required=True, most=200),
            Text("native_name", most=200),
            Texts("aliases"),
            Ref("project", required=True, kind="projects"),
            Refs("projects_also", kind="projects"),
            country(),
            Ref("operator", kind="organizations"),
            Number("norad_cat_id", whole=True, low=1, high=models.NORAD_CAT_ID_MAX),
            Text("object_id", most=15),
            Choice("identity", required=True, words=tuple(models.Spacecraft.Identity.values)),
            Text("identity_note"),
            Text("hosted_on", most=200),
            Ref("launch", kind="launches"),
            When("launched_on"),
            Choice("status", required=True, words=tuple(models.Spacecraft.Status.values)),
            When("status_on", required=True),
            Choice("compute", words=tuple(models.Spacecraft.Compute.values), default="unknown"),
            Text("compute_hardware"),
            Group(
                "reading",
                parts=(
                    Day("epoch", attr="reading_epoch"),
                    Number("perigee_km", attr="reading_perigee_km", low=0, high=2e6),
                    Number("apogee_km", attr="reading_apogee_km", low=0, high=2e6),
                    Number("mean_altitude_km", attr="reading_mean_altitude_km", low=0, high=2e6),
                    Number("inclination_deg", attr="reading_inclination_deg", low=0, high=180),
                ),
            ),
            Text("summary", required=True),
            *shared(),
        ),
        checks=(_planned_has_not_flown, ordered("perigee_km", "apogee_km", "reading")),
        uniques=(Unique(("norad_cat_id",), unless=lambda record: record.get("identity") == "hosted"),),
        prefetch=("projects_also",),
        slug_parts=lambda fact: (words_of(fact.name),),
    )
)
register(
    Kind(
        "launch_totals",
        models.LaunchTotal,
        30,
        "Orbital launch attempts by nation and year, for context.",
        (
            Slug("slug", required=True),
            country(),
            Number("year", required=True, whole=True, low=1957, high=2150),
            Number("attempts", required=True, whole=True, low=0, high=10_000),
            Number("failures", whole=True, low=0, high=10_000),
            Number("world_attempts", required=True, whole=True, low=0, high=10_000),
            Choice("method", required=True, words=tuple(models.LaunchTotal.Method.values)),
            When("counted_on", required=True),
            *shared(),
        ),
        checks=(ordered("failures", "attempts"), ordered("attempts", "world_attempts")),
        uniques=(Unique(("country", "year", "method")),),
        own_date="counted_on",
        slug_parts=lambda fact: (fact.country, fact.year, fact.method),
    )
)
