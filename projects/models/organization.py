"""Organizations: who builds, pays, regulates."""

from typing import Self

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from common.countries import COUNTRIES
from common.dates import AsOf
from facts.models.fact import Fact, FactQuerySet
from facts.models.partial_date import PartialDateField, interval_is_sound
from facts.models.renamed import Renamed, name_then, renamed_constraints
from facts.models.texts import text_list
from facts.ordering import ByLetter


class OrganizationQuerySet(FactQuerySet):
    search_paths = ("name", "native_name", "former_name", "former_native_name", "summary", "aliases")

    def with_project_count(self, as_of: AsOf | None = None) -> Self:
        """Organizations with the number of projects known by then that they have a role in."""
        from projects.models.project import Project

        known = Q(projects__in=Project.objects.known_by(as_of)) if as_of else Q(projects__isnull=False)
        return self.annotate(project_count=Count("projects", filter=known, distinct=True)).order_by(
            ByLetter(name_then("name", as_of and as_of.day)), "pk"
        )

    def with_parent(self) -> Self:
        """Organizations with the one above them, in one query."""
        return self.select_related("parent")


class Organization(Renamed, Fact):
    class Kind(models.TextChoices):
        COMPANY = "company", _("company")
        STATE_OWNED = "state_owned", _("state-owned company")
        AGENCY = "agency", _("agency")
        ACADEMIA = "academia", _("academia")
        MILITARY = "military", _("military")
        CONSORTIUM = "consortium", _("consortium")
        NGO = "ngo", _("non-governmental organization")

    name = models.CharField(_("name"), max_length=200)
    native_name = models.CharField(_("native name"), max_length=200, blank=True)
    aliases = text_list(_("aliases"))
    country = models.CharField(_("country"), max_length=2, choices=list(COUNTRIES.items()), db_index=True)
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    parent_name = models.CharField(_("parent outside the ledger"), max_length=200, blank=True)
    founded_on = PartialDateField(_("founded"), optional=True)
    headquarters = models.CharField(_("headquarters"), max_length=120, blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    summary = models.TextField(_("summary"))
    current_on = PartialDateField(_("newest source"))

    objects = OrganizationQuerySet.as_manager()

    class Meta(Fact.Meta):
        ordering = [ByLetter("name"), "id"]
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        constraints = [
            *Fact.Meta.constraints,
            interval_is_sound("organization", "founded_on", optional=True),
            *renamed_constraints("organization"),
            interval_is_sound("organization", "current_on"),
            models.CheckConstraint(
                name="organization_country_known", condition=models.Q(country__in=list(COUNTRIES))
            ),
        ]

    def __str__(self) -> str:
        return self.name
