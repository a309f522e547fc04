"""What a metric is: one question answered in frozen rows, and the words that go with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from metrics.question import FactRef, Question
from metrics.wording import number

Phrase = str | Promise
State = Literal["", "none", "unknown", "not_applicable"]


@dataclass(frozen=True)
class RowChoice:
    """What a reader may leave of a metric's rows: the name of the choice, its words, and which rows each keeps."""

    key: str
    label: Phrase
    words: Mapping[str, Phrase]
    keeps: Callable[[Any, str], bool]


@dataclass(frozen=True)
class Version:
    """What a metric means from a day on: versions count from 1, and `changed` says what is new in this one."""

    number: int
    since: date
    changed: Phrase = ""


# The day on which the first metrics were released.
FIRST = (Version(1, date(2026, 11, 22)),)


@dataclass(frozen=True)
class Lead:
    """Where facts are found: at a fact, or at another metric by its name."""

    title: Phrase
    to: FactRef | str


def counted_rows(rows: Sequence[Any]) -> str:
    """How many rows there are, where nothing else can be said of them in a sentence."""
    return _("in %(n)s of the rows below") % {"n": number(len(rows))}


@dataclass(frozen=True)
class Metric:
    """One question. Each of its rows names the facts it rests on (`facts`).

    `unit` is that of `value` in the rows; `not_measured` says what the number does not show.
    `columns` names the attributes of a row that its table shows, with their headings.
    A metric `over_time` answers in StepRows; `shape` says whether its values are a stock that
    stays (drawn as steps) or counts of single years. `no_share` answers a sentence where the values of
    the countries are known in part only, so that a share of them would say too much (empty: they are whole).
    `rests_on` names the outside feeds without which its newest figures are out of date (`feeds/registry.py`):
    metrics know no feed, pages and API say which of these is stale. A metric whose figures are counted from
    feeds at some times only says when in `is_fed`; ask `rests_on_in`. `said_beside` answers sentences without
    which the figures of a question would be misread.

    `kind` says whether its values are counts or sums of money in US dollars, `promised` that they count what
    was asked for or announced, not what flew. `said` answers what the rows of one country come to, as the end of
    a sentence (None: nothing that a sentence could hold). `choices` are what a reader may leave of its rows.
    `evidence` answers the facts behind a whole answer where those that the rows name are not all of them;
    ask `facts_behind`. `carriers` answers, of each fact that does not say itself why it counts, those that do:
    of a launch the computers aboard. A metric over so many kinds of facts that none can be listed says in `leads`
    where they are.
    `absent` says why a field of a row is None (empty: it is unknown); `counts` names the column in which 0 is said as
    none, `disputes` the one that is marked where sources conflict over a row. Ask `metrics.cells` for all three.
    `versions` are those of its definition, oldest first (see `register`).
    """

    name: str
    title: Phrase
    definition: Phrase
    unit: Phrase
    not_measured: Phrase
    rows: Callable[[Question], Sequence[Any]]
    columns: tuple[tuple[str, Phrase], ...] = ()
    over_time: bool = False
    shape: str = "stock"
    no_share: Callable[[Question], str] | None = None
    rests_on: tuple[str, ...] = ()
    is_fed: Callable[[Question], bool] | None = None
    said_beside: Callable[[Question], list[str]] | None = None
    kind: Literal["count", "money"] = "count"
    promised: bool = False
    said: Callable[[Sequence[Any]], str] | None = counted_rows
    choices: tuple[RowChoice, ...] = ()
    evidence: Callable[[Question, Sequence[Any]], list[FactRef]] | None = None
    carriers: Callable[[Question], Mapping[FactRef, Sequence[FactRef]]] | None = None
    leads: Callable[[Sequence[Any]], list[Lead]] | None = None
    absent: Callable[[Any, str], State] | None = None
    counts: str = ""
    disputes: str = ""
    versions: tuple[Version, ...] = FIRST

    @property
    def version(self) -> Version:
        """The one that all of its answers follow, those as of a past day included."""
        return self.versions[-1]

    def rests_on_in(self, question: Question) -> tuple[str, ...]:
        """The feeds that the answer to a question rests on."""
        return self.rests_on if self.is_fed is None or self.is_fed(question) else ()

    def facts_behind(self, question: Question, rows: Sequence[Any]) -> list[FactRef]:
        """The facts that these rows of an answer rest on; none where they are found elsewhere."""
        if self.leads:
            return []
        return self.evidence(question, rows) if self.evidence else facts_of_rows(rows)


def facts_of_rows(rows: Sequence[Any]) -> list[FactRef]:
    """The facts that rows name, in their order."""
    return [fact for row in rows for fact in row.facts]


# The day on which a spacecraft left orbit; the orbits themselves; dates and results of launches; what flew.
DECAYS = ("celestrak-satcat",)
ORBITS = ("celestrak-gp", *DECAYS)
LAUNCHES = ("launch-library", "launch-library-changes")
FLIGHTS = ("launch-library-previous", "launch-library-changes")

METRICS: dict[str, Metric] = {}


def register(metric: Metric, *changes: tuple[str, Phrase]) -> Metric:
    """Adds a metric to those that pages, API and method list.

    `changes` are those of its meaning, oldest first, each a day (YYYY-MM-DD) and a sentence. Each makes a version of
    the definition, numbered on from the first.
    """
    versions = [*metric.versions]
    for since, changed in changes:
        versions.append(Version(versions[-1].number + 1, date.fromisoformat(since), changed))
    metric = METRICS[metric.name] = replace(metric, versions=tuple(versions))
    return metric


def changes() -> list[tuple[Metric, Version]]:
    """Every change of what a metric means, newest first."""
    found = [(metric, version) for metric in METRICS.values() for version in metric.versions[1:]]
    return sorted(found, key=lambda pair: (pair[1].since, pair[1].number), reverse=True)
