"""A polite HTTP client: says who it is, keeps to the manners of its host, waits a bounded time, reads a
bounded answer, follows redirects only on the host it asked, and asks again only where chance was at fault."""

import random
import re
import time
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from django.conf import settings

from common.text import clean
from feeds.formats.json_values import MAX_ADDRESS
from feeds.http.rate_limits import AFTER_FAULT, USUAL_WAIT, Manners, claim, close, wait_asked_for
from feeds.http.refusals import (
    AnswerRefused,
    ByChance,
    NotModified,
    Onward,
    refuse_what_is_no_data,
    stays,
)
from feeds.http.results import FeedError, moment, quoted
from feeds.http.transport import Body, CutAdapter, unpacked, watched, what_broke
from feeds.models import Asking, FeedRun

MAX_BYTES = 32 * 1024 * 1024
CONNECT_TIMEOUT_S = 10
READ_TIMEOUT_S = 10
# One answer has this long, and longer only while it comes at this pace: a slow line may bring a long file.
ANSWER_S = 30
SLOWEST_BYTES_S = 50_000
# For all calls of one run together; the task's own limit lies above it.
DEADLINE_S = 240
MAX_HOPS = 3
# The longest wait before the first and the second try again; each is drawn from nothing up to it, so that
# readers who failed together do not come back together.
RETRY_WAITS_S = (4.0, 20.0)


def user_agent() -> str:
    """Our name and, where CONTACT is set, how to reach those who run this site."""
    contact = re.sub(r"[^\x20-\x7e]+", "", settings.CONTACT).strip()
    return f"Racetracker/0.1 ({contact})" if contact else "Racetracker/0.1"


