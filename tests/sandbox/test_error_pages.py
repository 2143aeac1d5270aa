"""Every page on why not: its status, what to do, and no need of what may be broken."""

import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.test import Client
from django.urls import path

from coding.conflicts import Conflict
from sandbox import urls
from tests import postgres
from tests.copies import new_database
from tests.factories import make_user
from tests.sandbox.nonsense import says_why
from tests.servers import VENDORS, serving

ERRORS: dict[str, tuple[Exception, int]] = {
    "bad": (BadRequest("no"), 400),
    "suspicious": (SuspiciousOperation("no"), 400),
    "forbidden": (PermissionDenied("no"), 403),
    "none": (Http404("no"), 404),
    "conflict": (Conflict("no"), 409),
    "broken": (ZeroDivisionError("no"), 500),
    "locked": (OperationalError("database is locked"), 503),
    "closed": (InterfaceError("connection already closed"), 503),
}


def raising(error: Exception):
    """A page for everyone that raises the error."""

    def page(request):
        raise error

    return login_not_required(page)


urlpatterns = [path(f"raise/{name}/", raising(error)) for name, (error, _) in ERRORS.items()]
urlpatterns += urls.urlpatterns
handler400, handler403, handler404, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler500,
)


@pytest.fixture
def visitor(settings) -> Client:
    """Somebody whose browser shows what a server answers when something breaks."""
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("name", ERRORS)
def test_each_error_has_its_page(visitor: Client, name: str):
    """The database is not there in this test: no page may ask it for a visitor who is a guest."""
    status = ERRORS[name][1]
    answer = visitor.get(f"/raise/{name}/")
    page = answer.content.decode()
    assert says_why(answer, status)
    assert f'<p class="error-code">{status}</p>' in page
    heading = re.search("<h1>(.+)</h1>", page)
    assert heading is not None
    assert f"<title>{heading[1]} - Clean Claim</title>" in page
    assert f'data-announce="{heading[1]}. ' in page
    assert "are invented for training" in page
    assert "Content-Security-Policy" in answer.headers
    assert (" style=" in page, "<style" in page, "Traceback" in page) == (False, False, False)


@pytest.mark.parametrize("name", ["broken", "locked"])
def test_the_page_shows_the_number_that_the_log_has(visitor: Client, name: str):
    answer = visitor.get(f"/raise/{name}/", headers={"X-Request-ID": "number-of-the-proxy"})
    assert "<code>number-of-the-proxy</code>" in answer.content.decode()
    assert answer["X-Request-ID"] == "number-of-the-proxy"


def test_a_busy_database_says_when_to_come_back(visitor: Client):
    assert visitor.get("/raise/locked/")["Retry-After"] == "5"
    assert "Retry-After" not in visitor.get("/raise/broken/").headers


def broken_context(request):
    """What every page is given, broken."""
    raise ZeroDivisionError("no")


def test_the_page_needs_nothing_that_other_pages_are_given(visitor: Client, settings):
    options = settings.TEMPLATES[0]["OPTIONS"] | {
        "context_processors": [f"{__name__}.broken_context"]
    }
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"OPTIONS": options}]
    assert says_why(visitor.get("/glossary/"), 500)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ERRORS)
def test_each_error_has_its_page_for_who_is_signed_in(visitor: Client, name: str):
    visitor.force_login(make_user(), backend=settings.AUTHENTICATION_BACKENDS[1])
    assert says_why(visitor.get(f"/raise/{name}/"), ERRORS[name][1])


def test_a_foreign_host_is_a_bad_request(visitor: Client):
    assert says_why(visitor.get("/glossary/", headers={"Host": "evil.example"}), 400)


def test_a_form_of_yesterday_is_forbidden():
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "ada"})
    assert says_why(answer, 403)
    assert "This form is out of date" in answer.content.decode()


@pytest.mark.django_db
def test_a_form_sent_after_the_session_ended_leads_to_a_page_that_says_so():
    user, client = make_user(), Client()
    late = client.post("/claims/7/submit/", {"key": "a"})
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
    back = urllib.parse.parse_qs(urllib.parse.urlsplit(late["Location"]).query)["next"][0]
    answer = client.get(back)
    assert says_why(answer, 405)
    assert answer["Allow"] == "POST"
    assert "send it once more" in answer.content.decode()


