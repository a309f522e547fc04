from django.db import migrations, models
from django.db.models.functions import Length


def measure(apps, schema_editor):
    apps.get_model("feeds", "RawAnswer").objects.update(size=Length("packed"))


class Migration(migrations.Migration):
    dependencies = [("feeds", "0008_quarantine_constraint")]

    operations = [
        migrations.AddField("feedrun", "released_at", models.DateTimeField(blank=True, null=True, verbose_name="released")),
        migrations.AddField("feedrun", "told_at", models.DateTimeField(blank=True, null=True, verbose_name="newest told")),
        migrations.AddField("feedrun", "whole", models.BooleanField(default=True, verbose_name="whole answer")),
        migrations.AddField("rawanswer", "size", models.PositiveBigIntegerField(default=0, verbose_name="bytes kept")),
        migrations.RunPython(measure, migrations.RunPython.noop),
    ]
