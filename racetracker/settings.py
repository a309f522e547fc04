"""Settings, read from the environment by strict readers. docs/settings.md describes every name."""

from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from racetracker import environment as read
from racetracker.logging import LOGGING as LOGGING
from racetracker.schedule import SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Where things lie -------------------------------------------------------------------------
DATA_DIR = Path(read.text("DATA_DIR", str(BASE_DIR / "var"))).expanduser().resolve()
LEDGER_DIR = read.folder("LEDGER_DIR", BASE_DIR / "data")

# --- Safety -----------------------------------------------------------------------------------
DEBUG = read.flag("DEBUG", default=False)
PRODUCTION = read.flag("PRODUCTION", default=False)
if DEBUG and PRODUCTION:
    raise ImproperlyConfigured("DEBUG=yes shows a stranger the inside: leave it unset with PRODUCTION=yes.")

SECRET_KEY = read.secret_key("SECRET_KEY", DATA_DIR / "secret_key", must_be_set=PRODUCTION)
# The machine itself may always ask, by the names a health check uses.
ALLOWED_HOSTS = [*read.words("ALLOWED_HOSTS", []), "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = read.origins("CSRF_TRUSTED_ORIGINS")
HTTPS = read.flag("HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600  # after the last page; accounts/sessions.py ends it in any case
SECURE_SSL_REDIRECT = False  # the proxy in front redirects; here it would break health checks
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
BEHIND_PROXY = read.flag("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
FORCE_SCRIPT_NAME = ""  # the site stands at the root of its host, whatever SCRIPT_NAME or REDIRECT_URL says
LOGIN_REDIRECT_URL = "admin:index"  # who asked for an address that is not ours goes to the desk
CSRF_FAILURE_VIEW = "pages.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
# The hash is that of an empty style element: Plotly adds one, and its real rules come from a
# stylesheet of ours (static/vendor/plotly).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'", "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- Applications -----------------------------------------------------------------------------
INSTALLED_APPS = [
    "desk.apps.DeskSiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "racetracker.static.StaticFiles",
    "django.contrib.humanize",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "import_export",
    "accounts",
    "facts",
    "desk",
    "projects",
    "launches",
    "news",
    "feeds",
    "metrics",
    "links",
    "pages",
    "api",
    "racetracker",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "racetracker.encodings.Encodings",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "racetracker.urls"
WSGI_APPLICATION = "racetracker.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# --- Database and cache -----------------------------------------------------------------------
DATABASES = {"default": read.database("DATABASE_URL", DATA_DIR / "racetracker.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATA_DIR.mkdir(parents=True, exist_ok=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = read.redis_address("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "racetracker.cache.Cache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
        "KEY_PREFIX": "racetracker",
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 600},
    }
}

# --- Language and time ------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["racetracker.formats"]

# --- Static files -----------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = Path(read.text("STATIC_ROOT", str(DATA_DIR / "static"))).expanduser().resolve()
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "racetracker.static.Storage"
    },
}

# --- Accounts ---------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# Failed sign-ins are counted in the database, by name and address together: nobody is locked out by a
# stranger who knows their name, and an office behind one address not by one of its people.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the moment told to the person stays
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "accounts.sessions.client_address"
AXES_LOCKOUT_CALLABLE = "accounts.sessions.locked_out"
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_DISABLE_ACCESS_LOG = True  # who signed in when is in the sessions; no second list of addresses
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# With yes, who publishes or opens accounts signs in with a second factor.
SECOND_FACTOR = read.flag("SECOND_FACTOR", default=PRODUCTION)
OTP_TOTP_ISSUER = "Racetracker"
OTP_ADMIN_HIDE_SENSITIVE_DATA = True
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.sessions.NoName"},
]

# With yes, nobody publishes a news item that they entered themselves, superusers aside.
FOUR_EYES = read.flag("FOUR_EYES", default=PRODUCTION)

