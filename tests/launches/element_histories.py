"""Histories of element sets around the day from which all of them stay."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from launches.models import ElementSet
from launches.models.elements import kept_whole_from
from tests.bare_rows import bare

NUMBERS = (66303, 66304)
NOW = datetime.now(UTC)
WHOLE_FROM = kept_whole_from(NOW)
# The days around the one from which sets stay, and some hours of each, midnights among them: few, so that
# sets meet in one day.
DAYS, HOURS = range(-3, 3), (0, 8, 16)


def moment(day: int, hour: int) -> datetime:
    return WHOLE_FROM + timedelta(days=day, hours=hour)


@dataclass(frozen=True)
class Told:
    number: int
    epoch: datetime
    statement: int
    recorded_at: datetime


def stored(history) -> None:
    history = list(history)
    bare(ElementSet).delete()
    rows = ElementSet.objects.bulk_create(
        ElementSet(
            norad_cat_id=one.number, object_name="THING", epoch=one.epoch, statement=one.statement,
            mean_motion=15 + n / 100, eccentricity=0.001, inclination=97, ra_of_asc_node=0,
            arg_of_pericenter=0, mean_anomaly=0, bstar=0, mean_motion_dot=0, mean_motion_ddot=0,
        )
        for n, one in enumerate(history)
    )  # fmt: skip
    for row, one in zip(rows, history, strict=True):
        row.recorded_at = one.recorded_at  # else the moment of the test
    bare(ElementSet).bulk_update(rows, ["recorded_at"])


def kept() -> list[tuple[int, int]]:
    """Day and hour of the epochs that are stored."""
    epochs = ElementSet.objects.order_by("epoch").values_list("epoch", flat=True)
    return [divmod((epoch - WHOLE_FROM) // timedelta(hours=1), 24) for epoch in epochs]


def told(*rows: tuple[int, int, tuple[int, int]]) -> None:
    """Stores sets of one object by day and hour of their epoch, and when they were recorded."""
    stored([Told(NUMBERS[0], moment(day, hour), 0, moment(*recorded)) for day, hour, recorded in rows])
