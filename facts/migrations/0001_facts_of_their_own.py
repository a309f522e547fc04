"""What every noun stands on has an app of its own: the tables keep their names and rows.

Their content types move with them, and so the rights of groups and the log of the desk.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import facts.models.texts
from facts.content_types import move_types

MOVED = ("ledgerversion", "loadedrow", "revision", "source", "upload")


def to_facts(apps, schema_editor) -> None:
    move_types(apps, MOVED, "projects", "facts", schema_editor.connection.alias)


def to_projects(apps, schema_editor) -> None:
    move_types(apps, MOVED, "facts", "projects", schema_editor.connection.alias)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("projects", "0007_uploads"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(to_facts, to_projects),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='LedgerVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveBigIntegerField(default=1)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('began_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'verbose_name': 'ledger version',
                        'verbose_name_plural': 'ledger versions',
                        'db_table': 'projects_ledgerversion',
                    },
                ),
                migrations.CreateModel(
                    name='LoadedRow',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=32)),
                        ('slug', models.CharField(max_length=160)),
                        ('digest', models.CharField(max_length=64)),
                        ('loaded_at', models.DateTimeField(auto_now=True)),
                    ],
                    options={
                        'verbose_name': 'loaded row',
                        'verbose_name_plural': 'loaded rows',
                        'db_table': 'projects_loadedrow',
                        'constraints': [models.UniqueConstraint(fields=('kind', 'slug'), name='loadedrow_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Upload',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(auto_now_add=True)),
                        ('kind', models.CharField(max_length=40)),
                        ('form', models.CharField(max_length=8)),
                        ('seal', models.CharField(max_length=64)),
                        ('body', models.BinaryField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'db_table': 'projects_upload',
                        'ordering': ['-at', '-id'],
                    },
                ),
                migrations.CreateModel(
                    name='Revision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=32, verbose_name='kind')),
                        ('slug', models.CharField(max_length=160, verbose_name='slug')),
                        ('row_id', models.PositiveBigIntegerField()),
                        ('at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='at')),
                        ('why', models.CharField(blank=True, max_length=300, verbose_name='why')),
                        ('before', models.JSONField(encoder=facts.models.texts.PlainJSON, verbose_name='before')),
                        ('after', models.JSONField(encoder=facts.models.texts.PlainJSON, null=True, verbose_name='after')),
                        ('recorded_at', models.DateTimeField(verbose_name='first recorded at')),
                        ('was_public', models.BooleanField(default=True)),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                    ],
                    options={
                        'verbose_name': 'revision',
                        'verbose_name_plural': 'revisions',
                        'db_table': 'projects_revision',
                        'ordering': ['-at', '-id'],
                        'indexes': [models.Index(fields=['kind', 'row_id', 'at'], name='revision_of_record')],
                    },
                ),
                migrations.CreateModel(
                    name='Source',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('slug', models.SlugField(max_length=160, unique=True, verbose_name='slug')),
                        ('url', models.URLField(max_length=500, unique=True, verbose_name='address')),
                        ('title', models.CharField(max_length=300, verbose_name='title')),
                        ('publisher', models.CharField(max_length=160, verbose_name='publisher')),
                        ('language', models.CharField(default='en', help_text='ISO 639-1 code', max_length=2, verbose_name='language')),
                        ('seen', models.CharField(choices=[('page', 'the page was read'), ('cited', 'named by another text')], default='page', max_length=5, verbose_name='seen')),
                        ('quality', models.CharField(choices=[('primary', 'primary'), ('press', 'press'), ('copy', 'copy'), ('digest', 'digest')], default='press', max_length=7, verbose_name='quality')),
                        ('recorded_at', models.DateTimeField(auto_now_add=True, verbose_name='recorded at')),
                        ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                        ('published_on_first', models.DateField(blank=True, db_index=True, null=True, verbose_name='published on: first day')),
                        ('published_on_last', models.DateField(blank=True, null=True, verbose_name='published on: last day')),
                        ('published_on_precision', models.CharField(blank=True, choices=[('day', 'day'), ('month', 'month'), ('quarter', 'quarter'), ('half', 'half year'), ('year', 'year')], default='', max_length=7, verbose_name='published on: precision')),
                        ('copy_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='facts.source', verbose_name='copy of')),
                    ],
                    options={
                        'verbose_name': 'source',
                        'verbose_name_plural': 'sources',
                        'db_table': 'projects_source',
                        'ordering': ['publisher', 'title', 'id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('published_on_first__isnull', False), ('published_on_first__lte', models.F('published_on_last')), ('published_on_last__isnull', False), ('published_on_precision__in', ('day', 'month', 'quarter', 'half', 'year'))), models.Q(('published_on_first__isnull', True), ('published_on_last__isnull', True), ('published_on_precision', '')), _connector='OR'), name='source_published_on_interval'), models.CheckConstraint(condition=models.Q(('url__regex', '^https?://')), name='source_url_is_web', violation_error_message='An address starts with http:// or https://.'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='source_title_set')],
                    },
                ),
            ],
        ),
    ]
