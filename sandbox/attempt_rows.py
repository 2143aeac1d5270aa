"""All rows that hang on attempts, whatever table they stand in: found by the foreign keys, so that
a table that is added later is not forgotten."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from django.db.models import SET_NULL, ForeignKey, Model, QuerySet
from django.db.models.fields.reverse_related import ForeignObjectRel

from coding.models import Attempt
from coding.services import erasing

CHUNK = 500
"""Keys in one statement: well below what any database takes."""


def rows_of(attempt_ids: Collection[int]) -> list[tuple[type[Model], list[int]]]:
    """The tables with the keys of the rows that hang on these attempts, the attempts included; a
    row stands after every row that it refers to.

    What merely mentions one and can do without it (its key is set to null) does not hang on it.
    """
    found: dict[type[Model], set[int]] = {Attempt: set(attempt_ids)}
    fresh: dict[type[Model], set[int]] = {Attempt: set(attempt_ids)}
    while fresh:
        reached: dict[type[Model], set[int]] = defaultdict(set)
        for model, keys in fresh.items():
            for key in _keys_to(model):
                for some in _chunks(keys):
                    rows = key.model._base_manager.filter(**{f"{key.name}__in": some})
                    reached[key.model] |= set(rows.values_list("pk", flat=True))
        fresh = {
            model: new for model, keys in reached.items() if (new := keys - found.get(model, set()))
        }
        for model, new in fresh.items():
            found.setdefault(model, set()).update(new)
    return [(model, sorted(found[model])) for model in in_order(found)]


def erase_rows(attempt_ids: Collection[int]) -> dict[str, int]:
    """Delete these attempts with everything that hangs on them, for good; how many rows of each
    table went. To be called inside a transaction."""
    gone: dict[str, int] = {}
    with erasing():
        for model, keys in reversed(rows_of(attempt_ids)):
            _forget_mentions(model, keys)
            for some in _chunks(keys):
                rows: QuerySet[Model] = model._base_manager.filter(pk__in=some)
                rows._raw_delete(rows.db)
            gone[model._meta.label] = len(keys)
    return {name: count for name, count in gone.items() if count}


def keys_of(model: type[Model]) -> Iterator[ForeignKey[Model, Model]]:
    """The foreign keys of a table."""
    for field in model._meta.concrete_fields:
        if isinstance(field, ForeignKey):
            yield field


def _keys_to(model: type[Model]) -> Iterator[ForeignKey[Model, Model]]:
    """The foreign keys by which rows of other tables hang on rows of this one."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and not relation.many_to_many:
            key = relation.field
            if isinstance(key, ForeignKey) and relation.on_delete is not SET_NULL:
                yield key


def _forget_mentions(model: type[Model], keys: Sequence[int]) -> None:
    """Where a row is merely mentioned, it is mentioned no more."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and not relation.many_to_many:
            key = relation.field
            if isinstance(key, ForeignKey) and relation.on_delete is SET_NULL:
                for some in _chunks(keys):
                    mentions = key.model._base_manager.filter(**{f"{key.name}__in": some})
                    mentions.update(**{key.name: None})


def in_order(models: Collection[type[Model]]) -> list[type[Model]]:
    """The tables, each after those that it refers to."""
    ordered: list[type[Model]] = []
    waiting = sorted(models, key=lambda model: model._meta.label)
    while waiting:
        free = [
            model
            for model in waiting
            if not any(
                key.related_model in waiting and key.related_model is not model
                for key in keys_of(model)
            )
        ]
        if not free:
            raise AssertionError(f"tables refer to each other in a ring: {waiting}")
        ordered += free
        waiting = [model for model in waiting if model not in free]
    return ordered


def _chunks(keys: Collection[int]) -> Iterator[list[int]]:
    listed = list(keys)
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]
