"""The steps of a news item: who brought it where, when and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from news.models.item import NewsItem

State = NewsItem.State
# From where to where an item may go; the empty text is before it was entered. A step that stays in
# review sets the moment of publication or takes it away; one that stays corrected or retracted tells
# a further reason.
MOVES: frozenset[tuple[str, str]] = frozenset(
    (before, after)
    for before, afters in {
        "": (State.SUGGESTED, State.DRAFT, State.IN_REVIEW, State.PUBLISHED),
        State.SUGGESTED: (State.DRAFT,),
        State.DRAFT: (State.IN_REVIEW, State.PUBLISHED),
        State.IN_REVIEW: (State.DRAFT, State.IN_REVIEW, State.PUBLISHED),
        State.PUBLISHED: (State.CORRECTED, State.RETRACTED),
        State.CORRECTED: (State.CORRECTED, State.RETRACTED),
        State.RETRACTED: (State.CORRECTED, State.RETRACTED),
    }.items()
    for after in afters
)


def _is_allowed() -> models.Q:
    condition = models.Q()
    for before, after in sorted(MOVES):
        condition |= models.Q(before=str(before), after=str(after))
    return condition


class NewsStep(models.Model):
    """One step of one item. Rows are added, never changed; readers see the reasons alone."""

    desk_only = True

    item = models.ForeignKey(NewsItem, models.CASCADE, related_name="steps", verbose_name=_("news item"))
    before = models.CharField(_("from"), max_length=9, blank=True, choices=State.choices)
    after = models.CharField(_("to"), max_length=9, choices=State.choices)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("by"),
    )  # fmt: skip
    why = models.CharField(_("why"), max_length=300, blank=True)
    publish_at = models.DateTimeField(_("to be published at"), null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [
            models.CheckConstraint(name="newsstep_is_allowed", condition=_is_allowed()),
            models.CheckConstraint(
                name="newsstep_told_has_reason",
                condition=~models.Q(after__in=[str(state) for state in NewsItem.TOLD]) | ~models.Q(why=""),
            ),
            models.CheckConstraint(
                name="newsstep_scheduled_in_review",
                condition=models.Q(publish_at=None) | models.Q(after=str(State.IN_REVIEW)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_before_display() or '–'} → {self.get_after_display()}"
