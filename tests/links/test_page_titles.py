"""Titles without the name of their site: what is cut, and what a title keeps."""

import pytest

from links.page_titles import without_site

HOST = "https://spacenews.com/story"


@pytest.mark.parametrize(
    ("title", "cut"),
    [
        ("三体计算星座扩容 - 新浪财经", "三体计算星座扩容"), ("三体计算星座扩容_科技日报", "三体计算星座扩容"),
        ("三体计算星座扩容_新浪科技_新浪网", "三体计算星座扩容"), ("三体计算星座扩容｜澎湃新闻", "三体计算星座扩容"),
        ("三体计算星座扩容-新华网", "三体计算星座扩容"), ("三体计算星座扩容－人民网", "三体计算星座扩容"),
        ("三体计算星座扩容 — 中国新闻社", "三体计算星座扩容"),
        ("三体计算星座扩容_央视网(cctv.com)", "三体计算星座扩容"),
        ("三体计算星座扩容_新闻频道_央视网(cctv.com)", "三体计算星座扩容"),
        ("三体计算星座扩容－央视网（cctv.com）", "三体计算星座扩容"),
        ("Starcloud raises money | Space News (spacenews.com)", "Starcloud raises money"),
        ("宇宙データセンター - 日本経済新聞", "宇宙データセンター"),
        ("Starcloud raises money - SpaceNews", "Starcloud raises money"),
        ("Starcloud raises money | Space News", "Starcloud raises money"),
        ("Starcloud raises money – SpaceNews.com", "Starcloud raises money"),
    ],
)  # fmt: skip
def test_the_name_of_a_site_is_known_by_its_address_or_its_shape(title, cut):
    assert without_site(title, HOST) == cut


@pytest.mark.parametrize(
    "title",
    [
        "Starcloud-2 - what we know", "Compute in orbit | Why now", "中国-巴西卫星合作",
        "三体计算星座 - 第一批卫星入轨",
        "Orbital compute_v2", "天算-1 卫星", "三体星座-银河航天科技", "A - B",
        "新华网", "SpaceNews", "Orbital compute (cctv.com)", "三体计算星座 - 第一批（cctv.com）",
        "星座（cctv.com）", "Google – Planet: two satellites",
        "SpaceNews - Starcloud raises money", "三体计算星座_新华网报道称卫星已入轨并开始计算", "",
    ],
)  # fmt: skip
def test_a_title_with_such_a_sign_in_its_middle_stays(title):
    assert without_site(title, HOST) == title


def test_names_that_the_page_gives_itself_are_cut_wherever_a_separator_stands():
    names = ("Example News", "环球科技在线")
    assert without_site("Two satellites: Example News", HOST, names) == "Two satellites"
    assert without_site("Two satellites » Space » Example News", HOST, names) == "Two satellites » Space"
    assert without_site("三体计算星座-环球科技在线", HOST, names) == "三体计算星座"
    assert without_site("Read Example News", HOST, names) == "Read Example News"
    assert without_site("Example News", HOST, names) == "Example News"


def test_what_the_heading_of_the_story_does_not_say_is_the_sites():
    title = "Two satellites compute in orbit | Markets | Daily Orbit"
    told = "Two satellites compute in orbit"
    assert without_site(title, HOST, heading=told) == told
    assert without_site("三体计算星座扩容-首页-某地", HOST, heading="三体计算星座扩容") == "三体计算星座扩容"
    assert without_site("Orbit | What the satellites compute", HOST, heading="Orbit").startswith("Orbit |")
    assert without_site("卫星 - 第一批卫星入轨", HOST, heading="卫星") == "卫星 - 第一批卫星入轨"
    assert without_site(title, HOST, heading="Two") == title
    assert without_site(title, HOST, heading="Other words") == title
