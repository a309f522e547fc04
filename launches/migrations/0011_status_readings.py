"""The state of a spacecraft becomes readings with a basis; what people entered here before is carried over.

The ledger's files bring the readings of their own spacecraft. Of others it is not known on what basis
somebody once wrote "operational": so that word is kept in the text, and the state is unknown until
somebody names the basis.
"""

import django.db.models.deletion
from django.db import migrations, models

ENDS = ("retired", "failed", "deorbited")


def carry_over(apps, schema_editor):
    alias = schema_editor.connection.alias
    rows = {name: apps.get_model(name).objects.using(alias) for name in (
        "facts.LoadedRow", "facts.Revision", "launches.Spacecraft", "launches.StatusReading",
    )}
    of_files = set(rows["facts.LoadedRow"].filter(kind="spacecraft").values_list("slug", flat=True))
    of_files -= {
        change.slug
        for change in rows["facts.Revision"].filter(kind="spacecraft", by__isnull=False)
        if change.after and change.before.get("status") != change.after.get("status")
    }
    for craft in rows["launches.Spacecraft"].exclude(status="planned").exclude(slug__in=of_files):
        state = craft.status if craft.status in ENDS else "unknown"
        reading = rows["launches.StatusReading"].create(
            slug=f"{craft.slug[:130]}-{state}-{craft.status_on_first}", spacecraft=craft, state=state,
            basis="press", says=f"Entered here as {craft.status}, before readings had a basis.",
            on_first=craft.status_on_first, on_last=craft.status_on_last,
            on_precision=craft.status_on_precision, confidence=craft.confidence, known_on=craft.known_on,
        )
        reading.sources.set(craft.sources.all())
        rows["launches.StatusReading"].filter(pk=reading.pk).update(recorded_at=craft.recorded_at)


class Migration(migrations.Migration):

    dependencies = [
        ('facts', '0001_facts_of_their_own'),
        ('launches', '0010_day_found'),
        ('projects', '0009_units_are_a_closed_list'),
    ]

    operations = [
        migrations.CreateModel(
            name='StatusReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=160, unique=True, verbose_name='slug')),
                ('confidence', models.CharField(choices=[('confirmed', 'confirmed'), ('reported', 'reported'), ('claimed', 'claimed'), ('disputed', 'disputed')], max_length=9, verbose_name='confidence')),
                ('known_on', models.DateField(blank=True, db_index=True, help_text="The day the public could know. Left empty: the earliest source's date.", verbose_name='known on')),
                ('found_on', models.DateField(blank=True, help_text='Where no source has a date and the day is unknown: the day on which it was found.', null=True, verbose_name='found on')),
                ('found_reason', models.CharField(blank=True, help_text='Readers see it.', max_length=300, verbose_name='why the day is unknown')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('recorded_at', models.DateTimeField(auto_now_add=True, verbose_name='recorded at')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                ('state', models.CharField(choices=[('planned', 'planned'), ('unknown', 'flown, present state not found'), ('tracked', 'tracked in orbit'), ('contact', 'in contact, computer not reported working'), ('group', 'group reported working, this one not named'), ('operational', 'working'), ('degraded', 'degraded'), ('retired', 'retired'), ('failed', 'failed'), ('deorbited', 'decayed or deorbited')], max_length=11, verbose_name='state')),
                ('basis', models.CharField(choices=[('operator', 'operator'), ('press', 'press or another third party'), ('paper', 'scientific paper'), ('amateur', 'amateur observer'), ('catalogue', 'catalogue or element set')], max_length=9, verbose_name='basis')),
                ('says', models.CharField(max_length=300, verbose_name='what the source says')),
                ('on_first', models.DateField(db_index=True, verbose_name='read: first day')),
                ('on_last', models.DateField(verbose_name='read: last day')),
                ('on_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('quarter', 'quarter'), ('half', 'half year'), ('year', 'year')], default='day', max_length=7, verbose_name='read: precision')),
            ],
            options={
                'verbose_name': 'status reading',
                'verbose_name_plural': 'status readings',
                'ordering': ['on_first', 'id'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='statusreading',
            name='sources',
            field=models.ManyToManyField(related_name='%(class)s_facts', to='facts.source', verbose_name='sources'),
        ),
        migrations.AddField(
            model_name='statusreading',
            name='spacecraft',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='launches.spacecraft'),
        ),
        migrations.AddConstraint(
            model_name='statusreading',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('found_on__isnull', True), ('found_reason', '')), models.Q(('found_on', models.F('known_on')), models.Q(('found_reason', ''), _negated=True)), _connector='OR'), name='statusreading_found_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='statusreading',
            constraint=models.CheckConstraint(condition=models.Q(('confidence__in', ['confirmed', 'reported', 'claimed', 'disputed'])), name='statusreading_confidence_known'),
        ),
        migrations.AddConstraint(
            model_name='statusreading',
            constraint=models.CheckConstraint(condition=models.Q(('on_first__isnull', False), ('on_first__lte', models.F('on_last')), ('on_last__isnull', False), ('on_precision__in', ('day', 'month', 'quarter', 'half', 'year'))), name='statusreading_on_interval'),
        ),
        migrations.AddConstraint(
            model_name='statusreading',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'unknown', 'tracked', 'contact', 'group', 'operational', 'degraded', 'retired', 'failed', 'deorbited'])), name='statusreading_state_known'),
        ),
        migrations.AddConstraint(
            model_name='statusreading',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('basis', 'catalogue'), _negated=True), ('state__in', ('tracked', 'deorbited')), _connector='OR'), name='statusreading_catalogue_tracks', violation_error_message='A catalogue or an element set shows that an object is tracked or decayed, never that it works: change the state or the basis.'),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
    ]
