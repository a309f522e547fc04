"""A process that dies between a record and its account leaves neither: nothing half."""

import os
import signal
import subprocess
import sys

import pytest
from django.db import connection

from facts.models import LedgerVersion, Revision
from launches.models import Launch
from projects.models import Organization
from tests.metrics import facts
from tests.own_process import ROOT

SETTINGS = {"DJANGO_SETTINGS_MODULE": "racetracker.settings"}
# Dies where the account would be written: the record is in the database's hands already, not committed.
DIES = """
import os, signal, sys
import django
django.setup()
from facts.models import Revision
from projects.models import Organization
rows = Revision.objects
def dies(*_args, **_kwargs):
    assert Organization.objects.filter(name="Half").exists() or sys.argv[1] == "delete"
    os.kill(os.getpid(), signal.SIGKILL)
type(rows).bulk_create = dies
row = Organization.objects.filter(country="US").earliest("pk")
if sys.argv[1] == "save":
    row.name = "Half"
    row.save()
elif sys.argv[1] == "update":
    Organization.objects.filter(pk=row.pk).update(name="Half")
else:
    Organization.objects.get(slug="left-alone").delete()
"""


def address() -> str:
    """The test's own database, as a process of its own is told it."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    where = f"{told['USER']}:{told['PASSWORD']}@{told['HOST'] or '127.0.0.1'}:{told['PORT'] or 5432}"
    return f"postgres://{where}/{told['NAME']}"


@pytest.mark.usefixtures("own_database")
@pytest.mark.parametrize("act", ["save", "update", "delete"])
def test_a_killed_writer_leaves_nothing_half(act, tmp_path):
    facts.organization("US", slug="left-alone")
    names = set(Organization.objects.values_list("pk", "name", "changed_at"))
    version, launches = LedgerVersion.current(), Launch.objects.count()
    connection.close()
    died = subprocess.run(
        [sys.executable, "-c", DIES, act],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": address(), "DATA_DIR": str(tmp_path)} | SETTINGS,
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert set(Organization.objects.values_list("pk", "name", "changed_at")) == names
    assert not Revision.objects.exists()
    assert (LedgerVersion.current(), Launch.objects.count()) == (version, launches)
