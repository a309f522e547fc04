"""Open questions: what remains unclear, and why it matters."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.countries import COUNTRIES
from projects.models.fact import Fact, FactQuerySet
from projects.models.partial_date import PartialDateField, interval_is_sound


class OpenQuestionQuerySet(FactQuerySet):
    search_paths = ("question", "why_it_matters", "projects__name")

    def by_reach(self):
        """Questions that bear on most projects first, then the newest."""
        reach = models.Count("projects", distinct=True)
        return self.annotate(reach=reach).order_by("-reach", "-asked_on_first", "slug")

    def with_projects(self):
        """Questions with the projects they are about, in one further query."""
        return self.prefetch_related("projects")


class OpenQuestion(Fact):
    question = models.CharField(_("question"), max_length=300)
    why_it_matters = models.TextField(_("why it matters"))
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
