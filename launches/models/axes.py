"""The two things said of a spacecraft that flew: what the catalogues show, and what was reported of its work.

Neither stands in for the other. Lists, pages, the API and the metrics all ask here, so that on any day they say
the same. Nothing here reads the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.dates import PartialDate, days_before
from launches.models.states import ENDED, State, Status

MOST_DAYS = 30  # so old may an element set be that shows an object tracked; a reading of the ledger a year


class Tracked(models.TextChoices):
    """What the catalogues show."""

    TRACKED = "tracked", _("tracked in orbit")
    LAST_TRACKED = "last_tracked", _("last tracked")
    GONE = "gone", pgettext_lazy("of a satellite", "decayed or deorbited")
    NOT_FOUND = "not_found", _("no catalogue reading found")
    HOSTED = "hosted", _("hosted: not tracked itself")


class Reported(models.TextChoices):
    """What was reported of its work."""

    WORKING = "working", _("reported working")
    DEGRADED = "degraded", _("reported degraded")
    NOT_HEARD = "not_heard", _("not heard of since")
    GROUP = "group", _("group reported working, this one not named")
    CONTACT = "contact", _("in contact, computer not reported working")
    DISPUTED = "disputed", _("readings disagree")
    ENDED = "ended", _("failed, retired or down")
    SILENT = "silent", pgettext_lazy("of a spacecraft", "no dated word of its work")


@dataclass(frozen=True)
class Signs:
    """What the site holds beside readings: the newest element set of the spacecraft, and its decay in the catalogue.

    `has_sets` says whether there are element sets of that time, of whatever spacecraft: without any the newest
    reading of a catalogue stands in, for a year.
    """

    epoch: date | None = None
    decayed_on: date | None = None
    has_sets: bool = False


@dataclass(frozen=True)
class Axis:
    """`on` is the day of the word as it was stated, `last` the last day that it can mean, up to the day asked.

    `by` says what shows it: "elements", "ledger" (a reading), or nothing. `readings` carry it, newest first.
    """

    word: Tracked | Reported
    on: PartialDate | None = None
    last: date | None = None
    by: str = ""
    readings: tuple[Any, ...] = ()

    @property
    def label(self) -> str:
        return str(self.word.label)


def epoch_day(epoch: datetime | None, day: date) -> date | None:
    """The day (UTC) of the newest element set; None where it lies after the day asked."""

    on = epoch.astimezone(UTC).date() if epoch else None
    return on if on and on <= day else None


def left_on(craft: Any, state: State, decayed_on: date | None) -> date | None:
    """The day on which a spacecraft left orbit or ended; the end of a host is not that of a payload on it."""
    if decayed_on and not craft.is_hosted:
        return decayed_on
    return state.ended_on.first if state.ended_on else None


def tracked_of(craft: Any, state: State, day: date, signs: Signs) -> Axis:
    """What the catalogues showed of a spacecraft by a day."""
    if craft.is_hosted:
        return Axis(Tracked.HOSTED)
    if signs.decayed_on and signs.decayed_on <= day:
        return _on_day(Tracked.GONE, signs.decayed_on)
    if state.word == Status.DEORBITED and state.on:
        return Axis(Tracked.GONE, state.on, state.on.first, "", state.readings)
    reading = state.tracked
    read = min(reading.on_last, day) if reading else None
    limit = days_before(day, MOST_DAYS)
    if signs.epoch and (read is None or signs.epoch >= read):
        return _on_day(_fresh(signs.epoch >= limit), signs.epoch, "elements")
    if read is None:
        return Axis(Tracked.NOT_FOUND)
    stands_in = not signs.has_sets and read >= a_year_before(day)
    return Axis(_fresh(stands_in or read >= limit), reading.on, read, "ledger", (reading,))


def _fresh(fresh: bool) -> Tracked:
    return Tracked.TRACKED if fresh else Tracked.LAST_TRACKED


def _on_day(word: Tracked, day: date, by: str = "") -> Axis:
    return Axis(word, PartialDate.of(day), day, by)


def reported_of(state: State, day: date, gone: date | None) -> Axis:
    """The newest word of a spacecraft's own work by a day, else of its group; older than twelve months it only was.

    `gone` is the day on which it left (`left_on`).
    """
    word, readings = _reported(state, day, gone)
    on = readings[-1].on if readings else None
    return Axis(word, on, min(on.last, day) if on else None, "ledger" if readings else "", readings)


def _reported(state: State, day: date, gone: date | None) -> tuple[Reported, tuple[Any, ...]]:
    since = a_year_before(day)
    if gone and gone <= day:
        return Reported.ENDED, state.work if state.work_word in ENDED else state.readings
    heard = bool(state.work) and state.work[-1].on_last >= since
    if heard and state.work_word == Status.DISPUTED:
        return Reported.DISPUTED, state.work
    if heard:
        return Reported.DEGRADED if state.work_word == Status.DEGRADED else Reported.WORKING, state.work
    if state.group and state.group.on_last >= since:
        return Reported.GROUP, (state.group,)
    if state.word == Status.CONTACT:
        return Reported.CONTACT, state.readings
    if state.work:
        return Reported.NOT_HEARD, state.work
    if state.group:
        return Reported.NOT_HEARD, (state.group,)
    return Reported.SILENT, ()


def a_year_before(day: date) -> date:
    """The same day twelve months earlier; of 29 February the 28th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
