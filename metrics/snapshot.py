"""The facts behind the figures: each kind read once, and kept while the ledger stays as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from threading import Lock
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from common.dates import AsOf
from facts.ledger.registry import KINDS
from facts.past import parts_of, read_now
from launches.models import (
    CatalogueEntry,
    ElementSet,
    Launch,
    LaunchTotal,
    Listing,
    PastRead,
    Spacecraft,
    StatusReading,
)
from metrics.light_rows import FEW_OF_LAUNCHES, copied
from metrics.reach import order_then
from metrics.reading import Reading
from metrics.unread import say_unread, unread_now
from news.models import NewsItem
from projects.models import (
    ExchangeRate,
    Filing,
    FilingStep,
    FundingEvent,
    Milestone,
    OpenQuestion,
    Organization,
    Project,
    ProjectRole,
    Statement,
    StatusChange,
    Target,
)


class Ledger(Reading):
    """Every fact that figures rest on, whoever may know it; a Question takes what its reader may.

    A kind is read at its first use, in one query, and its rows point at each other. The rows are
    shared by all questions and threads: nobody changes them. With a moment, the ledger is as it stood
    then: later entries are not in it, and later changes are taken back. It is made of the present one.
    """

    def __init__(self, recorded: datetime | None = None, present: Ledger | None = None) -> None:
        super().__init__(recorded, present)
        self._asked_from: dict[AsOf | None, None] = {None: None}

    def look_from(self, as_of: AsOf | None) -> None:
        """Says beforehand from when a question looks: its newest element sets come with the spacecraft."""
        now = self._present or self
        if "_spacecraft_and_readings" not in now.__dict__:
            now._asked_from.setdefault(as_of)

    def epochs(self, as_of: AsOf | None) -> dict[int, datetime | None] | None:
        """The newest epoch of each number, as known from where it was said beforehand (else None)."""
        return (self._present or self)._spacecraft_and_readings[2].get(as_of)

    @read_now
    def projects(self) -> dict[int, Project]:
        return self._projects_and_steps[0]

    @read_now
    def status_changes(self) -> list[StatusChange]:
        """Oldest first, each with its project."""
        return self._projects_and_steps[1]

    @read_now
    def _projects_and_steps(self) -> tuple[dict[int, Project], list[StatusChange]]:
        def order(row: Project) -> Any:
            return row.known_on, row.slug

        if self.recorded:
            rows = self._then(Project, self.present.projects, order)
            steps = {row.pk: row for row in self.present.status_changes}
            steps = self._then(StatusChange, steps, lambda row: row.slug)
            changes = list(self._tied(steps, project=rows).values())
        else:
            rows, changes = self._with(Project, order, StatusChange, "project", "status_changes")
        changes.sort(key=lambda row: (row.on.first, row.slug))
        return rows, changes

    @read_now
    def spacecraft(self) -> dict[int, Spacecraft]:
        """With project and launch, and the day on which the catalogue says that each decayed (or None).

        `launch_was_away`: whether Launch Library ever stopped listing the launch.
        """
        return self._tied(self._spacecraft_and_readings[0], project=self.projects)

    @read_now
    def status_readings(self) -> dict[int, list[StatusReading]]:
        """What was read of each spacecraft, by its primary key."""
        found: dict[int, list[StatusReading]] = defaultdict(list)
        for reading in self._spacecraft_and_readings[1]:
            found[reading.spacecraft_id].append(reading)
        return found

    @read_now
    def _spacecraft_and_readings(
        self,
    ) -> tuple[dict[int, Spacecraft], list[StatusReading], dict[AsOf | None, dict[int, datetime | None]]]:
        def order(row: Spacecraft) -> Any:
            return row.launched_on.last if row.launched_on else date.max, row.slug

        if self.recorded:
            rows = self._then(Spacecraft, self.present.spacecraft, order)
            now = {row.pk: row for rows in self.present.status_readings.values() for row in rows}
            then = self._then(StatusReading, now, lambda row: row.slug)
            self._tied(rows, launch=self._named_by(Launch, "launch", rows, self.present.spacecraft))
            self._say_beside(rows.values())
            say_unread(then, self.past)
            return rows, list(self._tied(then, spacecraft=rows).values()), {}
        number = OuterRef("norad_cat_id")
        looked_from = tuple(self._asked_from)  # other threads may add to it meanwhile
        epochs = {
            f"epoch_{n}": Subquery(ElementSet.objects.known_by(as_of).of_object(number).values("epoch")[:1])
            for n, as_of in enumerate(looked_from)
        }
        rows, readings = self._with(
            Spacecraft, order, StatusReading, "spacecraft", "readings",
            launch=Launch,
            decayed_on=Subquery(CatalogueEntry.objects.recorded_by().of_object(number).values("decayed_on")[:1]),
            child_unread=unread_now(OuterRef("readings")),
            launch_was_away=Exists(Listing.objects.filter(launch=OuterRef("launch"))),
            **epochs,
        )  # fmt: skip
        numbered = [row for row in rows.values() if row.norad_cat_id]
        newest = {
            as_of: {row.norad_cat_id or 0: row.__dict__[name] for row in numbered}
            for name, as_of in zip(epochs, looked_from, strict=True)
        }
        return rows, readings, newest

    def _say_beside(self, crafts: Iterable[Spacecraft]) -> None:
        """What feeds had told of spacecraft at the moment: a decay, and a launch that was listed no longer."""
        entries = CatalogueEntry.objects.newest(self.recorded).exclude(decayed_on=None)
        decayed = dict(entries.values_list("norad_cat_id", "decayed_on"))
        away = set(Listing.objects.filter(recorded_at__lte=self.recorded).values_list("launch", flat=True))
        away |= {change.row_id for change in self.taken_back if change.before.get("gone_with_it")}
        for craft in crafts:
            craft.__dict__ |= {
                "decayed_on": decayed.get(craft.norad_cat_id or 0),
                "launch_was_away": craft.launch_id in away,
            }

    @read_now
    def targets(self) -> dict[int, Target]:
        """With project and the later promise in the place of each."""
        leads = ProjectRole.objects.filter(role=ProjectRole.Role.LEAD, project=OuterRef("project"))
        led = Exists(leads.filter(organization=OuterRef("speaker")))
        rows = self._read("targets", Target, lambda row: (row.due.last, row.slug), led=led)
        return self._tied(rows, project=self.projects, superseded_by=rows)

    @read_now
    def leads(self) -> frozenset[tuple[int, int]]:
        """The speakers of promises who lead the project, as keys of both: they speak for it."""
        lead = ProjectRole.Role.LEAD
        if self.recorded is None:
            return frozenset(
                (row.project_id, row.speaker_id) for row in self.targets.values() if row.__dict__["led"]
            )
        now = ProjectRole.objects.filter(role=lead).values_list("project_id", "organization_id")
        undone = self._undone.get("projects", {})
        parts = [part for one in undone.values() for part in parts_of(KINDS["projects"], one, self._ids)]
        then = {
            (part.project_id, part.organization_id) for part in parts if getattr(part, "role", "") == lead
        }
        return frozenset(then | {pair for pair in now if pair[0] not in undone})

    @read_now
    def statements(self) -> dict[int, Statement]:
        """With the project or spacecraft that each is about."""
        rows = self._read("statements", Statement, lambda row: (row.stated_on.last, row.slug))
        return self._tied(rows, project=self.projects, spacecraft=self.spacecraft)

    @read_now
    def milestones(self) -> dict[int, Milestone]:
        rows = self._read("milestones", Milestone, lambda row: (row.on.last, row.slug))
        return self._tied(rows, project=self.projects)

    @read_now
    def funding(self) -> dict[int, FundingEvent]:
        """With organization and project."""
        rows = self._read(
            "funding", FundingEvent, lambda row: (row.on.last, row.slug), organization=Organization
        )
        if self.recorded:
            then = self._named_by(Organization, "organization", rows, self.present.funding)
            rows = self._tied(rows, organization=then)
        return self._tied(rows, project=self.projects)

    @read_now
    def exchange_rates(self) -> dict[int, ExchangeRate]:
        return self._read("exchange_rates", ExchangeRate, lambda row: (row.on.first, row.slug))

    @read_now
    def filings(self) -> dict[int, Filing]:
        """With the application's project and the wider record that counts it."""
        return self._filings_and_steps[0]

    @read_now
    def filing_steps(self) -> list[FilingStep]:
        """Each step with its filing and the document that proves it, oldest first."""
        return self._filings_and_steps[1]

    @read_now
    def _filings_and_steps(self) -> tuple[dict[int, Filing], list[FilingStep]]:
        def order(row: Filing) -> Any:
            return row.on.last, row.slug

        if self.recorded:
            rows = self._then(Filing, self.present.filings, order)
            undone = self._undone.get("filings", {})
            steps = [
                copied(step)
                for step in self.present.filing_steps
                if step.filing_id in rows and step.filing_id not in undone
            ]
            for change in undone.values():
                steps += parts_of(KINDS["filings"], change, self._ids)
            steps = list(self._tied(dict(enumerate(steps)), filing=rows).values())
        else:
            rows, steps = self._with(Filing, order, FilingStep, "filing", "steps")
        rows = self._tied(rows, project=self.projects, contained_in=rows)
        steps.sort(key=lambda row: (row.on.last, row.filing.slug, row.position))
        return rows, list(self._tied(dict(enumerate(steps)), document=rows).values())

    @read_now
    def launches(self) -> dict[int, Launch]:
        """In few columns: the feeds bring thousands that carry no compute, and figures only tell their age."""
        return self._read("launches", Launch, lambda row: (row.net_last, row.slug), FEW_OF_LAUNCHES)

    @read_now
    def past_read(self) -> datetime | None:
        """The moment up to which every flown launch of the compared nations is held; None: none of them."""
        return PastRead.objects.read_by(self.recorded)

    @read_now
    def news(self) -> dict[int, NewsItem]:
        """What readers may see and what stands: a retracted item counts in no figure."""
        return {pk: row for pk, row in self._all_news.items() if row.state in NewsItem.STANDING}

    @read_now
    def _all_news(self) -> dict[int, NewsItem]:
        return self._read("_all_news", NewsItem, lambda row: (row.published_on.last, row.slug))

    @read_now
    def launch_totals(self) -> dict[int, LaunchTotal]:
        return self._read("launch_totals", LaunchTotal, lambda row: (row.year, row.country, row.slug))

    @read_now
    def open_questions(self) -> list[OpenQuestion]:
        """Those that bear on most projects first."""
        if self.recorded is None:
            return list(OpenQuestion.objects.by_reach())
        rows = {row.pk: row for row in self.present.open_questions}
        place = order_then(rows, self._undone.get("open_questions", {}))
        return list(self._then(OpenQuestion, rows, place).values())


_lock = Lock()
_MOST_MOMENTS = 4  # past moments kept beside the present
_kept: dict[tuple[int, datetime | None], Ledger] = {}


def kept(version: int, recorded: datetime | None = None) -> Ledger:
    """The ledger of a version (see `LedgerVersion.now`), read by the first who asks; only the newest stays."""
    with _lock:
        if (version, recorded) not in _kept:
            past = [key for key in _kept if key[0] == version and key[1] is not None]
            for key in list(_kept):
                if key[0] != version or key in past[: 1 - _MOST_MOMENTS]:
                    del _kept[key]
            present = _kept.setdefault((version, None), Ledger())
            if recorded:
                _kept[version, recorded] = Ledger(recorded, present)
        return _kept[version, recorded]


def keep(read: Mapping[tuple[int, datetime | None], Ledger]) -> None:
    """Takes ledgers that were read already: for tests, which all begin with the same one."""
    with _lock:
        _kept.update(read)


def forget() -> None:
    """Reads all anew at the next question: for tests, whose versions end with their transactions."""
    with _lock:
        _kept.clear()
