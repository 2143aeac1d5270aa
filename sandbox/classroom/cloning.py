"""Copy played work row by row, so that a class of any size is there in a minute.

What is copied was made through the services; a copy differs from it in who sits at the desks and in
the numbers of its rows, in foreign keys and in the log alike.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Model

from claims.models import ClaimEvent
from sandbox.attempt_rows import in_order, keys_of, rows_of

BATCH = 400
Numbered = tuple[int, Model]
"""A row, and which copy of it is to be made."""

LOGGED: Mapping[str, tuple[str, ...]] = {
    "submission": ("claims.Submission",),
    "remittance": ("claims.Remittance",),
    "coding_version": ("coding.CodingVersion",),
    "appeal": ("claims.Appeal",),
    "diagnosis": ("claims.Diagnosis",),
    "claim": ("claims.Claim",),
    "request": ("claims.InformationRequest", "claims.WriteOffRequest"),
}
"""Which rows the log of a claim names by number, and in which tables they stand."""

KEYED: Mapping[str, tuple[str, ...]] = {
    "reject": LOGGED["submission"],
    "accept": LOGGED["submission"],
    "pay": LOGGED["submission"],
    "deny": LOGGED["submission"],
    "request_information": LOGGED["submission"],
    "let_lapse": ("claims.InformationRequest",),
    "uphold": LOGGED["appeal"],
    "overturn": LOGGED["appeal"],
    "post": LOGGED["remittance"],
    "crossover": LOGGED["remittance"],
    "payment": ("claims.Statement",),
    "installment": ("claims.Installment",),
}
"""The keys of moves that happen once for a row, by how they begin: the row's number follows."""

ROW_KEY = re.compile(r"([a-z_]+):(\d+)(.*)")


@dataclass(frozen=True)
class Copy:
    """What is copied, for whom, in which assignment: `people` are the new users by the old."""

    attempt_id: int
    people: Mapping[int, int]
    assignment_id: int


@transaction.atomic
def copy_work(copies: Sequence[Copy]) -> None:
    """Make these copies; one attempt may be copied as often as one likes. The log comes last, for
    it names rows of every other table."""
    tables: dict[int, list[tuple[type[Model], list[Model]]]] = {}
    for attempt_id in dict.fromkeys(copy.attempt_id for copy in copies):
        tables[attempt_id] = [
            (model, list(model._base_manager.filter(pk__in=keys).order_by("pk")))
            for model, keys in rows_of([attempt_id])
        ]
    new: list[dict[tuple[str, int], int]] = [{} for _ in copies]
    order = in_order({model for rows in tables.values() for model, _ in rows})
    for model in sorted(order, key=lambda model: model is ClaimEvent):
        _copy_table(model, copies, tables, new)


def _copy_table(
    model: type[Model],
    copies: Sequence[Copy],
    tables: Mapping[int, Sequence[tuple[type[Model], list[Model]]]],
    new: list[dict[tuple[str, int], int]],
) -> None:
    """One table of all copies, in the order of its rows: one that refers to a row of its own table
    waits until that is stored."""
    label = model._meta.label
    own = [key.attname for key in keys_of(model) if key.related_model is model]

    def is_ready(number: int, row: Model) -> bool:
        named = (getattr(row, name) for name in own)
        return all(old is None or (label, old) in new[number] for old in named)

    waiting = [
        (number, row)
        for number, copy in enumerate(copies)
        for table, rows in tables[copy.attempt_id]
        if table is model
        for row in rows
    ]
    while waiting:
        ready, waiting = _in_turn(waiting, is_ready)
        assert ready, f"a row of {label} refers to one that stands after it"
        made = [_copied(model, row, copies[number], new[number], number) for number, row in ready]
        stored = model._base_manager.bulk_create(made, batch_size=BATCH)
        for (number, old_row), row in zip(ready, stored, strict=True):
            assert old_row.pk is not None, "a stored row"
            new[number][label, old_row.pk] = row.pk


def _in_turn(
    waiting: Sequence[Numbered], is_ready: Callable[[int, Model], bool]
) -> tuple[list[Numbered], list[Numbered]]:
    """The rows of each copy up to the first that is not ready, and the others."""
    ready: list[Numbered] = []
    later: dict[int, list[Numbered]] = {}
    for number, row in waiting:
        if number not in later and is_ready(number, row):
            ready.append((number, row))
        else:
            later.setdefault(number, []).append((number, row))
    return ready, [pair for pairs in later.values() for pair in pairs]


def _copied(
    model: type[Model], row: Model, copy: Copy, new: Mapping[tuple[str, int], int], number: int
) -> Model:
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if not field.primary_key:
            values[field.attname] = getattr(row, field.attname)
    for key in keys_of(model):
        old, other = values[key.attname], key.related_model
        if old is None:
            continue
        if other is get_user_model():
            values[key.attname] = copy.people.get(old, old)
        else:
            values[key.attname] = new.get((other._meta.label, old), old)
    if "assignment_id" in values:
        values["assignment_id"] = copy.assignment_id
    if "payload" in values:
        values["payload"] = _logged(values["payload"], new)
        values["key"] = _key(values["key"], new, f"#{number}-{copy.assignment_id}")
    return model(**values)


def _logged(payload: Mapping[str, Any], new: Mapping[tuple[str, int], int]) -> dict[str, Any]:
    """What the log says, with the numbers of the copied rows."""
    told = dict(payload)
    for name, labels in LOGGED.items():
        if isinstance(old := told.get(name), int):
            told[name] = next((new[label, old] for label in labels if (label, old) in new), old)
    return told


def _key(key: str, new: Mapping[tuple[str, int], int], mark: str) -> str:
    """The key of a copied move: after the copied row, or else marked so that it is another."""
    found = ROW_KEY.fullmatch(key)
    for label in KEYED.get(found[1], ()) if found else ():
        assert found is not None, "it has a row"
        if (label, int(found[2])) in new:
            return f"{found[1]}:{new[label, int(found[2])]}{found[3]}"
    return f"{key[: 64 - len(mark)]}{mark}"
