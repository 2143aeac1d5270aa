"""Databases and web servers of their own, for tests and measurements that need real processes."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import uuid4

from tests import postgres

ROOT = Path(__file__).resolve().parent.parent
VENDORS = ("sqlite", "postgresql")


@contextmanager
def fresh_database(
    vendor: str, directory: Path, *, more: Mapping[str, str] | None = None
) -> Iterator[str]:
    """The DATABASE_URL of an empty, migrated database, dropped at the end.

    `directory` is where the file of SQLite goes; PostgreSQL is started where it is not up. `more`
    are environment variables, such as the settings of another project.
    """
    with bare_database(vendor, directory) as url:
        manage(url, "migrate", "--verbosity", "0", more=more)
        yield url


@contextmanager
def bare_database(vendor: str, directory: Path) -> Iterator[str]:
    """As `fresh_database`, with no table in it yet."""
    name = f"clean_claim_{uuid4().hex[:12]}"
    if vendor == "sqlite":
        yield f"sqlite:///{directory / name}.sqlite3"
        return
    import psycopg

    postgres.start()
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield postgres.url(name)
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def manage(database_url: str, *words: str, more: Mapping[str, str] | None = None) -> str:
    """What `manage.py` prints in a process of its own on that database; raises when it fails."""
    command = [sys.executable, str(ROOT / "manage.py"), *words]
    environment = os.environ | {"DATABASE_URL": database_url, **(more or {})}
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, cwd=ROOT
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {' '.join(words)}: {done.stdout}{done.stderr}")
    return done.stdout


@dataclass(frozen=True)
class Served:
    """A web server that answers: its address and the process that leads its workers."""

    url: str
    pid: int

    def workers(self) -> list[int]:
        """The processes that answer requests, by their numbers."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        return [int(pid) for pid in children.read_text(encoding="ascii").split()]


@contextmanager
def serving(
    database_url: str,
    *,
    workers: int = 2,
    threads: int = 4,
    app: str = "sandbox.wsgi",
    more: Mapping[str, str] | None = None,
    wait: float = 60,
) -> Iterator[Served]:
    """gunicorn as `make run` starts it, on that database and a free port of 127.0.0.1.

    `more` are environment variables. Raises RuntimeError when it does not answer within `wait`
    seconds.
    """
    _collect_static_files()
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", app, "--bind", f"127.0.0.1:{port}", "--worker-class",
        "gthread", "--workers", str(workers), "--threads", str(threads), "--preload", "--log-level",
        "error",
    ]  # fmt: skip
    environment = os.environ | {"DATABASE_URL": database_url, "LOG_LEVEL": "ERROR", **(more or {})}
    process = subprocess.Popen(command, env=environment, cwd=ROOT)
    url = f"http://127.0.0.1:{port}"
    try:
        _await(url, process, wait)
        yield Served(url, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
        process.kill()
        process.wait()


@cache
def _collect_static_files() -> None:
    """The static files of the pages, which a server that is no developer's wants in one place."""
    manage("sqlite:///:memory:", "collectstatic", "--noinput", "--verbosity", "0")


def _await(url: str, process: "subprocess.Popen[bytes]", wait: float) -> None:
    """Return once the server answers."""
    until = time.monotonic() + wait
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode} before it answered")
        with suppress(OSError), urllib.request.urlopen(f"{url}/health/live/", timeout=2):
            return
        time.sleep(0.1)
    raise RuntimeError(f"the server did not answer within {wait} seconds")


def free_port() -> int:
    """A port of 127.0.0.1 that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
