"""Whether two checkouts answer every address alike: pages, API, desk and files.

    python tooling/same_answers.py OLD NEW [--most 4000]

The old checkout makes a database from its ledger, with one administrator, and follows every link from the
overview, the API's root, the desk and the static files. The new one gets a copy of that database, upgrades it
and answers the same addresses at the same moment. Tokens and what names the build are masked; every other
difference is printed. The exit status is 1 where an answer differs, or where --most ended the walk; what was left
out on purpose is counted by shape. Nothing leaves this machine, and neither checkout is written to.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, deque
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

MOMENT = "2026-11-30T12:00:00+00:00"
STARTS = ("/", "/api/v1/", "/admin/", "/healthz", "/news/feed/", "/changes/feed/", "/no/such/page/")
LIST_KEYS = ("?as_of=2026-03-01", "?country=CN", "?confidence=confirmed")
# Never followed at the desk: what ends the session, writes, or lists the same rows again in another order.
LEFT_OUT = re.compile(
    r"^/admin/(logout|jsi18n)|^/admin/.*(/delete/|/revert/|[?&](o|page|p|q|e|all)=|_changelist_filters)"
)
MOST_OF_A_SHAPE = (
    4  # addresses that differ in the values of their keys alone, at the desk in their numbers too
)
MASKS = (
    (re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"'), 'name="csrfmiddlewaretoken" value="…"'),
    (re.compile(r'"X-CSRFTOKEN"\] = "[^"]+"'), '"X-CSRFTOKEN"] = "…"'),
    # The label of the app that holds a model, as a hook for styles and scripts.
    (re.compile(r'data-app-label="[a-z]+"'), 'data-app-label="…"'),
    (re.compile(r'<body class="[^"]*"'), '<body class="…"'),
)
VOLATILE = {"Content-Length", "ETag"}  # of a text before it is masked; of a build
NONCE = re.compile(r"nonce-[^']+")


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name in {"href", "src", "data-url", "hx-get", "data-src"} and value:
                self.found.append(value)


def links(body: str, kind: str, at: str) -> list[str]:
    """The addresses of this site that an answer names."""
    if "html" in kind:
        parser = _Links()
        parser.feed(body)
        found = parser.found
    elif "json" in kind or "xml" in kind:
        found = re.findall(r"http://testserver[^\s\"<>\\]+", body)
    else:
        return []
    whole = [urldefrag(urljoin(f"http://testserver{at}", link.replace("&amp;", "&")))[0] for link in found]
    ours = [urlsplit(link) for link in whole if urlsplit(link).netloc == "testserver"]
    return [part.path + (f"?{part.query}" if part.query else "") for part in ours]


def shape(address: str) -> str:
    """What an address has in common with its kin: its path and keys; of the desk, without numbers."""
    path, _, query = address.partition("?")
    keys = sorted({pair.partition("=")[0] for pair in query.split("&") if pair})
    path = re.sub(r"\d+", "0", path) if path.startswith("/admin/") else path
    return path + (f"?{'&'.join(keys)}" if keys else "")


class Walk:
    """The addresses still to be asked, and by shape how many links were left out."""

    def __init__(self, starts: Iterable[str]) -> None:
        self.waiting = deque(starts)
        self.known = set(self.waiting)
        self.taken: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()

    def add(self, links: Iterable[str]) -> None:
        for link in links:
            if link in self.known:
                continue
            self.known.add(link)
            kin = shape(link)
            if LEFT_OUT.search(link) or self.taken[kin] == MOST_OF_A_SHAPE:
                self.left_out[kin] += 1
            else:
                self.taken[kin] += 1
                self.waiting.append(link)


# --- One checkout, in a process of its own ----------------------------------------------------------
def collect(data_dir: Path, addresses: list[str], most: int) -> dict[str, Any]:
    """The answers of the checkout in the current folder; with no addresses it looks for them itself."""
    os.environ |= {"DATA_DIR": str(data_dir), "DJANGO_SETTINGS_MODULE": "racetracker.settings"}
    os.environ["SECRET_KEY"] = "x" * 50
    sys.path.insert(0, ".")
    import django
    import time_machine

    with time_machine.travel(MOMENT, tick=False):
        django.setup()
        from django.conf import settings
        from django.contrib.auth import get_user_model
        from django.core.management import call_command
        from django.test import Client

        settings.ALLOWED_HOSTS.append("testserver")
        settings.STORAGES["staticfiles"] = {
            "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        }
        settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
        settings.SECOND_FACTOR = False
        call_command("migrate", verbosity=0)
        if not addresses:
            call_command("load_ledger", verbosity=0)
            get_user_model().objects.create_superuser("root")
        desk, reader = Client(), Client()
        desk.force_login(get_user_model().objects.get(username="root"))
        found: dict[str, Any] = {}
        walk = Walk(addresses or STARTS)
        while walk.waiting and len(found) < most:
            address = walk.waiting.popleft()
            if len(found) % 500 == 0:
                print(f"{len(found):,} asked, {len(walk.waiting):,} waiting", file=sys.stderr, flush=True)
            found[address], body, kind = answer(desk if address.startswith("/admin/") else reader, address)
            if addresses:
                continue
            walk.add(links(body, kind, address))
            if address.count("/") == 2 and "?" not in address and not address.startswith("/admin"):
                walk.add(address + key for key in LIST_KEYS)
        return {"answers": found, "left": len(walk.waiting), "left_out": walk.left_out}


def answer(client: Any, address: str) -> tuple[dict[str, Any], str, str]:
    """What is compared of an answer, its text, and its media type."""
    response = client.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    kind = response.headers.get("Content-Type", "")
    is_text = kind.startswith("text/") or "json" in kind or "xml" in kind or "javascript" in kind
    text = body.decode("utf-8", "replace") if is_text else hashlib.sha256(body).hexdigest()
    masked = text
    for pattern, instead in MASKS:
        masked = pattern.sub(instead, masked)
    headers = {name: NONCE.sub("nonce", of) for name, of in response.headers.items() if name not in VOLATILE}
    return {"status": response.status_code, "headers": headers, "body": masked}, text, kind


# --- Both ---------------------------------------------------------------------------------------------
def run(checkout: Path, data_dir: Path, addresses: list[str], most: int) -> dict[str, Any]:
    """Collects in a process that knows only this checkout."""
    with tempfile.TemporaryDirectory() as folder:
        asked, told = Path(folder, "addresses.json"), Path(folder, "answers.json")
        asked.write_text(json.dumps(addresses), encoding="utf-8")
        subprocess.run(
            [sys.executable, str(Path(__file__).resolve()), "--collect", str(data_dir), str(asked), str(told),
             "--most", str(most)],
            cwd=checkout, check=True, stdin=subprocess.DEVNULL, env=os.environ | {"PYTHONHASHSEED": "0"},
        )  # fmt: skip
        found: dict[str, Any] = json.loads(told.read_text(encoding="utf-8"))
        return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("checkouts", nargs="*", type=Path)
    parser.add_argument("--collect", nargs=3, type=Path)
    parser.add_argument("--most", type=int, default=12_000)
    options = parser.parse_args()
    if options.collect:
        data_dir, asked, told = options.collect
        found = collect(data_dir, json.loads(asked.read_text(encoding="utf-8")), options.most)
        told.write_text(json.dumps(found), encoding="utf-8")
        return 0
    if len(options.checkouts) != 2:
        parser.error("name two checkouts")
    old, new = (checkout.resolve() for checkout in options.checkouts)
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder, "old"), Path(folder, "new")
        first.mkdir()
        before = run(old, first, [], options.most)
        shutil.copytree(first, second)
        after = run(new, second, list(before["answers"]), options.most)
    print(f"\n{sum(before['left_out'].values())} links were left out, by shape:")
    for kin, count in Counter(before["left_out"]).most_common():
        print(f"  {count:5} × {kin}")
    if before["left"]:
        print(f"{before['left']} more addresses are known and were not asked: raise --most.")
    return max(report(before["answers"], after["answers"]), int(before["left"] > 0))


def difference(old: dict[str, Any], new: dict[str, Any]) -> str:
    """What differs between two answers, shortened; nothing where they are alike."""
    found = [] if old["status"] == new["status"] else [f"status: {old['status']} -> {new['status']}"]
    for name in sorted(old["headers"].keys() | new["headers"].keys()):
        was, now = old["headers"].get(name), new["headers"].get(name)
        found += [] if was == now else [f"{name}: {was!r} -> {now!r}"]
    lines = difflib.unified_diff(old["body"].splitlines(), new["body"].splitlines(), lineterm="", n=0)
    found += [line[:300] for line in lines if not line.startswith(("---", "+++", "@@"))][:8]
    return "".join(f"  {line}\n" for line in found)


def report(before: dict[str, Any], after: dict[str, Any]) -> int:
    """Prints each difference once, with the addresses that show it; 1 where there is any."""
    at: dict[str, list[str]] = {}
    for address in before:
        if before[address] != after[address]:
            at.setdefault(difference(before[address], after[address]), []).append(address)
    for text, addresses in list(at.items())[:60]:
        print(f"\n{len(addresses)} × {', '.join(addresses[:3])}\n{text}", end="")
    different = sum(len(addresses) for addresses in at.values())
    statuses: dict[int, int] = {}
    for one in before.values():
        statuses[one["status"]] = statuses.get(one["status"], 0) + 1
    print(f"\n{len(before)} addresses ({', '.join(f'{n} × {code}' for code, n in sorted(statuses.items()))}): "
          f"{len(before) - different} alike, {different} different.")  # fmt: skip
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
