"""Sources are a model of the app `facts`: only the state of the models changes, no table does."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('facts', '0001_facts_of_their_own'),
        ('launches', '0008_one_index_of_element_sets'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='launch',
                    name='sources',
                    field=models.ManyToManyField(related_name='%(class)s_facts', to='facts.source', verbose_name='sources'),
                ),
                migrations.AlterField(
                    model_name='launchtotal',
                    name='sources',
                    field=models.ManyToManyField(related_name='%(class)s_facts', to='facts.source', verbose_name='sources'),
                ),
                migrations.AlterField(
                    model_name='spacecraft',
                    name='sources',
                    field=models.ManyToManyField(related_name='%(class)s_facts', to='facts.source', verbose_name='sources'),
                ),
            ],
        ),
    ]
