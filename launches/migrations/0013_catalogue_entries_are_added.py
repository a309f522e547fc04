"""What the catalogue says of an object is a row of its own each time that it changes; rows that are there stay."""

from django.db import migrations, models
from django.db.models import Exists, OuterRef


def keep_the_newest(apps, schema_editor):
    """On the way back there is one row for each object."""
    rows = apps.get_model("launches", "CatalogueEntry").objects.using(schema_editor.connection.alias)
    later = rows.filter(norad_cat_id=OuterRef("norad_cat_id"), recorded_at__gt=OuterRef("recorded_at"))
    old = rows.filter(Exists(later)).values_list("pk", flat=True)
    rows.filter(pk__in=list(old)).delete()


class Migration(migrations.Migration):
    dependencies = [("launches", "0012_one_truth_of_state")]

    operations = [
        migrations.AlterModelOptions(
            name="catalogueentry",
            options={
                "ordering": ["norad_cat_id", "-recorded_at"],
                "verbose_name": "catalogue entry",
                "verbose_name_plural": "catalogue entries",
            },
        ),
        migrations.RemoveField("catalogueentry", "changed_at"),
        migrations.AlterField(
            "catalogueentry", "norad_cat_id", models.PositiveIntegerField(verbose_name="NORAD catalogue number")
        ),
        migrations.AddConstraint(
            "catalogueentry",
            models.UniqueConstraint(fields=["norad_cat_id", "recorded_at"], name="catalogueentry_once"),
        ),
        migrations.RunPython(migrations.RunPython.noop, keep_the_newest),
    ]