# --- API --------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_SCHEMA_CLASS": "api.openapi.Schema",
    "EXCEPTION_HANDLER": "api.errors.answer_error",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Racetracker API",
    "DESCRIPTION": "Who is putting computing into orbit, the United States or China, and how do we know? "
    "Every fact with its sources, as of any day. Read-only, open to all; parameters that are unknown, "
    "repeated or wrong are refused with a sentence. Data: CC BY 4.0; cite Racetracker and the sources.",
    "VERSION": "1.0.0",
    "LICENSE": {"name": "Data: CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # validatorUrl would show the document to an outside host.
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "docExpansion": "list", "validatorUrl": None},
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "ComputeEnum": "launches.models.spacecraft.Spacecraft.Compute",
        "ComputePromisedEnum": "projects.models.target.Target.Compute",
        "CurrencyEnum": "projects.models.funding.CURRENCIES",
        "ProjectKindEnum": "projects.models.project.Project.Kind",
        "ProjectScopeEnum": "projects.models.project.Project.Scope",
        "StatusEnum": "projects.models.status.Status",
        "LaunchStatusEnum": "launches.models.net.LaunchStatus",
        "NetPrecisionEnum": "launches.models.net.NetPrecision",
    },
}

# --- Feeds ------------------------------------------------------------------------------------
FEEDS_ENABLED = read.flag("FEEDS_ENABLED", default=True)
LAUNCH_LIBRARY_URL = read.web_address("LAUNCH_LIBRARY_URL", "https://ll.thespacedevs.com/2.3.0")
CELESTRAK_URL = read.web_address("CELESTRAK_URL", "https://celestrak.org")
SPACEFLIGHT_NEWS_URL = read.web_address("SPACEFLIGHT_NEWS_URL", "https://api.spaceflightnewsapi.net/v4")
CONTACT = read.text("CONTACT", "")
ALERT_EMAIL = read.mail_addresses("ALERT_EMAIL")
globals().update(read.mail_server("EMAIL_URL", needed=bool(ALERT_EMAIL)))
DEFAULT_FROM_EMAIL = read.text("EMAIL_FROM", "".join(ALERT_EMAIL[:1]) or "racetracker@localhost")

# --- Background work --------------------------------------------------------------------------
# Without Redis the broker is a folder of message files: no server, one machine (racetracker/broker.py).
BROKER_DIR = DATA_DIR / "broker"
CELERY_BROKER_URL = REDIS_URL or "folder://"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "global_keyprefix": "racetracker:",
        "visibility_timeout": 900,  # longer than the longest task: then a lost one comes back
        "socket_timeout": 2,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
    }
    if REDIS_URL
    else {"folder": str(BROKER_DIR)}
)
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a broker that is away comes back
# A page that asks for a task must not wait for a broker that is away: one try, then an error.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_EXPIRES = None  # nothing is kept, so nothing is cleaned up
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_ENABLE_REMOTE_CONTROL = bool(REDIS_URL)
CELERY_WORKER_LOG_FORMAT = "worker: %(message)s"
CELERY_WORKER_TASK_LOG_FORMAT = "worker: %(task_name)s: %(message)s"
CELERY_BEAT_LOG_FORMAT = "beat: %(message)s"
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "racetracker.beat:Scheduler"
CELERY_BEAT_SCHEDULE = SCHEDULE

# --- The web server (read by deploy/gunicorn.conf.py and racetracker/run.py; checked here) ----------
HOST = read.text("HOST", "127.0.0.1")
PORT = read.whole_number("PORT", 8000, 1, 65535)
WEB_WORKERS = read.whole_number("WEB_WORKERS", 1, 1, 64)
WEB_THREADS = read.whole_number("WEB_THREADS", 4, 1, 64)
if HOST not in {"0.0.0.0", "::"}:  # noqa: S104
    ALLOWED_HOSTS.append(f"[{HOST}]" if ":" in HOST else HOST)
