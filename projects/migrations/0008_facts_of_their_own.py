"""Sources are a model of the app `facts`: only the state of the models changes, no table does."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('facts', '0001_facts_of_their_own'),
        ('launches', '0009_facts_of_their_own'),
        ('news', '0005_facts_of_their_own'),
        ('projects', '0007_uploads'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(
                    name='LedgerVersion',
                ),
                migrations.DeleteModel(
                    name='LoadedRow',
                ),
                migrations.RemoveField(
                    model_name='source',
                    name='copy_of',
                ),
                migrations.RemoveField(
                    model_name='upload',
                    name='by',
                ),
                migrations.AlterField(
                    model_name='exchangerate',
                    name='sources',
                    field=models.ManyToManyField(related_name='%(class)s_facts', to='facts.source', verbose_name='sources'),
                ),
                migrations.AlterField(
                    model_name='filing',
                    name='sources',
                    field=models.ManyToManyField(related_name='%(class)s_facts', to='facts.source', verbose_name='sources'),
                ),
                migrations.AlterField(
                    model_name='fundingevent',
                    name='sources',
                    field=models.ManyToManyField(related_name='%(class)s_facts', to='facts.source', verbose_name='sources'),
                ),
                migrations.AlterField(
                    model_name='milestone',
                    name='sources',
                    field=models.ManyToManyField(related_name='%(class)s_facts', to='facts.source', verbose_name='sources'),
                ),
                migrations.AlterField(
                    model_name='openquestion',
                    name='sources',
                    field=models.ManyToManyField(related_name='%(class)s_facts', to='facts.source', verbose_name='sources'),
                ),
                migrations.AlterField(
                    model_name='organization',
                    name='sources',
                    field=models.ManyToManyField(related_name='%(class)s_facts', to='facts.source', verbose_name='sources'),
                ),
                migrations.AlterField(
                    model_name='project',
                    name='sources',
                    field=models.ManyToManyField(related_name='%(class)s_facts', to='facts.source', verbose_name='sources'),
                ),
                migrations.AlterField(
                    model_name='statement',
                    name='sources',
                    field=models.ManyToManyField(related_name='%(class)s_facts', to='facts.source', verbose_name='sources'),
                ),
                migrations.AlterField(
                    model_name='statuschange',
                    name='sources',
                    field=models.ManyToManyField(related_name='%(class)s_facts', to='facts.source', verbose_name='sources'),
                ),
                migrations.AlterField(
                    model_name='target',
                    name='sources',
                    field=models.ManyToManyField(related_name='%(class)s_facts', to='facts.source', verbose_name='sources'),
                ),
                migrations.DeleteModel(
                    name='Revision',
                ),
                migrations.DeleteModel(
                    name='Source',
                ),
                migrations.DeleteModel(
                    name='Upload',
                ),
            ],
        ),
    ]
