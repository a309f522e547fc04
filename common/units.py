"""Units and quantities of the ledger: a closed list. Unlike units are never added; like ones are scaled to one.

A unit or quantity that is missing here is refused wherever it is entered. A new one is one more line
here and a migration: the database holds the same list as a constraint of statements.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Unit:
    """What a unit measures, and its size in the base unit of its kind."""

    kind: str
    factor: float = 1.0


@dataclass(frozen=True)
class Quantity:
    """What a quantity is called, and the kinds of units in which it can be stated."""

    name: str | Promise
    kinds: tuple[str, ...]


# Operations (TOPS) and floating-point operations (TFLOPS) are different kinds, and so are the things that are
# counted: none converts to another.
UNITS: dict[str, Unit] = {
    "W": Unit("power", 1e-3),
    "kW": Unit("power"),
    "MW": Unit("power", 1e3),
    "GW": Unit("power", 1e6),
    "TW": Unit("power", 1e9),
    "kg": Unit("mass"),
    "t": Unit("mass", 1e3),
    "TOPS": Unit("operations"),
    "POPS": Unit("operations", 1e3),
    "EOPS": Unit("operations", 1e6),
    "TFLOPS": Unit("floating_point"),
    "PFLOPS": Unit("floating_point", 1e3),
    "EFLOPS": Unit("floating_point", 1e6),
    "GPUs": Unit("gpus"),
    "TPUs": Unit("tpus"),
    "modules": Unit("modules"),
    "x H100 inference": Unit("h100_inference"),
    "m2": Unit("area"),
    "km2": Unit("area", 1e6),
    "km": Unit("length"),
    "Gbps": Unit("data_rate"),
    "Tbps": Unit("data_rate", 1e3),
    "TB": Unit("storage"),
    "PB": Unit("storage", 1e3),
    "minutes": Unit("minutes"),
    "months": Unit("months"),
    "years": Unit("months", 12.0),
    "percent": Unit("share"),
    "kW/t": Unit("specific_power"),
    "USD": Unit("money"),
    "USD/month": Unit("money_per_time"),
    "USD/kg": Unit("money_per_mass"),
    "USD/kWh": Unit("money_per_energy"),
    "x ground cost": Unit("ground_cost"),
    "billion parameters": Unit("parameters"),
    "satellites": Unit("satellites"),
    "launches": Unit("launches"),
    "centres": Unit("centres"),
    "SSDs": Unit("ssds"),
}
CHIPS = ("gpus", "tpus", "modules")
COMPUTE = ("operations", "floating_point", *CHIPS, "h100_inference")
QUANTITIES: dict[str, Quantity] = {
    "accuracy": Quantity(_("accuracy"), ("share",)),
    "ai-satellites": Quantity(_("ai satellites"), ("satellites",)),
    "altitude": Quantity(_("altitude"), ("length",)),
    "array-area": Quantity(_("array area"), ("area",)),
    "array-power": Quantity(_("array power"), ("power",)),
    "beamed-power": Quantity(_("beamed power"), ("power",)),
    "compute": Quantity(_("compute"), COMPUTE),
    "cost": Quantity(_("cost"), ("money", "money_per_time")),
    "cost-ratio": Quantity(_("cost ratio"), ("ground_cost",)),
    "data-centres": Quantity(_("data centres"), ("centres",)),
    "downlink-saving": Quantity(_("downlink saving"), ("share",)),
    "duty-cycle": Quantity(_("duty cycle"), ("minutes", "share")),
    "energy-cost": Quantity(_("energy cost"), ("money_per_energy",)),
    "failed-disks": Quantity(_("failed disks"), ("ssds",)),
    "isl-rate": Quantity(_("isl rate"), ("data_rate",)),
    "launch-cost": Quantity(_("launch cost"), ("money_per_mass",)),
    "launches": Quantity(_("launches"), ("launches",)),
    "lifetime": Quantity(_("lifetime"), ("months",)),
    "link-availability": Quantity(_("link availability"), ("share",)),
    "linked-satellites": Quantity(_("linked satellites"), ("satellites",)),
    "mass": Quantity(_("mass"), ("mass",)),
    "model-size": Quantity(_("model size"), ("parameters",)),
    "power": Quantity(_("power"), ("power",)),
    "power-added-per-year": Quantity(_("power added per year"), ("power",)),
    "power-to-compute-share": Quantity(_("power to compute share"), ("share",)),
    "radiator-area": Quantity(_("radiator area"), ("area",)),
    "satellites": Quantity(_("satellites"), ("satellites",)),
    "specific-power": Quantity(_("specific power"), ("specific_power",)),
    "storage": Quantity(_("storage"), ("storage",)),
}
BASES = {unit.kind: word for word, unit in UNITS.items() if unit.factor == 1.0}


def units_of(quantity: str) -> tuple[str, ...]:
    """The units in which a quantity can be stated; none for a quantity that is not in the list."""
    known = QUANTITIES.get(quantity)
    return tuple(word for word, unit in UNITS.items() if known and unit.kind in known.kinds)


def kind_of_unit(unit: str) -> str:
    """What a unit measures; empty for one that is not in the list."""
    return UNITS[unit].kind if unit in UNITS else ""


def in_base_unit(value: float, unit: str) -> tuple[float, str]:
    """The value in the base unit of its kind, such as 5 POPS as (5000.0, "TOPS").

    A unit that is not in the list has no size: KeyError. Ask `kind_of_unit` first.
    """
    known = UNITS[unit]
    return value * known.factor, BASES[known.kind]


def unit_refusal(quantity: str, unit: str) -> str:
    """Why a quantity cannot be stated in a unit, with the list of what can be written; empty where it can."""
    if quantity not in QUANTITIES:
        return gettext("“%(word)s” is no quantity of the list: write one of %(list)s") % {
            "word": quantity,
            "list": ", ".join(QUANTITIES),
        }
    fitting = units_of(quantity)
    if unit in fitting:
        return ""
    return gettext("“%(word)s” is no unit of %(quantity)s: write one of %(list)s") % {
        "word": unit,
        "quantity": quantity,
        "list": ", ".join(fitting),
    }
