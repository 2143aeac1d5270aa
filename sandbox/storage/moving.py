"""A whole sandbox carried from SQLite to PostgreSQL, and the proof that nothing changed on the way.

The source is read in one transaction of a read-only connection: one moment of the sandbox. The
target is written, read back and compared in one transaction: it ends with everything or as it was.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import psycopg
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import DatabaseError, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import AutoField, Max, Model

from sandbox.storage.comparing import (
    SOURCE,
    TARGET,
    Compared,
    compare_table,
    models_to_move,
    queryset,
    stored_rows,
)

BATCH = 1000
FILLED_BY_MIGRATE: tuple[type[Model], ...] = (Permission, ContentType)
"""Tables that `migrate` fills by itself; the source's rows take their place. Children first."""
KEPT_APART = {"django_migrations", "sqlite_sequence"}
"""Tables without a model that are compared, or carried on, in their own way."""

Progress = Callable[[int, int], None]


class CannotMove(Exception):
    """Source and target do not go together, or a row does not fit; the target is as it was."""


def move(path: Path, *, progress: Progress) -> list[Compared]:
    """Copy the sandbox of a SQLite file to the default database, PostgreSQL, and read it back.

    An entry for each table. The target keeps the rows only when every table is the same on both
    sides. `progress` gets rows done and rows in all. Raises CannotMove.
    """
    with reading(path):
        prepare_target()
        check_migrations()
        check_other_tables()
        count = Counted(progress, total=2 * rows_in_all())
        with transaction.atomic(using=TARGET):
            lock_empty_target()
            for model in models_to_move():
                copy_table(model, count=count)
            check_references()
            found = [compare_table(model, count=count) for model in models_to_move()]
            carry_sequences()
            tell_the_planner()
            if not all(table.same for table in found):
                transaction.set_rollback(True, using=TARGET)
    return found


def compare(path: Path, *, progress: Progress) -> list[Compared]:
    """Compare both sides as they are now, an entry for each table. Raises CannotMove."""
    with reading(path):
        check_migrations()
        check_other_tables()
        count = Counted(progress, total=rows_in_all())
        with transaction.atomic(using=TARGET):
            return [compare_table(model, count=count) for model in models_to_move()]


class Counted:
    """Call it with a number of rows that were done."""

    def __init__(self, progress: Progress, *, total: int) -> None:
        self.progress, self.total, self.done = progress, total, 0

    def __call__(self, rows: int) -> None:
        """Tell how far it is by now."""
        self.done += rows
        if rows:
            self.progress(self.done, self.total)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """The SQLite file as the database SOURCE, read-only, in one transaction.

    Raises CannotMove when it is no SQLite database, or when the other side is no PostgreSQL.
    """
    if connections[TARGET].vendor != "postgresql":
        raise CannotMove("DATABASE_URL must name the PostgreSQL database to move to.")
    if not path.is_file():
        raise CannotMove(f"{path} is not a file.")
    connections.settings[SOURCE] = connections.settings[TARGET] | {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"{path.resolve().as_uri()}?mode=ro",
        "OPTIONS": {},
    }
    try:
        with transaction.atomic(using=SOURCE):
            try:
                table_names(SOURCE)
            except DatabaseError as error:
                raise CannotMove(f"{path} cannot be read: {error}.") from error
            yield
    finally:
        connections[SOURCE].close()
        del connections[SOURCE], connections.settings[SOURCE]


def table_names(alias: str) -> set[str]:
    """The tables of that side."""
    with connections[alias].cursor() as cursor:
        return set(connections[alias].introspection.table_names(cursor))


# -- do the two go together? ------------------------------------------------------------------


def prepare_target() -> None:
    """Make the tables of a database that has none."""
    if not table_names(TARGET):
        call_command("migrate", database=TARGET, verbosity=0)


def check_migrations() -> None:
    """Both sides, and this code, are at the same migrations, or CannotMove says which is behind."""
    source, target = (
        set(MigrationRecorder(connections[alias]).applied_migrations())
        for alias in (SOURCE, TARGET)
    )
    for one, other, name in ((source, target, "target"), (target, source, "source")):
        if one - other:
            missing = ", ".join(sorted(".".join(key) for key in one - other)[:5])
            raise CannotMove(
                f"The {name} lacks migrations that the other side has, such as {missing}. Run "
                f"`manage.py migrate` with the DATABASE_URL of the {name}."
            )
    executor = MigrationExecutor(connections[TARGET])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CannotMove("Both sides are behind this program. Run `manage.py migrate` on each.")


