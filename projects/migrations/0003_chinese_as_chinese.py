"""Writes lists of texts anew: Chinese as Chinese, so that the database finds it."""

from django.db import migrations


def write_anew(apps, schema_editor):
    for model, column in (("Organization", "aliases"), ("Project", "aliases"), ("FundingEvent", "investors")):
        for row in apps.get_model("projects", model).objects.exclude(**{column: []}).only(column):
            row.save(update_fields=[column])


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_rules_speak")]
    operations = [migrations.RunPython(write_anew, migrations.RunPython.noop)]
