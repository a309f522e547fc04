"""News items: articles with our own summary, and the editorial state each is in."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.countries import COUNTRIES
from common.dates import AsOf
from facts.models.fact import Fact, FactQuerySet
from facts.models.partial_date import PartialDateField, interval_is_sound


class NewsItemQuerySet(FactQuerySet):
    search_paths = ("headline", "summary", "projects__name", "projects__native_name", "sources__publisher")

    def published(self) -> Self:
        """Items that readers may see. Drafts, suggestions and items in review never leave the desk."""
        return self.public()

    def known_by(self, as_of: AsOf | None = None) -> Self:
        """Published items dated by that day; with a second clock, those that readers saw at that moment."""
        rows = super().known_by(as_of).published()
        return rows.exclude(shown_at__gt=as_of.recorded) if as_of and as_of.recorded else rows

    def told(self) -> Self:
        """Items of which readers are told that they were corrected or retracted."""
        return self.filter(state__in=NewsItem.TOLD)

    def due(self, at: datetime) -> Self:
        """Items whose moment of publication has come, the longest due first."""
        return self.filter(state=NewsItem.State.IN_REVIEW, publish_at__lte=at).order_by("publish_at", "pk")

    def scheduled(self) -> Self:
        """Items with a moment of publication, the next one first."""
        return self.exclude(publish_at=None).order_by("publish_at", "pk")

    def with_projects(self, as_of: AsOf | None = None) -> Self:
        """Each with its projects that were known by that day, in one further query."""
        return self.with_known("projects", as_of)


class NewsItem(Fact):
    class State(models.TextChoices):
        SUGGESTED = "suggested", _("suggested")
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        PUBLISHED = "published", _("published")
        CORRECTED = "corrected", _("corrected")
        RETRACTED = "retracted", _("retracted")

    PUBLIC = (State.PUBLISHED, State.CORRECTED, State.RETRACTED)
    STANDING = (State.PUBLISHED, State.CORRECTED)
    TOLD = (State.CORRECTED, State.RETRACTED)  # readers are told why

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
    reason = models.CharField(
        _("reason"), max_length=300, blank=True,
        help_text=_("Why it was corrected or retracted: readers see it."),
    )  # fmt: skip
    publish_at = models.DateTimeField(
        _("publish at"), null=True, blank=True, db_index=True,
        help_text=_("In UTC. Left empty: published by hand."),
    )  # fmt: skip
    # Since when readers see it; empty where it was loaded from the files, which readers see at once.
    shown_at = models.DateTimeField(_("shown since"), null=True, blank=True, editable=False)
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
            models.CheckConstraint(
                name="newsitem_told_has_reason",
                condition=~models.Q(state__in=["corrected", "retracted"]) | ~models.Q(reason=""),
            ),
            models.CheckConstraint(
                name="newsitem_scheduled_in_review",
                condition=models.Q(publish_at=None) | models.Q(state="in_review"),
            ),
        ]
        permissions = [("publish_newsitem", _("Can publish, correct and retract news items"))]

    def __str__(self) -> str:
        return self.headline
