"""Every field of a case is either open or one of the secrets that are searched for."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

from coding.cases import Case, parse_case
from tests.sandbox.canaries import CASE, MODIFIER, SECRET
from tests.sandbox.case_fields import CANARY, FIELDS


def dataclasses_in(kind: Any) -> Iterator[type]:
    """The dataclass, or those that a type is made of, with what they hold, each as often as met."""
    if isinstance(kind, type) and is_dataclass(kind):
        yield kind
        for hint in get_type_hints(kind).values():
            if hint is not kind and kind not in get_args(hint):
                yield from dataclasses_in(hint)
    for part in get_args(kind):
        yield from dataclasses_in(part)


def values_in(thing: Any) -> Iterator[tuple[str, Any]]:
    """Every field of a case and of what it holds, as `Kind.field`, with its value."""
    if is_dataclass(thing):
        for field in fields(thing):
            value = getattr(thing, field.name)
            yield f"{type(thing).__name__}.{field.name}", value
            yield from values_in(value)
    elif isinstance(thing, Mapping):
        for value in thing.values():
            yield from values_in(value)
    elif isinstance(thing, tuple):
        for value in thing:
            yield from values_in(value)


def test_every_field_of_a_case_is_secret_or_open() -> None:
    kinds = {kind.__name__: kind for kind in dataclasses_in(Case)}
    stored = {name: {field.name for field in fields(kind)} for name, kind in kinds.items()}
    assert {name: set(told) for name, told in FIELDS.items()} == stored


def test_every_secret_has_words_of_its_own_in_the_canary_case() -> None:
    case = parse_case(CASE.read_text(encoding="utf-8"), path="sparrow.md")
    found: dict[str, list[Any]] = {}
    for name, value in values_in(case):
        kind, _, field = name.partition(".")
        if FIELDS[kind][field] == CANARY and value:
            found.setdefault(name, []).extend(value if isinstance(value, tuple) else [value])
    secrets = {
        f"{kind}.{field}"
        for kind, told in FIELDS.items()
        for field, meant in told.items()
        if meant == CANARY
    }
    assert set(found) == secrets
    for name, values in found.items():
        for value in map(str, values):
            assert re.fullmatch(SECRET, value.lower()) or MODIFIER.fullmatch(value), (name, value)
