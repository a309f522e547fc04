"""Projects: announced plans and flying systems, with the organizations behind them."""

from dataclasses import dataclass
from typing import Any, Self

from django.db import models
from django.db.models import Case, OuterRef, Prefetch, Q, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from common.countries import COUNTRIES
from common.dates import AsOf
from facts.models.accounted import Accounted, AccountedQuerySet
from facts.models.fact import Fact, FactQuerySet
from facts.models.partial_date import PartialDateField, interval_is_sound
from facts.models.renamed import Renamed, name_then, renamed_constraints
from facts.models.texts import text_list
from facts.ordering import ByLetter

_WHOLE, _PART = "part_of", "parts"


@dataclass(frozen=True)
class Connection:
    """An organization or another project beside this one. `how` is the role or the relation in words."""

    kind: str
    slug: str
    name: str
    native_name: str
    country: str
    how: str


class ProjectQuerySet(FactQuerySet):
    search_paths = ("name", "native_name", "former_name", "former_native_name", "aliases", "summary")

    def with_status(self, as_of: AsOf | None = None) -> Self:
        """Each project with `status` and `status_on`: its latest known step on the ladder.

        The step is the one with the latest date; of two steps on one date, the one further along
        the ladder. A project without a known step has no status (None).
        """
        from projects.models.status import LADDER, StatusChange

        rank = Case(*[When(status=word, then=Value(n)) for n, word in enumerate(LADDER)], default=Value(-1))
        latest = (
            StatusChange.objects.known_by(as_of)
            .filter(project=OuterRef("pk"))
            .annotate(rank=rank)
            .order_by("-on_first", "-rank")
        )
        if as_of is not None:
            latest = latest.filter(on_first__lte=as_of.day)
        return self.annotate(
            status=Subquery(latest.values("status")[:1]), status_on=Subquery(latest.values("on_first")[:1])
        )

    def in_status(self, status: str | None) -> Self:
        """Projects whose latest step is this one; call it after `with_status`."""
        return self.filter(status=status) if status else self

    def of_scope(self, scope: str | None) -> Self:
        """Projects of one scope; all of them where none is given."""
        return self.filter(scope=scope) if scope else self

    def of_organization(self, organization: Any) -> Self:
        """Projects in which an organization has a role."""
        return self.filter(pk__in=ProjectRole.objects.filter(organization=organization).values("project"))

    def named_pairs(self, as_of: AsOf | None = None) -> models.QuerySet[Any, tuple[str, str]]:
        """Slug and name of each, as of a day: what a choice is made from."""
        return self.values_list("slug", name_then("name", as_of and as_of.day))

    def with_milestones(self, as_of: AsOf | None = None) -> Self:
        """Projects of which a milestone was known by then, by name."""
        from projects.models.milestone import Milestone

        known = Milestone.objects.known_by(as_of)
        also = known.values("projects_also")
        return self.filter(Q(pk__in=known.values("project")) | Q(pk__in=also)).order_by(
            ByLetter("name"), "id"
        )

    def with_organizations(self) -> Self:
        """Each project with its organizations and their roles, in one further query."""
        return self.prefetch_related(
            Prefetch("roles", ProjectRole.objects.select_related("organization"), to_attr="role_list")
        )


