"""A PostgreSQL server of the tests' own: installed where it is missing, started where it is not up.

`python tests/postgres.py` prints its DATABASE_URL, `python tests/postgres.py stop` ends it. With
TEST_POSTGRES_URL in the environment that server is used, and nothing is installed or started.
"""

import fcntl
import hashlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = Path(tempfile.gettempdir()) / (
    f"clean-claim-postgres-{os.geteuid()}-{hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]}"
)
DATA, PORT_FILE, LOCK = HOME / "data", HOME / "port", HOME.with_suffix(".lock")
MISSING = (
    "No PostgreSQL server was found and none could be installed. Install Debian's package "
    "`postgresql`, or set TEST_POSTGRES_URL to a server whose user may create databases."
)


class Missing(unittest.SkipTest):
    """There is no PostgreSQL server on this machine; tests that need one are left out, loudly."""


def url(name: str = "clean_claim") -> str:
    """DATABASE_URL of a database of that name on the running server; the database may not exist."""
    server = os.environ.get("TEST_POSTGRES_URL")
    if server:
        return f"{server.rstrip('/').rsplit('/', 1)[0]}/{name}"
    return f"postgres://tests@127.0.0.1:{PORT_FILE.read_text(encoding='ascii')}/{name}"


def start() -> None:
    """Start the server unless it is up; it keeps nothing that matters. Raises Missing."""
    if os.environ.get("TEST_POSTGRES_URL"):
        return
    with _alone():
        if not _is_up():
            _start()


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time: tests run in several, and the first one starts the server."""
    with LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _start() -> None:
    if _programs() is None:
        _install()
    programs = _programs()
    if programs is None:
        raise Missing(MISSING)
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    user = pwd.getpwnam("postgres") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    os.chown(HOME, user.pw_uid, user.pw_gid)
    _run(programs / "initdb", "-D", DATA, "-U", "tests", "-A", "trust", "-E", "UTF8", "--no-sync")
    port = _free_port()
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' "
    options += "-c max_connections=300"
    _run(programs / "pg_ctl", "-D", DATA, "-l", HOME / "log", "-w", "-o", options, "start")
    PORT_FILE.write_text(str(port), encoding="ascii")


def leader() -> int:
    """The process that leads the server's processes; only of a server that was started here."""
    return int((DATA / "postmaster.pid").read_text(encoding="ascii").splitlines()[0])


def stop() -> None:
    """End the server and remove what it kept."""
    programs = _programs()
    if programs is not None and _is_up():
        _run(programs / "pg_ctl", "-D", DATA, "-m", "immediate", "stop")
    shutil.rmtree(HOME, ignore_errors=True)


def program(name: str) -> str:
    """A program of PostgreSQL by its path, such as pg_dump; it is installed where it is missing."""
    start()
    where = _programs()
    found = shutil.which(name) or (where and shutil.which(name, path=str(where)))
    if not found:
        raise FileNotFoundError(f"{name} of PostgreSQL is not installed")
    return found


def _is_up() -> bool:
    if not PORT_FILE.exists():
        return False
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(PORT_FILE.read_text(encoding="ascii")))) == 0


def _programs() -> Path | None:
    """The newest directory with `initdb` in it."""
    named = shutil.which("initdb")
    if named:
        return Path(named).parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_release)
    return found[-1].parent if found else None


def _release(program: Path) -> float:
    return float(program.parent.parent.name)


def _install() -> None:
    """Debian's postgresql by apt when root."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False, stdout=sys.stderr)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "postgresql"], check=False, stdout=sys.stderr
        )


def _run(*command: str | Path) -> None:
    """Run a program of PostgreSQL, which refuses to be run by root."""
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", "postgres", "--", *words]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd=HOME)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    if sys.argv[1:] == ["stop"]:
        stop()
    else:
        try:
            start()
        except Missing as missing:
            sys.exit(str(missing))
        sys.stdout.write(url() + "\n")
