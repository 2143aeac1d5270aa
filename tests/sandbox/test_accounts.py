"""Sign up, sign in, sign out: what is refused, and that nobody is led astray."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.conf import settings as site
from django.contrib.auth.hashers import MD5PasswordHasher
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sandbox.accounts.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db

GOOD = {
    "username": "ada",
    "display_name": "Ada L.",
    "password1": "a-fresh-haystack",
    "password2": "a-fresh-haystack",
}
ELSEWHERE = ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)")


def sign_up(client: Client, **typed: str) -> HttpResponse:
    return client.post(reverse("sign_up"), GOOD | typed)


def sign_in(client: Client, name: str = "ada", password: str = "password", **more: str) -> Any:
    return client.post(reverse("login"), {"username": name, "password": password, **more})


def page_of(response: HttpResponse) -> str:
    return unescape(response.content.decode())


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("practice:home")).status_code == 200


# -- sign up ----------------------------------------------------------------------------------


def test_sign_up_leads_to_practice_signed_in(client: Client) -> None:
    response = sign_up(client)
    assert (response.status_code, response["Location"]) == (302, reverse("practice:home"))
    assert is_signed_in(client)
    assert [(user.username, str(user)) for user in User.objects.all()] == [("ada", "Ada L.")]


def test_sign_up_without_a_name_to_show_is_called_by_the_user_name(client: Client) -> None:
    sign_up(client, display_name="")
    assert str(User.objects.get()) == "ada"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("username", {"username": "taken"}),
        ("username", {"username": ""}),
        ("username", {"username": "ada lovelace"}),
        ("username", {"username": "ada\x00"}),
        ("username", {"username": "a" * 151}),
        ("display_name", {"display_name": "A" * 81}),
        ("display_name", {"display_name": "x" * 900_000}),
        ("display_name", {"display_name": "A\x00"}),
        ("password2", {"password1": "short", "password2": "short"}),
        ("password2", {"password1": "12345678", "password2": "12345678"}),
        ("password2", {"password1": "password", "password2": "password"}),
        ("password2", dict.fromkeys(("username", "password1", "password2"), "lovelace-1815")),
        ("password2", {"password2": "another-haystack"}),
        ("password1", {"password1": ""}),
        ("password1", {"password1": "a\x00haystack-here", "password2": "a\x00haystack-here"}),
    ],
)  # fmt: skip
def test_sign_up_names_what_does_not_fit_at_its_field(
    client: Client, field: str, typed: dict[str, str]
) -> None:
    make_user("taken")
    response = sign_up(client, **typed)
    page = page_of(response)
    assert response.status_code == 422
    assert f'href="#id_{field}"' in page
    assert f'id="id_{field}_error"' in page
    shown = {"username": "ada", "display_name": "Ada L."} | typed
    assert all(
        f'value="{shown[name]}"' in page for name in ("username", "display_name") if shown[name]
    )
    assert "haystack" not in page
    assert not is_signed_in(client)
    assert User.objects.count() == 1


def test_sign_up_with_nothing_at_all_asks_for_everything(client: Client) -> None:
    response = client.post(reverse("sign_up"))
    assert response.status_code == 422
    assert 'id="id_username_error"' in page_of(response)


class FasterTwin(MD5PasswordHasher):
    """While the password is hashed, somebody else takes the name."""

    def encode(self, password: str, salt: str) -> str:
        """Take the name, then hash."""
        User.objects.bulk_create([User(username="ada")], ignore_conflicts=True)
        return str(super().encode(password, salt))


def test_sign_up_by_two_at_once_is_won_by_one(client: Client, settings: Any) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.FasterTwin"]
    response = sign_up(client)
    assert response.status_code == 422
    assert 'id="id_username_error"' in page_of(response)
    assert not is_signed_in(client)


def test_sign_up_is_not_for_who_is_signed_in(client: Client) -> None:
    client.force_login(make_user())
    assert client.get(reverse("sign_up")).status_code == 302
    assert sign_up(client, username="other").status_code == 302
    assert User.objects.count() == 1


# -- sign in ----------------------------------------------------------------------------------


def test_sign_in_leads_to_the_desk(client: Client) -> None:
    make_user()
    response = sign_in(client)
    assert (response.status_code, response["Location"]) == (302, reverse("dashboard"))
    assert is_signed_in(client)


def test_sign_in_does_not_tell_who_exists(client: Client) -> None:
    make_user()
    known, unknown = sign_in(client, password="wrong"), sign_in(client, "nobody", "wrong")
    problems = [
        page_of(it).split('id="error-summary"')[1].split("</div>")[0] for it in (known, unknown)
    ]
    assert problems[0] == problems[1]
    assert 'value="ada"' in page_of(known)
    assert not is_signed_in(client)


@pytest.mark.parametrize("name", ["", "x" * 1000, "a\x00b", "<script>", "é"])
def test_sign_in_survives_nonsense(client: Client, name: str) -> None:
    assert sign_in(client, name, "wrong" * 200).status_code in {200, 422}


def test_sign_in_of_who_left_is_refused(client: Client) -> None:
    make_user()
    User.objects.update(is_active=False)
    sign_in(client)
    assert not is_signed_in(client)


def test_sign_in_is_closed_after_ten_wrong_passwords(client: Client) -> None:
    make_user()
    tries = [sign_in(client, password="wrong").status_code for _ in range(10)]
    assert tries[:9] == [tries[0]] * 9
    locked = sign_in(client)
    assert (tries[9], locked.status_code) == (429, 429)
    assert "Too many tries" in page_of(locked)
    assert 'id="problem-message"' in page_of(locked)
    assert not is_signed_in(client)


def test_sign_in_of_others_stays_open(client: Client) -> None:
    make_user()
    make_user("birch")
    for _ in range(11):
        sign_in(client, password="wrong")
    assert sign_in(client, "birch").status_code == 302
    assert sign_in(Client(REMOTE_ADDR="192.0.2.7")).status_code == 302


@pytest.mark.parametrize(("minutes", "status"), [(14, 429), (16, 302)])
def test_sign_in_opens_again_after_a_quarter_of_an_hour(
    client: Client, minutes: int, status: int
) -> None:
    make_user()
    for _ in range(10):
        sign_in(client, password="wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=minutes))
    assert sign_in(client).status_code == status


def test_wrong_passwords_are_forgotten_after_a_right_one(client: Client) -> None:
    make_user()
    for _ in range(3):
        for _ in range(8):
            sign_in(client, password="wrong")
        assert sign_in(client).status_code == 302
        client.logout()


# -- the way on -------------------------------------------------------------------------------


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_nobody_is_led_to_another_site(client: Client, elsewhere: str) -> None:
    make_user()
    assert sign_in(client, next=elsewhere)["Location"] == reverse("dashboard")
    out = client.post(reverse("logout"), {"next": elsewhere})
    assert out["Location"] == reverse("home")
    url = f"{reverse('login')}?next={elsewhere}"
    there = client.post(url, {"username": "ada", "password": "password"})
    assert there["Location"] == reverse("dashboard")


def test_sign_in_leads_back_to_the_page_that_asked_for_it(client: Client) -> None:
    make_user()
    asked = client.get(reverse("classroom:biller"))
    assert asked["Location"] == f"{reverse('login')}?next={reverse('classroom:biller')}"
    there = sign_in(client, next=reverse("classroom:biller"))
    assert there["Location"] == reverse("classroom:biller")


def test_sign_out_takes_a_post(client: Client) -> None:
    client.force_login(make_user(), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("logout")).status_code == 405
    assert is_signed_in(client)
    client.post(reverse("logout"))
    assert not is_signed_in(client)


def test_session_dies_with_the_password(client: Client) -> None:
    user = make_user()
    sign_in(client)
    assert client.cookies[site.SESSION_COOKIE_NAME]["httponly"]
    user.set_password("another-haystack")
    user.save(update_fields=["password"])
    assert not is_signed_in(client)


# -- sessions ---------------------------------------------------------------------------------


def thief_of(client: Client) -> Client:
    """A browser with a copy of the other's session cookie."""
    copy = Client()
    copy.cookies[site.SESSION_COOKIE_NAME] = client.cookies[site.SESSION_COOKIE_NAME].value
    return copy


