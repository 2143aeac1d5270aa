"""A browser without a screen that talks HTTP to a real server, for tests with real processes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.signed_cookies import SessionStore

from sandbox.accounts.models import User

SECRET = "0123456789abcdef" * 2
"""The CSRF token of all these browsers, in the cookie and in the form."""

TOKENS = re.compile(rb'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"')


class NoAnswer(Exception):
    """The connection broke before there was a whole answer."""


@dataclass(frozen=True)
class Answer:
    """The status, the address that a redirect leads to, and the body without its CSRF tokens."""

    status: int
    place: str
    body: bytes


@dataclass(frozen=True)
class Browser:
    """Somebody who is signed in at a server, by the address of the server and a session."""

    server: str
    session: str

    def connect(self) -> HTTPConnection:
        """A connection of its own, open already."""
        connection = HTTPConnection(urlsplit(self.server).netloc, timeout=120)
        connection.connect()
        return connection

    def post(
        self, path: str, data: Mapping[str, Any], *, over: HTTPConnection | None = None
    ) -> Answer:
        """Post a form. Raises NoAnswer."""
        form = urlencode({"csrfmiddlewaretoken": SECRET, **data}, doseq=True)
        headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={self.session}; csrftoken={SECRET}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            connection = over or self.connect()
            try:
                connection.request("POST", path, form, headers)
                answer = connection.getresponse()
                body = TOKENS.sub(b"", answer.read())
                return Answer(answer.status, answer.getheader("Location", ""), body)
            finally:
                connection.close()
        except (OSError, HTTPException) as broken:
            raise NoAnswer(str(broken)) from broken


def sign_in(server: str, user: User) -> Browser:
    """A browser in which the user is signed in, without asking the server."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    assert session.session_key is not None
    return Browser(server, session.session_key)
