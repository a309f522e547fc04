"""Strict readers of the environment: a value that cannot be meant stops the start with a sentence."""

import contextlib
import logging
import os
import re
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management.utils import get_random_secret_key
from django.core.validators import validate_email

log = logging.getLogger(__name__)
env = environ.Env()

SHORTEST_KEY = 20

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}
_DATABASES = ("postgres", "postgresql", "sqlite")
_BROKERS = ("redis", "rediss")
_MAIL = ("smtp", "smtp+tls", "smtp+ssl")


def _text(name: str) -> str:
    """The value without surrounding blanks; an empty value counts as not set."""
    return str(env.str(name, default="")).strip()


def flag(name: str, default: bool) -> bool:
    """A yes or no. Anything else is refused: `DEBUG=perhaps` must not become a guess."""
    value = _text(name).lower()
    if not value:
        return default
    if value in _TRUE | _FALSE:
        return value in _TRUE
    raise ImproperlyConfigured(
        f"{name}={value!r} is neither yes nor no: write one of {', '.join(sorted(_TRUE | _FALSE))}."
    )


def whole_number(name: str, default: int, low: int, high: int) -> int:
    """A whole number from low to high."""
    value = _text(name)
    if not value:
        return default
    if not re.fullmatch(r"-?[0-9]{1,12}", value) or not low <= int(value) <= high:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number from {low} to {high}.")
    return int(value)


def words(name: str, default: list[str]) -> list[str]:
    """A list divided by commas."""
    return [word.strip() for word in _text(name).split(",") if word.strip()] or default


def text(name: str, default: str) -> str:
    """A text, or the default where none is set."""
    return _text(name) or default


def folder(name: str, default: Path) -> Path:
    """A folder that is there."""
    path = Path(_text(name) or default).expanduser().resolve()
    if _text(name) and not path.is_dir():
        raise ImproperlyConfigured(f"{name}={_text(name)!r} is no folder that exists.")
    return path


def web_address(name: str, default: str) -> str:
    """An http or https address without a trailing slash, such as the base of a feed."""
    value = _text(name) or default
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ImproperlyConfigured(f"{name}={value!r} is not an http or https address with a host.")
    return value.rstrip("/")


def origins(name: str) -> list[str]:
    """A list of origins, divided by commas: scheme and host, such as https://example.org."""
    values = words(name, [])
    for value in values:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
            raise ImproperlyConfigured(f"{name}={value!r} is not an origin such as https://example.org.")
    return [value.rstrip("/") for value in values]


def redis_address(name: str) -> str:
    """A Redis address, or nothing: then broker and cache need no server."""
    value = _text(name)
    if value and (urlsplit(value).scheme not in _BROKERS or not urlsplit(value).hostname):
        raise ImproperlyConfigured(
            f"{name}={value!r} is not a Redis address: write redis://host:port/number, or leave it unset."
        )
    return value


def database(name: str, default: Path) -> dict:
    """Django's settings of the database at an address; SQLite in a file where none is set.

    SQLite runs in WAL mode and takes its write lock when a transaction begins: with both,
    several processes can write without "database is locked".
    """
    value = _text(name) or f"sqlite:///{default}"
    scheme = urlsplit(value).scheme
    if scheme not in _DATABASES:
        raise ImproperlyConfigured(
            f"{name}={value!r} names no database known here: write "
            "postgres://user:password@host:port/name or sqlite:////path/to/file, or leave it unset."
        )
    settings = dict(environ.Env.db_url_config(value))
    if not settings.get("NAME"):
        raise ImproperlyConfigured(f"{name}={value!r} names a server but no database: end it with /name.")
    if scheme == "sqlite":
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
        }
    # To open SQLite takes as long as to answer with a kept page. It is opened again after this many seconds.
    settings["CONN_MAX_AGE"] = 60
    settings["CONN_HEALTH_CHECKS"] = True
    return settings


def mail_addresses(name: str) -> list[str]:
    """Addresses of mail, divided by commas."""
    found = words(name, [])
    for address in found:
        try:
            validate_email(address)
        except ValidationError:
            raise ImproperlyConfigured(
                f"{name}: {address!r} is no address of mail: write name@example.org, several divided by commas."
            ) from None
    return found


def mail_server(name: str, *, needed: bool) -> dict:
    """Django's settings of the server that sends mail; where none is set, no mail leaves."""
    value = _text(name)
    if not value:
        if needed:
            raise ImproperlyConfigured(
                f"{name} is not set, and ALERT_EMAIL asks for mail: "
                "write smtp+tls://user:password@host:587, smtp+ssl://…:465 or smtp://host:25."
            )
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    if urlsplit(value).scheme not in _MAIL or not urlsplit(value).hostname:
        raise ImproperlyConfigured(
            f"{name} names no mail server: write smtp+tls://user:password@host:587, smtp+ssl://…:465 or smtp://host:25."
        )
    return environ.Env.email_url_config(value) | {"EMAIL_TIMEOUT": 10}


def secret_key(name: str, path: Path, *, must_be_set: bool) -> str:
    """The key that is set; on a single machine one made at the first start and kept in a file.

    A file that is damaged, as after a power loss, is set aside: with a key that anybody could guess sessions
    could be forged.
    """
    if key := _text(name):
        return key
    if must_be_set:
        raise ImproperlyConfigured(f"{name} is not set: with PRODUCTION=yes it has no default.")
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        kept = path.read_bytes().decode("utf-8", "replace").strip()
        if len(kept) >= SHORTEST_KEY and kept.isprintable() and "\ufffd" not in kept:
            return kept
        aside = path.with_name(f"{path.name}.unreadable")
        path.replace(aside)
        log.error(
            "The key in %s could not be read. It is kept as %s and made anew: everybody signs in again.",
            path, aside,
        )  # fmt: skip
    with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="utf-8") as draft:  # readable by us alone
        draft.write(get_random_secret_key())
        draft.flush()
        os.fsync(draft.fileno())
        with contextlib.suppress(FileExistsError):  # another process was first: its key counts
            os.link(draft.name, path)
    return path.read_text(encoding="utf-8").strip()
