"""What every fact has: sources, a confidence, and the day the public could know it."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.confidence import CONFIDENCE, at_least
from common.dates import AsOf
from common.text import folded
from facts.models.accounted import Accounted, AccountedQuerySet
from facts.models.renamed import bear_names_of


class FactQuerySet(AccountedQuerySet):
    country_path = "country"
    search_paths: tuple[str, ...] = ("slug",)

    def public(self) -> Self:
        """Facts that readers may see: all of them, and of a noun with states those in one of its `PUBLIC` ones."""
        states = self.model.PUBLIC
        return self.filter(state__in=states) if states else self

    names_of: date | None = None

    def _clone(self) -> Self:
        rows = super()._clone()  # type: ignore[misc]  # not in the stubs
        rows.names_of = self.names_of
        return rows

    def _fetch_all(self) -> None:
        is_new = self._result_cache is None
        super()._fetch_all()
        if is_new and self.names_of:
            bear_names_of(self._result_cache, self.names_of)

    def named_on(self, day: date | None) -> Self:
        """Facts that bear the names of that day, and so does what is read with them."""
        rows = self._chain()  # type: ignore[attr-defined]  # not in the stubs
        rows.names_of = day
        return rows

    def known_by(self, as_of: AsOf | None = None) -> Self:
        """Facts that the public could know by that day, with the names of it; all of them where no day is given.

        Where the second clock is set, what was recorded here later is left out.
        """
        if as_of is None:
            return self
        entered = {"recorded_at__lte": as_of.recorded} if as_of.recorded else {}
        return self.filter(known_on__lte=as_of.day, **entered).named_on(as_of.day)

    def with_known(self, name: str, as_of: AsOf | None = None) -> Self:
        """Facts with those of another noun that they name, as far as these were known by that day; one query."""
        named = self.model._meta.get_field(name).related_model._default_manager.known_by(as_of)
        return self.prefetch_related(models.Prefetch(name, queryset=named))

    def for_country(self, code: str | None) -> Self:
        """Facts of one country; all of them where none is given."""
        return self.filter(**{self.country_path: code}) if code else self

    def with_confidence(self, floor: str | None) -> Self:
        """Facts at or above a floor of confidence (see `common.confidence.at_least`)."""
        return self.filter(confidence__in=at_least(floor)) if floor else self

    def named(self, slug: str) -> Self:
        """The one fact with this slug, if any."""
        return self.filter(slug=slug)

    def of_kind(self, kind: str | None) -> Self:
        """Facts of one kind; all of them where none is given."""
        return self.filter(kind=kind) if kind else self

    def of_project(self, project: models.Model) -> Self:
        """Facts of one project."""
        return self.filter(project=project)

    def of_organization(self, organization: models.Model) -> Self:
        """Facts of one organization."""
        return self.filter(organization=organization)

    def search(self, words: str) -> Self:
        """Facts whose texts hold the words, in any script and spelling (`facts.searching`)."""
        condition = models.Q()
        for path in self.search_paths:
            condition |= models.Q(**{f"{path}__icontains": words})
        return self.filter(condition).distinct() if folded(words).strip() else self


class Fact(Accounted):
    """The abstract base of all facts. Services write; the constraints refuse nonsense."""

    PUBLIC: tuple[str, ...] = ()  # the states that readers may see; none: the noun has no states

    slug = models.SlugField(_("slug"), max_length=160, unique=True)
    sources = models.ManyToManyField(
        "facts.Source", related_name="%(class)s_facts", verbose_name=_("sources")
    )
    confidence = models.CharField(_("confidence"), max_length=9, choices=list(CONFIDENCE.items()))
    known_on = models.DateField(
        _("known on"),
        db_index=True,
        blank=True,
        help_text=_("The day the public could know. Left empty: the earliest source's date."),
    )
    found_on = models.DateField(
        _("found on"),
        null=True,
        blank=True,
        help_text=_("Where no source has a date and the day is unknown: the day on which it was found."),
    )
    found_reason = models.CharField(
        _("why the day is unknown"), max_length=300, blank=True, help_text=_("Readers see it.")
    )
    note = models.TextField(_("note"), blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta(Accounted.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_confidence_known",
                condition=models.Q(confidence__in=list(CONFIDENCE)),
            ),
            models.CheckConstraint(
                name="%(class)s_found_with_reason",
                condition=models.Q(found_on__isnull=True, found_reason="")
                | models.Q(found_on=models.F("known_on")) & ~models.Q(found_reason=""),
            ),
        ]