class Client:
    """One run's calls. It counts them, so that a failed run is on the record too."""

    def __init__(
        self,
        setting: str,
        manners: Manners | None = None,
        *,
        connect_s: float = CONNECT_TIMEOUT_S,
        read_s: float = READ_TIMEOUT_S,
        answer_s: float = ANSWER_S,
        deadline_s: float = DEADLINE_S,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self.setting = setting
        self.manners = manners
        self.timeout = (connect_s, read_s)
        self.answer_s = answer_s
        self.deadline_s = deadline_s
        self.max_bytes = max_bytes
        self.first_url = ""
        self.remarks: list[str] = []
        self.calls = 0
        self.received_bytes = 0
        self.last_status: int | None = None
        # Of the first call that gave what was asked for.
        self.good_status: int | None = None
        # All that came, of refused and broken answers too, for a person to look at.
        self.bodies: list[bytes] = []
        self._ends = time.monotonic() + deadline_s
        self._validated: list[Asking] = []
        self._session = requests.Session()
        self._session.headers["User-Agent"] = user_agent()
        self._session.headers["Accept-Encoding"] = "gzip"
        self._lines = CutAdapter()
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, self._lines)

    def get(self, url: str, *, conditional: bool = False) -> bytes:
        """The body of a 200 answer that is whole, of a bearable size and no web page; else `FeedError`.

        `conditional` names the answer that we keep, if any: `NotModified` where it is still the newest. A
        request that failed by chance (no connection, broken off, 5xx) is made again as often as the host's
        manners allow; each counts against its allowance, as does each hop of a redirect.
        """
        self.first_url = self.first_url or url
        been = [url]
        while True:
            try:
                return self._ask_again(url, conditional)
            except Onward as onward:
                url = self._next_hop(onward, been)
                been.append(url)

    def close(self) -> None:
        """Ends the connections that were kept for further calls."""
        self._session.close()

    def _ask_again(self, url: str, conditional: bool) -> bytes:
        known = _kept(url) if conditional and self.manners else None
        waits = RETRY_WAITS_S[: self.manners.retries if self.manners else 0]
        for longest_wait in (*waits, None):
            try:
                return self._ask(url, known)
            except ByChance as fault:
                wait = longest_wait and random.uniform(0, longest_wait)  # noqa: S311  jitter, no secret
                if wait is None or time.monotonic() + wait > self._ends:
                    raise
                if fault.wait and fault.wait.total_seconds() > wait:
                    raise
                time.sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _next_hop(self, onward: Onward, been: list[str]) -> str:
        """Where a redirect leads, if that is the same host, not less safe, and new; else `FeedError`."""
        mend = f"Set {self.setting} to an address that you trust."
        target = clean(onward.target)[:200] or "nowhere"
        if not onward.target or not stays(onward.url, onward.target):
            why = "Redirects to another host are not followed"
        elif self.manners and self.manners.stop_at_refusal:
            why = "Its redirects are not followed: it counts them as errors"
        elif len(been) > MAX_HOPS or onward.target in been or len(onward.target) > MAX_ADDRESS:
            why = f"That is a circle, or more than {MAX_HOPS} hops"
        else:
            return onward.target
        raise FeedError(f"{_place(onward.url)} sends us on ({onward.status}) to {target}. {why}. {mend}")

    def keep(self) -> None:
        """What came was used: its ETag or date may be named the next time."""
        for asking in self._validated:
            Asking.objects.filter(url=asking.url, kept=True).update(kept=False)
            Asking.objects.filter(pk=asking.pk).update(kept=True)

    def _ask(self, url: str, known: Asking | None) -> bytes:
        """One request, written down before it is made and again when it ended."""
        if len(url) > MAX_ADDRESS:
            raise FeedError(
                f"{_place(url)[:80]}… is longer than an address can be here. Check {self.setting}."
            )
        asking = claim(url, self.manners) if self.manners else None
        self.calls += 1
        self.last_status = None
        headers = {}
        if known:
            headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        try:
            response, body = self._exchange(url, {name: text for name, text in headers.items() if text})
        finally:
            if asking:
                Asking.objects.filter(pk=asking.pk).update(status=self.last_status or 0)
        if response.status_code == HTTPStatus.NOT_MODIFIED and known:
            raise NotModified(f"{_place(url)} has nothing newer than what it gave on {moment(known.at)}.")
        self._check(response, body, _place(url), url)
        self.good_status = self.good_status or response.status_code
        if asking:
            asking.etag = response.headers.get("ETag", "")
            asking.last_modified = response.headers.get("Last-Modified", "")
            if (asking.etag or asking.last_modified) and len(asking.etag) <= 200 >= len(asking.last_modified):
                asking.last_modified = asking.last_modified[:60]
                asking.save(update_fields=["etag", "last_modified"])
                self._validated.append(asking)
        return body

    def _exchange(self, url: str, headers: dict[str, str]) -> tuple[requests.Response, bytes]:
        place, began, before = _place(url), time.monotonic(), self.received_bytes

        def too_long() -> float:
            """Seconds until the next look; none where the run is over or the answer too slow to wait for."""
            now = time.monotonic()
            fast = self.received_bytes - before >= SLOWEST_BYTES_S * (now - began)
            return min(1.0, self._ends - now) if fast else 0

        first_look = max(0.0, min(self.answer_s, self._ends - began))
        try:
            with watched(self._lines, first_look, too_long) as over:
                found = None
                try:
                    found = self._receive(url, headers, place)
                except (requests.RequestException, urllib3.exceptions.HTTPError, ByChance, ValueError):
                    if not over.is_set():
                        raise
                if found is None or over.is_set():  # headers that were cut look like whole ones
                    limit = min(self.answer_s, self.deadline_s)
                    raise self._unreachable(place, f"had not ended its answer after {limit:g} s")
                return found
        except requests.Timeout as error:
            raise self._unreachable(place, f"did not answer within {self._patience(error)} s") from error
        except urllib3.exceptions.ReadTimeoutError as error:
            raise self._unreachable(place, f"fell silent for {self.timeout[1]:g} s in its answer") from error
        except (requests.ConnectionError, urllib3.exceptions.ProtocolError) as error:
            raise self._unreachable(place, what_broke(error)) from error
        except (requests.RequestException, urllib3.exceptions.HTTPError, ValueError) as error:
            # Requests looks at a redirect's address even where it does not go there.
            what = str(error) if type(error) is ValueError else type(error).__name__
            raise FeedError(
                f"{place} sent an answer that cannot be read ({clean(what)[:80]}). Check {self.setting}."
            ) from error

    def _receive(self, url: str, headers: dict[str, str], place: str) -> tuple[requests.Response, bytes]:
        with self._session.get(
            url,
            headers=headers,
            timeout=self.timeout,
            allow_redirects=False,
            stream=True,
            hooks={"response": self._note},
        ) as response:
            return response, self._read(response, place)

    def _note(self, response: requests.Response, *args: Any, **options: Any) -> None:
        self.last_status = response.status_code

    def _read(self, response: requests.Response, place: str) -> bytes:
        """The body as it comes, unpacked; one that ends before its end is no answer."""
        body = Body()
        try:
            for chunk in unpacked(response):
                body.add(chunk)
                self.received_bytes += len(chunk)
                if body.size > self.max_bytes:
                    raise FeedError(
                        f"{place} sent more than {self.max_bytes // 2**20} MB, more than this feed can be. "
                        f"Check that {self.setting} is the right address."
                    )
        except (urllib3.exceptions.ProtocolError, EOFError) as error:
            raise ByChance(
                f"{place} broke off its answer: {body.size:,} bytes came, not the whole. Ask again later.",
                outcome="refused",
            ) from error
        finally:
            if body.size <= self.max_bytes:
                self.bodies.append(body.whole())
        return self.bodies[-1]

    def _check(self, response: requests.Response, body: bytes, place: str, url: str) -> None:
        status = response.status_code
        wait = wait_asked_for(response.headers.get("Retry-After", ""))
        if status == HTTPStatus.NOT_MODIFIED:
            raise FeedError(
                f"{place} says that nothing changed (304), but we named nothing. Ask again later."
            )
        if status in range(300, 400):
            raise Onward(url, status, response.headers.get("Location", ""))
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            until = self._leave(url, wait or USUAL_WAIT, "it says that we ask too often (429).")
            raise FeedError(
                f"{place} says we ask too often (429). Not asked {until}; others behind the same address "
                "share the limit.",
                outcome="unreachable",
            )
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            until = ""
            if wait:
                until = f" Not asked {self._leave(url, wait, f'it has a fault of its own ({status}).')}."
            raise ByChance(
                f"{place} has a fault of its own ({status}): {quoted(body)} Ask again later.{until}",
                wait=wait,
            )
        if status != HTTPStatus.OK:
            raise AnswerRefused(place, status, body, self.setting)
        refuse_what_is_no_data(place, body, response.headers.get("Content-Type", ""), self.setting)

    def _leave(self, url: str, wait: timedelta, why: str) -> str:
        """Closes the host to every feed and worker for that long, and says until when."""
        if self.manners and self.manners.stop_at_refusal:
            wait = max(wait, AFTER_FAULT)
        minutes = -(-int(wait.total_seconds()) // 60)
        return f"before {moment(close(url, wait, why))}" if self.manners else f"for {minutes} min"

    def _unreachable(self, place: str, what: str) -> ByChance:
        return ByChance(f"{place} {what}. Check the network of this machine and {self.setting}.")

    def _patience(self, error: requests.Timeout) -> str:
        return f"{self.timeout[0] if isinstance(error, requests.ConnectTimeout) else self.timeout[1]:g}"


def _place(url: str) -> str:
    return f"{urlsplit(url).netloc}{urlsplit(url).path}"


def _kept(url: str) -> Asking | None:
    """The asking whose answer we hold; none where no run that stored it is on record any more."""
    if not FeedRun.objects.succeeded().filter(url=url).exists():
        return None
    return Asking.objects.filter(url=url, kept=True).first()
