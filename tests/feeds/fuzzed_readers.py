"""Every reader that `make fuzz` damages answers of, and what must be true of whatever comes out of it."""

import math
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from typing import Any
from unittest import mock

from tests.feeds.answers import SATCAT_COLUMNS, gp_csv, launch, page, satcat_row, story, update
from tests.feeds.element_files import FORMS, NOW, ROW, whole

LOG = (
    b"#Launch_Tag\tLaunch_Date\tLV_Type\tLVState\tLaunch_Code\n# Updated 2026 Nov 22\n"
    b"2025-100\t2025 May 14 0412\tChang Zheng 2D\tCN\tOS\n2025-F05\t2025 May 27 2336:29?\tFalcon 9\tUS\tOF40\n"
)


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
            read_or_refused(lambda: feed.parse([feed.alone(row.raw, row.context)], NOW))

    none = mock.Mock(**{"filter.return_value": []})
    with (
        mock.patch.object(quarantine, "_of", return_value=none),
        mock.patch.object(QuarantinedRecord, "save", save),
    ):
        quarantine.set_aside(feed, FeedRun(feed=feed.slug, started_at=NOW), records)


def read_or_refused(take: Callable[[], Any]) -> Any:
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

        parsed = read_or_refused(lambda: FEEDS[slug].parse([body], NOW))
        if parsed:
            kept(FEEDS[slug], parsed.quarantined)

    return take


def _file(body: bytes) -> None:
    from feeds.formats.elements_file import read

    parsed = read_or_refused(lambda: read(body, NOW)[1])
    if parsed:
        storable(list(parsed.quarantined), "refused")


def _share(body: bytes) -> None:
    """Two shares say together what the whole says."""
    from feeds.formats.elements_file import read

    body = body.replace(b"\n", b"\n" * 700)  # so that there are several blocks

    def share(part: int) -> Any:
        return read_or_refused(lambda: read(body, NOW, (part, 2))[1])

    parts = [share(1), share(2)]
    parsed = read_or_refused(lambda: read(body, NOW)[1])
    if parsed and all(parts):
        assert sum(part.seen for part in parts) == parsed.seen


def _log(body: bytes) -> None:
    from feeds.sources.gcat import read

    parsed = read_or_refused(lambda: read(body))
    if parsed:
        storable(list(parsed.quarantined), "refused")


PARSERS: dict[str, tuple[Callable[[bytes], Any], list[bytes]]] = {
    "launch-library": (_feed("launch-library"), [page([launch(), launch(pad=None)])]),
    "launch-library-changes": (_feed("launch-library-changes"), [page([launch()])]),
    "launch-library-previous": (_feed("launch-library-previous"), [page([launch(status=3)])]),
    "launch-library-updates": (_feed("launch-library-updates"), [page([update(), update(launch=None)])]),
    "celestrak-gp": (_feed("celestrak-gp"), [gp_csv([ROW, ROW])]),
    "celestrak-satcat": (_feed("celestrak-satcat"), [gp_csv([satcat_row(), satcat_row()], SATCAT_COLUMNS)]),
    "spaceflight-news": (_feed("spaceflight-news"), [page([story(), story(launches=["x"])])]),
    "launch log of GCAT": (_log, [LOG]),
    **{f"elements of a file, {form}": (_file, [whole(form)]) for form in FORMS},
    "elements in shares": (_share, [whole("CSV"), whole("CSV in quotation marks")]),
}
