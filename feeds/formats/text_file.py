"""A text file that a person has: what it says, or a sentence that tells what stands there instead."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from feeds.http.results import FeedError

BOM = b"\xef\xbb\xbf"
# How files begin that hold text, but not as text, and what makes text of them.
_PACKED = {
    b"\x1f\x8b": ("gzip", "gunzip FILE"),
    b"PK\x03\x04": ("zip; a workbook of Excel is one, too", "unzip FILE, or save the sheet as CSV"),
    b"PK\x05\x06": ("zip", "unzip FILE"),
    b"BZh": ("bzip2", "bunzip2 FILE"),
    b"\xfd7zXZ\x00": ("xz", "unxz FILE"),
    b"\x28\xb5\x2f\xfd": ("zstd", "unzstd FILE"),
    b"7z\xbc\xaf\x27\x1c": ("7z", "7z x FILE"),
}
# Bytes that are no UTF-8, as `text_of` keeps them.
NO_UTF_8 = re.compile("[\udc80-\udcff]")


def load(path: Path, largest: int, mend: str) -> bytes:
    """The file's bytes, at most so many; a larger one is refused with what mends it."""
    check_size(path, largest, mend)
    return start_of(path, largest)


def check_size(path: Path, largest: int, mend: str) -> None:
    """`FeedError` for what is no file, or a larger one."""
    with _open(path) as file:
        if os.fstat(file.fileno()).st_size > largest:
            raise FeedError(f"The file is larger than {largest // 2**20} MB. {mend}")


def start_of(path: Path, most: int) -> bytes:
    """The file's first bytes."""
    with _open(path) as file:
        return file.read(most)


@contextmanager
def _open(path: Path) -> Iterator[BinaryIO]:
    try:
        if path.is_dir():
            raise FeedError("This is a folder: name a file in it.")
        with path.open("rb") as file:
            yield file
    except FileNotFoundError as error:
        raise FeedError(f"There is no such file (looked for {path.absolute()}).") from error
    except PermissionError as error:
        raise FeedError("The file may not be read by this user: chmod u+r FILE, as its owner.") from error
    except OSError as error:
        raise FeedError(f"The file cannot be read: {error.strerror}.") from error


def refuse_what_is_no_text(body: bytes) -> None:
    """`FeedError` for an empty or compressed file, a web page, and text in two bytes a sign."""
    if not body.strip():
        raise FeedError("The file is empty.")
    for start, (kind, mend) in _PACKED.items():
        if body.startswith(start):
            raise FeedError(f"The file is compressed ({kind}): unpack it first: {mend}")
    wide = "UTF-32" if body[:4] in {b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff"} else "UTF-16"
    if wide == "UTF-32" or body[:2] in {b"\xff\xfe", b"\xfe\xff"} or _every_other_is_zero(body[:64]):
        raise FeedError(f"The file is {wide} text; UTF-8 is read: iconv -f {wide} -t UTF-8 FILE > NEW")
    if re.match(rb"\s*<(?:!doctype\s+html|html)\b", body.removeprefix(BOM)[:200], re.IGNORECASE):
        raise FeedError("The file is a web page (HTML): save what the page links to, not the page.")


def _every_other_is_zero(start: bytes) -> bool:
    return len(start) > 3 and (not any(start[::2]) or not any(start[1::2]))


def text_of(body: bytes) -> str:
    """The text with `\\n` at the end of each line, whatever ended it. Bytes that are no UTF-8 stay, to be
    found by `NO_UTF_8`: they are a matter of the records they stand in."""
    text = body.removeprefix(BOM).decode("utf-8", "surrogateescape")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
