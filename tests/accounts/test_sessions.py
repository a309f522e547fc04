"""Signing in at the desk: how often it may fail, from where, and when a session ends."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts import sessions
from accounts.sessions import client_address
from tests.desk.desk import administrator, analyst, desk_of

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"
RIGHT, WRONG = "a-long-password", "not-the-password"


@pytest.fixture
def counted(settings):
    settings.AXES_ENABLED = True


def sign_in(password: str = WRONG, name: str = "ana", **address):
    return Client(**address).post(LOGIN, {"username": name, "password": password, "next": "/admin/"})


def fail(times: int, **more):
    answers = [sign_in(**more) for _ in range(times)]
    return answers[-1]


# --- Failing ----------------------------------------------------------------------------------------
def test_the_fifth_failure_locks_the_name_and_says_until_when(counted):
    analyst()
    assert fail(4).status_code == 200
    answer = fail(1)
    again = timezone.now() + timedelta(minutes=15)
    assert answer.status_code == 429
    assert 890 <= int(answer["Retry-After"]) <= 900
    text = answer.content.decode()
    assert "failed to sign in 5 times from your address. Try again at" in text
    assert f"{again:%H:%M} UTC" in text or f"{again - timedelta(minutes=1):%H:%M} UTC" in text
    assert "That is in 15 minutes." in text
    assert sign_in(RIGHT).status_code == 429, "the right password is locked out as well"


def test_the_moment_told_does_not_move_while_somebody_goes_on_trying(counted):
    analyst()
    fail(5)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=10))
    answer = fail(3)
    assert 290 <= int(answer["Retry-After"]) <= 300


def test_after_the_wait_the_right_password_opens_the_desk(counted):
    analyst()
    fail(5)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in(RIGHT).status_code == 302


def test_a_sign_in_that_succeeds_forgets_the_failures_before_it(counted):
    analyst()
    fail(4)
    assert sign_in(RIGHT).status_code == 302
    assert fail(4).status_code == 200


def test_a_stranger_elsewhere_locks_nobody_out_and_a_colleague_neither(counted):
    analyst()
    analyst("lin")
    fail(5, REMOTE_ADDR="203.0.113.9")
    assert sign_in(RIGHT, REMOTE_ADDR="198.51.100.1").status_code == 302
    assert sign_in(RIGHT, name="lin", REMOTE_ADDR="203.0.113.9").status_code == 302


def test_names_that_nobody_has_are_counted_alike(counted):
    """Otherwise the wait would tell which names there are."""
    assert fail(5, name="nobody").status_code == 429


def test_an_administrator_of_the_machine_ends_the_wait(counted):
    analyst()
    fail(5)
    call_command("axes_reset_username", "ana", verbosity=0)
    assert sign_in(RIGHT).status_code == 302


def test_markup_in_a_name_is_text(counted):
    assert "<script>" not in fail(5, name="<script>alert(1)</script>").content.decode().replace(
        "<script src", ""
    )


@pytest.mark.parametrize(
    ("behind", "told", "address"),
    [
        (False, "", "192.0.2.1"),
        (False, "203.0.113.5", "192.0.2.1"),  # nobody believes a header that no proxy wrote
        (True, "203.0.113.5", "203.0.113.5"),
        (True, "1.1.1.1, 203.0.113.5", "203.0.113.5"),  # the client wrote the first one
        (True, "", "192.0.2.1"),
        (True, "x" * 400, "x" * 45),
    ],
)
def test_the_address_is_the_one_that_our_proxy_wrote(settings, behind, told, address):
    settings.BEHIND_PROXY = behind
    headers = {"HTTP_X_FORWARDED_FOR": told} if told else {}
    assert client_address(RequestFactory(REMOTE_ADDR="192.0.2.1", **headers).get("/")) == address


def test_behind_a_proxy_one_client_does_not_lock_out_all(counted, settings):
    settings.BEHIND_PROXY = True
    analyst()
    fail(5, HTTP_X_FORWARDED_FOR="203.0.113.5")
    assert sign_in(RIGHT, HTTP_X_FORWARDED_FOR="203.0.113.5").status_code == 429
    assert sign_in(RIGHT, HTTP_X_FORWARDED_FOR="198.51.100.1").status_code == 302


# --- Sessions ---------------------------------------------------------------------------------------
def is_in(client: Client) -> bool:
    return client.get("/admin/news/newsitem/").status_code == 200


def aged(client: Client, **times: timedelta) -> Client:
    session = client.session
    for name, ago in times.items():
        session[name] = (timezone.now() - ago).timestamp()
    session.save()
    return client


def test_a_session_ends_twelve_hours_after_the_last_page():
    client = desk_of(analyst())
    assert is_in(aged(client, seen_at=timedelta(hours=11, minutes=59)))
    assert is_in(client), "the page before has begun the twelve hours anew"
    assert not is_in(aged(client, seen_at=timedelta(hours=12, minutes=1)))
    assert not is_in(client)


def test_a_session_ends_seven_days_after_the_sign_in_whatever_was_done():
    client = desk_of(analyst())
    assert is_in(aged(client, signed_in_at=timedelta(days=6, hours=23), seen_at=timedelta(0)))
    assert not is_in(aged(client, signed_in_at=timedelta(days=7, minutes=1), seen_at=timedelta(0)))


@pytest.mark.parametrize(
    "wanted", ["https://evil.example.com/", "//evil.example.com", "javascript:alert(1)", ""]
)
def test_a_sign_in_that_names_no_address_of_ours_leads_to_the_desk(wanted):
    analyst("lin")
    answer = Client().post(LOGIN, {"username": "lin", "password": "a-long-password", "next": wanted})
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")


def test_a_page_now_and_then_writes_the_session_and_not_each_one(django_assert_num_queries):
    client = desk_of(analyst())
    is_in(client)
    before = client.session["seen_at"]
    is_in(client)
    assert client.session["seen_at"] == before
    is_in(aged(client, seen_at=sessions.NOTE_EVERY + timedelta(seconds=1)))
    assert client.session["seen_at"] > before


def test_logging_out_ends_the_session_for_whoever_kept_its_cookie():
    client = desk_of(analyst())
    thief = Client()
    thief.cookies.update(client.cookies)
    assert is_in(thief)
    assert client.post("/admin/logout/").status_code == 200
    assert not is_in(thief)


def test_a_new_password_ends_the_other_sessions():
    user = analyst()
    here, elsewhere = desk_of(user), desk_of(user)
    new = "Another-long-1-password"
    sent = {"old_password": RIGHT, "new_password1": new, "new_password2": new}
    assert here.post("/admin/password_change/", sent).status_code == 302
    assert is_in(here)
    assert not is_in(elsewhere)


def test_a_password_given_by_an_administrator_and_a_closed_account_end_them_all():
    user = analyst()
    client, ada = desk_of(user), desk_of(administrator())
    new = {
        "usable_password": "true",
        "password1": "Another-long-1-password",
        "password2": "Another-long-1-password",
    }
    assert ada.post(f"/admin/auth/user/{user.pk}/password/", new).status_code == 302
    assert not is_in(client)
    client = desk_of(get_user_model().objects.get(pk=user.pk))
    assert is_in(client)
    get_user_model().objects.filter(pk=user.pk).update(is_active=False)
    assert not is_in(client)


def test_readers_have_no_session_and_their_pages_do_not_vary_by_it():
    answer = Client().get("/news/")
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies


@pytest.mark.parametrize(
    ("password", "is_right"),
    [("lock2lock2lock2", False), ("a-long-LOCK2-word", False), ("a-long-password", True)],
)
def test_a_password_does_not_hold_the_name(password, is_right):
    user = get_user_model()(username="lock2")
    if is_right:
        validate_password(password, user)
    else:
        with pytest.raises(ValidationError, match="name of the account"):
            validate_password(password, user)


def test_the_page_of_a_lockout_is_headed_as_the_desk(counted):
    analyst()
    assert "Racetracker desk" in fail(5).content.decode()
