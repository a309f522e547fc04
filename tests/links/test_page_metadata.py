"""What a page says of itself: each place where pages say it, and what hostile pages cannot do."""

import pytest

from links.page_metadata import MOST_TEXT, Page, parse_page

URL = "https://www.news.example.org/space/story"


def page(head: str = "", body: str = "", url: str = URL, root: str = "<html>", **told: str) -> Page:
    return parse_page(f"{root}<head>{head}</head><body>{body}</body></html>".encode(), url, **told)


def meta(name: str, content: str, by: str = "property") -> str:
    return f'<meta {by}="{name}" content="{content}">'


def data(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


STORY = data(
    '{"@context":"https://schema.org","@graph":[{"@type":"WebPage","headline":"Site"},'
    '{"@type":["NewsArticle"],"headline":"Satellites compute","datePublished":"2026-11-20T23:30:00+08:00",'
    '"inLanguage":"en-US","publisher":{"@type":"Organization","name":"Example News"}}]}'
)


def test_open_graph_tells_title_publisher_and_date():
    told = page(
        meta("og:title", "Satellites compute &amp; more")
        + meta("og:site_name", "Example News")
        + meta("article:published_time", "2026-11-20T08:00:00Z")
        + meta("og:locale", "en_US")
        + meta("og:description", "In orbit.")
    )
    assert (told.title, told.publisher, told.published_on, told.language, told.description) == (
        "Satellites compute & more", "Example News", "2026-11-20", "en", "In orbit.",
    )  # fmt: skip


def test_json_ld_tells_the_same_and_a_story_counts_before_its_site():
    told = page(STORY)
    assert (told.title, told.publisher, told.published_on, told.language) == (
        "Satellites compute", "Example News", "2026-11-20", "en",
    )  # fmt: skip


def test_a_plain_page_tells_by_its_title_language_and_address():
    told = page(
        "<title>Satellites compute</title>", root='<html lang="de-CH">', url=f"{URL}/2026/11/20/a.html"
    )
    assert (told.title, told.language, told.published_on) == ("Satellites compute", "de", "2026-11-20")
    assert page(body="<h1>Only <em>a</em> heading</h1>").title == "Only a heading"


@pytest.mark.parametrize("sign", ["|", "-", "–", "—", "_", "·"])
def test_the_name_of_the_site_is_taken_off_the_title(sign):
    head = meta("og:site_name", "Example News") + f"<title>Ten GPUs {sign} Example News</title>"
    assert page(head).title == "Ten GPUs"
    assert page(meta("og:site_name", "Ten GPUs") + "<title>Ten GPUs</title>").title == "Ten GPUs"


@pytest.mark.parametrize(
    ("head", "body", "told"),
    [
        ("<title>三体计算星座扩容 - 新浪财经</title>", "", {}), ("<title>三体计算星座扩容_科技日报</title>", "", {}),
        ("<title>三体计算星座扩容 – 某地 – 首页</title>", "<h1>三体计算星座扩容</h1>", {}),
        ("<title>三体计算星座扩容-算力</title>", "", {"site": "算力"}),
        (meta("og:title", "三体计算星座扩容 | 算力") + meta("application-name", "算力", "name"), "", {}),
    ],
)  # fmt: skip
def test_what_a_page_adds_to_its_title_is_taken_off(head, body, told):
    assert page(head, body, **told).title == "三体计算星座扩容"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (data('{"@type":"NewsArticle","datePublished":"Nov 22, 2026"}'), ""),
        (data('{"@type":"BlogPosting","dateCreated":"2026-11-22T08:00:00Z"}'), ""),
        (meta("publishdate", "2026-1-5 at night, then 2026-11-22", "name") + meta("date", "22.11.2026", "name"), ""),
        (meta("pubtime", "2026年11月22日 08:30", "name"), ""),
        (meta("datePublished", "Sun, 22 Nov 2026 08:00:00 GMT", "itemprop"), ""),
        ("", '<time datetime="2026-11-22T08:00">22 Nov</time>'),
        ("", "<h1>Title</h1><time>Nov 22, 2026</time>"),
        ("", "<h1>Title</h1><div class=info><span>2026年11月22日 08:30</span> 来源：新华网</div><p>正文。</p>"),
        ("", "<h1>Title</h1><p>By Jane Doe</p><p>22 November 2026</p><p>Text.</p>"),
    ],
)  # fmt: skip
def test_the_day_is_read_wherever_pages_state_it(head, body):
    assert page(head, body).published_on == "2026-11-22"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", ""), (meta("date", "03/04/2026", "name"), ""),
        (data('{"@type":"NewsArticle","dateModified":"2026-11-22"}'), ""),
        ("", "<h1>Title</h1><p>On 3 March 2025 the company announced that its satellites would compute.</p>"),
        ("", f"<h1>Title</h1><p>{'Text. ' * 40}</p><div>Nov 22, 2026</div>"),
    ],
)  # fmt: skip
def test_a_page_that_states_no_day_has_none(head, body):
    assert page(head, body).published_on == ""


