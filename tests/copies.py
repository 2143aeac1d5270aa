"""Databases that are there at once: copies of one that was migrated, or prepared, before."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from uuid import uuid4

from tests import postgres
from tests.servers import ROOT, manage

KEPT = "clean_claim_empty_"


@contextmanager
def new_database(vendor: str, directory: Path) -> Iterator[str]:
    """The DATABASE_URL of an empty, migrated database, dropped at the end; `directory` is where the
    file of SQLite goes. It is a copy of one that was migrated once."""
    with copied_database(_migrated(vendor), directory) as url:
        yield url


@contextmanager
def copied_database(url: str, directory: Path) -> Iterator[str]:
    """The DATABASE_URL of a copy of a database to which nobody is connected, dropped at the end."""
    name = _new_name()
    if url.startswith("sqlite:"):
        copy = directory / f"{name}.sqlite3"
        shutil.copy(url.removeprefix("sqlite:///"), copy)
        yield f"sqlite:///{copy}"
        return
    _ask(f"CREATE DATABASE {name} TEMPLATE {url.rsplit('/', 1)[1]}")
    try:
        yield postgres.url(name)
    finally:
        _drop(name)


@cache
def _migrated(vendor: str) -> str:
    """The DATABASE_URL of an empty, migrated database to copy: kept from run to run, and made anew
    when a file of the app has changed."""
    name, made = f"{KEPT}{_digest()}", _new_name()
    if vendor == "sqlite":
        kept = ROOT / "build" / f"{name}.sqlite3"
        if not kept.exists():
            for old in kept.parent.glob(f"{KEPT}*"):
                old.unlink(missing_ok=True)
            manage(f"sqlite:///{kept.with_name(made)}", "migrate", "--verbosity", "0")
            kept.with_name(made).replace(kept)
        return f"sqlite:///{kept}"
    postgres.start()
    known = _ask(f"SELECT datname FROM pg_database WHERE datname LIKE '{KEPT}%'")
    if name not in known:
        for old_name in known:
            _drop(old_name)
        _ask(f"CREATE DATABASE {made}")
        manage(postgres.url(made), "migrate", "--verbosity", "0")
        _name_first(made, name)
    return postgres.url(name)


def _name_first(made: str, name: str) -> None:
    """Give a database its name, unless another process was first."""
    import psycopg

    try:
        _ask(f"ALTER DATABASE {made} RENAME TO {name}")
    except psycopg.errors.DuplicateDatabase:
        _drop(made)


def _digest() -> str:
    """Changes when a file of the app does."""
    digest = hashlib.sha256()
    for room in ("coding", "claims", "sandbox"):
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix in {".py", ".sql"}:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _new_name() -> str:
    return f"clean_claim_{uuid4().hex[:12]}"


def _drop(name: str) -> None:
    _ask(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _ask(statement: str) -> list[str]:
    """The first column of what PostgreSQL answers."""
    import psycopg

    with psycopg.connect(postgres.url("postgres"), autocommit=True) as server:
        answer = server.execute(statement)
        return [row[0] for row in answer] if answer.description else []
