from hashlib import blake2b

from django.db import migrations, models

FITTED = (
    "mean_motion", "eccentricity", "inclination", "ra_of_asc_node", "arg_of_pericenter", "mean_anomaly",
    "bstar", "mean_motion_dot", "mean_motion_ddot",
)
REST = (
    "object_name", "object_id", "ephemeris_type", "classification_type", "element_set_no", "rev_at_epoch",
)


def number_statements(apps, schema_editor):
    """As launches.services.elements.statement does it."""
    ElementSet = apps.get_model("launches", "ElementSet")
    rows = []
    for row in ElementSet.objects.order_by("pk").iterator(2000):
        halves = (
            blake2b(repr(tuple(getattr(row, name) for name in part)).encode(), digest_size=4).digest()
            for part in (FITTED, REST)
        )
        row.statement = int.from_bytes(b"".join(halves), signed=True)
        rows.append(row)
        if len(rows) == 2000:
            ElementSet.objects.bulk_update(rows, ["statement"], batch_size=500)
            rows = []
    ElementSet.objects.bulk_update(rows, ["statement"], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ('launches', '0004_chinese_as_chinese'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='elementset',
            options={'ordering': ['norad_cat_id', '-epoch', '-statement'], 'verbose_name': 'element set', 'verbose_name_plural': 'element sets'},
        ),
        migrations.AddField(
            model_name='elementset',
            name='statement',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='netrevision',
            name='moved',
            field=models.BooleanField(default=True, editable=False),
        ),
        migrations.RunPython(number_statements, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name='elementset',
            name='elementset_once',
        ),
        migrations.AddConstraint(
            model_name='elementset',
            constraint=models.UniqueConstraint(fields=('norad_cat_id', 'epoch', 'statement'), name='elementset_once'),
        ),
    ]
