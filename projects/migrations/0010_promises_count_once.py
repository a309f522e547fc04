"""Who promised, whether what is promised carries a computer, and when a report was looked for.

One speaker gives one date for one promise once a day, and what came true before it was stated is no
promise. Rows that do not fit are named and nothing is changed: a person corrects them first.
"""

from collections import defaultdict

import django.db.models.deletion
from django.core.management.base import CommandError
from django.db import migrations, models

SAID = ("project__slug", "promise", "bound", "stated_on_first", "stated_on_last", "due_first", "due_last")


def refuse_what_does_not_fit(apps, schema_editor):
    rows = apps.get_model("projects", "Target").objects.using(schema_editor.connection.alias)
    late = [f"{slug} (came true before it was stated)" for slug in rows.filter(
        outcome_on_last__lt=models.F("stated_on_first")).order_by("slug").values_list("slug", flat=True)]  # fmt: skip
    same = defaultdict(list)
    for slug, *said in rows.order_by("slug").values_list("slug", *SAID):
        same[tuple(said)].append(slug)
    twice = [f"{' and '.join(slugs)} (one date, entered twice)" for slugs in same.values() if len(slugs) > 1]
    if late or twice:
        raise CommandError(
            f"Targets that do not fit: {'; '.join([*late, *twice])}. Nothing was changed. Correct them on the desk "
            "of the version before, keeping of two the one with all sources, then migrate again."
        )


class Migration(migrations.Migration):

    dependencies = [
        ('facts', '0001_facts_of_their_own'),
        ('projects', '0009_units_are_a_closed_list'),
    ]

    operations = [
        migrations.RunPython(refuse_what_does_not_fit, migrations.RunPython.noop),
        migrations.AddField(
            model_name='target',
            name='compute',
            field=models.CharField(choices=[('yes', 'carries a computer'), ('no', 'carries none'), ('unknown', 'not stated')], default='unknown', help_text='Whether what is promised carries a computer; one that carries none stands apart.', max_length=7, verbose_name='compute promised'),
        ),
        migrations.AddField(
            model_name='target',
            name='searched_on',
            field=models.DateField(blank=True, help_text='The last day up to which a report of the outcome was looked for, and none was found.', null=True, verbose_name='looked for by'),
        ),
        migrations.AddField(
            model_name='target',
            name='speaker',
            field=models.ForeignKey(blank=True, help_text="Who promised it. Left empty: the project's lead.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='promises', to='projects.organization', verbose_name='speaker'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('outcome_on_last__isnull', True), ('outcome_on_last__gte', models.F('stated_on_first')), _connector='OR'), name='target_stated_first', violation_error_message='What had come true before it was stated is no promise.'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(condition=models.Q(('speaker__isnull', True)), fields=('project', 'promise', 'bound', 'stated_on_first', 'stated_on_last', 'due_first', 'due_last'), name='target_once_of_lead', violation_error_message='This promise was entered already, as stated on that day for that date: add the source to it.'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(condition=models.Q(('speaker__isnull', False)), fields=('project', 'promise', 'bound', 'stated_on_first', 'stated_on_last', 'due_first', 'due_last', 'speaker'), name='target_once_of_speaker', violation_error_message='This promise was entered already, as stated on that day for that date: add the source to it.'),
        ),
    ]
