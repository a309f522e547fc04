import hashlib

from django.db import migrations


def one_row_a_record(apps, schema_editor):
    """Of rows of one and the same record the newest stays, and tells how many there were and since when."""
    Record = apps.get_model("feeds", "QuarantinedRecord")
    kept = {}
    for row in Record.objects.select_related("run").order_by("-run__started_at", "-pk").iterator():
        row.digest = hashlib.sha256(f"\n{row.raw}".encode()).hexdigest()
        row.first_at = row.run.started_at
        row.cut = len(row.raw) >= 20_000
        if newer := kept.get((row.feed, row.digest)):
            newer[1] += 1
            Record.objects.filter(pk=newer[0]).update(first_at=row.first_at, times=newer[1])
            row.delete()
        else:
            row.save()
            kept[row.feed, row.digest] = [row.pk, 1]


class Migration(migrations.Migration):
    # Apart from the constraint: PostgreSQL alters no table whose rows were changed in the same transaction.
    dependencies = [("feeds", "0006_quarantine_once")]

    operations = [migrations.RunPython(one_row_a_record, migrations.RunPython.noop)]
