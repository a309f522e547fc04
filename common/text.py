"""Words of any script: cleaned, in one spelling, and found as whole words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

_CONTROL = {"Cc", "Cs"}


_INVISIBLE = set("\u061c\u200b\u200e\u200f\u2028\u2029\ufeff") | {
    chr(point) for point in (0xAD, *range(0x202A, 0x202F), *range(0x2060, 0x206A), *range(0xE0000, 0xE0080))
}


def clean(text: str) -> str:
    """The text in NFC on one line, without control and direction signs or lone surrogates."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()  # nothing to clean, as almost always
    kept = "".join(
        " " if c.isspace() else c
        for c in unicodedata.normalize("NFC", text)
        if c.isspace() or (c not in _INVISIBLE and unicodedata.category(c) not in _CONTROL)
    )
    return re.sub(r" {2,}", " ", kept).strip()


def clean_line(text: str) -> str:
    """One line without control and direction signs, its columns where they stand."""
    return "".join(
        " " if c.isspace() else c
        for c in text
        if c.isspace() or (c not in _INVISIBLE and unicodedata.category(c) not in _CONTROL)
    ).rstrip()


PARENTHESIS = re.compile(r"[(（]([^()（）]*)[)）]")


DASH = re.compile(r"[\u2010-\u2015\u2212]")


HAN = re.compile(r"[\u3400-\u9fff]")


# Traditional signs that names of this field hold, and the simplified ones of the ledger.
_SIMPLIFIED = str.maketrans(
    "體計國東龍雲術會網電華視訊資數據軌發衛製聯環樞觀測飛銀藍動實驗創業產學無線輕鏈劃時間氣極風藝導盤億萬號組團",
    "体计国东龙云术会网电华视讯资数据轨发卫制联环枢观测飞银蓝动实验创业产学无线轻链划时间气极风艺导盘亿万号组团",
)


@lru_cache(maxsize=4096)
def whole_word(name: str) -> re.Pattern:
    """How a text holds this name as a whole word; hyphen, blank or nothing between its parts are the same.

    Chinese knows no blanks between words: a name of Han signs may stand anywhere, but not beside a digit
    that would be part of it.
    """
    words = name.replace("-", " ").replace("_", " ").split()
    if HAN.search(name):
        return re.compile(r"(?<!\d)" + r"[\s\-]*".join(map(re.escape, words)) + r"(?!\d)", re.IGNORECASE)
    # Chinese signs beside a Latin name do not belong to it: 英国SpaceX公司.
    edge = r"[^\W\u3400-\u9fff]"
    inner = r"[\s\-_]*".join(map(re.escape, words))
    return re.compile(rf"(?<!{edge}){inner}(?!{edge})", re.IGNORECASE)


def letters_in(name: str) -> int:
    """How many letters a name has; digits and signs do not count."""
    return sum(sign.isalpha() for sign in name)


def one_spelling(text: str) -> str:
    """The text with plain dashes, full-width signs made plain and traditional ones simplified, sign by sign.

    Every sign stays in its old place, so that what is found here is found there.
    """
    plain = (unicodedata.normalize("NFKC", sign) for sign in text)
    signs = "".join(new if len(new) == 1 else old for new, old in zip(plain, text, strict=True))
    return DASH.sub("-", signs.translate(_SIMPLIFIED))


# --- Text as it is searched ------------------------------------------------------------------------
def _class_of(points: Iterable[int]) -> str:
    """A class of signs as regular expressions of Python and of PostgreSQL both read it."""
    ranges: list[list[int]] = []
    for point in points:
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return "[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges) + "]"


# What nobody sees and a copied text brings along: zero widths, directions, variants of a sign, controls but blanks.
_FILLERS = {0x034F, 0x115F, 0x1160, 0x3164, 0xFFA0, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10)}
_BLANKS = {*range(0x09, 0x0E), *range(0x1C, 0x21), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029,
           0x202F, 0x205F, 0x3000}  # fmt: skip
UNSEEN = _class_of(
    point
    for point in range(1, 0xE0200)
    if point not in _BLANKS
    and (unicodedata.category(chr(point)) in {"Cf", "Cc"} or point in _FILLERS or 0xE0100 <= point < 0xE01F0)
)
BLANKS = _class_of(sorted(_BLANKS)) + "+"
# Signs that one program types where another types a plain one.
PLAIN = ("‐‑‒–—―−‘’‛ʼ´`“”„‟", "-------''''''\"\"\"\"")
_PLAIN = str.maketrans(*PLAIN)
_UNSEEN, _BLANK = re.compile(UNSEEN), re.compile(BLANKS)


def folded(text: str) -> str:
    """The text as searches compare it: letter case, width, blanks, dashes, quotes and what nobody sees aside.

    By capitals to small letters: so `STRASSE` and `straße` are one, and all three sigmas. PostgreSQL folds by the
    same steps (`facts.searching`).
    """
    if text.isascii() and text.isprintable() and "  " not in text and "`" not in text:
        return text.lower()  # nothing else to fold, as almost always
    seen = unicodedata.normalize("NFKC", _UNSEEN.sub("", text).translate(_PLAIN))
    return _BLANK.sub(" ", seen.upper().lower().replace("ς", "σ"))


# --- Letters as they are read ------------------------------------------------------------------------
_JOINER, _NON_JOINER = "\u200d", "\u200c"


def letters(text: str) -> Iterator[str]:
    """The letters of a text as they are read: each sign with its marks, variants and what is joined to it.

    Families and professions of pictures, skin colours, flags and syllables of Hangul are one letter each.
    """
    letter = ""
    for sign in text:
        if letter and not _belongs_to(sign, letter):
            yield letter
            letter = ""
        letter += sign
    if letter:
        yield letter


def _belongs_to(sign: str, letter: str) -> bool:
    """Whether a sign goes on with the letter before it."""
    point, before = ord(sign), ord(letter[-1])
    if point < 0x300:
        return letter == "\r" and sign == "\n"
    if sign in (_JOINER, _NON_JOINER) or unicodedata.category(sign) in {"Mn", "Mc", "Me"} or _modifies(point):
        return True
    if letter[-1] == _JOINER:
        return unicodedata.category(sign) == "So"
    if 0x1F1E6 <= point <= 0x1F1FF:
        return len(letter) == 1 and 0x1F1E6 <= before <= 0x1F1FF
    return 0x1160 <= point <= 0x11FF and (0x1100 <= before <= 0x11FF or 0xAC00 <= before <= 0xD7A3)


def _modifies(point: int) -> bool:
    return 0x1F3FB <= point <= 0x1F3FF or 0xE0020 <= point <= 0xE007F


def beginning(text: str, most: int) -> str:
    """What a column of so many signs holds of a text: whole letters alone."""
    if len(text) <= most:
        return text
    kept = ""
    for letter in letters(text):
        if len(kept) + len(letter) > most:
            break
        kept += letter
    return kept.rstrip()


def cut(text: str, most: int) -> str:
    """The text, or its beginning with an ellipsis: no more than so many letters, none of them cut."""
    if len(text) <= most:
        return text
    kept = list(islice(letters(text), most + 1))
    return text if len(kept) <= most else "".join(kept[: most - 1]).rstrip() + "…"
