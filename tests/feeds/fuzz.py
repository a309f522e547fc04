"""`make fuzz`: every reader on damaged answers, damaged files and noise, for as long as it is given (60 s).

A reader may read an answer, set records of it aside, or refuse it with its own exception; nothing else may come out
of it. What it read must be storable in both databases, and what it set aside goes through the quarantine itself, and
through the reader again as one record alone. Of a file with one damaged record the others must be found.
`python -m tests.feeds.fuzz 60` takes the readers in turn, each time with another seed.
"""

import json
import math
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any
from unittest import mock

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.feeds.answers import COLUMNS, SATCAT_COLUMNS, gp_csv, gp_row, launch, page, satcat_row, story
from tests.feeds.damage import SIGNS, WORDS, damaged

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
EPOCH = datetime(2026, 11, 21, 1, 48, 26, 987904, tzinfo=UTC)
ROW = gp_row(EPOCH)
TLE = (
    "LANTERN-1\n1 {0}U 25248L   26234.07531236  .00004451  00000+0  20455-3 0  999{1}\n"
    "2 {0}  45.4001 126.4652 0003999  44.7093 315.4116 15.21859638 4457{2}\n"
)
LOG = (
    b"#Launch_Tag\tLaunch_Date\tLV_Type\tLVState\tLaunch_Code\n# Updated 2026 Nov 22\n"
    b"2025-100\t2025 May 14 0412\tChang Zheng 2D\tCN\tOS\n2025-F05\t2025 May 27 2336:29?\tFalcon 9\tUS\tOF40\n"
)


# --- Files of three records ---------------------------------------------------------------------
def _tle(number: int) -> str:
    from feeds.formats.tle import checksum

    one, two = TLE.format(number, "", "").splitlines()[1:]
    return TLE.format(number, checksum(one), checksum(two))


def _named(number: int) -> dict[str, str]:
    return ROW | {"NORAD_CAT_ID": str(number), "OBJECT_NAME": f"LANTERN, {number}"}


def _xml(row: dict[str, str]) -> str:
    return "<omm>" + "".join(f"<{name}>{row[name]}</{name}>" for name in COLUMNS) + "</omm>"


def _kvn(row: dict[str, str]) -> str:
    return "CCSDS_OMM_VERS = 2.0\n" + "".join(f"{name} = {row[name]}\n" for name in COLUMNS)


def _csv(row: dict[str, str], mark: str = "") -> str:
    return ",".join(f"{mark}{row[name].replace(',', ',' if mark else '')}{mark}" for name in COLUMNS) + "\r\n"


NUMBERS = (66301, 66302, 66303)
ROWS = [_named(number) for number in NUMBERS]
HEADER = ",".join(COLUMNS) + "\r\n"
# Form: what stands before the records, each of them, what stands between and behind them.
FORMS: dict[str, tuple[str, list[str], str, str]] = {
    "CSV": (HEADER, [_csv(row) for row in ROWS], "", ""),
    "CSV in quotation marks": (HEADER, [_csv(row, '"') for row in ROWS], "", ""),
    "JSON": ("[", [json.dumps(row) for row in ROWS], ",\n", "]"),
    "XML": ("<ndm>", [_xml(row) for row in ROWS], "\n", "</ndm>"),
    "KVN": ("", [_kvn(row) for row in ROWS], "\n", ""),
    "TLE": ("", [_tle(number) for number in NUMBERS], "", ""),
}


def whole(form: str) -> bytes:
    before, each, between, behind = FORMS[form]
    return f"{before}{between.join(each)}{behind}".encode()


# --- What must be true of whatever comes out ------------------------------------------------------
def storable(found: Any, where: str = "") -> None:
    """Texts that both databases take and that hide nothing, numbers that JSON can say."""
    if isinstance(found, str):
        assert clean_text(found), f"{where}: {found[:80]!a}"
    elif isinstance(found, float):
        assert math.isfinite(found), where
    elif isinstance(found, int):
        assert abs(found) < 2**63, where
    elif is_dataclass(found):
        for field in fields(found):
            storable(getattr(found, field.name), f"{where} {field.name}")
    elif isinstance(found, list | tuple):
        for one in found:
            storable(one, where)