@pytest.mark.parametrize(
    ("title", "code"),
    [("三体计算星座", "zh"), ("宇宙データセンター", "ja"), ("우주", "ko"), ("Космос", "ru")],
)
def test_signs_tell_the_language_before_a_template_does(title, code):
    assert page(f"<title>{title}</title>", root='<html lang="en">').language == code


def test_a_language_that_is_none_is_not_proposed():
    assert page("<title>x</title>", root='<html lang="klingon">').language == ""
    assert page("<title>x</title>", language="fr-FR").language == "fr"


def test_the_own_address_of_a_page_counts_on_its_own_site():
    own = '<link rel="canonical" href="https://news.example.org/space/story?utm_source=x#top">'
    assert page(own).url == "https://news.example.org/space/story"
    amp = "https://amp.news.example.org/story/amp"
    assert page('<link rel="Canonical" href="https://www.news.example.org/story">', url=amp).url == (
        "https://www.news.example.org/story"
    )
    assert page('<link rel=canonical href="/other">').url == "https://www.news.example.org/other"


@pytest.mark.parametrize(
    "href",
    [
        "https://evil.example.com/a", "https://example.org/a", "https://other.example.org/a", "javascript:alert(1)",
        "data:text/html,x", "http://www.news.example.org/space/story", "https://www.news.example.org/", "",
        "https://u:p@www.news.example.org/a", "https://www.news.example.org.evil.com/a", "https://[", "//",
    ],
)  # fmt: skip
def test_an_address_of_another_site_is_not_believed(href):
    assert page(f'<link rel="canonical" href="{href}">').url == URL


def test_the_first_paragraphs_are_the_text():
    told = page(body="<p>Menu</p><article><p>One <b>two</b> three.<p>四 <script>no()</script></article>")
    assert told.text == "One two three.\n四 no()"
    assert len(page(body="<p>word </p>" * 20_000).text) <= MOST_TEXT


TITLES = (
    ("gb18030", ("gb2312", "GBK", "gb18030", "x-gbk"), "三体计算星座扩容"),
    ("cp932", ("shift_jis", "Shift-JIS", "x-sjis", "sjis", "windows-31j"), "宇宙データセンターの計画①"),
    ("euc_jp", ("euc-jp", "x-euc-jp"), "宇宙データセンターの計画"),
    ("big5hkscs", ("big5", "Big5", "x-x-big5", "big5-hkscs"), "太空數據中心計畫"),
    ("cp949", ("euc-kr", "ks_c_5601-1987"), "우주 데이터센터 계획"),
    ("cp1252", ("iso-8859-1", "latin1", "ascii"), "naïve “café”"),
)


@pytest.mark.parametrize(("codec", "names", "title"), TITLES)
def test_a_page_is_read_in_the_encoding_that_it_states(codec, names, title):
    for name in names:
        body = f'<html><head><meta charset="{name}"><title>{title}</title></head></html>'.encode(codec)
        assert parse_page(body, URL).title == title, name
        assert parse_page(body, URL, charset="no-such-code").title == title, name
        plain = f"<html><head><title>{title}</title></head></html>".encode(codec)
        assert parse_page(plain, URL, charset=name).title == title, name