def check_other_tables() -> None:
    """No rows are left behind in tables without a model; those that migrations fill are equal in
    number. Raises CannotMove."""
    known = {model._meta.db_table for model in models_to_move()} | KEPT_APART
    there = table_names(TARGET)
    for name in sorted(table_names(SOURCE) - known):
        rows = row_count(SOURCE, name)
        if rows and (name not in there or row_count(TARGET, name) != rows):
            raise CannotMove(
                f"The source has {rows} rows in a table that the sandbox does not know, {name}. "
                "Keep them elsewhere and drop the table, then move."
            )


def row_count(alias: str, table: str) -> int:
    """How many rows a table has on that side."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
        return int(cursor.fetchone()[0])


def rows_in_all() -> int:
    """The rows to move."""
    return sum(row_count(SOURCE, model._meta.db_table) for model in models_to_move())


# -- writing ----------------------------------------------------------------------------------


def lock_empty_target() -> None:
    """Let nobody else write to the target until the end, and have it empty.

    Raises CannotMove, which names tables that have rows.
    """
    quote = connections[TARGET].ops.quote_name
    tables = [quote(model._meta.db_table) for model in models_to_move()]
    with connections[TARGET].cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(tables)} IN SHARE ROW EXCLUSIVE MODE")
        filled = [
            model._meta.db_table
            for model in models_to_move()
            if model not in FILLED_BY_MIGRATE and queryset(model, TARGET).exists()
        ]
        if filled:
            raise CannotMove(
                f"The target is not empty: it has rows in {', '.join(filled[:5])}"
                f"{' and others' if filled[5:] else ''}. Make a new database and move there."
            )
        for model in FILLED_BY_MIGRATE:
            cursor.execute(f"DELETE FROM {quote(model._meta.db_table)}")


def copy_table(model: type[Model], *, count: Counted) -> None:
    """Write every row of the source's table, keys and all, in batches by COPY.

    Raises CannotMove for what PostgreSQL does not take, such as a text that is too long.
    """
    connection = connections[TARGET]
    fields = model._meta.local_concrete_fields
    columns = [connection.ops.quote_name(field.column or "") for field in fields]
    table = model._meta.db_table
    into = f"COPY {connection.ops.quote_name(table)} ({', '.join(columns)}) FROM STDIN"
    rows = stored_rows(model)
    with connection.cursor() as cursor:
        while batch := list(islice(rows, BATCH)):
            try:
                with cursor.copy(into) as copy:
                    for row in batch:
                        copy.write_row(row)
            except psycopg.Error as error:
                where = error.diag.column_name or "a column"
                why = error.diag.message_primary or error
                raise CannotMove(
                    f"PostgreSQL does not take a row of {table} ({where}): {why}. "
                    f"It is one of the {len(batch)} rows from key {batch[0][0]} on."
                ) from error
            count(len(batch))


def check_references() -> None:
    """Every row that is named by another is there; until now this was not asked.

    Raises CannotMove.
    """
    try:
        with connections[TARGET].cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except DatabaseError as error:
        raise CannotMove(f"The source refers to rows that it does not have: {error}") from error


def tell_the_planner() -> None:
    """PostgreSQL plans by what it knows of its tables: it is told of so many new rows at once."""
    with connections[TARGET].cursor() as cursor:
        cursor.execute("ANALYZE")


def carry_sequences() -> None:
    """The next key of each table is one that was never given, not even to a row since deleted."""
    with connections[SOURCE].cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
        given = dict(cursor.fetchall())
    with connections[TARGET].cursor() as cursor:
        for model in models_to_move():
            for field in model._meta.local_concrete_fields:
                if not isinstance(field, AutoField):
                    continue
                table = model._meta.db_table
                top = queryset(model, TARGET).aggregate(top=Max(field.attname))["top"] or 0
                last = max(top, given.get(table, 0))
                if last:
                    cursor.execute(
                        "SELECT setval(pg_get_serial_sequence(%s, %s), %s)",
                        [connections[TARGET].ops.quote_name(table), field.column, last],
                    )
