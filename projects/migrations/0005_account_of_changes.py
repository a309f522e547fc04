

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import facts.models.texts


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0004_money_has_a_currency'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='ledgerversion',
            name='began_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
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
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['kind', 'row_id', 'at'], name='revision_of_record')],
            },
        ),
    ]
