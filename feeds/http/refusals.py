"""What may come instead of an answer: chance, a redirect, nothing newer, or a status that needs a person."""

from datetime import timedelta
from urllib.parse import urljoin, urlsplit

from feeds.http.results import FeedError, quoted


class ByChance(FeedError):
    """A failure that may pass by itself. `wait` is how long the host asks us to stay away, if it says so."""

    def __init__(self, sentence: str, *, outcome: str = "unreachable", wait: timedelta | None = None) -> None:
        super().__init__(sentence, outcome=outcome)
        self.wait = wait


class Onward(Exception):
    """The host names another address (3xx)."""

    def __init__(self, url: str, status: int, location: str) -> None:
        super().__init__(location)
        self.url, self.status = url, status
        self.target = _joined(url, location)


class NotModified(Exception):
    """The host says that its newest answer is the one that we keep (304)."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class AnswerRefused(FeedError):
    """An HTTP status that needs a person, with the body: some feeds explain themselves there."""

    def __init__(self, place: str, status: int, body: bytes, setting: str) -> None:
        usual = "answers with an error" if status >= 400 else "answers, but not with the whole"
        words = {403: "refuses us", 404: "knows no such address"}.get(status, usual)
        super().__init__(f"{place} {words} ({status}): {quoted(body)} Check {setting} and the feed's terms.")
        self.status = status
        self.body = body


def _joined(url: str, location: str) -> str:
    """The address that a redirect names; nothing where it names none."""
    try:
        return urljoin(url, location.strip()) if location.strip() else ""
    except ValueError:
        return ""


def stays(url: str, target: str) -> bool:
    """Whether an address is on the same host and port, by the same protocol or by a safer one."""
    here, there = urlsplit(url), urlsplit(target)
    if here.scheme == "http" and there.scheme == "https":
        return here.port == there.port and here.hostname == there.hostname
    return (here.scheme, here.netloc) == (there.scheme, there.netloc)


def refuse_what_is_no_data(place: str, body: bytes, kind: str, setting: str) -> None:
    """Raises `FeedError` for an empty answer, and for a web page; `kind` is the Content-Type."""
    start = body[:10_000]
    if not start.strip():
        raise FeedError(f"{place} sent an empty answer. Ask again later.")
    if "html" in kind.lower() or start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise FeedError(
            f"{place} sent a web page instead of data: {quoted(body)} "
            f"A proxy or login page may stand between; check {setting}."
        )
