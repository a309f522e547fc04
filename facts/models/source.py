"""Sources: the pages that facts rest on."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from common.dates import AsOf
from common.text import folded
from facts.models.accounted import Accounted, AccountedQuerySet
from facts.models.partial_date import PartialDateField, interval_is_sound
from facts.ordering import ByLetter

models.CharField.register_lookup(Length)
models.TextField.register_lookup(Length)


class SourceQuerySet(AccountedQuerySet):
    def public(self) -> Self:
        """Sources that something readers may see rests on: a draft's page is not shown before the draft."""
        shown = models.Q(pk__in=[])
        relations: Iterable[Any] = Source._meta.related_objects
        for relation in relations:
            if not relation.many_to_many:
                continue
            link, model = relation.through, relation.related_model
            links = link.objects.filter(source=models.OuterRef("pk"))
            if public := model.PUBLIC:
                links = links.filter(**{f"{model._meta.model_name}__state__in": public})
            shown |= models.Q(models.Exists(links))
        return self.filter(shown)

    def known_by(self, as_of: AsOf | None = None) -> Self:
        """Sources published by then. One without a date cannot be shown to have existed, and is left out."""
        return self if as_of is None else self.filter(published_on_last__lte=as_of.day)

    def search(self, words: str) -> Self:
        """Sources whose title, publisher or address holds the words."""
        if not folded(words).strip():
            return self
        return self.filter(
            models.Q(title__icontains=words)
            | models.Q(publisher__icontains=words)
            | models.Q(url__icontains=words)
        )


class Source(Accounted):
    """One page. Its address is canonical and unique; its quality says what it can prove."""

    class Quality(models.TextChoices):
        PRIMARY = "primary", _("primary")
        PRESS = "press", _("press")
        COPY = "copy", _("copy")
        DIGEST = "digest", _("digest")

    class Seen(models.TextChoices):
        PAGE = "page", _("the page was read")
        CITED = "cited", _("named by another text")

    slug = models.SlugField(_("slug"), max_length=160, unique=True)
    url = models.URLField(_("address"), max_length=500, unique=True)
    title = models.CharField(_("title"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=160)
    published_on = PartialDateField(_("published on"), optional=True)
    language = models.CharField(_("language"), max_length=2, default="en", help_text=_("ISO 639-1 code"))
    seen = models.CharField(_("seen"), max_length=5, choices=Seen.choices, default=Seen.PAGE)
    quality = models.CharField(_("quality"), max_length=7, choices=Quality.choices, default=Quality.PRESS)
    copy_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="copies", verbose_name=_("copy of")
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = SourceQuerySet.as_manager()

    class Meta(Accounted.Meta):
        db_table = "projects_source"
        ordering = [ByLetter("publisher"), ByLetter("title"), "id"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            interval_is_sound("source", "published_on", optional=True),
            models.CheckConstraint(
                name="source_url_is_web",
                condition=models.Q(url__regex=r"^https?://"),
                violation_error_message=_("An address starts with http:// or https://."),
            ),
            models.CheckConstraint(name="source_title_set", condition=~models.Q(title="")),
        ]

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title}"
