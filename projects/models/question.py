"""Open questions: what remains unclear, and why it matters."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.countries import COUNTRIES
from common.dates import AsOf
from facts.models.fact import Fact, FactQuerySet
from facts.models.partial_date import PartialDateField, interval_is_sound


class OpenQuestionQuerySet(FactQuerySet):
    search_paths = ("question", "why_it_matters", "answered_by", "projects__name")

    def of_subject(self, subject: str) -> Self:
        """Questions of one subject; all of them where none is given."""
        return self.filter(subject=subject) if subject else self

    def by_reach(self) -> Self:
        """Questions that bear on most projects first, then the newest."""
        reach = models.Count("projects", distinct=True)
        return self.annotate(reach=reach).order_by("-reach", "-asked_on_first", "slug")

    def with_projects(self, as_of: AsOf | None = None) -> Self:
        """Each with its projects that were known by that day, in one further query."""
        return self.with_known("projects", as_of)


class OpenQuestion(Fact):
    """Something that the sources leave open, with our own words for what would settle it."""

    class Subject(models.TextChoices):
        OPERATIONAL = "operational", _("the first operational data center")
        COMPUTE = "compute", _("computing power")
        POWER = "power", _("power")
        COOLING = "cooling", _("heat and cooling")
        LINKS = "links", _("links")
        STORAGE = "storage", _("storage")
        LATENCY = "latency", _("latency")
        SECURITY = "security", _("security")
        LAW = "law", _("law and licences")
        MONEY = "money", _("money")
        LAUNCH = "launch", _("launch and flight")
        IDENTITY = "identity", _("which object is which")

    question = models.CharField(_("question"), max_length=300)
    why_it_matters = models.TextField(_("why it matters"))
    subject = models.CharField(
        _("subject"), max_length=11, choices=Subject.choices, blank=True, db_index=True
    )
    answered_by = models.TextField(
        _("what would answer it"),
        blank=True,
        help_text=_("The document, sign or event that would settle it."),
    )
    projects = models.ManyToManyField("projects.Project", blank=True, related_name="questions")
    country = models.CharField(_("country"), max_length=2, choices=list(COUNTRIES.items()), db_index=True)
    asked_on = PartialDateField(_("asked on"))

    objects = OpenQuestionQuerySet.as_manager()

    class Meta(Fact.Meta):
        ordering = ["-asked_on_first", "id"]
        verbose_name = _("open question")
        verbose_name_plural = _("open questions")
        constraints = [*Fact.Meta.constraints, interval_is_sound("openquestion", "asked_on")]

    def __str__(self) -> str:
        return self.question
