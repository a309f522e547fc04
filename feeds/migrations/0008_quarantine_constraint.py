from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feeds", "0007_one_row_a_record")]

    operations = [
        migrations.AlterField("quarantinedrecord", "first_at", models.DateTimeField(verbose_name="first set aside")),
        migrations.AddConstraint("quarantinedrecord", models.UniqueConstraint(fields=("feed", "digest"), name="quarantinedrecord_once")),
    ]
