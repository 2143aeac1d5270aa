"""The schema of a database as it describes itself, in a shape that two databases can be compared by:
columns in any order, with their types, defaults and constraints, indexes, and triggers."""

import re
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db import connection

COLUMNS = """
SELECT table_name, column_name, data_type, character_maximum_length, numeric_precision,
       numeric_scale, is_nullable, column_default, is_identity, collation_name
FROM information_schema.columns WHERE table_schema = 'public'"""
CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND contype <> 'n'"""
INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
TRIGGERS = """
SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(pg_trigger.oid) || prosrc
FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE NOT tgisinternal"""

CASTS = re.compile(r"::(character varying|text)(\(\d+\))?(\[\])?")
BRACKETS = re.compile(r"[()]")
"""A condition that was dumped and loaded has its casts to text in other places, with the same sense;
they are left out, with the brackets that come with them."""


def schema() -> set[tuple[Any, ...]]:
    """Everything that the default database says of its tables; own names of indexes aside."""
    return set(_of_sqlite() if connection.vendor == "sqlite" else _of_postgresql())


def permissions() -> set[tuple[str, str]]:
    """What may be granted: rows that `migrate` writes."""
    return set(Permission.objects.values_list("content_type__app_label", "codename"))


def _of_sqlite() -> Iterator[tuple[Any, ...]]:
    rows = _asked("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    for kind, name, table, sql in rows:
        if kind != "table":
            yield kind, table, name, " ".join(sql.split())
        elif not name.startswith("sqlite_"):
            body = sql[sql.index("(") + 1 : sql.rindex(")")]
            yield from (("part", table, part) for part in _parts(body))


def _parts(body: str) -> Iterator[str]:
    """Columns and constraints of a CREATE TABLE: what stands between commas outside brackets."""
    depth, part = 0, ""
    for piece in re.split(r"([(),])", body):
        depth += {"(": 1, ")": -1}.get(piece, 0)
        if piece == "," and depth == 0:
            yield " ".join(part.split())
            part = ""
        else:
            part += piece
    yield " ".join(part.split())


def _of_postgresql() -> Iterator[tuple[Any, ...]]:
    yield from _asked(COLUMNS)
    for question in (CONSTRAINTS, INDEXES, TRIGGERS):
        for table, name, text in _asked(question):
            yield table, name, BRACKETS.sub("", CASTS.sub("", text))


def _asked(question: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return [tuple(row) for row in cursor.fetchall()]
