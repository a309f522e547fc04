"""News items: articles with our own summary, and the editorial state each is in."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.countries import COUNTRIES
from projects.models.fact import Fact, FactQuerySet
from projects.models.partial_date import PartialDateField, interval_is_sound


class NewsItemQuerySet(FactQuerySet):
    search_paths = ("headline", "summary", "projects__name", "projects__native_name", "sources__publisher")

    def published(self):
        """Items that readers may see. Drafts, suggestions and items in review never leave the desk."""
        return self.filter(state__in=NewsItem.PUBLIC)

    def known_by(self, as_of: date | None = None):
        """Published items dated by that day."""
        return super().known_by(as_of).published()

    def with_projects(self):
        """Items with their projects, in one further query."""
        return self.prefetch_related("projects")


class NewsItem(Fact):
    class State(models.TextChoices):
        SUGGESTED = "suggested", _("suggested")
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        PUBLISHED = "published", _("published")
        CORRECTED = "corrected", _("corrected")
        RETRACTED = "retracted", _("retracted")

    PUBLIC = (State.PUBLISHED, State.CORRECTED, State.RETRACTED)

    headline = models.CharField(_("headline"), max_length=300)
    published_on = PartialDateField(_("published on"))
    date_inferred = models.BooleanField(
        _("date inferred"), default=False, help_text=_("The page shows no date; ours is inferred.")
    )
    country = models.CharField(_("country"), max_length=2, choices=list(COUNTRIES.items()), db_index=True)
    projects = models.ManyToManyField("projects.Project", blank=True, related_name="news")
    summary = models.TextField(_("summary"), help_text=_("In our own words."))
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.DRAFT, db_index=True
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    objects = NewsItemQuerySet.as_manager()

    class Meta(Fact.Meta):
        ordering = ["-published_on_first", "-id"]
        verbose_name = _("news item")
        verbose_name_plural = _("news items")
        constraints = [
            *Fact.Meta.constraints,
            interval_is_sound("newsitem", "published_on"),
            models.CheckConstraint(
                name="newsitem_country_known", condition=models.Q(country__in=list(COUNTRIES))
            ),
        ]

    def __str__(self) -> str:
        return self.headline
