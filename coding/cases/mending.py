"""Write a case with another key: the same file, its `key` section made anew. PURE."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

import yaml

from coding.cases.key import Key, KeyDiagnosis, KeyProcedure, Quote
from coding.cases.parts import FRONT, taken_apart
from coding.conventions import is_same_code

Item = TypeVar("Item", KeyDiagnosis, KeyProcedure)


def with_key(source: str, key: Key, *, twin: int = 0) -> str:
    """The source of a case with this key in the place of its own.

    The rest says what it said, though the front matter is written anew (comments are lost). Where
    the source has twins, the key is that of ``twin``: what a seed had filled in is open to the
    other seeds again. The source must be that of a case that was read; whether the new one is one
    is for the reader.
    """
    match = FRONT.fullmatch(source)
    assert match is not None, "a case that was read has front matter"
    top = _composed(match["yaml"])
    assert isinstance(top, yaml.MappingNode), "a case that was read is a mapping"
    filled = taken_apart(source, path="", twin=twin).front
    opened = {
        before.value: after.value
        for before, after in zip(
            _scalars(_key_of(_composed(filled))), _scalars(_key_of(top)), strict=True
        )
    }
    for scalar in _scalars(top):
        if scalar.style is None and not scalar.value:
            scalar.value = "null"  # nothing after a colon; written plainly it would become ""
    value = _composed(yaml.safe_dump(_plain(key, opened), sort_keys=False, allow_unicode=True))
    top.value = [(name, value if name.value == "key" else held) for name, held in top.value]
    written = yaml.serialize(top, Dumper=yaml.BaseDumper, allow_unicode=True, width=100)
    return f"---\n{written}{source[match.end('yaml') :]}"


def _composed(text: str) -> Any:
    return yaml.compose(text, Loader=yaml.BaseLoader)


def _key_of(top: Any) -> Any:
    return next(value for name, value in top.value if name.value == "key")


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Every single value below a node, in the order written."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    for child in node.value if isinstance(node, yaml.SequenceNode) else ():
        yield from _scalars(child)
    for _, child in node.value if isinstance(node, yaml.MappingNode) else ():
        yield from _scalars(child)


def accepting(key: Key, code: str, alternative: str) -> Key:
    """The key with one more accepted alternative of a code; unchanged where it has it already.

    Raises LookupError when the key has no such code.
    """
    items: tuple[KeyDiagnosis | KeyProcedure, ...] = (*key.diagnoses, *key.procedures)
    if not any(is_same_code(item.code, code) for item in items):
        raise LookupError(f"the key has no code {code}")

    def widened(item: Item) -> Item:
        if not is_same_code(item.code, code):
            return item
        known = (item.code, *item.accept)
        if any(is_same_code(alternative, other) for other in known):
            return item
        return replace(item, accept=(*item.accept, alternative.upper()))

    return replace(
        key,
        diagnoses=tuple(widened(item) for item in key.diagnoses),
        procedures=tuple(widened(item) for item in key.procedures),
    )


def _plain(key: Key, opened: Mapping[str, str]) -> dict[str, Any]:
    """The key as the file writes it; what is empty is left out. ``opened`` is each text of the key
    before as the file has it, by what a seed had made of it."""
    written: dict[str, Any] = {
        "diagnoses": [_diagnosis(item) for item in key.diagnoses],
        "procedures": [_procedure(item) for item in key.procedures],
        "ruled_out": list(key.ruled_out),
    }
    return {name: _opened(rows, opened) for name, rows in written.items() if rows}


def _opened(value: Any, opened: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return opened.get(value, value)
    if isinstance(value, dict):
        return {name: _opened(item, opened) for name, item in value.items()}
    return [_opened(item, opened) for item in value]


def _diagnosis(item: KeyDiagnosis) -> dict[str, Any]:
    return {"code": item.code, "role": item.role.value, **_common(item)}


def _procedure(item: KeyProcedure) -> dict[str, Any]:
    return {
        "code": item.code,
        "modifiers": list(item.modifiers),
        "units": str(item.units),
        "pointers": list(item.pointers),
        "unlocks": list(item.unlocks),
        **_common(item),
    }


def _common(item: KeyDiagnosis | KeyProcedure) -> dict[str, Any]:
    return {
        "accept": list(item.accept),
        "evidence": _texts(item.evidence),
        "rationale": item.rationale,
        "guideline": item.guideline,
    }


def _texts(quotes: Iterable[Quote]) -> list[str]:
    return [quote.text for quote in quotes]
