import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feeds", "0005_raw_answers")]

    operations = [
        migrations.AddField("quarantinedrecord", "context", models.TextField(blank=True, default="", verbose_name="header"), preserve_default=False),
        migrations.AddField("quarantinedrecord", "cut", models.BooleanField(default=False, verbose_name="cut")),
        migrations.AddField("quarantinedrecord", "digest", models.CharField(default="", max_length=64, verbose_name="SHA-256"), preserve_default=False),
        migrations.AddField("quarantinedrecord", "first_at", models.DateTimeField(null=True, verbose_name="first set aside")),
        migrations.AddField("quarantinedrecord", "parser", models.CharField(blank=True, default="", max_length=16, verbose_name="parser"), preserve_default=False),
        migrations.AddField("quarantinedrecord", "times", models.PositiveIntegerField(default=1, verbose_name="times")),
        migrations.AlterField("quarantinedrecord", "run", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="quarantine", to="feeds.feedrun", verbose_name="last set aside by")),
    ]
