"""Letters as they are read: marks, pictures and flags are never cut in two."""

import pytest

from common.text import beginning, cut, letters

WHOLE = [
    "e\u0301", "A\u030a\u0323", "\u0915\u094d", "\u0e19\u0e35\u0e49", "👩\u200d🚀", "👨\u200d👩\u200d👧\u200d👦",
    "👍🏽", "🇨🇳", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "❤\ufe0f", "1\ufe0f\u20e3",
    "\u1112\u1161\u11ab", "三", "𠀀", "\r\n", "葛\U000e0100",
]  # fmt: skip


@pytest.mark.parametrize("letter", WHOLE)
def test_a_letter_of_several_signs_is_one(letter):
    assert list(letters(f"a{letter}b{letter}{letter}")) == ["a", letter, "b", letter, letter]
    for most in range(1, 9):
        rest = cut(f"{letter * 7}x", most).removesuffix("…")
        assert rest in {letter * n for n in range(9)} | {f"{letter * 7}x"}


def test_two_flags_are_two_letters_and_latin_letters_one_each():
    assert list(letters("🇺🇸🇨🇳US")) == ["🇺🇸", "🇨🇳", "U", "S"]
    assert list(letters("")) == []


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("short", 5, "short"), ("longer", 5, "long…"), ("a b c", 3, "a…"), ("三体计算星座", 4, "三体计…"),
        ("👩\u200d🚀👩\u200d🚀", 2, "👩\u200d🚀👩\u200d🚀"), ("👩\u200d🚀👩\u200d🚀👍", 2, "👩\u200d🚀…"),
    ],
)  # fmt: skip
def test_a_cut_text_has_no_more_letters_than_asked_for(text, most, shown):
    assert cut(text, most) == shown


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("abc", 3, "abc"), ("abcd", 3, "abc"), ("ab👍🏽", 3, "ab"), ("ab👍🏽c", 4, "ab👍🏽"),
        ("e\u0301" * 3, 3, "e\u0301"), ("a bc", 2, "a"),
    ],
)  # fmt: skip
def test_a_column_holds_whole_letters_of_a_longer_text(text, most, kept):
    assert beginning(text, most) == kept
