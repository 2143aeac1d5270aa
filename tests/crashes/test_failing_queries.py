"""Every query of every service fails once: all is done or nothing, and then the same call works."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from tests.copies import new_database
from tests.crashes import claims_scenes, coding_scenes, sandbox_scenes
from tests.crashes.failing import fail_at_every_query
from tests.crashes.scene import Scene
from tests.crashes.services import (
    BESIDE,
    COMMANDS,
    DEMO,
    GUARDS,
    HELPERS,
    READERS,
    VIEWS,
    Watch,
    modules_with_transactions,
    name_of,
    public_functions,
)
from tests.processes import connected
from tests.servers import VENDORS

SCENES = (*coding_scenes.SCENES, *claims_scenes.SCENES, *sandbox_scenes.SCENES)
SAMPLE = ("save_draft", "submit_claim", "finalise_coding", "take_roster", "start_class_move")
"""Scenes that are tried each time; the others by `make prove`."""


def _every(*, sample: bool) -> list[Any]:
    long = () if sample else (pytest.mark.prove,)
    return [
        pytest.param(scene, id=str(scene), marks=long)
        for scene in SCENES
        if (str(scene) in SAMPLE) is sample
    ]


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("scene", [*_every(sample=True), *_every(sample=False)])
def test_all_or_nothing(scene: Scene, vendor: str, tmp_path: Path, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        assert fail_at_every_query(scene, vendor, tmp_path, lasts=False)


@pytest.mark.prove
@pytest.mark.parametrize("scene", SCENES, ids=str)
def test_all_or_nothing_when_the_database_stays_away(
    scene: Scene, tmp_path: Path, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        assert fail_at_every_query(scene, "sqlite", tmp_path, lasts=True)


def test_every_public_function_has_a_scene_or_helps_or_reads() -> None:
    scened = {name_of(scene.service) for scene in SCENES}
    assert scened | HELPERS | READERS == set(public_functions())
    assert len(scened) + len(HELPERS) + len(READERS) == len(scened | HELPERS | READERS)
    assert set(SAMPLE) <= {str(scene) for scene in SCENES}


def test_nothing_else_begins_a_transaction() -> None:
    assert modules_with_transactions() == {*BESIDE, *COMMANDS, *DEMO, *GUARDS, *VIEWS}


@pytest.mark.prove
def test_readers_write_nothing_and_helpers_write_within_a_service(
    tmp_path: Path, django_db_blocker: Any
) -> None:
    seen: set[str] = set()
    scened = {name_of(scene.service) for scene in SCENES}
    for scene in SCENES:
        watch = Watch()
        with (
            django_db_blocker.unblock(),
            new_database("sqlite", tmp_path) as url,
            connected(url),
        ):
            with transaction.atomic():
                call = scene.call(scene.ready())
            with connection.execute_wrapper(watch):
                call()
        for in_transaction, at_work in watch.writes:
            seen.update(at_work)
            assert not READERS & set(at_work), at_work
            assert in_transaction or not HELPERS & set(at_work), at_work
            assert scened & set(at_work), at_work
    assert scened | HELPERS <= seen
