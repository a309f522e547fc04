"""The states of spacecraft: their words, the state that readings give on a day, and what cannot be read.

Nothing here reads the database: the pages, the API and the metrics hand in readings that are known, and
all of them get the same state.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import PartialDate


class Status(models.TextChoices):
    PLANNED = "planned", gettext_lazy("planned")
    UNKNOWN = "unknown", gettext_lazy("flown, present state not found")
    TRACKED = "tracked", gettext_lazy("tracked in orbit")
    CONTACT = "contact", gettext_lazy("in contact, computer not reported working")
    GROUP = "group", gettext_lazy("group reported working, this one not named")
    OPERATIONAL = "operational", gettext_lazy("working")
    DEGRADED = "degraded", gettext_lazy("degraded")
    RETIRED = "retired", gettext_lazy("retired")
    FAILED = "failed", gettext_lazy("failed")
    DEORBITED = "deorbited", gettext_lazy("decayed or deorbited")
    DISPUTED = "disputed", gettext_lazy("readings disagree")  # never read: it follows from readings


# What a catalogue or an element set can show.
BY_CATALOGUE = (Status.TRACKED, Status.DEORBITED)
# Speaks of the spacecraft's own work.
OF_WORK = (Status.OPERATIONAL, Status.DEGRADED, Status.RETIRED, Status.FAILED)
ENDED = (Status.RETIRED, Status.FAILED, Status.DEORBITED)
_UP = (Status.TRACKED, Status.CONTACT, Status.GROUP, Status.OPERATIONAL, Status.DEGRADED)
# Of readings of one day that go together, the one that says most comes first.
_TELLING = (
    Status.DEORBITED, Status.FAILED, Status.RETIRED, Status.DEGRADED, Status.OPERATIONAL, Status.GROUP,
    Status.CONTACT, Status.TRACKED, Status.UNKNOWN, Status.PLANNED,
)  # fmt: skip


@dataclass(frozen=True)
class State:
    """What the readings of one spacecraft say of it on a day.

    `word` is the newest reading, of whatever basis, made on `on` (None: nobody read it); `readings` are those
    of that day, more than one where they disagree. `work` are the newest that speak of its own work, `tracked`
    is the newest by which it was still in orbit, `group` the newest of a group that does not name it.
    `ended_on` is the day since when it is retired, failed or down, by all that came later.
    """

    word: str
    on: PartialDate | None = None
    readings: tuple[Any, ...] = ()
    work: tuple[Any, ...] = ()
    tracked: Any = None
    group: Any = None
    ended_on: PartialDate | None = None

    @property
    def label(self) -> str:
        return str(Status(self.word).label)

    @property
    def flew(self) -> bool:
        return self.word != Status.PLANNED

    @property
    def work_word(self) -> str:
        """The word of `work`; empty where nobody spoke of its work."""
        return _word(self.work) if self.work else ""

    @property
    def work_label(self) -> str:
        return str(Status(self.work_word).label)

    @property
    def work_on(self) -> PartialDate | None:
        return self.work[-1].on if self.work else None

    @property
    def work_earlier(self) -> bool:
        """Whether its own work was spoken of, on another day than that of the newest reading."""
        return bool(self.work) and self.work_on != self.on

    @property
    def group_newer(self) -> bool:
        """Whether the newest word of its work is of a group that does not name it, and not the newest reading."""
        return self.group is not None and not self.work and self.group.on != self.on


def state_of(craft: Any, readings: Iterable[Any], day: date) -> State:
    """The state of a spacecraft on a day by those of its readings that are known.

    It flew if its launch date says so or, where it has none, a reading does. Readings count by the day on
    which they were made, whatever the order in which they came; of a vague day the last that it can mean.
    """
    made = sorted((r for r in readings if r.on_first <= day), key=lambda r: (r.on_last, r.on_first, r.slug))
    flown = [r for r in made if r.state != Status.PLANNED]
    launched = craft.launched_on_first
    if launched > day if launched else not flown:
        return _newest(Status.PLANNED, [r for r in made if r.state == Status.PLANNED])
    newest = _newest(Status.UNKNOWN, flown)
    return State(
        word=newest.word,
        on=newest.on,
        readings=newest.readings,
        work=_of_one_day([r for r in flown if r.state in OF_WORK]),
        tracked=_last(flown, Status.TRACKED),
        group=_last(flown, Status.GROUP),
        ended_on=_ended_on(flown),
    )


def _ended_on(made: list[Any]) -> PartialDate | None:
    """Since when it is retired, failed or down, as far as no later reading, and none of that day, says otherwise."""
    ended = None
    for reading in made:
        if reading.state in ENDED and _word(_of_day(made, reading)) != Status.DISPUTED:
            ended = ended or reading
        elif reading.state in OF_WORK or (reading.state in _UP and ended and ended.state == Status.DEORBITED):
            ended = None
    return ended.on if ended else None


def _newest(without: str, made: list[Any]) -> State:
    found = _of_one_day(made)
    return State(_word(found), found[-1].on, found) if found else State(without)


def _of_one_day(made: list[Any]) -> tuple[Any, ...]:
    """Those made on the newest day."""
    return _of_day(made, made[-1]) if made else ()


def _of_day(made: list[Any], one: Any) -> tuple[Any, ...]:
    return tuple(r for r in made if (r.on_first, r.on_last) == (one.on_first, one.on_last))


def _word(made: Iterable[Any]) -> str:
    """The word of readings of one day: "disputed" where they cannot all be true."""
    words = {r.state for r in made}
    down = Status.DEORBITED in words and words & set(_UP)
    if down or len(words & set(OF_WORK)) > 1:
        return Status.DISPUTED.value
    return next(word.value for word in _TELLING if word in words)


def _last(made: list[Any], word: str) -> Any:
    return next((r for r in reversed(made) if r.state == word), None)


# --- What cannot be read ---------------------------------------------------------------------------
class Read(NamedTuple):
    """A reading as it is entered."""

    state: str
    on: PartialDate


class Craft(NamedTuple):
    """What a reading must go together with. `flies`: False where its identity says that it has not flown."""

    name: str
    launched: PartialDate | None
    hosted: bool
    flies: bool


def by_catalogue(state: str, basis: str) -> str:
    """Why a catalogue cannot say this; empty where it can."""
    if basis != "catalogue" or state in BY_CATALOGUE:
        return ""
    return _(
        "a catalogue or an element set shows that an object is tracked or decayed, never more: write tracked or "
        "deorbited, or the basis of the source that says %(state)s"
    ) % {"state": state}


def contradictions(one: Read, craft: Craft, others: Iterable[Read]) -> Iterator[tuple[str, str]]:
    """(field, sentence) of what a reading cannot say of a spacecraft, or beside its other readings."""
    flight = {"craft": craft.name, "launch": craft.launched, "on": one.on, "state": one.state}
    if one.state == Status.PLANNED:
        if craft.launched and one.on.first > craft.launched.last:
            yield (
                "state",
                _("planned is read of %(craft)s on %(on)s, and it flew on %(launch)s: mend one of them")
                % flight,
            )
    elif not craft.flies:
        yield (
            "state",
            _("%(craft)s has not flown by its identity: write planned, or mend the identity") % flight,
        )
    elif craft.launched and one.on.last < craft.launched.first:
        yield (
            "on",
            _("%(on)s lies before the launch of %(craft)s on %(launch)s: only planned can be read then")
            % flight,
        )
    if one.state == Status.TRACKED and craft.hosted:
        yield "state", _("%(craft)s is hosted: what is tracked is its host, not the payload itself") % flight
    for other in others:
        early, late = sorted((one, other), key=lambda read: read.on)
        if early.state == Status.DEORBITED and late.state in _UP and late.on.first > early.on.last:
            yield "on", _(
                "%(craft)s decayed by the reading of %(down)s, and is %(up)s on %(on)s: mend one of them"
            ) % {
                "craft": craft.name, "down": early.on, "up": late.state, "on": late.on,
            }  # fmt: skip