def test_session_from_before_the_sign_in_is_nobodys(client: Client) -> None:
    make_user()
    client.get(reverse("login"))
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies[site.SESSION_COOKIE_NAME] = session.session_key
    planted = thief_of(client)
    before = client.cookies[site.SESSION_COOKIE_NAME].value
    sign_in(client)
    assert client.cookies[site.SESSION_COOKIE_NAME].value != before
    assert is_signed_in(client)
    assert not is_signed_in(planted)


def test_copy_of_a_session_ends_with_the_sign_out(client: Client) -> None:
    make_user()
    sign_in(client)
    copy = thief_of(client)
    assert is_signed_in(copy)
    client.post(reverse("logout"))
    assert not is_signed_in(copy)
    assert not is_signed_in(client)
    sign_in(client)
    assert is_signed_in(client)
    assert not is_signed_in(copy)


def test_sign_out_of_one_leaves_the_others_signed_in(client: Client) -> None:
    make_user()
    make_user("birch")
    other = Client()
    sign_in(client)
    sign_in(other, "birch")
    client.post(reverse("logout"))
    assert is_signed_in(other)
    assert client.post(reverse("logout")).status_code == 302, "once more, by nobody"


def test_session_is_another_after_the_password_changed_and_old_ones_are_dead(
    client: Client,
) -> None:
    make_user(password="old-haystack-1")
    sign_in(client, password="old-haystack-1")
    copy = thief_of(client)
    new = {"new_password1": "new-haystack-2", "new_password2": "new-haystack-2"}
    change = {"action": "password", "old_password": "old-haystack-1", **new}
    assert client.post(reverse("account"), change).status_code == 302
    assert is_signed_in(client)
    assert not is_signed_in(copy)


