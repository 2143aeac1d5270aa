"""From every schema that the project has had to the newest: no row is lost, no value changes but as
a migration says, and the schema is that of a fresh database."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from coding.guarding import missing
from sandbox.classroom.models import Assignment, AssignmentCase, Course
from tests.migrations.filling import everything, fill, stored
from tests.migrations.history import ORDER, OWN, RUNNABLE
from tests.migrations.places import Node, bare, migrate_to, migrate_to_newest
from tests.migrations.schema import permissions, schema
from tests.servers import VENDORS

Rows = dict[str, dict[Any, dict[str, Any]]]
OPENING: Node = ("claims", "0004_counter_entries")
CARRIED_OVER: Node = ("classroom", "0006_carry_over")
RENAMED = {
    ("claims_coverage", "deductible_left"): "opening_deductible",
    ("claims_coverage", "out_of_pocket_left"): "opening_out_of_pocket",
}
"""Columns that are called otherwise today."""
TAKEN = {"opening_deductible": 15, "opening_out_of_pocket": 20}
"""What a coverage opened with is what was left of it, and this, which the payer's answer took."""
CARRIED = {("classroom_course", "is_archived"), ("classroom_assignment", "due_on")}
CARRIED_TABLES = {"classroom_assignment_cases", "classroom_assignment_old_cases"}
"""What is gone: `check_carried` says what has become of it."""
WAITING = {
    ("classroom_assignment", "due_at"),
    ("classroom_assignment", "place"),
    ("classroom_course", "archived_at"),
}
"""What is empty until it is carried over."""
DUE = {day: datetime(2026, 3, day, 23, 59, tzinfo=ZoneInfo("America/New_York")) for day in (1, 2)}

STARTS = range(1, len(ORDER) + 1)
SHORT = [RUNNABLE, ORDER.index(("claims", "0012_duplicates_leave_the_answer")) + 1]


def name_of(start: int) -> str:
    """The newest migration of a start."""
    return ".".join(ORDER[start - 1])


def walk(start: int, vendor: str, directory: Path, fresh: Any) -> None:
    """Build, fill, migrate, compare."""
    wanted = fresh(vendor)
    applied = set(ORDER[:start])
    with bare(vendor, directory):
        migrate_to(*others(), *ORDER[:start])
        then = MigrationExecutor(connection).loader
        apps = then.project_state(sorted(applied)).apps
        fill(apps)
        if is_half_way(applied):
            empty_new_columns(apps)
        before = everything(apps)
        assert before
        assert all(before.values()) or is_half_way(applied)
        migrate_to_newest()
        compare(before, applied)
        check_carried(before, applied)
        connection.check_constraints()
        assert schema() == wanted[0]
        assert permissions() >= wanted[1]
        assert missing() == []


def others() -> list[tuple[str, str]]:
    """The newest migrations of the apps that are not the project's own."""
    leaves = MigrationLoader(connection).graph.leaf_nodes()
    return [node for node in leaves if node[0] not in OWN]


def compare(before: Rows, applied: set[Node]) -> None:
    """Every row is there with every value, under the column's name of today."""
    waiting = {"classroom_assignmentcase"} if is_half_way(applied) else set()
    for table in before.keys() - CARRIED_TABLES - waiting:
        now = stored(table)
        wanted = {key: expected(table, row, applied) for key, row in before[table].items()}
        kept = {key: {name: now[key][name] for name in row} for key, row in wanted.items()}
        assert (now.keys(), kept) == (wanted.keys(), wanted), table


def expected(table: str, row: dict[str, Any], applied: set[Node]) -> dict[str, Any]:
    """What becomes of a row: the same, with columns renamed and those left out that are carried."""
    waiting = WAITING if is_half_way(applied) else set()
    kept = {
        RENAMED.get((table, column), column): value
        for column, value in row.items()
        if (table, column) not in CARRIED | waiting
    }
    if table == "claims_coverage" and OPENING not in applied:
        for column, taken in TAKEN.items():
            kept[column] = type(kept[column])(kept[column] + type(kept[column])(taken))
    return kept


def check_carried(before: Rows, applied: set[Node]) -> None:
    """The data migrations did what they say."""
    if ("claims", "0003_remittance_cheque") not in applied and "claims_remittance" in before:
        rows = stored("claims_remittance").values()
        assert [row["cheque"] for row in rows] == [row["paid"] for row in rows] != []
    if OPENING not in applied and "claims_coverage" in before:
        taken = stored("claims_counterentry").values()
        assert sorted((row["coverage_id"], row["deductible"], row["out_of_pocket"]) for row in taken) == [
            (key, *TAKEN.values()) for key in sorted(before["claims_coverage"])
        ]
    if CARRIED_OVER not in applied and "classroom_course" in before:
        archived = {row.pk for row in Course.objects.exclude(archived_at=None)}
        assert archived == {
            key for key, row in before["classroom_course"].items() if row["is_archived"]
        }
        assert archived
        due = {row.pk: row.due_at for row in Assignment.objects.all()}
        assert due == {1: DUE[1], 2: DUE[2]}
        listed = {(row.assignment_id, row.case_id) for row in AssignmentCase.objects.all()}
        [joined] = [before[table] for table in CARRIED_TABLES if table in before]
        assert listed == {(row["assignment_id"], row["case_id"]) for row in joined.values()}
        assert listed


def is_half_way(applied: set[Node]) -> bool:
    """A `migrate` that stopped between new columns and what is carried over into them."""
    return ("classroom", "0005_running_a_class") in applied and CARRIED_OVER not in applied


def empty_new_columns(apps: Any) -> None:
    """Nobody has written to them yet."""
    apps.get_model("classroom", "AssignmentCase").objects.all().delete()
    apps.get_model("classroom", "Assignment").objects.update(due_at=None, place=0)
    apps.get_model("classroom", "Course").objects.update(archived_at=None)


@pytest.mark.parametrize("start", SHORT, ids=name_of)
def test_rows_and_schema_from_an_earlier_start(start: int, tmp_path: Path, fresh: Any) -> None:
    walk(start, connection.vendor, tmp_path, fresh)


@pytest.mark.prove
@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("start", STARTS, ids=name_of)
def test_rows_and_schema_from_every_start(
    start: int, vendor: str, tmp_path: Path, fresh: Any
) -> None:
    walk(start, vendor, tmp_path, fresh)


def test_every_migration_is_a_start_after_those_that_it_needs() -> None:
    """A new migration belongs at the end of the history."""
    graph = MigrationLoader(None).graph
    own = {node for node in graph.nodes if node[0] in OWN}
    assert set(ORDER) == own
    assert len(ORDER) == len(own)
    for place, node in enumerate(ORDER):
        needed = {other for other in graph.forwards_plan(node) if other[0] in OWN}
        assert needed <= set(ORDER[: place + 1]), node
