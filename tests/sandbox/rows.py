"""Every row of every table, to be compared before and after."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.apps import apps
from django.db.models import DateTimeField, ForeignKey, Model

Key = tuple[str, object]
Rows = dict[Key, dict[str, Any]]


def every_row() -> Rows:
    """Each row by its table and key, as a dict of its columns; of a time only that there is one."""
    return {(model._meta.label, row["pk"]): row for model in _tables() for row in _rows_of(model)}


def _tables() -> list[type[Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def _rows_of(model: type[Model]) -> list[dict[str, Any]]:
    columns = [field for field in model._meta.concrete_fields if not field.primary_key]
    times = [field.attname for field in columns if isinstance(field, DateTimeField)]
    rows = model._base_manager.order_by("pk").values("pk", *(field.attname for field in columns))
    return [{**row, **{name: row[name] is not None for name in times}} for row in rows]


def changes(before: Rows, after: Rows, *, but: Collection[str] = ()) -> dict[Key, Any]:
    """What is new, gone or otherwise, without the columns `but` (`Model.column`). The key of a new
    row, here and where another row names it, is its place among the new ones of its table: what a
    database counts is not the same twice."""
    fresh = _places(before, after)
    found: dict[Key, Any] = {}
    for label, pk in sorted({*before, *after}, key=lambda key: (key[0], str(key[1]))):
        old, new = before.get((label, pk)), after.get((label, pk))
        if old != new:
            told = None if new is None else _plain(label, new, fresh, but)
            was = None if old is None else _plain(label, old, fresh, but)
            if told != was:
                found[label, fresh.get((label, pk), pk)] = told
    return found


def _places(before: Rows, after: Rows) -> dict[Key, str]:
    counts: dict[str, int] = defaultdict(int)
    places = {}
    for label, pk in sorted(
        set(after) - set(before), key=lambda key: (key[0], str(key[1]).zfill(20))
    ):
        counts[label] += 1
        places[label, pk] = f"new {counts[label]}"
    return places


def _plain(
    label: str, row: dict[str, Any], fresh: dict[Key, str], but: Collection[str]
) -> dict[str, Any]:
    keys = {
        field.attname: field.related_model._meta.label
        for field in apps.get_model(label)._meta.concrete_fields
        if isinstance(field, ForeignKey)
    }
    told = {
        name: fresh.get((keys[name], value), value) if name in keys else value
        for name, value in row.items()
        if name != "pk" and f"{label.rpartition('.')[2]}.{name}" not in but
    }
    if label == "claims.ClaimEvent":
        told["payload"] = {
            name: _place_named(name, value, fresh) for name, value in row["payload"].items()
        }
    return told


def _place_named(name: str, value: object, fresh: dict[Key, str]) -> object:
    """The place of the new row that an event's payload names, such as its `submission`."""
    rows = (key for key in fresh if key[1] == value and key[0].lower().endswith(name))
    return next((fresh[key] for key in rows), value)
