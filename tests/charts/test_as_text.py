"""What words of the ledger hold is no markup in a drawing."""

import re
from html import unescape

import pytest

from charts.theme import as_text, short

HOSTILE = 'R&D, <5 TOPS, a <b>bold</b> <img src=x onerror=alert(1)> &lt; <a href="https://x.example">y</a>'


def drawn(text: str) -> tuple[list[str], str]:
    """(tags, words) that Plotly makes of a text: it takes what stands in angles for tags, and entities for signs."""
    return re.findall(r"<[^<>]*>", text), unescape(re.sub(r"<[^<>]*>", "", text))


@pytest.mark.parametrize("key", ["text", "customdata", "y", "name", "ticktext"])
def test_words_stay_words_wherever_they_stand(key):
    figure = {"data": [{key: [HOSTILE, [HOSTILE]]}], "layout": {"annotations": [{"text": HOSTILE}]}}
    [one, [two]] = as_text(figure)["data"][0][key]
    for text in (one, two, as_text(figure)["layout"]["annotations"][0]["text"]):
        assert drawn(text) == ([], HOSTILE)


def test_our_own_tags_and_what_is_no_text_stay():
    figure = {
        "hovertemplate": "<b>%{customdata[0]}</b><br>R&D<extra></extra>",
        "text": "a<br>b",
        "x": [1, None, 2.5],
    }
    assert as_text(figure) == figure | {"hovertemplate": "<b>%{customdata[0]}</b><br>R&amp;D<extra></extra>"}


@pytest.mark.parametrize("name", ["三体计算星座第一阶段卫星组网", "👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀", "e\u0301" * 20])
def test_a_short_name_ends_at_a_whole_letter(name):
    kept = short(name, 5).removesuffix("…")
    assert name.startswith(kept)
    assert not re.match("[\u0301\u200d🚀]", name[len(kept) :])