@pytest.mark.parametrize(
    ("codec", "title"), [(codec, title) for codec, _names, title in TITLES if codec != "cp1252"]
)
def test_an_encoding_that_is_stated_nowhere_or_wrongly_is_found(codec, title):
    body = f"<html><head><title>{title}</title></head><body>{f'<p>{title}。</p>' * 9}</body></html>".encode(
        codec
    )
    assert parse_page(body, URL).title == title
    assert parse_page(body, URL, charset="utf-8").title == title


@pytest.mark.parametrize("charset", ["gbk", "shift_jis", "iso-8859-1", "big5", "utf-8"])
def test_a_page_in_utf_8_is_read_whatever_is_stated(charset):
    body = "<title>三体计算星座扩容 naïve</title>".encode()
    assert parse_page(body, URL, charset=charset).title == "三体计算星座扩容 naïve"


def test_a_page_whose_end_was_cut_off_within_a_sign_keeps_its_encoding(monkeypatch):
    from links import markup as reading

    body = ("<title>三体计算星座</title>" + "三体" * 50).encode()
    monkeypatch.setattr(reading, "MOST_MARKUP", len(body) - 1)
    assert parse_page(body, URL).title == "三体计算星座"
    assert parse_page(b"\xef\xbb\xbf" + "<title>三体</title>".encode(), URL, charset="gbk").title == "三体"


def test_what_a_page_says_is_one_short_line_without_control_signs():
    told = page(
        meta("og:title", "a\u202eb\n c&#0;&#8238;d\U0001f680" + "x" * 1500) + meta("og:site_name", "y" * 900)
    )
    assert told.title.startswith("ab c\ufffdd\U0001f680x")
    assert (len(told.title), len(told.publisher)) == (300, 160)


@pytest.mark.parametrize(
    "body",
    [
        "", "\x00", "<", "<title", "<title>", "<!--", "<!-- --", "<![CDATA[", "<meta", "<meta content>",
        "&#99999999;",
        data("{"), data("[" * 100_000), data('{"@type":"NewsArticle","headline":{"name":["x"]}}'),
        data('{"@type":1,"headline":2}'), data('"x"'), data("null"), data('{"@type":"Article","publisher":[]}'),
        "<p>" * 5000, "<article>" * 5000, "<html lang>", '<html lang="">',
    ],
)  # fmt: skip
def test_a_broken_page_proposes_nothing_and_breaks_nothing(body):
    assert isinstance(parse_page(body.encode(), URL), Page)


@pytest.mark.parametrize(
    "sign", ["<!--", "<a ", "<a b='", "<p>", "<b>", "<", "</", "&", "<title>", "<meta a='"]
)
def test_a_page_of_nothing_but_open_brackets_leaves_little_to_the_parser(sign, monkeypatch):
    """The parser is quadratic in some of them: what reaches it has a bounded number of tags."""
    from links import markup as reading

    given = []
    real = reading.BeautifulSoup

    def parser(text, how):
        given.append(text)
        return real(text, how)

    monkeypatch.setattr(reading, "BeautifulSoup", parser)
    parse_page((sign * 500_000)[: 2**20].encode(), URL)
    assert given[0].count("<") <= 2 * reading.MOST_TAGS + 2


@pytest.mark.parametrize(
    "body",
    [
        "<h1>A story</h1><aside><time datetime='2026-06-01'>Other story</time></aside>",
        "<h1>A story</h1><p>Starts <time datetime='2027-03-01T09:00'>1 March 2027</time></p>",
        "<h1>A story</h1><footer>Site made <time>2020-01-05</time></footer>",
        "<h1>A story</h1><p>The launch is set for December 5, 2026.</p>",
    ],
)
def test_a_day_of_something_else_does_not_date_a_page(body):
    assert (
        parse_page(f"<html><body>{body}</body></html>".encode(), "https://news.example.org/a").published_on
        == ""
    )


def test_a_time_beside_the_writer_dates_a_page():
    body = b"<h1>A story</h1><p>By J. Doe, <time datetime='2026-06-01'>1 June</time></p>"
    assert parse_page(body, "https://news.example.org/a").published_on == "2026-06-01"
