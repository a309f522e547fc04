"""Addresses of pages in one spelling, so that a page is one source however it was copied."""

import re
from urllib.parse import SplitResult, parse_qsl, urlsplit

_TRACKING = re.compile(r"utm_.*|fbclid|gclid", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}
NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+", re.IGNORECASE)
# Names that mean something only inside a network of one's own (RFC 2606, 6761, 6762, 8375, 9476).
OWN_NAMES = {
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "arpa",
    "onion",
    "test",
    "invalid",
}
MOST = 500


class NoAddress(ValueError):
    """A text that is no address of a public page, with a sentence that says why."""


def canonical(address: str) -> str:
    """The address without what only tells who clicked where; raises NoAddress.

    Scheme and host in small letters, no default port, no fragment, no utm_*, fbclid or gclid. The
    rest of the query stays in its order and spelling: it may choose the page.
    """
    parts = _parts(address.strip())
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else str(parts.hostname).rstrip(".")
    port = f":{parts.port}" if parts.port and parts.port != _PORTS[parts.scheme] else ""
    kept = [pair for pair in parts.query.split("&") if pair and not _is_tracking(pair)]
    query = f"?{'&'.join(kept)}" if kept else ""
    result = f"{parts.scheme}://{host}{port}{parts.path or '/'}{query}"
    if len(result) > MOST:
        raise NoAddress(f"The address has {len(result)} characters; {MOST} can be kept.")
    return result


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError as error:
        raise NoAddress(f"“{address}” is no address: {error}.") from error
    if parts.scheme not in _PORTS:
        raise NoAddress("An address starts with http:// or https://.")
    if not parts.hostname or any(sign.isspace() or not sign.isprintable() for sign in address):
        raise NoAddress(f"“{address}” is no address of a page.")
    if sentence := _inside(str(parts.hostname), parts.port):
        raise NoAddress(sentence)
    if "@" in parts.netloc:
        raise NoAddress("The address holds a name or password: remove what stands before the @.")
    return parts


def _inside(host: str, port: int | None) -> str:
    """Why no reader can open a page there: a number, a name of one's own network, an unusual port."""
    name = host.rstrip(".").lower()
    last = name.rpartition(".")[2]
    if ":" in name or NUMBER.fullmatch(last):
        return f"“{host}” is a number: write the name of the site."
    if name == last or last in OWN_NAMES:
        return f"“{host}” is no public site: readers cannot open it."
    if port not in (None, 80, 443) and port < 1024:
        return f"Port {port} is another service's, not one of the web's usual ports."
    return ""


def _is_tracking(pair: str) -> bool:
    keys = parse_qsl(pair, keep_blank_values=True)
    return bool(keys and _TRACKING.fullmatch(keys[0][0]))


def same_place(address: str) -> str:
    """The scheme, host and path of a canonical address: other spellings of it begin alike."""
    return address.partition("?")[0].rstrip("/")


def host_of(address: str) -> str:
    """The host without `www.`, such as `spacenews.com`."""
    return (urlsplit(address).hostname or "").removeprefix("www.")