@pytest.mark.parametrize("sent", [{"a": "x" * 1_100_000}, {f"a{n}": "" for n in range(2_001)}])
def test_a_form_that_is_too_large_is_413(visitor: Client, sent: dict[str, str]):
    body = "&".join(f"{name}={value}" for name, value in sent.items())
    answer = visitor.post("/sign-in/", body, content_type="application/x-www-form-urlencoded")
    assert says_why(answer, 413)


def asked(url: str, cookie: str = "") -> tuple[int, str, str | None]:
    """Status, text and Retry-After of what a server answers, with a session or without."""
    request = urllib.request.Request(url, headers={"Cookie": cookie} if cookie else {})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read().decode(), answer.headers["Retry-After"]
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), error.headers["Retry-After"]


def session_of(url: str) -> str:
    """The cookie of somebody who signed up at a server."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    page = opener.open(f"{url}/sign-up/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    fields = {"username": "ada", "display_name": "Ada"}
    fields |= {"password1": "correct-horse-9", "password2": "correct-horse-9"}
    fields |= {"csrfmiddlewaretoken": token[1]}
    opener.open(f"{url}/sign-up/", urllib.parse.urlencode(fields).encode()).read()
    jar = next(row.cookiejar for row in opener.handlers if hasattr(row, "cookiejar"))
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


@contextmanager
def taken_away(vendor: str, url: str, directory: Path) -> Iterator[None]:
    """The file of SQLite gone with its directory; PostgreSQL's database closed to everyone."""
    if vendor == "sqlite":
        away = directory.with_name(f"{directory.name}-away")
        directory.rename(away)
        yield
        away.rename(directory)
        return
    name = url.rsplit("/", 1)[1]
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as server:
        server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        yield
        server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


@pytest.mark.prove
@pytest.mark.parametrize("vendor", VENDORS)
def test_a_server_whose_database_goes_away(vendor: str, tmp_path: Path):
    """Guests still read, who is signed in is told to wait, probes see it; and it comes back."""
    directory = tmp_path / "database"
    directory.mkdir()
    with new_database(vendor, directory) as url:
        with serving(url, workers=1) as server:
            cookie = session_of(server.url)
        with serving(url, workers=1) as server:
            with taken_away(vendor, url, directory):
                check_it_is_away(server.url, cookie)
            check_it_is_back(server.url, cookie)
            if vendor == "postgresql":  # of SQLite, a file that is open stays so without its name
                with taken_away(vendor, url, directory):
                    check_it_is_away(server.url, cookie)
                check_it_is_back(server.url, cookie)


@pytest.mark.prove
def test_a_server_may_start_before_postgresql_and_not_without_the_file_of_sqlite(tmp_path: Path):
    with new_database("postgresql", tmp_path) as url:
        with serving(url, workers=1) as server:
            cookie = session_of(server.url)
        with ExitStack() as away:
            away.enter_context(taken_away("postgresql", url, tmp_path))
            with serving(url, workers=1) as server:
                check_it_is_away(server.url, cookie)
                away.close()
                check_it_is_back(server.url, cookie)
    nowhere = f"sqlite:///{tmp_path}/none/sandbox.sqlite3"
    with pytest.raises(RuntimeError, match="ended with"), serving(nowhere, workers=1):
        pass


def check_it_is_back(url: str, cookie: str) -> None:
    """What a server with its database answers."""
    assert asked(f"{url}/account/", cookie)[0] == 200
    assert asked(f"{url}/health/")[0] == 200


def check_it_is_away(url: str, cookie: str) -> None:
    """What a server without its database answers."""
    for address in ("account/", "none/", "claims/1/"):
        status, page, again = asked(f"{url}/{address}", cookie)
        assert (status, again, "Its database is busy" in page) == (503, "5", True)
    assert asked(f"{url}/health/")[0] == 503
    assert asked(f"{url}/health/live/")[0] == 200
    assert asked(f"{url}/glossary/")[0] == 200
