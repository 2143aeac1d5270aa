"""The two sides of a measurement: a served project with its database, and what it costs."""

import http.client
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psutil

from tests import postgres
from tests.servers import Served, fresh_database, serving

TOKEN = "b" * 32
BARE = {"DJANGO_SETTINGS_MODULE": "tests.bench.bare.settings"}


@dataclass
class Visitor:
    """Somebody with cookies, on a connection of their own that stays open."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and body."""
        return self._ask("GET", path, None)

    def post(self, path: str, data: Mapping[str, object]) -> tuple[int, bytes]:
        """Status and body of a form that is sent; redirects are not followed."""
        token = self.cookies.setdefault("csrftoken", TOKEN)
        return self._ask("POST", path, urlencode({**data, "csrfmiddlewaretoken": token}))

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, bytes]:
        if self.connection is None:
            self.connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self.connection.close()
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return response.status, response.read()


@dataclass
class Side:
    """One project that is served, on a database of its own."""

    served: Served
    database_url: str

    def cpu(self) -> float:
        """Seconds of CPU that the server's processes, and the database's, have used so far."""
        used = _tree(self.served.pid)
        if "postgres" in self.database_url:
            used += _tree(postgres.leader())
        return used

    def pss(self) -> int:
        """Bytes of memory that the mean worker holds, shared pages by share (PSS)."""
        workers = self.served.workers()
        return sum(psutil.Process(pid).memory_full_info().pss for pid in workers) // len(workers)

    def visitor(self, **cookies: str) -> Visitor:
        """A new visitor with these cookies."""
        return Visitor(self.served.url, dict(cookies))


def _tree(pid: int) -> float:
    """CPU seconds of a process, of those it started, and of those that have ended."""
    leader = psutil.Process(pid)
    used = 0.0
    for process in (leader, *leader.children(recursive=True)):
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        used += times.user + times.system + times.children_user + times.children_system
    return used


@contextmanager
def bare_side(vendor: str, directory: Path, *, workers: int = 1) -> Iterator[tuple[Side, Visitor]]:
    """A bare Django project on an empty database, and its one user, signed in."""
    with (
        fresh_database(vendor, directory, more=BARE) as url,
        serving(url, app="tests.bench.bare.wsgi", workers=workers, more=BARE) as served,
    ):
        side = Side(served, url)
        visitor = side.visitor()
        assert visitor.get("/in/")[0] == 200
        yield side, visitor


@contextmanager
def our_side(database_url: str, *, workers: int = 1) -> Iterator[Side]:
    """Clean Claim on a database that was made ready before."""
    with serving(database_url, workers=workers) as served:
        yield Side(served, database_url)


@dataclass(frozen=True)
class Cost:
    """What a number of like requests cost: CPU of the server, and what one waited, in ms."""

    cpu: float
    waits: tuple[float, ...]


def cost_of(side: Side, requests: list[tuple[Visitor, str, Mapping[str, object] | None]]) -> Cost:
    """Make these requests one after another; data is posted, None is a page to get. CPU is per
    request. Raises AssertionError at an answer that is neither 200 nor 302."""
    waits = []
    before = side.cpu()
    for visitor, path, data in requests:
        start = time.perf_counter()
        status, body = visitor.get(path) if data is None else visitor.post(path, data)
        waits.append(1000 * (time.perf_counter() - start))
        assert status in {200, 302}, f"{path}: {status} {body[:400]!r}"
    return Cost(1000 * (side.cpu() - before) / len(requests), tuple(waits))
