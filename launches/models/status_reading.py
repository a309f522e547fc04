"""Status readings: what somebody said, on a day, of a spacecraft's state and on what basis. Append-only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.dates import PartialDate, Precision
from facts.models.fact import Fact, FactQuerySet
from facts.models.partial_date import PartialDateField, interval_is_sound
from launches.models.states import BY_CATALOGUE, Craft, Read, Status, contradictions


class Reading(NamedTuple):
    """What a state follows from, of one reading."""

    slug: str
    on_first: date
    on_last: date
    on_precision: Precision
    state: str
    basis: str

    @property
    def on(self) -> PartialDate:
        return PartialDate(self.on_first, self.on_last, self.on_precision)

    def get_state_display(self) -> str:
        """As the model has it."""
        return str(Status(self.state).label)

    def get_basis_display(self) -> str:
        """As the model has it."""
        return str(StatusReading.Basis(self.basis).label)


class StatusReadingQuerySet(FactQuerySet):
    country_path = "spacecraft__country"
    search_paths = ("spacecraft__name", "spacecraft__native_name", "says", "note")

    def of_each(self, spacecraft: Iterable[int]) -> dict[int, list[Reading]]:
        """What a state follows from, by spacecraft: without the weight of a model, for there are many of each."""
        found: dict[int, list[Reading]] = defaultdict(list)
        rows = self.filter(spacecraft__in=spacecraft).order_by("on_first", "pk")
        for key, *said in rows.values_list("spacecraft", *Reading._fields):
            found[key].append(Reading(*said))
        return found

    def of_spacecraft(self, spacecraft: models.Model) -> Self:
        """Readings of one spacecraft, newest day first."""
        return self.filter(spacecraft=spacecraft.pk).order_by("-on_last", "-on_first", "slug")

    def made_by(self, as_of: date | None = None) -> Self:
        """Readings made and known by that day; all of them where no day is given."""
        return self if as_of is None else self.known_by(as_of).filter(on_first__lte=as_of)


class StatusReading(Fact):
    """One reading. `says` tells in our own words what the source says of the spacecraft."""

    class Basis(models.TextChoices):
        OPERATOR = "operator", _("operator")
        PRESS = "press", _("press or another third party")
        PAPER = "paper", _("scientific paper")
        AMATEUR = "amateur", _("amateur observer")
        CATALOGUE = "catalogue", _("catalogue or element set")

    spacecraft = models.ForeignKey("launches.Spacecraft", models.CASCADE, related_name="readings")
    on = PartialDateField(_("read"))
    # Columns of the date above, which the state on a day is worked out from.
    on_first: date
    on_last: date
    on_precision: str
    state = models.CharField(
        _("state"), max_length=11, choices=[(s.value, s.label) for s in Status if s != Status.DISPUTED]
    )
    basis = models.CharField(_("basis"), max_length=9, choices=Basis.choices)
    says = models.CharField(_("what the source says"), max_length=300)

    objects = StatusReadingQuerySet.as_manager()

    class Meta(Fact.Meta):
        ordering = ["on_first", "id"]
        verbose_name = _("status reading")
        verbose_name_plural = _("status readings")
        constraints = [
            *Fact.Meta.constraints,
            interval_is_sound("statusreading", "on"),
            models.CheckConstraint(
                name="statusreading_state_known",
                condition=models.Q(state__in=[s.value for s in Status if s != Status.DISPUTED]),
            ),
            models.CheckConstraint(
                name="statusreading_catalogue_tracks",
                condition=~models.Q(basis="catalogue") | models.Q(state__in=BY_CATALOGUE),
                violation_error_message=_(
                    "A catalogue or an element set shows that an object is tracked or decayed, never that it works: "
                    "change the state or the basis."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.spacecraft}: {self.get_state_display()} ({self.on})"

    def clean(self) -> None:
        """Refuses what does not go together with the spacecraft and its other readings."""
        super().clean()
        on = self.on if self.on_first and self.on_last else None
        if self.spacecraft_id is None or on is None:
            return
        craft = self.spacecraft
        identity = craft.Identity
        others = StatusReading.objects.filter(spacecraft=craft).exclude(pk=self.pk)
        found = contradictions(
            Read(self.state, on),
            Craft(
                craft.name,
                craft.launched_on,
                craft.identity == identity.HOSTED,
                craft.identity != identity.NONE,
            ),
            (Read(row.state, row.on) for row in others),
        )
        if faults := dict(found):
            raise ValidationError({name: f"{text[:1].upper()}{text[1:]}." for name, text in faults.items()})