def clean_text(text: str) -> bool:
    """Whether no sign of it is a control or direction sign, or half of a surrogate pair."""
    from common.text import clean

    return text.isprintable() or all(clean(sign) or sign == " " for sign in text)


def kept(feed: Any, records: Iterable[Any]) -> None:
    """Sets records aside as a run does, without a database: each row must be one that a database takes."""
    from feeds.models import FeedRun, QuarantinedRecord
    from feeds.runs import quarantine

    def save(row: Any, *_a: Any, **_k: Any) -> None:
        for name in ("raw", "context", "reason"):
            text = getattr(row, name)
            text.encode()  # no half of a surrogate pair
            assert "\0" not in text, name
        assert clean_text(row.reason), f"reason: {row.reason[:80]!a}"
        if not row.cut:
            _read(lambda: feed.parse([feed.alone(row.raw, row.context)], NOW))

    none = mock.Mock(**{"filter.return_value": []})
    with (
        mock.patch.object(quarantine, "_of", return_value=none),
        mock.patch.object(QuarantinedRecord, "save", save),
    ):
        quarantine.set_aside(feed, FeedRun(feed=feed.slug, started_at=NOW), records)


def _read(take: Callable[[], Any]) -> Any:
    """What was read; None where it was refused, with a sentence that can be stored."""
    from feeds.http.results import FeedError

    try:
        parsed = take()
        parsed = parsed.whole() if hasattr(parsed, "whole") else parsed
    except FeedError as refusal:
        storable(refusal.sentence, "sentence")
        return None
    storable(list(parsed.records), "record")
    storable(list(parsed.remarks), "remark")
    return parsed


def _feed(slug: str) -> Callable[[bytes], Any]:
    def take(body: bytes) -> None:
        from feeds.registry import FEEDS

        parsed = _read(lambda: FEEDS[slug].parse([body], NOW))
        if parsed:
            kept(FEEDS[slug], parsed.quarantined)

    return take


def _file(body: bytes) -> None:
    from feeds.formats.elements_file import read

    parsed = _read(lambda: read(body, NOW)[1])
    if parsed:
        storable(list(parsed.quarantined), "refused")


def _share(body: bytes) -> None:
    """Two shares say together what the whole says."""
    from feeds.formats.elements_file import read

    body = body.replace(b"\n", b"\n" * 700)  # so that there are several blocks
    parts = [_read(lambda part=part: read(body, NOW, (part, 2))[1]) for part in (1, 2)]
    parsed = _read(lambda: read(body, NOW)[1])
    if parsed and all(parts):
        assert sum(part.seen for part in parts) == parsed.seen


def _log(body: bytes) -> None:
    from feeds.sources.gcat import read

    parsed = _read(lambda: read(body))
    if parsed:
        storable(list(parsed.quarantined), "refused")


PARSERS: dict[str, tuple[Callable[[bytes], Any], list[bytes]]] = {
    "launch-library": (_feed("launch-library"), [page([launch(), launch(pad=None)])]),
    "launch-library-changes": (_feed("launch-library-changes"), [page([launch()])]),
    "launch-library-previous": (_feed("launch-library-previous"), [page([launch(status=3)])]),
    "celestrak-gp": (_feed("celestrak-gp"), [gp_csv([ROW, ROW])]),
    "celestrak-satcat": (_feed("celestrak-satcat"), [gp_csv([satcat_row(), satcat_row()], SATCAT_COLUMNS)]),
    "spaceflight-news": (_feed("spaceflight-news"), [page([story(), story(launches=["x"])])]),
    "launch log of GCAT": (_log, [LOG]),
    **{f"elements of a file, {form}": (_file, [whole(form)]) for form in FORMS},
    "elements in shares": (_share, [whole("CSV"), whole("CSV in quotation marks")]),
}


