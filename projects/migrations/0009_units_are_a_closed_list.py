"""Quantities and units of statements are a closed list, held by the database too.

A row that does not fit was published with a wrong figure (7 TW as 7 kW), and no machine knows what was
meant. So such rows are named and nothing is changed: a person corrects them first.
"""

from django.core.management.base import CommandError
from django.db import migrations, models

UNITS = ('W', 'kW', 'MW', 'GW', 'TW', 'kg', 't', 'TOPS', 'POPS', 'EOPS', 'TFLOPS', 'PFLOPS', 'EFLOPS', 'GPUs', 'TPUs', 'modules', 'x H100 inference', 'm2', 'km2', 'km', 'Gbps', 'Tbps', 'TB', 'PB', 'minutes', 'months', 'years', 'percent', 'kW/t', 'USD', 'USD/month', 'USD/kg', 'USD/kWh', 'x ground cost', 'billion parameters', 'satellites', 'launches', 'centres', 'SSDs')
UNITS_OF = {
    'accuracy': ('percent',),
    'ai-satellites': ('satellites',),
    'altitude': ('km',),
    'array-area': ('m2', 'km2'),
    'array-power': ('W', 'kW', 'MW', 'GW', 'TW'),
    'beamed-power': ('W', 'kW', 'MW', 'GW', 'TW'),
    'compute': ('TOPS', 'POPS', 'EOPS', 'TFLOPS', 'PFLOPS', 'EFLOPS', 'GPUs', 'TPUs', 'modules', 'x H100 inference'),
    'cost': ('USD', 'USD/month'),
    'cost-ratio': ('x ground cost',),
    'data-centres': ('centres',),
    'downlink-saving': ('percent',),
    'duty-cycle': ('minutes', 'percent'),
    'energy-cost': ('USD/kWh',),
    'failed-disks': ('SSDs',),
    'isl-rate': ('Gbps', 'Tbps'),
    'launch-cost': ('USD/kg',),
    'launches': ('launches',),
    'lifetime': ('months', 'years'),
    'link-availability': ('percent',),
    'linked-satellites': ('satellites',),
    'mass': ('kg', 't'),
    'model-size': ('billion parameters',),
    'power': ('W', 'kW', 'MW', 'GW', 'TW'),
    'power-added-per-year': ('W', 'kW', 'MW', 'GW', 'TW'),
    'power-to-compute-share': ('percent',),
    'radiator-area': ('m2', 'km2'),
    'satellites': ('satellites',),
    'specific-power': ('kW/t',),
    'storage': ('TB', 'PB'),
}


def refuse_odd_units(apps, schema_editor):
    rows = apps.get_model("projects", "Statement").objects.using(schema_editor.connection.alias)
    odd = [
        f"{slug} ({quantity}: {value.normalize():f} {unit!r})"
        for slug, quantity, value, unit in rows.order_by("slug").values_list("slug", "quantity", "value", "unit")
        if unit not in UNITS_OF.get(quantity, ())
    ]
    if odd:
        known = "; ".join(f"{quantity}: {', '.join(units)}" for quantity, units in UNITS_OF.items())
        raise CommandError(
            f"Statements with a quantity or unit that is not in the closed list: {'; '.join(odd)}. "
            "Nothing was changed. Correct them on the desk of the version before, then migrate again. "
            f"The list: {known}."
        )


def fits():
    condition = models.Q()
    for quantity, units in UNITS_OF.items():
        condition |= models.Q(quantity=quantity, unit__in=units)
    return condition


class Migration(migrations.Migration):
    dependencies = [
        ("facts", "0001_facts_of_their_own"),
        ("launches", "0009_facts_of_their_own"),
        ("projects", "0008_facts_of_their_own"),
    ]

    operations = [
        migrations.RunPython(refuse_odd_units, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="statement",
            name="quantity",
            field=models.SlugField(
                choices=[(word, word.replace("-", " ")) for word in UNITS_OF],
                max_length=40,
                verbose_name="quantity",
            ),
        ),
        migrations.AlterField(
            model_name="statement",
            name="unit",
            field=models.CharField(choices=[(word, word) for word in UNITS], max_length=24, verbose_name="unit"),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=fits(),
                name="statement_unit_of_quantity",
                violation_error_message=(
                    "This quantity cannot be stated in this unit: the closed list is in docs/ledger.md."
                ),
            ),
        ),
    ]
