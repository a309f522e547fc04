"""A fourth direction of money: what was applied for, committed or planned is expected, not received.

Rows of before that call such a sum received are read as expected (`FundingEvent.way`): nothing is rewritten.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0015_names_by_letter"),
    ]

    operations = [
        migrations.AlterField(
            model_name="fundingevent",
            name="direction",
            field=models.CharField(
                choices=[
                    ("received", "received"),
                    ("expected", "expected, not received"),
                    ("to_be_paid", "to be paid, or paid"),
                    ("allocated", "allocated"),
                ],
                default="received",
                help_text=(
                    "Received: it came to the organization. Expected: it is to come. Else it pays or allocates it."
                ),
                max_length=10,
                verbose_name="direction",
            ),
        ),
    ]
