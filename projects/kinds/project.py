"""Projects as records of the ledger."""

from __future__ import annotations

from facts.ledger.fields import (
    Children,
    Choice,
    Group,
    Number,
    Ref,
    Slug,
    Text,
    Texts,
    When,
)
from facts.ledger.registry import Kind, Record, country, ordered, register, shared
from facts.services import words_of
from projects import models
from projects.kinds.checks import formerly, formerly_whole


def _not_linked_to_itself(record: Record) -> list[str]:
    if any(link["project"] == record.get("slug") for link in record.get("related", [])):
        return ["related: names the project itself"]
    return []


register(
    Kind(
        "projects",
        models.Project,
        20,
        "Announced plans and flying systems. Their status is in status_changes.yaml.",
        (
            Slug("slug", required=True),
            Text("name", required=True, most=200),
            Text("native_name", most=200),
            formerly(),
            Texts("aliases"),
            country(),
            Choice("kind", required=True, words=tuple(models.Project.Kind.values)),
            Choice("scope", required=True, words=tuple(models.Project.Scope.values)),
            When("announced_on"),
            Ref("part_of", kind="projects"),
            Children(
                "organizations",
                attr="roles",
                model=models.ProjectRole,
                parent="project",
                parts=(
                    Ref("organization", required=True, kind="organizations"),
                    Choice("role", required=True, words=tuple(models.ProjectRole.Role.values)),
                ),
                once=("organization", "role"),
            ),
            Group(
                "orbit",
                parts=(
                    Choice("regime", words=tuple(models.Project.Regime.values)),
                    Number("altitude_km_min", low=0, high=2e6),
                    Number("altitude_km_max", low=0, high=2e6),
                    Number("inclination_deg", low=0, high=180),
                ),
            ),
            Children(
                "related",
                attr="links",
                model=models.ProjectLink,
                parent="project",
                parts=(
                    Ref("project", required=True, kind="projects", attr="other"),
                    Text("how", required=True, most=200),
                ),
                once=("project",),
            ),
            Text("summary", required=True),
            When("current_on", required=True),
            *shared(),
        ),
        checks=(
            _not_linked_to_itself,
            formerly_whole,
            ordered("altitude_km_min", "altitude_km_max", "orbit"),
        ),
        own_date="announced_on",
        prefetch=("roles__organization", "links__other"),
        slug_parts=lambda fact: (words_of(fact.name),),
    )
)
