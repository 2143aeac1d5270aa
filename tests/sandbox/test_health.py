"""What probes are told: alive without asking anything, ready only when pages can work."""

from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

GOOD = dict.fromkeys(("status", "database", "migrations", "codebook", "static_files"), "ok")


def no_database(self, *args, **kwargs):
    """A cursor of a database that is gone, and an error that tells too much."""
    raise OperationalError("could not connect to postgres://clean:hunter2@db/clean_claim")


@pytest.mark.django_db
def test_ready_says_that_all_is_well(client: Client):
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (200, GOOD)
    assert "no-store" in answer["Cache-Control"]


def test_live_asks_no_database(client: Client):
    assert client.get("/health/live/").json() == {"status": "ok"}


def test_ready_without_database_names_it_and_nothing_else(client: Client, monkeypatch):
    monkeypatch.setattr(BaseDatabaseWrapper, "cursor", no_database)
    answer = client.get("/health/")
    told = GOOD | {"status": "unavailable", "database": "does not answer"}
    told |= {"migrations": "cannot be read"}
    assert (answer.status_code, answer.json()) == (503, told)
    assert answer["Retry-After"] == "5"


@pytest.mark.django_db
def test_ready_counts_migrations_that_are_missing(client: Client):
    MigrationRecorder(connection).record_unapplied("claims", "0002_provider_and_refusal")
    answer = client.get("/health/")
    told = {"status": "unavailable", "migrations": "1 not applied; run: manage.py migrate"}
    assert (answer.status_code, answer.json()) == (503, GOOD | told)


@pytest.mark.django_db
def test_ready_with_migrations_of_newer_code(client: Client):
    """While servers are updated one by one the old code keeps serving."""
    MigrationRecorder(connection).record_applied("claims", "9999_of_tomorrow")
    assert client.get("/health/").status_code == 200


@pytest.mark.django_db
def test_ready_without_codebook(client: Client, settings, tmp_path: Path):
    settings.CODEBOOK_PATH = tmp_path / "none.sqlite3"
    told = {"status": "unavailable", "codebook": "not built; run: manage.py build_codebook"}
    assert client.get("/health/").json() == GOOD | told


@pytest.mark.django_db
def test_ready_without_collected_files(client: Client, monkeypatch):
    def not_collected(name: str) -> str:
        raise ValueError(f"Missing staticfiles manifest entry for '{name}'")

    monkeypatch.setattr(staticfiles_storage, "url", not_collected)
    told = {"status": "unavailable", "static_files": "not collected; run: manage.py collectstatic"}
    assert client.get("/health/").json() == GOOD | told


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "status"), [("/health/", 200), ("/health/live/", 200), ("/", 301), ("/glossary/", 301)]
)
def test_probes_are_not_sent_to_https(client: Client, settings, url: str, status: int):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(url).status_code == status


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/health/", "/health/live/"])
def test_probes_only_read_and_are_never_throttled(client: Client, url: str):
    assert client.post(url).status_code == 405
    assert client.head(url).status_code == 200
    assert {client.get(url).status_code for _ in range(50)} == {200}
