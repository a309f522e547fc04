"""`manage.py flush` ends in the signal of a migration, which then tells no state of the models."""

import pytest
from django.contrib.auth.models import Group
from django.core.management.sql import emit_post_migrate_signal


@pytest.mark.usefixtures("empty_ledger")
def test_a_database_that_was_emptied_gets_its_roles_again():
    Group.objects.all().delete()
    emit_post_migrate_signal(0, False, "default")
    assert {"analysts", "editors"} <= {name.lower() for name in Group.objects.values_list("name", flat=True)}
