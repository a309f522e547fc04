"""Which stories of outside feeds are of interest to the desk, and why."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from launches.models import Spacecraft
from news.keywords import computing_words, telling_words
from news.records import StoryRecord
from projects.models import Project, ProjectRole
from projects.naming import Names, Subject, telling_names

MOST_WORDS = 12


@dataclass(frozen=True)
class Choice:
    """Why a story is of interest: whom it names, and by which words. Empty: it is not."""

    projects: frozenset[int] = frozenset()
    organizations: frozenset[int] = frozenset()
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def rank(self) -> int:
        return len(self.projects) + len(self.organizations)


class Tracked:
    """What is tracked, read once from the database: names, who builds, and what flies on which launch."""

    def __init__(self) -> None:
        aboard = Spacecraft.objects.exclude(launch__ll2_id=None).values_list("launch__ll2_id", "project_id")
        self.aboard: dict[UUID, set[int]] = {}
        for launch, project in aboard:
            if launch:
                self.aboard.setdefault(launch, set()).add(project)
        self.names = Names.known(_spacecraft())
        core = ProjectRole.objects.filter(project__scope=Project.Scope.CORE)
        roles = [ProjectRole.Role.LEAD, ProjectRole.Role.PARTNER]
        self.builders = frozenset(core.filter(role__in=roles).values_list("organization_id", flat=True))

    def choice(self, record: StoryRecord) -> Choice:
        """A story is of interest where it names a project or its spacecraft, or speaks of computing in orbit,
        or is linked to a launch with a tracked spacecraft aboard, or names a builder beside computing."""
        texts = (record.title, record.text)
        found = self.names.found(*texts)
        telling = telling_words(*texts)
        aboard = {project for launch in record.launch_ids for project in self.aboard.get(launch, ())}
        beside: tuple[str, ...] = ()
        if any(match.pk in self.builders for match in found.organizations):
            beside = computing_words(*texts)
        if not (found.projects or telling or aboard or beside):
            return Choice()
        named = [match.words for match in (*found.projects, *found.organizations)]
        flying = [_("launch of a tracked spacecraft")] if aboard else []
        return Choice(
            frozenset({match.pk for match in found.projects} | aboard),
            frozenset(match.pk for match in found.organizations),
            tuple(dict.fromkeys([*named, *telling, *beside, *flying]))[:MOST_WORDS],
        )


def _spacecraft() -> list[Subject]:
    """A tracked spacecraft by its names: a text that names it names its project."""
    rows = Spacecraft.objects.order_by("pk").values_list(
        "project_id", "slug", "name", "native_name", "aliases"
    )
    return [
        Subject("project", project, slug, name, telling_names("", name, native, *map(str, aliases or ())))
        for project, slug, name, native, aliases in rows
    ]