# --- One damaged record among good ones -----------------------------------------------------------
@st.composite
def among_good_ones(draw: Any, form: str) -> tuple[bytes, set[int]]:
    """A file of three records, the text of one of them damaged, and the numbers of the others."""
    before, each, between, behind = FORMS[form]
    victim = draw(st.integers(0, 2))
    text = each[victim].rstrip("\r\n")
    end = each[victim][len(text) :]
    # Where the line that begins a record is gone, no reader can tell the two records apart.
    start = text.index("\n") + 1 if form == "KVN" else 0
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(start, len(text)))
        upto = draw(st.integers(at, min(len(text), at + draw(st.sampled_from([0, 1, 20, 400])))))
        put = st.sampled_from(
            [*SIGNS, *(word.decode("utf-8", "surrogateescape") for word in WORDS)]
        ) | st.text(max_size=8)
        text = text[:at] + draw(put) + text[upto:]
    parts = [*each]
    parts[victim] = text + end
    halves = "surrogatepass" if "\ud800" in text or "\udfff" in text else "surrogateescape"
    body = f"{before}{between.join(parts)}{behind}".encode("utf-8", halves)
    return body, {number for place, number in enumerate(NUMBERS) if place != victim}


def _form(body: bytes) -> str:
    from feeds.formats.elements_file import form_of
    from feeds.formats.text_file import refuse_what_is_no_text, text_of
    from feeds.http.results import FeedError

    try:
        refuse_what_is_no_text(body)
        return form_of(text_of(body))
    except FeedError:
        return "none"


def neighbours(form: str, examples: int, number: int | None = None) -> None:
    """Damages one record of a file; the others must be found, or, in JSON and XML, the whole refused."""
    from feeds.formats.elements_file import read

    @settings(max_examples=examples, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(among_good_ones(form))
    def holds(made: tuple[bytes, set[int]]) -> None:
        body, others = made
        parsed = _read(lambda: read(body, NOW)[1])
        if parsed is None:
            assert form in {"JSON", "XML"} or _form(body) != form.split()[0]
            return
        found = [record.norad_cat_id for record in parsed.records]
        assert others <= set(found), found
        assert len(found) <= len(NUMBERS), found

    (holds if number is None else seed(number)(holds))()


def fuzz(name: str, examples: int, number: int | None = None) -> None:
    """Feeds so many damaged answers to a reader; whatever is not its own comes out of here."""
    parse, shapes = PARSERS[name]

    @settings(max_examples=examples, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(damaged(shapes))
    def holds(body: bytes) -> None:
        parse(body)

    (holds if number is None else seed(number)(holds))()


def main() -> int:
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    tries = {name: (fuzz, name) for name in PARSERS} | {
        f"one bad record, {form}": (neighbours, form) for form in FORMS
    }
    began, counts, faults = time.monotonic(), dict.fromkeys(tries, 0), dict[str, BaseException]()
    number = int(time.time())
    print(f"The first seed is {number}.")
    while time.monotonic() - began < seconds and len(faults) < len(tries):
        number += 1
        for name, (attack, what) in tries.items():
            if name in faults:
                continue
            if time.monotonic() - began > seconds and all(counts.values()):
                break
            try:
                attack(what, 50, number)
            except Exception as fault:
                faults[name] = fault
            counts[name] += 50
    for name, count in counts.items():
        fault = faults.get(name)
        told = (
            "nothing came out that is not the reader's own"
            if fault is None
            else f"FOUND {type(fault).__name__}: {fault}"
        )
        print(f"{name:<44}{count:>8,} answers: {told}")
        for one in getattr(fault, "exceptions", [fault] if fault else []):
            print("   ", type(one).__name__, str(one)[:200])
            print("\n".join(f"    {note[:1500]}" for note in getattr(one, "__notes__", ())[:1]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
