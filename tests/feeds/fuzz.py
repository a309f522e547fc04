"""`make fuzz`: every parser on damaged answers and on noise, for as long as it is given (60 s).

A parser may read an answer, set records of it aside, or refuse it with its own exception; nothing else may
come out of it. `python -m tests.feeds.fuzz 60` takes the parsers in turn, each time with another seed.
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.feeds.answers import COLUMNS, SATCAT_COLUMNS, gp_csv, gp_row, launch, page, satcat_row, story

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
EPOCH = datetime(2026, 11, 21, 1, 48, 26, 987904, tzinfo=UTC)
ROW = gp_row(EPOCH)
XML = "<ndm><omm>" + "".join(f"<{name}>{ROW[name]}</{name}>" for name in COLUMNS) + "</omm></ndm>"
KVN = "CCSDS_OMM_VERS = 2.0\n" + "".join(f"{name} = {ROW[name]}\n" for name in COLUMNS)
TLE = (
    "LANTERN-1\n1 66303U 25248L   26234.07531236  .00004451  00000+0  20455-3 0  9993\n"
    "2 66303  45.4001 126.4652 0003999  44.7093 315.4116 15.21859638 44571\n"
)
JSON = json.dumps([ROW, ROW | {"NORAD_CAT_ID": 5}])
# What often stands where it should not.
WORDS = [b"null", b"NaN", b"1e999", b"-1", b"[]", b"{}", b'"', b",", b"\x00", b"\xff", b"\r", b"\n", b"9" * 5000,
         "三\u202e".encode(), b"[" * 3000, b"\xef\xbb\xbf", b"2026-02-30T00:00:00Z", b"\\ud800", b"<", b"&x;",
         b"0001-01-01T00:00:00+14:00", b"9999-12-31T23:59:59-14:00"]  # fmt: skip
ODD = ["2026-02-30", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "\ud800", "x" * 20_001]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(ODD),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)


def _feed(slug: str) -> Callable[[bytes], Any]:
    def parse(body: bytes) -> None:
        from feeds.registry import FEEDS

        list(FEEDS[slug].parse([body], NOW).records)

    return parse


def _file(body: bytes) -> None:
    from feeds.elements_file import read

    read(body, NOW)


def _log(body: bytes) -> None:
    from feeds.gcat import read

    read(body)


LOG = (
    b"#Launch_Tag\tLaunch_Date\tLV_Type\tLVState\tLaunch_Code\n# Updated 2026 Nov 22\n"
    b"2025-100\t2025 May 14 0412\tChang Zheng 2D\tCN\tOS\n2025-F05\t2025 May 27 2336:29?\tFalcon 9\tUS\tOF40\n"
)
PARSERS: dict[str, tuple[Callable[[bytes], Any], list[bytes]]] = {
    "launch-library": (_feed("launch-library"), [page([launch(), launch(pad=None)])]),
    "launch-library-changes": (_feed("launch-library-changes"), [page([launch()])]),
    "launch-library-previous": (_feed("launch-library-previous"), [page([launch(status=3)])]),
    "celestrak-gp": (_feed("celestrak-gp"), [gp_csv([ROW, ROW])]),
    "celestrak-satcat": (_feed("celestrak-satcat"), [gp_csv([satcat_row(), satcat_row()], SATCAT_COLUMNS)]),
    "spaceflight-news": (_feed("spaceflight-news"), [page([story(), story(launches=["x"])])]),
    "launch log of GCAT": (_log, [LOG]),
    "elements of a file": (_file, [gp_csv([ROW]), JSON.encode(), XML.encode(), KVN.encode(), TLE.encode()]),
}


@st.composite
def damaged(draw: Any, shapes: list[bytes]) -> bytes:
    """An answer with a few places cut out, doubled or overwritten; now and then nothing but noise."""
    body = draw(st.sampled_from(shapes))
    kind = draw(st.integers(0, 9))
    if kind == 0:
        return draw(st.binary(max_size=400))
    if kind < 4 and body[:1] in b"[{":
        return _other_value(draw, body)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(body)))
        end = draw(st.integers(at, min(len(body), at + 60)))
        body = body[:at] + draw(st.sampled_from(WORDS) | st.binary(max_size=12)) + body[end:]
    return body


def _other_value(draw: Any, body: bytes) -> bytes:
    """The JSON with one value, however deep, exchanged for another one."""
    whole = json.loads(body)
    places: list[tuple[Any, Any]] = []

    def walk(node: Any) -> None:
        for key in (
            list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
        ):
            places.append((node, key))
            walk(node[key])

    walk(whole)
    node, key = draw(st.sampled_from(range(len(places))).map(places.__getitem__))
    node[key] = draw(VALUES)
    return json.dumps(whole).encode()


def fuzz(name: str, examples: int, number: int | None = None) -> None:
    """Feeds so many damaged answers to a parser; whatever is not its own exception comes out of here."""
    from feeds.answers import FeedError

    parse, shapes = PARSERS[name]

    @settings(max_examples=examples, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(damaged(shapes))
    def holds(body: bytes) -> None:
        try:
            parse(body)
        except FeedError:
            return

    (holds if number is None else seed(number)(holds))()


def main() -> int:
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    began, counts = time.monotonic(), dict.fromkeys(PARSERS, 0)
    number = int(time.time())
    while time.monotonic() - began < seconds:
        number += 1
        for name in PARSERS:
            fuzz(name, 100, number)
            counts[name] += 100
    for name, count in counts.items():
        print(f"{name:<26}{count:>8,} answers: nothing came out that is not the parser's own")
    return 0


if __name__ == "__main__":
    sys.exit(main())