class Project(Renamed, Fact):
    """A plan or system. Its status is derived from its status changes, never typed."""

    class Kind(models.TextChoices):
        CONSTELLATION = "constellation", _("constellation")
        SATELLITE = "satellite", _("satellite")
        HOSTED_PAYLOAD = "hosted_payload", _("hosted payload")
        STATION_MODULE = "station_module", _("station module")
        LUNAR = "lunar", _("lunar")
        CONCEPT = "concept", _("concept")
        GROUND_DEMO = "ground_demo", _("ground demonstration")

    class Scope(models.TextChoices):
        CORE = "core", _("computing in orbit is the purpose")
        EDGE = "edge", _("on-board processing for another mission")
        ADJACENT = "adjacent", _("supplier, transport, ground or law")

    class Regime(models.TextChoices):
        LEO = "LEO", _("low Earth orbit")
        SSO = "SSO", _("sun-synchronous orbit")
        GEO = "GEO", _("geostationary orbit")
        LUNAR = "lunar", _("lunar")

    name = models.CharField(_("name"), max_length=200)
    native_name = models.CharField(_("native name"), max_length=200, blank=True)
    aliases = text_list(_("aliases"))
    country = models.CharField(_("country"), max_length=2, choices=list(COUNTRIES.items()), db_index=True)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices)
    scope = models.CharField(_("scope"), max_length=8, choices=Scope.choices, db_index=True)
    announced_on = PartialDateField(_("announced"), optional=True)
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of"),
        help_text=_("The programme whose step, unit or generation this is, by the same lead."),
    )  # fmt: skip
    regime = models.CharField(_("orbit regime"), max_length=5, choices=Regime.choices, blank=True)
    altitude_km_min = models.FloatField(_("lowest altitude (km)"), null=True, blank=True)
    altitude_km_max = models.FloatField(_("highest altitude (km)"), null=True, blank=True)
    inclination_deg = models.FloatField(_("inclination (°)"), null=True, blank=True)
    organizations = models.ManyToManyField(
        "projects.Organization",
        through="ProjectRole",
        related_name="projects",
        verbose_name=_("organizations"),
    )
    summary = models.TextField(_("summary"))
    current_on = PartialDateField(_("newest source"))

    objects = ProjectQuerySet.as_manager()

    class Meta(Fact.Meta):
        ordering = [ByLetter("name"), "id"]
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            *Fact.Meta.constraints,
            interval_is_sound("project", "announced_on", optional=True),
            *renamed_constraints("project"),
            interval_is_sound("project", "current_on"),
            models.CheckConstraint(
                name="project_country_known", condition=models.Q(country__in=list(COUNTRIES))
            ),
            models.CheckConstraint(
                name="project_not_part_of_itself",
                condition=models.Q(part_of__isnull=True) | ~models.Q(part_of=models.F("id")),
                violation_error_message=_("A project is no part of itself."),
            ),
            models.CheckConstraint(
                name="project_altitudes_in_order",
                condition=models.Q(altitude_km_min__isnull=True)
                | models.Q(altitude_km_max__isnull=True)
                | models.Q(altitude_km_min__lte=models.F("altitude_km_max")),
                violation_error_message=_("The lowest altitude is above the highest: swap them."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def connections(self, as_of: AsOf | None = None) -> list[Connection]:
        """The organizations with their roles, and the projects beside it, known by then, in one query.

        Of the projects, the programme that it is part of and its own parts come first.
        """
        roles = self.roles.order_by().values_list(
            Value("organization", models.CharField()), "organization__slug",
            *_names("organization__", as_of), "organization__country", "role", "position",
        )  # fmt: skip
        links = self.links.order_by().values_list(
            Value("project", models.CharField()), "other__slug",
            *_names("other__", as_of), "other__country", "how", "position",
        )  # fmt: skip
        if as_of is not None:
            roles = roles.filter(organization__known_on__lte=as_of.day)
            links = links.filter(other__known_on__lte=as_of.day)
        rows = sorted(
            roles.union(links, *self._programme(as_of), all=True), key=lambda row: (row[0], row[-1], row[2])
        )
        words = dict(ProjectRole.Role.choices) | {
            _WHOLE: _("the programme it is part of"),
            _PART: _("part of it"),
        }
        return [
            Connection(kind, slug, name, native, country, str(words.get(how, how)))
            for kind, slug, name, native, country, how, _position in rows
        ]

    def _programme(self, as_of: AsOf | None) -> list[models.QuerySet]:
        """The programme and the parts in the columns of `connections`."""
        known = Project.objects.known_by(as_of).order_by()
        return [
            rows.values_list(
                Value("project", models.CharField()), "slug", *_names("", as_of), "country",
                Value(how, models.CharField()), Value(position, models.IntegerField()),
            )
            for rows, how, position in (
                (known.filter(pk=self.part_of_id), _WHOLE, -2), (known.filter(part_of=self), _PART, -1)
            )
        ]  # fmt: skip


def _names(path: str, as_of: AsOf | None) -> tuple[Any, Any]:
    day = as_of and as_of.day
    return name_then("name", day, path), name_then("native_name", day, path)


class ProjectRole(Accounted):
    """What an organization does in a project."""

    class Role(models.TextChoices):
        LEAD = "lead", _("lead")
        PARTNER = "partner", _("partner")
        SUPPLIER = "supplier", _("supplier")
        CUSTOMER = "customer", _("customer")
        INVESTOR = "investor", _("investor")

    project = models.ForeignKey(Project, models.CASCADE, related_name="roles")
    organization = models.ForeignKey("projects.Organization", models.PROTECT, related_name="roles")
    role = models.CharField(_("role"), max_length=8, choices=Role.choices)
    position = models.PositiveSmallIntegerField(default=0)

    objects = AccountedQuerySet.as_manager()

    class Meta(Accounted.Meta):
        ordering = ["position", "id"]
        verbose_name = _("role in a project")
        verbose_name_plural = _("roles in projects")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organization", "role"],
                name="projectrole_once",
                violation_error_message=_("This organization has this role already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization_id}: {self.get_role_display()}"


class ProjectLink(Accounted):
    """How one project is related to another, in words."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="links")
    other = models.ForeignKey(Project, models.PROTECT, related_name="links_back")
    how = models.CharField(_("how"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    objects = AccountedQuerySet.as_manager()

    class Meta(Accounted.Meta):
        ordering = ["position", "id"]
        verbose_name = _("link between projects")
        verbose_name_plural = _("links between projects")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "other"],
                name="projectlink_once",
                violation_error_message=_("These two projects are linked already."),
            ),
            models.CheckConstraint(
                name="projectlink_not_to_itself",
                condition=~models.Q(project=models.F("other")),
                violation_error_message=_("A project cannot be linked to itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.how
