"""The second factor: who must have one, how it is set up, and that nothing is reached without it."""

import base64
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.messages import get_messages
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import two_factor
from tests.desk.desk import administrator, analyst, desk_of, editor
from tests.present import present

pytestmark = pytest.mark.django_db
ASK, SET_UP, CODES = (f"/admin/second-factor/{end}" for end in ("", "set-up/", "codes/"))
INSIDE = "/admin/news/newsitem/"


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR = True


def code_of(device: TOTPDevice, steps: int = 0) -> str:
    """What the app shows now, or a step of thirty seconds later."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time += steps * device.step
    return f"{totp.token():06}"


def with_app(user) -> TOTPDevice:
    return TOTPDevice.objects.create(user=user, name="authenticator", confirmed=True)


def where(answer) -> str:
    assert answer.status_code == 302, answer.status_code
    return answer["Location"]


def boss():
    return get_user_model().objects.create_superuser("boss", password="x")


# --- Who --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "must"), [(analyst, False), (editor, True), (administrator, True), (boss, True)]
)
def test_who_publishes_or_opens_accounts_must_have_one(settings, who, must):
    user = who()
    for settings.SECOND_FACTOR in (True, False):
        assert two_factor.is_required(user) is (must and settings.SECOND_FACTOR)
        assert (desk_of(user).get(INSIDE).status_code == 200) is not two_factor.is_required(user)


def test_an_analyst_who_set_one_up_is_asked_too():
    user = analyst()
    with_app(user)
    assert desk_of(user).get(INSIDE).status_code == 302


# --- Setting it up ----------------------------------------------------------------------------------
def test_an_editor_is_led_to_set_it_up_and_reaches_nothing_before(required):
    client = Client()
    editor()
    answer = client.post("/admin/login/", {"username": "edi", "password": "a-long-password", "next": INSIDE})
    assert where(answer) == INSIDE
    answer = client.get(where(client.get(INSIDE)))
    assert where(answer) == f"{SET_UP}?next=%2Fadmin%2Fnews%2Fnewsitem%2F"
    for path in (
        "/admin/",
        INSIDE,
        f"{INSIDE}add/",
        CODES,
        "/admin/password_change/",
        "/admin/autocomplete/",
    ):
        assert "/admin/login/" in where(client.get(path)), path
        assert "/admin/login/" in where(client.post(path)), path


def test_setting_it_up_takes_the_first_code_and_gives_codes_for_paper(required):
    user = editor()
    client = desk_of(user)
    page = client.get(f"{SET_UP}?next={INSIDE}").content.decode()
    device = TOTPDevice.objects.get(user=user)
    assert not device.confirmed
    picture = present(re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', page))[1]
    assert base64.b64decode(picture).startswith(b"<?xml")
    assert two_factor.key_of(device) in page
    assert two_factor.key_of(device).replace(" ", "") in device.config_url
    answer = client.post(SET_UP, {"code": code_of(device), "next": INSIDE})
    codes = re.findall(r"<code>(\d{5}-\d{5})</code>", answer.content.decode())
    assert len(set(codes)) == 10
    assert f'href="{INSIDE}"' in answer.content.decode()
    assert client.get(INSIDE).status_code == 200
    assert "Set up the second factor." in str(LogEntry.objects.get(object_id=user.pk).get_change_message())


def test_looking_twice_shows_the_same_key_and_a_wrong_code_sets_nothing_up(required):
    user = editor()
    client = desk_of(user)
    key = two_factor.key_of(two_factor.begun(user))
    for _ in range(2):
        assert key in client.get(SET_UP).content.decode()
    answer = client.post(SET_UP, {"code": "000000x"})
    assert "This code is not right" in answer.content.decode()
    assert not two_factor.has_one(user)
    assert client.get(INSIDE).status_code == 302


def test_a_password_alone_does_not_replace_an_app_that_is_there(required):
    user = editor()
    device = with_app(user)
    client = desk_of(user)
    assert where(client.get(SET_UP)).startswith(ASK)
    assert where(client.post(SET_UP, {"code": code_of(device)})).startswith(ASK)
    assert TOTPDevice.objects.get(user=user) == device


def test_a_new_app_takes_the_place_of_the_one_before(required):
    user = editor()
    first = with_app(user)
    client = desk_of(user)
    client.post(ASK, {"code": code_of(first)})
    client.get(SET_UP)
    second = TOTPDevice.objects.get(user=user, confirmed=False)
    assert client.post(SET_UP, {"code": code_of(second)}).status_code == 200
    assert list(TOTPDevice.objects.filter(user=user)) == [second]
    assert client.get(INSIDE).status_code == 200


# --- Showing it -------------------------------------------------------------------------------------
def test_the_code_of_the_app_opens_the_desk_once(required):
    user = editor()
    device = with_app(user)
    client, thief = desk_of(user), desk_of(user)
    code = code_of(device)
    assert "Type the one that the app shows" not in client.get(ASK).content.decode()
    assert where(client.post(ASK, {"code": f"{code[:3]} {code[3:]}", "next": INSIDE})) == INSIDE
    assert client.get(INSIDE).status_code == 200
    answer = thief.post(ASK, {"code": code})
    assert "was used already" in answer.content.decode() or "Too many" in answer.content.decode()
    assert thief.get(INSIDE).status_code == 302


def test_a_code_on_paper_is_good_once(required):
    user = editor()
    with_app(user)
    code = two_factor.new_codes(user)[0]
    client = desk_of(user)
    assert where(client.post(ASK, {"code": code})) == "/admin/"
    assert client.get(INSIDE).status_code == 200
    assert not StaticToken.objects.filter(token=code).exists()
    assert "9 codes on paper are good" in client.get(CODES).content.decode()
    assert desk_of(user).post(ASK, {"code": code}).status_code == 200


def test_wrong_codes_wait_longer_each_time_and_say_so(required):
    user = editor()
    device = with_app(user)
    client = desk_of(user)
    for _ in range(4):
        client.post(ASK, {"code": "000000"})
    text = client.post(ASK, {"code": code_of(device, 1)}).content.decode()
    assert re.search(r"Too many wrong codes: wait \d+ seconds, then type a new one\.", text)
    assert client.get(INSIDE).status_code == 302


def test_new_paper_codes_end_the_old_ones(required):
    user = editor()
    device = with_app(user)
    client = desk_of(user)
    client.post(ASK, {"code": code_of(device)})
    old = two_factor.new_codes(user)
    fresh = re.findall(r"<code>(\d{5}-\d{5})</code>", client.post(CODES).content.decode())
    assert len(fresh) == 10
    assert not set(fresh) & set(old)
    assert two_factor.codes_left(user) == 10


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(required, wanted):
    user = editor()
    device = with_app(user)
    client = desk_of(user)
    assert "evil" not in client.get(ASK, {"next": wanted}).content.decode()
    assert where(client.post(ASK, {"code": code_of(device), "next": wanted})) == "/admin/"


def test_the_device_of_another_opens_nothing(required):
    one, other = editor("edi"), editor("eva")
    with_app(one)
    device = with_app(other)
    client = desk_of(one)
    assert client.post(ASK, {"code": code_of(device)}).status_code == 200
    assert client.get(INSIDE).status_code == 302


def test_who_has_not_shown_it_can_still_log_out(required):
    user = editor()
    with_app(user)
    client = desk_of(user)
    assert client.post("/admin/logout/").status_code == 200
    assert "/admin/login/" in where(client.get(ASK))


@pytest.mark.parametrize("path", [ASK, SET_UP])
def test_a_stranger_and_a_reader_with_an_account_are_sent_to_sign_in(path):
    reader = get_user_model().objects.create_user("reader", password="x")
    for client in (Client(), desk_of(reader)):
        for send in (client.get, client.post):
            assert "/admin/login/" in where(send(path))
    assert not TOTPDevice.objects.exists()


# --- Losing it --------------------------------------------------------------------------------------
def test_an_administrator_takes_it_away_from_who_lost_it_but_not_from_a_superuser():
    user, top = editor(), boss()
    for one in (user, top):
        with_app(one)
        two_factor.new_codes(one)
    ada = desk_of(administrator())
    chosen = {"action": "forget_second_factor", "_selected_action": [user.pk, top.pk]}
    answer = ada.post("/admin/auth/user/", chosen)
    assert [str(message) for message in get_messages(answer.wsgi_request)] == [
        "They set the second factor up anew at the next sign-in: edi."
    ]
    assert not two_factor.has_one(user)
    assert two_factor.codes_left(user) == 0
    assert two_factor.has_one(top)
