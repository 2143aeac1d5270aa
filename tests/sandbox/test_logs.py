"""The log: a line a request, one number for all of it, and nothing that a person typed."""

import io
import json
import logging
import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from sandbox import logs
from tests.factories import make_user

CANARY = "canary-4f1c"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the server would have written, as JSON lines, everything included."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.JsonLines())
    root = logging.getLogger()
    root.addHandler(handler)
    before = root.level
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)


def lines_of(stream: io.StringIO) -> list[dict]:
    """Each line read back; what cannot be read fails."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_request_has_one_line(client: Client, written: io.StringIO):
    answer = client.get("/glossary/", {"q": CANARY})
    (line,) = lines_of(written)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("time"))
    assert line.pop("ms") > 0
    assert line == {
        "level": "INFO",
        "logger": "sandbox.requests",
        "message": "request",
        "request_id": answer["X-Request-ID"],
        "method": "GET",
        "path": "/glossary/",
        "status": 200,
    }


@pytest.mark.django_db
def test_a_line_says_the_number_of_who_is_signed_in(client: Client, written: io.StringIO):
    user = make_user(CANARY, display_name=CANARY)
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
    client.get("/account/")
    (line,) = lines_of(written)
    assert line["user"] == user.pk
    assert CANARY not in written.getvalue()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("0af7651916cd43dd8448eb211c80319c", True),
        ("a.b-c_d-8", True),
        ("short", False),
        ("x" * 65, False),
        ("with spaces in it", False),
        ('"},{"level":"forged"', False),
    ],
)
def test_the_number_is_the_proxys_when_it_is_sane(client: Client, given: str, kept: bool):
    answer = client.get("/health/live/", headers={"X-Request-ID": given})
    assert (answer["X-Request-ID"] == given) is kept
    assert re.fullmatch(r"[A-Za-z0-9._-]{8,64}", answer["X-Request-ID"])


def test_the_number_ends_with_its_request(client: Client):
    numbers = {client.get("/glossary/")["X-Request-ID"] for _ in range(3)}
    assert (len(numbers), logs.request_id()) == (3, "")


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/static/css/clean-claim.css", 200, False),
        ("/static/css/clean-claim.css", 304, False),
        ("/static/none.css", 404, True),
        ("/health/", 200, False),
        ("/health/", 503, True),
        ("/", 200, True),
    ],
)
def test_files_and_probes_that_went_well_have_no_line(
    rf: RequestFactory, written: io.StringIO, path: str, status: int, told: bool
):
    logs.RequestLogMiddleware(lambda request: HttpResponse(status=status))(rf.get(path))
    assert [line["path"] for line in lines_of(written)] == [path] * told


def test_a_path_cannot_forge_a_line(client: Client, written: io.StringIO):
    client.get("/x%0A%7B%22level%22:%22forged%22%7D" + "y" * 500)
    (line,) = lines_of(written)
    assert line["path"].startswith("/x%0A%7B%22level%22")
    assert len(line["path"]) == logs.LONGEST_PATH


@pytest.mark.django_db
def test_what_people_type_and_carry_is_never_logged(client: Client, written: io.StringIO):
    """Query, form, cookie, header, user name, password: whether it goes well, fails or breaks."""
    logging.getLogger().setLevel(logging.DEBUG)
    client.cookies["sessionid"] = CANARY
    client.raise_request_exception = False
    agent = {"User-Agent": CANARY, "Referer": f"http://testserver/?{CANARY}"}
    for url in ("/sign-in/", "/sign-up/", "/dashboard/", "/health/"):
        client.get(url, {"q": CANARY}, headers=agent)
        client.post(f"{url}?{CANARY}", {"username": CANARY, "password": CANARY}, headers=agent)
    for _ in range(12):
        client.post("/sign-in/", {"username": CANARY, "password": CANARY})
    strict = Client(enforce_csrf_checks=True)
    strict.post("/sign-in/", {"username": CANARY, "csrfmiddlewaretoken": CANARY})
    statuses = {line["status"] for line in lines_of(written) if "status" in line}
    assert {200, 302, 403, 405, 429} <= statuses
    assert CANARY not in written.getvalue()


def raised(error: Exception) -> Exception:
    """The error, raised from another one as the adapter of a database does."""
    try:
        raise error from KeyError(f"key '{CANARY}'")
    except type(error) as caught:
        return caught


@pytest.mark.parametrize(
    "error",
    [
        IntegrityError(f"null value in column\nDETAIL:  Failing row contains (1,\n{CANARY})."),
        ValueError(f"could not convert string to float: '{CANARY}'"),
        RuntimeError(f"it's \"{CANARY}\" and 'more'"),
    ],
)
def test_an_error_is_logged_without_the_values(written: io.StringIO, error: Exception):
    logging.getLogger("django.request").error("Internal Server Error", exc_info=raised(error))
    (line,) = lines_of(written)
    assert f"{type(error).__qualname__}: " in line["exception"]
    assert "in raised" in line["exception"]
    assert CANARY not in written.getvalue()


def test_a_known_extra_is_kept_and_any_other_is_not(written: io.StringIO):
    extra = {"status": 200, "request": CANARY, "note": CANARY}
    logging.getLogger("any").warning("told", extra=extra)
    (line,) = lines_of(written)
    assert (line["status"], CANARY in written.getvalue()) == (200, False)


def test_lines_for_people_hold_the_same():
    record = logging.makeLogRecord({"name": "any", "msg": "a\nb", "levelname": "INFO", "ms": 2.5})
    record.exc_info = (ValueError, ValueError("'typed'"), None)
    first, *rest = logs.TextLines().format(record).splitlines()
    assert (first.split(" ", 1)[1], rest) == (
        r"INFO any a\nb ms=2.5",
        ["builtins.ValueError: '...'"],
    )
