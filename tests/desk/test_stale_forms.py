"""A form from before a new sign-in leads back to itself, with a sentence; one from elsewhere is refused."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from projects.models import Milestone
from tests.desk.desk import address, analyst
from tests.desk.new_rows import full

pytestmark = pytest.mark.usefixtures("ledger")
LOGIN = "/admin/login/"
OURS = {"origin": "http://testserver"}
STALE = {"csrfmiddlewaretoken": "a" * 64}
WORDS = {"username": "ana", "password": "a-long-password"}


@pytest.fixture
def browser():
    """A browser at the sign-in page; its tokens are checked."""
    analyst()
    client = Client(enforce_csrf_checks=True)
    client.get(LOGIN)
    return client


def said(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def sign_in(client, **more):
    token = {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    return client.post(LOGIN, WORDS | token | more, headers=OURS)


def test_the_second_of_two_sign_in_tabs_leads_to_the_desk(browser):
    old = {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
    assert sign_in(browser)["Location"] == "/admin/"
    answer = browser.post(LOGIN, WORDS | old | {"next": "/admin/news/newsitem/"}, headers=OURS)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/news/newsitem/")
    answer = browser.post(LOGIN, WORDS | old | {"next": "https://evil.example.com/"}, headers=OURS)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")


def test_a_sign_in_page_that_was_open_too_long_comes_back(browser):
    answer = browser.post(LOGIN, WORDS | STALE | {"next": "/admin/news/newsitem/"}, headers=OURS)
    assert (answer.status_code, answer["Location"]) == (302, f"{LOGIN}?next=%2Fadmin%2Fnews%2Fnewsitem%2F")
    assert "Sign in again" in said(answer)[0]


def test_a_form_from_before_a_new_sign_in_leads_back_to_itself_and_stores_nothing(browser):
    sign_in(browser)
    url = f"{address(Milestone, 'add')}?country=US"
    answer = browser.post(url, full(Milestone) | STALE, headers=OURS)
    assert (answer.status_code, answer["Location"]) == (302, url)
    assert "nothing was stored" in said(answer)[0]
    assert not Milestone.objects.filter(title="Own words").exists()


@pytest.mark.parametrize("headers", [{}, {"origin": "https://evil.example.com"}, {"origin": "null"}])
def test_a_form_from_elsewhere_is_refused(browser, headers):
    sign_in(browser)
    for url in (address(Milestone, "add"), LOGIN):
        assert browser.post(url, STALE, headers=headers).status_code == 403


def test_what_is_no_form_of_the_desk_is_refused(browser):
    sign_in(browser)
    for url in ("/admin/logout/", address(Milestone, "import"), "/"):
        assert browser.post(url, STALE, headers=OURS).status_code == 403
