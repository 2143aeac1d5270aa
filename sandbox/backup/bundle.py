"""The file of a backup: a ZIP of the database and of what must be found in it."""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

APP, FORMAT = "clean-claim", 1
MANIFEST, DATABASE = "manifest.json", "database"
_CHUNK = 1 << 20


class BackupError(Exception):
    """A backup cannot be made or cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. `vendor` is `sqlite` or `postgresql`, `made_at` ISO 8601 in
    UTC, `migrations` are "app.name", `rows` counts by table, `size` bytes, `digest` SHA-256."""

    version: str
    vendor: str
    made_at: str
    migrations: tuple[str, ...]
    rows: Mapping[str, int]
    size: int
    digest: str


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_bundle(path: Path, database: Path, manifest: Manifest) -> None:
    """Write the file beside its place and then give it its name, so that a half one never has it.
    Only its owner may read it."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    # What pg_dump wrote is compressed.
    how = zipfile.ZIP_DEFLATED if manifest.vendor == "sqlite" else zipfile.ZIP_STORED
    try:
        partial.touch(mode=0o600)
        with partial.open("wb") as file:
            with zipfile.ZipFile(file, "w", how) as bundle:
                about = {"app": APP, "format": FORMAT} | asdict(manifest)
                bundle.writestr(MANIFEST, json.dumps(about, indent=1))
                bundle.write(database, DATABASE)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def read_bundle(path: Path, into: Path) -> Manifest:
    """Unpack the database of a backup to `into` and return its manifest.

    Raises BackupError when the file is broken, cut short, of something else, or when what was
    unpacked is not what the manifest says.
    """
    try:
        with zipfile.ZipFile(path) as bundle:
            manifest = _manifest(json.loads(bundle.read(MANIFEST)))
            found = _unpack(bundle, into, limit=manifest.size)
    except FileNotFoundError as error:
        raise BackupError(f"There is no file {path}.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise BackupError(f"{path} is broken or cut short ({error}). Use another one.") from error
    except (KeyError, TypeError, ValueError) as error:
        raise BackupError(f"{path} is not a backup of Clean Claim.") from error
    if found != (manifest.size, manifest.digest):
        raise BackupError(f"{path} does not hold the database that it was made of. Use another.")
    return manifest


def _manifest(about: dict[str, object]) -> Manifest:
    """Raises KeyError, TypeError or ValueError when it is not one."""
    if about.pop("app") != APP:
        raise ValueError("of another program")
    if about.pop("format") != FORMAT:
        raise BackupError("This backup has a form that only a newer Clean Claim can read.")
    manifest = Manifest(**about)  # type: ignore[arg-type]
    if not isinstance(manifest.rows, dict) or not isinstance(manifest.size, int):
        raise TypeError("rows and size")
    return manifest


def _unpack(bundle: zipfile.ZipFile, into: Path, *, limit: int) -> tuple[int, str]:
    """Bytes and SHA-256 of what was written; stops soon after `limit` bytes."""
    size, digest = 0, hashlib.sha256()
    into.touch(mode=0o600)
    with bundle.open(DATABASE) as packed, into.open("wb") as file:
        while size <= limit and (chunk := packed.read(_CHUNK)):
            size += file.write(chunk)
            digest.update(chunk)
    return size, digest.hexdigest()
