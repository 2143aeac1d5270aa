"""One table on two sides: the number of its rows, and a digest over every column of every row."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet

SOURCE, TARGET = "source", DEFAULT_DB_ALIAS
CHUNK = 1000
DIGESTS = 2**256

Count = Callable[[int], None]


@dataclass(frozen=True)
class Side:
    """What one side holds of a table. `digest` is the sum of the rows' SHA-256, so it does not
    depend on their order, which the two databases see differently for texts."""

    rows: int
    digest: str


@dataclass(frozen=True)
class Compared:
    """A table on both sides. `differs_at` is the key of a row that is not the same, if any."""

    table: str
    source: Side
    target: Side
    differs_at: str = ""

    @property
    def same(self) -> bool:
        """Whether nothing changed."""
        return self.source == self.target


def models_to_move() -> list[type[Model]]:
    """Each model that has a table of its own, many-to-many tables among them."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def queryset(model: type[Model], alias: str) -> QuerySet[Any]:
    """All rows of a table on that side, whatever the model's own manager would leave out."""
    return QuerySet(model, using=alias)


def rows_of(model: type[Model], alias: str) -> Iterator[tuple[Any, ...]]:
    """The rows as the sandbox reads them, by key; their columns are the model's fields in turn."""
    names = [field.attname for field in model._meta.local_concrete_fields]
    return queryset(model, alias).order_by("pk").values_list(*names).iterator(chunk_size=CHUNK)


def stored_rows(model: type[Model]) -> Iterator[tuple[Any, ...]]:
    """The source's rows in the form in which the target stores them.

    A null in a JSON column that may also be NULL would be read as NULL; no model has such a column.
    """
    fields = model._meta.local_concrete_fields
    target = connections[TARGET]
    for row in rows_of(model, SOURCE):
        yield tuple(
            field.get_db_prep_save(value, connection=target)
            for field, value in zip(fields, row, strict=True)
        )


def compare_table(model: type[Model], *, count: Count) -> Compared:
    """Read a table back from both sides."""
    source = side_of(model, SOURCE)
    count(source.rows)
    found = Compared(model._meta.db_table, source, side_of(model, TARGET))
    if found.same:
        return found
    return Compared(found.table, found.source, found.target, first_difference(model))


def side_of(model: type[Model], alias: str) -> Side:
    """Count and digest a table on that side."""
    rows = total = 0
    for row in rows_of(model, alias):
        rows += 1
        total += int.from_bytes(row_digest(row), "big")
    return Side(rows, f"{total % DIGESTS:064x}")


def first_difference(model: type[Model]) -> str:
    """The lowest key, as text, whose rows are not the same, or that only one side has."""
    place = model._meta.local_concrete_fields.index(model._meta.pk)
    source, target = (
        {row[place]: row_digest(row) for row in rows_of(model, alias)} for alias in (SOURCE, TARGET)
    )
    differing = {key for key in source.keys() | target.keys() if source.get(key) != target.get(key)}
    return str(min(differing))


def row_digest(row: tuple[Any, ...]) -> bytes:
    """The SHA-256 of every value of a row, each written in one way only."""
    written = json.dumps([plain(value) for value in row], sort_keys=True, default=text_of)
    return sha256(written.encode("utf-8", "surrogatepass")).digest()


def plain(value: Any) -> Any:
    """A value with its numbers as JSON knows them: 1.0 and 1 are the same number."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


def text_of(value: Any) -> str:
    """Decimals with their places, dates and times with their zone, bytes in hex."""
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    return str(value)
