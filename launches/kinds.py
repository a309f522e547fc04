"""Curated launches, spacecraft and launch totals as YAML."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from common.dates import PRECISIONS, PartialDate
from facts.ledger.faults import Records
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
    parse_when,
    write_when,
)
from facts.ledger.registry import (
    GoesWith,
    Kind,
    Record,
    Unique,
    country,
    leave_to_feeds,
    ordered,
    register,
    shared,
)
from facts.services import words_of
from launches import models
from launches.models.states import Craft, Read, by_catalogue, contradictions


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


def _none_has_not_flown(record: Record) -> list[str]:
    if record.get("identity") == "none" and "launched_on" in record:
        return ["launched_on: identity none means not flown: mend the identity or remove the date"]
    return []


def _catalogue_tracks(record: Record) -> list[str]:
    sentence = by_catalogue(record.get("state", ""), record.get("basis", ""))
    return [f"state: {sentence}"] if sentence else []


def _readings_go_together(records: Records) -> Iterator[tuple[str, str, str]]:
    """What readings cannot say of their spacecraft, or beside each other."""
    read: dict[str, dict[str, Read]] = defaultdict(dict)
    for slug, record in records["status_readings"].items():
        read[record["spacecraft"]][slug] = Read(record["state"], parse_when(record["on"]))
    for name, readings in read.items():
        if found := records["spacecraft"].get(name):  # one that was entered here is in no file
            craft = _craft(found)
            for slug, one in readings.items():
                others = (other for key, other in readings.items() if key != slug)
                yield from ((slug, field, sentence) for field, sentence in contradictions(one, craft, others))


def _craft(record: Record) -> Craft:
    launched = parse_when(record["launched_on"]) if "launched_on" in record else None
    return Craft(record["name"], launched, record["identity"] == "hosted", record["identity"] != "none")


leave_to_feeds("sources", models.SOURCE_SLUG)
# What was stated of a launch is deleted with it; answers of moments before are made of these columns.
STATED = (
    "launch_id", "stated_at", "net_first", "net_last", "net_precision", "status", "recorded_at", "moved",
    "net", "window_start", "window_end", "id",
    "replaced_at",
)  # fmt: skip
LISTED = ("launch_id", "at", "listed", "recorded_at", "id")


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
        not_curated=(models.FEED_SLUG,),
        slug_parts=lambda fact: (words_of(fact.name), fact.net_first),
        columns=("net_first", "net_last", "net_precision", "ll2_id"),
        goes_with=(
            GoesWith("stated", models.NetRevision, STATED, until="replaced_at"),
            GoesWith("listed", models.Listing, LISTED),
        ),
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
        checks=(_none_has_not_flown, ordered("perigee_km", "apogee_km", "reading")),
        uniques=(Unique(("norad_cat_id",), unless=lambda record: record.get("identity") == "hosted"),),
        own_date="launched_on",
        prefetch=("projects_also",),
        slug_parts=lambda fact: (words_of(fact.name),),
    )
)
register(
    Kind(
        "status_readings",
        models.StatusReading,
        60,
        "What was said of the state of each spacecraft, and on what basis.",
        (
            Slug("slug", required=True),
            Ref("spacecraft", required=True, kind="spacecraft"),
            When("on", required=True),
            Choice("state", required=True, words=tuple(s for s in models.Status.values if s != "disputed")),
            Choice("basis", required=True, words=tuple(models.StatusReading.Basis.values)),
            Text("says", required=True, most=300),
            *shared(),
        ),
        checks=(_catalogue_tracks,),
        own_date="on",
        happens=True,
        beside=("spacecraft",),
        around=_readings_go_together,
        slug_parts=lambda fact: (fact.spacecraft.slug, fact.state, fact.on_first),
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
