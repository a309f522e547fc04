"""Sources are a model of the app `facts`: only the state of the models changes, no table does."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('facts', '0001_facts_of_their_own'),
        ('news', '0004_pages_of_drafts'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='newsitem',
                    name='sources',
                    field=models.ManyToManyField(related_name='%(class)s_facts', to='facts.source', verbose_name='sources'),
                ),
            ],
        ),
    ]
