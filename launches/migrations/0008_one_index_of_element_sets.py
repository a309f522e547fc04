from django.db import migrations, models


class Migration(migrations.Migration):
    """The unique index begins with the catalogue number: one on it alone served nothing."""

    dependencies = [
        ("launches", "0007_listing"),
    ]

    operations = [
        migrations.AlterField(
            model_name="elementset",
            name="norad_cat_id",
            field=models.PositiveIntegerField(verbose_name="NORAD catalogue number"),
        ),
    ]
