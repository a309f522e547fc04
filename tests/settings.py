"""The settings of the tests: those of the site, on a folder and a database made for one run.

The environment decides the database (DATABASE_URL) and the broker and cache (REDIS_URL), as for
the site itself; everything else the caller's environment says about the site is left out. The ledger
is that of the repository, or of TEST_LEDGER_DIR (tests/more_facts).
"""

import atexit
import os
import shutil
import tempfile
import uuid
from pathlib import Path

KEPT = ("DATABASE_URL", "REDIS_URL")
for _name in (
    "ALLOWED_HOSTS", "BEHIND_PROXY", "CELESTRAK_URL", "CONTACT", "CSRF_TRUSTED_ORIGINS", "DEBUG",
    "FEEDS_ENABLED", "FOUR_EYES", "HOST", "HTTPS", "LAUNCH_LIBRARY_URL", "LEDGER_DIR", "PORT", "PRODUCTION",
    "SECOND_FACTOR", "SECRET_KEY", "SPACEFLIGHT_NEWS_URL", "STATIC_ROOT", "WEB_THREADS", "WEB_WORKERS",
):  # fmt: skip
    os.environ.pop(_name, None)
if "TEST_LEDGER_DIR" in os.environ:
    os.environ["LEDGER_DIR"] = os.environ["TEST_LEDGER_DIR"]
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="racetracker-tests-")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

from racetracker.settings import *  # noqa: E402, F403
from racetracker.settings import CACHES, DATA_DIR, DATABASES, STORAGES  # noqa: E402

# A file and not memory: a server's threads read it through connections of their own.
_database = DATABASES["default"]
_run = os.environ.setdefault("TEST_RUN", uuid.uuid4().hex[:8])  # the workers of a run inherit it
_worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
if _database["ENGINE"].endswith("sqlite3"):
    _database["TEST"] = {"NAME": str(Path(DATA_DIR) / "test.sqlite3")}
    _database["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    # A database that lives for one run need not be on the disk when a transaction ends.
    _database.setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
    _database["TEST"] = {
        "NAME": f"test_{_database['NAME']}_{_run}_{_worker}",
        "TEMPLATE": f"test_{_database['NAME']}_{_run}_template",
    }
_database["CONN_MAX_AGE"] = 0

# Templates with {% static %} render, and pages find their files, without collecting anything.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES["default"]["KEY_PREFIX"] = f"racetracker-tests-{os.getpid()}"
AXES_ENABLED = False  # tests of the lockout switch it on
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
# No test may reach the outside world: a port where nobody listens.
LAUNCH_LIBRARY_URL = CELESTRAK_URL = SPACEFLIGHT_NEWS_URL = "http://127.0.0.1:9"
