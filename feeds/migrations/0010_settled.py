from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feeds", "0009_told_and_released")]

    operations = [
        migrations.AddField("quarantinedrecord", "key", models.CharField(blank=True, default="", max_length=64, verbose_name="its name there"), preserve_default=False),
        migrations.AddField("quarantinedrecord", "settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled")),
    ]
