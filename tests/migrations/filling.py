"""Rows in every table of a schema, whatever its age: made by the models as they were then.

Values follow from the kind of field, so a table that is added later is filled too; only what the
database's own constraints or a data migration ask for is said here.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.apps.registry import Apps
from django.db import connection, models
from django.db.models import Field, Model

from tests.migrations.history import OWN

ROWS = (1, 2)
SENT = {"payer_id": "SBX01", "member_id": " sbx100200300 ", "lines": [{"charge": "120.00"}]}
WANTED: Mapping[str, Mapping[str, Any]] = {
    "claims.Claim": {"state": "paid", "disposition": "", "icn": "SBX26001000001", "sequence": 1},
    "claims.Acknowledgment": {"accepted": True, "icn": "SBX26001000001"},
    "claims.Submission": {"frequency": 1, "original_reference": "", "content": SENT},
    "claims.Remittance": {
        "outcome": "paid",
        "cause": "adjudication",
        "paid": Decimal("80.00"),
        "deductible_taken": Decimal("15.00"),
        "out_of_pocket_taken": Decimal("20.00"),
    },
    "claims.Coverage": {
        "payer_id": "SBX01",
        "member_id": "SBX100200300",
        "deductible_left": Decimal("5.00"),
        "out_of_pocket_left": Decimal("400.00"),
    },
    "claims.LedgerEntry": {"kind": "charge", "amount": Decimal("120.00")},
    "classroom.Assignment": {"opens_at": datetime(2026, 1, 1, tzinfo=UTC)},
    "classroom.Pair": {"biller": None},
    "classroom.Seat": {"desk": "biller"},
    "coding.PassageComment": {"end": 9},
    "coding.ProviderQuery": {"end": 9},
}
"""Values that are asked for; a field that the schema has not (any more, or yet) is passed over."""


def fill(apps: Apps) -> None:
    """Two rows in every table of the project, each hanging on the rows of its number."""
    made: dict[str, dict[int, Model]] = {}
    for model in in_order(own_models(apps)):
        label = model._meta.label
        made[label] = {}
        for number in ROWS:
            made[label][number] = row = model._base_manager.create(**_values(model, number, made))
            for field in model._meta.local_many_to_many:
                others = made.get(field.related_model._meta.label)
                if others and field.remote_field.through._meta.auto_created:
                    getattr(row, field.name).add(others[number])


def own_models(apps: Apps) -> list[type[Model]]:
    """The project's models, without tables that only join."""
    return [model for model in apps.get_models() if model._meta.app_label in OWN]


def everything(apps: Apps) -> dict[str, dict[Any, dict[str, Any]]]:
    """Every row of the project's tables: by table and by its key, the values as they are stored."""
    return {
        model._meta.db_table: stored(model._meta.db_table)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in OWN and "auth." not in _mentioned(model)
    }


def _mentioned(model: type[Model]) -> str:
    """The tables that a table that only joins joins; nothing for any other."""
    if not model._meta.auto_created:
        return ""
    return " ".join(key.related_model._meta.label for key in model._meta.concrete_fields if key.related_model)


def stored(table: str) -> dict[Any, dict[str, Any]]:
    """The rows of one table by their keys, which stand first."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        columns = [column[0] for column in cursor.description]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return {row[columns[0]]: row for row in rows}


def in_order(waiting: list[type[Model]]) -> Iterator[type[Model]]:
    """The models, each after those that it refers to."""
    waiting = sorted(waiting, key=lambda model: model._meta.label)
    while waiting:
        free = [model for model in waiting if not _refers_to(model) & set(waiting)]
        assert free, f"tables refer to each other in a ring: {waiting}"
        yield from free
        waiting = [model for model in waiting if model not in free]


def _refers_to(model: type[Model]) -> set[type[Model]]:
    fields = [*model._meta.concrete_fields, *model._meta.local_many_to_many]
    return {field.related_model for field in fields if field.related_model not in (None, model)}


def _values(
    model: type[Model], number: int, made: Mapping[str, Mapping[int, Model]]
) -> dict[str, Any]:
    wanted = WANTED.get(model._meta.label, {})
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.primary_key:
            continue
        if field.name in wanted:
            values[field.name] = wanted[field.name]
        elif field.related_model:
            values[field.name] = made[field.related_model._meta.label].get(
                number if field.related_model is not model else number - 1
            )
        else:
            values[field.name] = _value(field, number)
    return values


def _value(field: Field, number: int) -> Any:
    """Something that such a field may hold, another for every number."""
    if field.choices:
        return [value for value, _ in field.choices][number % len(field.choices)]
    kind = field.get_internal_type()
    made: Mapping[str, Any] = {
        "BooleanField": number == 1,
        "DateField": date(2026, 3, number),
        "DateTimeField": datetime(2026, 3, number, 12, tzinfo=UTC),
        "DecimalField": Decimal(number) / 4,
        "JSONField": {"number": number, "text": 'quoted "x" <y> ü'},
        "PositiveIntegerField": number,
        "PositiveSmallIntegerField": number,
    }
    if kind in made:
        return made[kind]
    assert isinstance(field, models.CharField | models.TextField), field
    return f"{field.name}-{number}"[-(field.max_length or 100) :]
