"""What the server writes down: one line a request, and nothing in it that a person typed.

A line holds method, path, status, milliseconds and the number of who is signed in: no query string,
no body, no cookie, no name. Every line of one request carries the request's number, which the
answer's `X-Request-ID` and the error pages show too.
"""

import json
import logging
import re
import time
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from urllib.parse import quote
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponseBase

HEADER = "X-Request-ID"
LONGEST_PATH = 200
FIELDS = ("method", "path", "status", "ms", "user")
"""What a line may hold beside its message; whatever else a record carries is left out. Libraries
for JSON logs do it the other way round: they write every extra that is not named, requests too."""

_SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
_QUOTED = re.compile(r"""["'].*["']""")
_current: ContextVar[str] = ContextVar("request_id", default="")
_logger = logging.getLogger("sandbox.requests")


def request_id() -> str:
    """The number of the request that is being answered; empty outside of one."""
    return _current.get()


class RequestLogMiddleware:
    """Numbers each request and logs its answer. A number that the proxy in front gave is kept when
    it is 8 to 64 letters, digits, dots, dashes or underscores."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, then write its line."""
        given = request.headers.get(HEADER, "")
        number = given if _SANE.fullmatch(given) else uuid4().hex
        token, begun = _current.set(number), time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers[HEADER] = number
            _write_line(request, response.status_code, time.perf_counter() - begun)
        finally:
            _current.reset(token)
        return response


def _write_line(request: HttpRequest, status: int, seconds: float) -> None:
    """Files and probes that went well are of no interest, so they are logged for debugging only."""
    quiet = status < 400 and request.path.startswith((settings.STATIC_URL, "/health/"))
    level = logging.DEBUG if quiet else logging.INFO
    if not _logger.isEnabledFor(level):
        return
    fields = {
        "method": request.method,
        "path": quote(request.path)[:LONGEST_PATH],
        "status": status,
        "ms": round(seconds * 1000, 1),
        "user": _user_id(request),
    }
    _logger.log(level, "request", extra=fields)


def _user_id(request: HttpRequest) -> int | None:
    """Who is signed in, where the page asked; never a query of the log's own."""
    session = getattr(request, "session", None)
    if session is None or not session.accessed:
        return None
    try:
        return int(session[SESSION_KEY])
    except (KeyError, ValueError):
        return None


class _Lines(logging.Formatter):
    """Tells of errors by where they happened; of what they say the first line, without quotations:
    there a database repeats the row, and Python the value, that somebody typed."""

    def formatException(self, ei: object) -> str:  # noqa: N802 - the name that logging calls
        """The errors that led to one another, the first one first."""
        error = ei[1] if isinstance(ei, tuple) else None
        chain: list[BaseException] = []
        while isinstance(error, BaseException):
            chain.insert(0, error)
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(map(_error_text, chain))

    def stamp(self, record: logging.LogRecord) -> str:
        """When, in UTC."""
        when = datetime.fromtimestamp(record.created, UTC)
        return when.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _error_text(error: BaseException) -> str:
    says = _QUOTED.sub("'...'", str(error).split("\n", 1)[0])
    frames = "".join(traceback.format_tb(error.__traceback__))
    return f"{frames}{type(error).__module__}.{type(error).__qualname__}: {says}"


class JsonLines(_Lines):
    """One JSON object a line, for programs that read logs."""

    def format(self, record: logging.LogRecord) -> str:
        """`time`, `level`, `logger`, `message`, `request_id`, the FIELDS, and `exception`."""
        line: dict[str, object] = {
            "time": self.stamp(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if number := request_id():
            line["request_id"] = number
        known = vars(record)
        line |= {name: known[name] for name in FIELDS if known.get(name) is not None}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=True, default=str)


class TextLines(_Lines):
    """The same for people."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, logger, message, fields, number; the error below."""
        known = vars(record)
        words = [self.stamp(record), record.levelname, record.name, record.getMessage()]
        words += [f"{name}={known[name]}" for name in FIELDS if known.get(name) is not None]
        words += [f"id={number}"] if (number := request_id()) else []
        line = " ".join(words).replace("\n", "\\n")
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line
