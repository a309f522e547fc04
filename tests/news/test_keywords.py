"""Which words speak of computing in orbit, and which only of computing or of orbit."""

import pytest

from news.keywords import MOST, computing_words, telling_words


@pytest.mark.parametrize(
    "text",
    [
        "Orbital data centers are coming",
        "the first orbital datacentre",
        "space-based computing",
        "a data center in space",
        "Data centres in low Earth orbit",
        "GPUs in orbit",
        "On-orbit AI inference for all",
        "a 12-satellite computing constellation",
        "on-board AI for imaging",
        "太空算力产业",
        "太空數據中心",
        "天基智能计算",
        "三体计算星座",
        "千颗算力卫星",
        "北京提出算力上天",
    ],
)
def test_a_story_of_computing_in_orbit_is_told_by_its_words(text):
    assert telling_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "Falcon 9 launches Starlink satellites",
        "A new data center in Texas",
        "The telescope reached orbit",
        "space stations and cloud cover",
        "地面数据中心扩建",
        "空间站补给",
        "",
    ],
)
def test_computing_or_orbit_alone_is_not_enough(text):
    assert not telling_words(text)


def test_words_are_told_as_they_stand_each_once_and_not_too_many():
    assert telling_words("Orbital Data\nCenters", "orbital data centers") == ("Orbital Data Centers",)
    assert len(telling_words(" ".join(f"orbital data center {sign}" for sign in "ab"), "x")) == 1
    every = "太空算力 天基算力 轨道算力 在轨算力 星上算力 星载算力 空间算力 太空计算 天基计算 轨道计算"
    assert len(telling_words(every)) == MOST


def test_computing_anywhere_counts_beside_a_builder():
    assert computing_words("AI chips", "a data center") == ("AI", "data center")
    assert computing_words("she said; air, ai-jen") == ()
