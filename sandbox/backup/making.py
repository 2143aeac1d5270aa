"""Making a backup while people work."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection

from sandbox.backup import postgres, sqlite
from sandbox.backup.bundle import BackupError, Manifest, digest_of, write_bundle


def make_backup(path: Path) -> Manifest:
    """Write a backup of the database to `path`: what was there at one moment after this call
    began, so everything that was answered before it.

    Raises BackupError when the file exists, the database is damaged, or a program is missing.
    """
    if path.exists():
        raise BackupError(f"{path} exists. Give another name.")
    path.parent.mkdir(parents=True, exist_ok=True)
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    with TemporaryDirectory(dir=path.parent, prefix=".making-") as directory:
        copied = Path(directory) / "database"
        if connection.vendor == "sqlite":
            sqlite.copy(Path(connection.settings_dict["NAME"]), copied)
            sqlite.settle(copied)
            sqlite.check(copied)
            rows, migrations = sqlite.count_rows(copied), sqlite.migrations_in(copied)
        else:
            rows, migrations = postgres.dump(copied)
        manifest = Manifest(
            version=version_of_code(),
            vendor=connection.vendor,
            made_at=made_at,
            migrations=migrations,
            rows=rows,
            size=copied.stat().st_size,
            digest=digest_of(copied),
        )
        write_bundle(path, copied, manifest)
    return manifest


def version_of_code() -> str:
    """The version that pyproject.toml says."""
    text = (settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["project"]["version"])
