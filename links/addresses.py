"""Which addresses may be read: those of web pages in the public internet, by the names of their sites."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from django.utils.translation import gettext as _

from common.text import clean
from common.urls import NUMBER, OWN_NAMES

MOST_ADDRESS = 2000
PORTS = {"http": 80, "https": 443}
# Public by the registry's word, and yet a way into something: relays and translators that carry another
# address inside, and the address at which a large cloud answers its own machines.
_WAYS_IN = tuple(
    ipaddress.ip_network(net)
    for net in (
        "0.0.0.0/8", "100.64.0.0/10", "168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15",
        "::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/23", "2002::/16", "3fff::/20",
    )
)  # fmt: skip
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")


class Unread(Exception):
    """A page that was not read, with a sentence for the person who asked."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def checked(url: str) -> SplitResult:
    """The parts of an address that may be asked, as far as its text tells; the host in plain letters."""
    try:
        parts = urlsplit(url.strip())
        if parts.scheme not in PORTS:
            raise Unread(_("Only addresses that start with http:// or https:// are read."))
        port = parts.port
        host = _plain_host(parts.hostname or "")
    except ValueError as error:
        raise Unread(_("This is no address of a web page.")) from error
    if len(url) > MOST_ADDRESS or re.search(r"[\x00-\x20\x7f\\]", url.strip()):
        raise Unread(_("This is no address of a web page."))
    if "@" in parts.netloc:
        raise Unread(_("The address holds a name or password: remove what stands before the @."))
    if port not in (None, 80, 443):
        raise Unread(_("Only the usual ports of the web are asked, not %(port)s.") % {"port": port})
    labels = host.split(".")
    if len(labels) < 2 or labels[-1] in OWN_NAMES:
        raise Unread(_("“%(host)s” is no public web site.") % {"host": clean(host)[:80]})
    if ":" in host or NUMBER.fullmatch(labels[-1]):
        raise Unread(_("Pages are read by the name of their site, not by a number."))
    place = host if port is None else f"{host}:{port}"
    return parts._replace(netloc=place, fragment="")


def _plain_host(host: str) -> str:
    """The host in the letters of the network: full-width digits and other spellings are one name."""
    if ":" in host:
        return host
    plain = host.encode("idna").decode("ascii").lower().rstrip(".")
    if not re.fullmatch(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*", plain):
        raise ValueError("no host name")
    return plain


def is_public(address: str) -> bool:
    """Whether an address lies in the public internet and carries no other address inside."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if getattr(ip, "scope_id", None) or not ip.is_global or ip.is_multicast or ip.is_reserved:
        return False
    if ip.version == 6 and ip not in _GLOBAL_UNICAST:
        return False
    return not any(ip.version == net.version and ip in net for net in _WAYS_IN)
