"""The state of a spacecraft is what its readings say: the columns that somebody typed leave."""

from django.db import migrations, models

OLD_WORDS = ("operational", "degraded", "retired", "failed", "deorbited")


def fill(apps, schema_editor):
    """On the way back: the newest reading is typed into the columns again."""
    alias = schema_editor.connection.alias
    readings = {}
    for reading in apps.get_model("launches", "StatusReading").objects.using(alias).order_by("on_last", "on_first"):
        readings[reading.spacecraft_id] = reading
    for craft in apps.get_model("launches", "Spacecraft").objects.using(alias):
        reading = readings.get(craft.pk)
        flew = craft.launched_on_first is not None or (reading and reading.state != "planned")
        craft.status = "unknown" if flew else "planned"
        craft.status_on_first = craft.status_on_last = craft.known_on
        craft.status_on_precision = "day"
        if reading:
            craft.status = reading.state if reading.state in OLD_WORDS else craft.status
            craft.status_on_first, craft.status_on_last = reading.on_first, reading.on_last
            craft.status_on_precision = reading.on_precision
        craft.save(update_fields=["status", "status_on_first", "status_on_last", "status_on_precision"])


class Migration(migrations.Migration):
    dependencies = [("launches", "0011_status_readings")]

    operations = [
        migrations.RemoveConstraint("spacecraft", "spacecraft_status_on_interval"),
        migrations.RemoveConstraint("spacecraft", "spacecraft_planned_not_flown"),
        migrations.AlterField("spacecraft", "status", models.CharField(max_length=11, null=True)),
        migrations.AlterField("spacecraft", "status_on_first", models.DateField(null=True)),
        migrations.AlterField("spacecraft", "status_on_last", models.DateField(null=True)),
        migrations.AlterField("spacecraft", "status_on_precision", models.CharField(max_length=7, null=True)),
        migrations.RunPython(migrations.RunPython.noop, fill),
        migrations.RemoveField("spacecraft", "status"),
        migrations.RemoveField("spacecraft", "status_on_first"),
        migrations.RemoveField("spacecraft", "status_on_last"),
        migrations.RemoveField("spacecraft", "status_on_precision"),
    ]
