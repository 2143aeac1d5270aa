"""A backup that is made while people work holds one moment: nothing answered before it is missing,
nothing in it is half."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import connection

from sandbox.backup import make_backup, restore_backup
from tests.copies import new_database
from tests.sandbox import busy
from tests.servers import ROOT, VENDORS, manage


def await_(path: Path, lines: int) -> None:
    """Return once a worker has told of so many steps."""
    until = time.monotonic() + 600
    while not path.exists() or path.read_text().count("\n") < lines:
        assert time.monotonic() < until, f"{path.name} does not work"
        time.sleep(0.05)


def check_moment(found: busy.Claims, told: str, begun: int) -> None:
    """What was restored has every step that was answered before the backup began."""
    before = busy.answered_before(told, begun)
    assert before, "nothing was answered before"
    lost = {pk: version for pk, version in before.items() if found.get(pk, 0) < version}
    assert lost == {}


@pytest.mark.django_db(transaction=True)
def test_backup_while_threads_work(tmp_path: Path):
    busy.prepare()
    stop, told = threading.Event(), tmp_path / "told"

    def hands(name: str) -> None:
        try:
            busy.work(name, file.write, goes_on=lambda: not stop.is_set())
        finally:
            connection.close()

    made: list[tuple[int, Path]] = []
    with told.open("w", buffering=1) as file:
        workers = [threading.Thread(target=hands, args=(f"worker{n}",)) for n in range(2)]
        for worker in workers:
            worker.start()
        try:
            for number in range(2):
                await_(told, 4 * (number + 1))
                made.append((time.monotonic_ns(), tmp_path / f"{number}.zip"))
                make_backup(made[-1][1])
            await_(told, told.read_text().count("\n") + 2)
        finally:
            stop.set()
            for worker in workers:
                worker.join()
    at_end = busy.look()
    for begun, path in made:
        restore_backup(path)
        found = busy.look()
        check_moment(found, told.read_text(), begun)
        assert found != at_end, "the work went on after the backup"


@pytest.mark.prove
@pytest.mark.parametrize("vendor", VENDORS)
def test_backup_while_processes_work(vendor: str, tmp_path: Path):
    """Four processes write without a pause while six backups are made."""
    with new_database(vendor, tmp_path) as url:
        as_program(url, "prepare")
        files = [tmp_path / f"told-{number}" for number in range(4)]
        workers = [begin(url, file) for file in files]
        made: list[tuple[int, Path]] = []
        try:
            for file in files:
                await_(file, 4)
            for number in range(6):
                made.append((time.monotonic_ns(), tmp_path / f"{number}.zip"))
                manage(url, "back_up", str(made[-1][1]))
            sizes = [file.stat().st_size for file in files]
            for file in files:
                await_(file, file.read_text().count("\n") + 1)
            assert all(file.stat().st_size > size for file, size in zip(files, sizes, strict=True))
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()
        told = "".join(file.read_text() for file in files)
        counts = []
        for begun, path in made:
            manage(url, "restore", str(path), "--yes")
            found = {
                int(pk): version for pk, version in json.loads(as_program(url, "look")).items()
            }
            check_moment(found, told, begun)
            counts.append(sum(found.values()))
        assert counts == sorted(set(counts)), "each later backup holds more"


def begin(url: str, file: Path) -> "subprocess.Popen[bytes]":
    """A process that works until it is killed."""
    command = [sys.executable, "-m", "tests.sandbox.busy", "work", file.name, str(file)]
    return subprocess.Popen(command, env=os.environ | {"DATABASE_URL": url}, cwd=ROOT)


def as_program(url: str, what: str) -> str:
    """What busy prints."""
    command = [sys.executable, "-m", "tests.sandbox.busy", what]
    environment = os.environ | {"DATABASE_URL": url}
    return subprocess.run(
        command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    ).stdout