def test_session_outlives_a_change_of_the_secret_key_until_it_is_taken_back(
    client: Client, settings: Any
) -> None:
    make_user()
    sign_in(client)
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key", [old]
    assert is_signed_in(client)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a-third-key", []
    assert not is_signed_in(client)


@pytest.mark.parametrize("https", [False, True])
def test_cookies_cannot_be_read_by_scripts_or_sent_by_other_sites(
    client: Client, settings: Any, https: bool
) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = https
    make_user()
    client.get(reverse("login"))
    sign_in(client)
    client.post(reverse("account"), {"action": "name", "display_name": "Ada"})
    cookies = {name: client.cookies[name] for name in ("sessionid", "csrftoken", "messages")}
    for name, morsel in cookies.items():
        flags = (bool(morsel["httponly"]), morsel["samesite"], bool(morsel["secure"]))
        assert flags == (True, "Lax", https), name


# -- other doors with a password --------------------------------------------------------------

DOORS = {
    "account": {"action": "password", "old_password": "wrong", "new_password1": "a-haystack-9",
                "new_password2": "a-haystack-9"},
    "erase": {"username": "ada", "password": "wrong"},
}  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_password_cannot_be_guessed_at_another_door(client: Client, door: str) -> None:
    make_user()
    sign_in(client)
    tries = [client.post(reverse(door), DOORS[door]) for _ in range(11)]
    assert [it.status_code for it in tries] == [422] * 9 + [429] * 2
    assert "Come back in 15 minutes" in page_of(tries[-1])
    assert tries[-1]["Retry-After"] == "900"
    right = DOORS[door] | {name: "password" for name in DOORS[door] if name.endswith("password")}
    assert client.post(reverse(door), right).status_code == 429
    user = User.objects.get(username="ada")
    assert user.is_active
    assert user.check_password("password")
    assert is_signed_in(client), "who is signed in works on"


def test_wrong_passwords_count_together_at_all_doors(client: Client) -> None:
    make_user()
    sign_in(client)
    for door in ("account", "erase", "account"):
        for _ in range(3):
            assert client.post(reverse(door), DOORS[door]).status_code == 422
    assert sign_in(Client(), password="wrong").status_code == 429


def test_page_of_too_many_tries_tells_nothing_typed_and_lets_no_other_site_read(
    client: Client,
) -> None:
    for _ in range(11):
        locked = client.post(
            reverse("login"),
            {"username": "typedname", "password": "typedword"},
            headers={"X-Requested-With": "XMLHttpRequest"},
        )
    assert locked.status_code == 429
    assert "typedname" not in page_of(locked)
    assert "Access-Control-Allow-Origin" not in locked
    assert 'id="problem-message"' in page_of(locked)


def test_codes_of_classes_cannot_be_guessed(client: Client) -> None:
    make_user()
    sign_in(client)
    pages = [
        page_of(client.post(reverse("classroom:join"), {"code": f"GUESS{number}"}))
        for number in range(12)
    ]
    assert ["Too many wrong codes" in page for page in pages] == [False] * 10 + [True] * 2
    assert "Wait 15 minutes" in pages[-1]
