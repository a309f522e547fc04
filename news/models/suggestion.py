"""Suggestions: stories of outside feeds that an analyst takes, merges or dismisses. Readers never see them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from facts.models.texts import text_list


class SuggestionQuerySet(models.QuerySet):
    def open(self) -> "SuggestionQuerySet":
        """Those that nobody decided yet: the inbox."""
        return self.filter(state=Suggestion.State.OPEN)

    def ranked(self) -> "SuggestionQuerySet":
        """Those that name most of what is tracked first; of these, the newest."""
        return self.order_by("-rank", "-published_at", "-id")

    def with_names(self) -> "SuggestionQuerySet":
        """Suggestions with what they name, in three further queries."""
        return self.prefetch_related("projects", "organizations", "launches")


class Suggestion(models.Model):
    """A story that somebody else published. Its text is theirs: the desk reads it, nobody else ever does."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        TAKEN = "taken", _("taken")
        MERGED = "merged", _("merged")
        DISMISSED = "dismissed", _("dismissed")

    # Saving one changes nothing that readers see: the ledger's version stays.
    desk_only = True

    feed = models.SlugField(_("feed"), max_length=40)
    external_id = models.CharField(_("id of the feed"), max_length=80)
    url = models.URLField(_("address"), max_length=500, unique=True)
    title = models.CharField(_("title"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=160)
    text = models.TextField(
        _("publisher's text"), blank=True, help_text=_("Not ours: read it here, and do not copy it.")
    )
    language = models.CharField(_("language"), max_length=2, default="en")
    published_at = models.DateTimeField(_("published"), db_index=True)
    updated_at = models.DateTimeField(_("changed by the publisher"))
    seen_at = models.DateTimeField(_("first seen"))
    projects = models.ManyToManyField(
        "projects.Project", blank=True, related_name="+", verbose_name=_("projects named")
    )
    organizations = models.ManyToManyField(
        "projects.Organization", blank=True, related_name="+", verbose_name=_("organizations named")
    )
    launch_ids = text_list(_("launches named by the feed"))
    launches = models.ManyToManyField(
        "launches.Launch", blank=True, related_name="+", verbose_name=_("launches")
    )
    words = text_list(_("words that count"))
    rank = models.PositiveSmallIntegerField(_("names matched"), default=0)
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.OPEN, db_index=True
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    item = models.ForeignKey(
        "news.NewsItem", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("news item")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["-rank", "-published_at", "-id"]
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        indexes = [models.Index(fields=["state", "-rank", "-published_at"], name="suggestion_inbox")]
        constraints = [
            models.UniqueConstraint(fields=["feed", "external_id"], name="suggestion_once"),
            models.CheckConstraint(name="suggestion_url_is_web", condition=Q(url__regex=r"^https?://")),
            models.CheckConstraint(name="suggestion_title_set", condition=~Q(title="")),
            models.CheckConstraint(
                name="suggestion_open_or_decided",
                condition=Q(state="open", decided_at__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="suggestion_dismissed_with_a_reason", condition=~Q(state="dismissed") | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.title
