"""Writes other names anew: Chinese as Chinese, so that the database finds it."""

from django.db import migrations


def write_anew(apps, schema_editor):
    for row in apps.get_model("launches", "Spacecraft").objects.exclude(aliases=[]).only("aliases"):
        row.save(update_fields=["aliases"])


class Migration(migrations.Migration):
    dependencies = [("launches", "0003_rules_speak")]
    operations = [migrations.RunPython(write_anew, migrations.RunPython.noop)]
