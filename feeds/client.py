"""A polite HTTP client: says who it is, waits a bounded time, reads a bounded answer, follows no redirect."""

import re
import time
from http import HTTPStatus
from urllib.parse import urlsplit

import requests
import urllib3
from django.conf import settings

from feeds.answers import FeedError, clean, quoted

MAX_BYTES = 32 * 1024 * 1024
CONNECT_TIMEOUT_S = 10
READ_TIMEOUT_S = 30
# For all calls of one run together; the task's own limit lies above it.
DEADLINE_S = 240
_CHUNK = 64 * 1024


def user_agent() -> str:
    """Our name and, where CONTACT is set, how to reach those who run this site."""
    contact = re.sub(r"[^\x20-\x7e]+", "", settings.CONTACT).strip()
    return f"Racetracker/0.1 ({contact})" if contact else "Racetracker/0.1"


class Client:
    """One run's calls. It counts them, so that a failed run is on the record too."""

    def __init__(
        self,
        setting: str,
        *,
        connect_s: float = CONNECT_TIMEOUT_S,
        read_s: float = READ_TIMEOUT_S,
        deadline_s: float = DEADLINE_S,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self.setting = setting
        self.timeout = (connect_s, read_s)
        self.deadline_s = deadline_s
        self.max_bytes = max_bytes
        self.first_url = ""
        self.calls = 0
        self.received_bytes = 0
        self.last_status: int | None = None
        self._ends = time.monotonic() + deadline_s
        self._session = requests.Session()
        self._session.headers["User-Agent"] = user_agent()
        # A run asks a handful of pages: a connection each is cheap, and a kept one may be closed by the
        # server in the moment of asking, which looks like a broken feed.
        self._session.headers["Connection"] = "close"

    def get(self, url: str) -> bytes:
        """The body of a 200 answer that is whole, of a bearable size and no web page; else `FeedError`."""
        self.first_url = self.first_url or url
        self.calls += 1
        self.last_status = None
        place = f"{urlsplit(url).netloc}{urlsplit(url).path}"
        try:
            with self._session.get(url, timeout=self.timeout, allow_redirects=False, stream=True) as response:
                self.last_status = response.status_code
                body = self._read(response, place)
        except requests.Timeout as error:
            raise self._unreachable(place, f"did not answer within {self._patience(error)} s") from error
        except (requests.ConnectionError, urllib3.exceptions.ProtocolError) as error:
            raise self._unreachable(place, _connection_words(error)) from error
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise FeedError(
                f"{place} sent an answer that cannot be read ({type(error).__name__}). Check {self.setting}."
            ) from error
        self._check(response, body, place)
        return body

    def _read(self, response: requests.Response, place: str) -> bytes:
        """The body as it comes, decoded. What `read1` gives at once is taken: a drip cannot hold us."""
        body = bytearray()
        try:
            while chunk := response.raw.read1(_CHUNK, decode_content=True):
                body += chunk
                self.received_bytes += len(chunk)
                if len(body) > self.max_bytes:
                    raise FeedError(
                        f"{place} sent more than {self.max_bytes // 2**20} MB, more than this feed can be. "
                        f"Check that {self.setting} is the right address."
                    )
                if time.monotonic() > self._ends:
                    raise self._unreachable(place, f"had not ended its answer after {self.deadline_s:g} s")
        except urllib3.exceptions.ReadTimeoutError as error:
            raise self._unreachable(place, f"fell silent for {self.timeout[1]:g} s in its answer") from error
        except urllib3.exceptions.ProtocolError as error:
            raise FeedError(
                f"{place} broke off its answer: {len(body):,} bytes came, not the whole. Ask again later."
            ) from error
        return bytes(body)

    def _check(self, response: requests.Response, body: bytes, place: str) -> None:
        status = response.status_code
        if status in range(300, 400):
            target = clean(response.headers.get("Location", ""))[:200] or "nowhere"
            raise FeedError(
                f"{place} sends us on ({status}) to {target}. Redirects are not followed: "
                f"set {self.setting} to an address that you trust."
            )
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            wait = clean(response.headers.get("Retry-After", ""))[:40]
            after = f" after {wait} s" if wait.isdigit() else ""
            raise FeedError(
                f"{place} says we ask too often (429). Ask again{after}; others behind the same address "
                "share the limit.",
                outcome="unreachable",
            )
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise FeedError(
                f"{place} has a fault of its own ({status}): {quoted(body)} Ask again later.",
                outcome="unreachable",
            )
        if status != HTTPStatus.OK:
            raise AnswerRefused(place, status, body, self.setting)
        if not body.strip():
            raise FeedError(f"{place} sent an empty answer. Ask again later.")
        kind = response.headers.get("Content-Type", "").lower()
        if "html" in kind or body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
            raise FeedError(
                f"{place} sent a web page instead of data: {quoted(body)} "
                f"A proxy or login page may stand between; check {self.setting}."
            )

    def _unreachable(self, place: str, what: str) -> FeedError:
        return FeedError(
            f"{place} {what}. Check the network of this machine and {self.setting}.", outcome="unreachable"
        )

    def _patience(self, error: requests.Timeout) -> str:
        return f"{self.timeout[0] if isinstance(error, requests.ConnectTimeout) else self.timeout[1]:g}"


class AnswerRefused(FeedError):
    """An HTTP status that needs a person, with the body: some feeds explain themselves there."""

    def __init__(self, place: str, status: int, body: bytes, setting: str) -> None:
        words = {403: "refuses us", 404: "knows no such address"}.get(status, "answers with an error")
        super().__init__(f"{place} {words} ({status}): {quoted(body)} Check {setting} and the feed's terms.")
        self.status = status
        self.body = body


def _connection_words(error: Exception) -> str:
    text = str(error)
    if "Connection refused" in text:
        return "refused the connection"
    if "resolve" in text or "Name or service" in text:
        return "has a name that cannot be resolved"
    if isinstance(error, requests.exceptions.SSLError):
        return "has a certificate that does not hold"
    return "broke off the connection"
