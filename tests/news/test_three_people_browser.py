"""A news item from entry to retraction in a real browser: three people, and what readers see at each step."""

from datetime import date

import pytest
from playwright.sync_api import expect

from news.models import NewsItem
from tests.desk.desk import administrator, analyst, editor

HEADLINE = "Zephyr flotilla computes in orbit"
LINK = "https://news.example.org/zephyr"


class Desk:
    """The browser of whoever sits at the desk, and the view of a reader who does not."""

    def __init__(self, page, server) -> None:
        self.page, self.server = page, server

    def sits(self, name: str) -> None:
        """Another person signs in."""
        self.page.context.clear_cookies()
        self.page.goto(self.server + "/admin/login/?next=/admin/")
        self.page.locator("#id_username").fill(name)
        self.page.locator("#id_password").fill("a-long-password")
        self.page.locator("input[type=submit]").click()
        expect(self.page.locator("#user-tools strong")).to_have_text(name)

    def opens(self, item: NewsItem) -> None:
        self.page.goto(self.server + f"/admin/news/newsitem/{item.pk}/change/")

    def saves(self) -> None:
        self.page.locator("input[name=_save]").click()
        expect(self.page.locator(".messagelist .success")).to_be_visible()

    def states(self) -> list[str]:
        return [option.get_attribute("value") for option in self.page.locator("#id_state option").all()]

    def read(self, path: str) -> tuple[int, str]:
        """A reader's answer: no cookies of the desk."""
        answer = self.page.context.browser.new_context().request.get(self.server + path)
        return answer.status, answer.text()


@pytest.fixture
def desk(own_database, live_server, page, settings) -> Desk:
    settings.FOUR_EYES = True
    analyst("ana")
    editor("edi")
    administrator("eva")
    return Desk(page, live_server)


def readers_pages(item: NewsItem) -> dict[str, str]:
    return {
        "news": "/news/?q=Zephyr",
        "fact": f"/facts/news/{item.slug}/",
        "feed": "/news/feed/",
        "api": "/api/v1/news/?search=Zephyr",
        "api item": f"/api/v1/news/{item.slug}/",
    }


def is_nowhere(desk: Desk, item: NewsItem) -> None:
    for path in (
        *readers_pages(item).values(),
        "/",
        "/data/",
        "/changes/",
        "/changes/feed/",
        "/api/v1/sources/?search=Zephyr",
    ):
        status, text = desk.read(path)
        assert status in (200, 404), path
        assert HEADLINE not in text, path
    for name in ("fact", "api item"):
        assert desk.read(readers_pages(item)[name])[0] == 404


def says(desk: Desk, item: NewsItem, *words: str) -> None:
    for path in readers_pages(item).values():
        status, text = desk.read(path)
        assert status == 200, path
        for word in words:
            assert word in text, (path, word)


def enters(desk: Desk, page) -> NewsItem:
    """The analyst enters it and sends it to review: nobody but the desk sees it."""
    desk.sits("ana")
    page.goto(desk.server + "/admin/news/newsitem/add/")
    for name, value in (("link", LINK), ("headline", HEADLINE), ("publisher", "Example News"),
                        ("published_on", str(date.today())), ("summary", "Twelve satellites compute.")):  # fmt: skip
        page.locator(f"#id_{name}").fill(value)
    page.locator("#id_country").select_option("US")
    assert desk.states() == ["draft", "in_review"]
    page.locator("#id_state").select_option("in_review")
    desk.saves()
    item = NewsItem.objects.get(headline=HEADLINE)
    is_nowhere(desk, item)
    desk.opens(item)
    assert desk.states() == ["in_review", "draft"], "nobody publishes what they entered"
    expect(page.locator(".desk-readers")).to_have_text("Readers do not see this item: it is in review.")
    return item


def publishes(desk: Desk, page, item: NewsItem) -> None:
    """The editor finds it on the first page of the desk, and publishes it."""
    desk.sits("edi")
    page.locator("#card-reviews a", has_text=HEADLINE).click()
    page.locator("#id_state").select_option("published")
    desk.saves()
    says(desk, item, HEADLINE, "Twelve satellites compute.")
    assert '"state":"published"' in desk.read(f"/api/v1/news/{item.slug}/")[1]


def may_look_only(desk: Desk, page, item: NewsItem) -> None:
    """Now the analyst may look only."""
    desk.sits("ana")
    desk.opens(item)
    expect(page.locator("input[name=_save]")).to_have_count(0)
    expect(page.locator("#id_state")).to_have_count(0)


def corrects(desk: Desk, page, item: NewsItem) -> None:
    """The editor corrects it: not without a reason, which readers see."""
    desk.sits("edi")
    desk.opens(item)
    page.locator("#id_summary").fill("Eleven satellites compute.")
    page.locator("input[name=_save]").click()
    expect(page.locator(".field-why .errorlist")).to_contain_text("Say why")
    assert "Twelve" in desk.read(f"/facts/news/{item.slug}/")[1]
    page.locator("#id_why").fill("One of them failed.")
    desk.saves()
    says(desk, item, HEADLINE, "Eleven satellites compute.", "One of them failed.")
    assert '"state":"corrected"' in desk.read(f"/api/v1/news/{item.slug}/")[1]
    assert "Corrected: " + HEADLINE in desk.read("/news/feed/")[1]
    assert "Twelve satellites compute. → Eleven satellites compute." in desk.read("/changes/feed/")[1]


def retracts(desk: Desk, page, item: NewsItem) -> None:
    """The administrator retracts it: it stays, and says why."""
    desk.sits("eva")
    desk.opens(item)
    assert desk.states() == ["corrected", "retracted"]
    page.locator("#id_state").select_option("retracted")
    page.locator("#id_why").fill("The flotilla never flew.")
    desk.saves()
    says(desk, item, HEADLINE, "The flotilla never flew.")
    assert "Retracted: " + HEADLINE in desk.read("/news/feed/")[1]
    assert '"state":"retracted"' in desk.read(f"/api/v1/news/{item.slug}/")[1]
    assert "This item was retracted." in desk.read(f"/facts/news/{item.slug}/")[1]
    desk.opens(item)
    for who in ("ana", "edi", "eva"):
        expect(page.locator("#steps-group").get_by_text(who, exact=True).first).to_be_visible()
    page.goto(desk.server + f"/admin/news/newsitem/{item.pk}/delete/")
    expect(page.locator("body")).to_contain_text("403")
    assert NewsItem.objects.filter(pk=item.pk, state="retracted").exists()


def test_three_people_enter_review_publish_correct_and_retract(desk, page):
    item = enters(desk, page)
    publishes(desk, page, item)
    may_look_only(desk, page, item)
    corrects(desk, page, item)
    retracts(desk, page, item)
