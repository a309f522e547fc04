"""Changes of sources that readers may not see are no longer shown as corrections."""

from django.db import migrations

# The states of news that readers see.
PUBLIC = ("published", "corrected", "retracted")


def keep_back(apps, schema_editor):
    """Of a source that no public record cites now, nothing shows that readers ever saw it: a draft's page may be."""
    Revision = apps.get_model("projects", "Revision")
    changes = Revision.objects.filter(kind="sources", was_public=True)
    keys = set(changes.values_list("row_id", flat=True))
    for model in apps.get_models():
        if any(field.name == "sources" for field in model._meta.many_to_many) and keys:
            rows = model.objects.filter(sources__in=keys)
            if model._meta.label_lower == "news.newsitem":
                rows = rows.filter(state__in=PUBLIC)
            keys -= set(rows.values_list("sources", flat=True))
    for key in keys:
        changes.filter(row_id=key).update(was_public=False)


class Migration(migrations.Migration):

    dependencies = [
        ('launches', '0008_one_index_of_element_sets'),
        ('news', '0003_suggestions'),
        ('projects', '0007_uploads'),
    ]

    operations = [migrations.RunPython(keep_back, migrations.RunPython.noop)]
