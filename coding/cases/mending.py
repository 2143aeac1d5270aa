"""Write a case with another key: the same file, its `key` section made anew. PURE."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

import yaml

from coding.cases.key import Key, KeyDiagnosis, KeyProcedure, Quote
from coding.cases.reader import FRONT
from coding.conventions import is_same_code

Item = TypeVar("Item", KeyDiagnosis, KeyProcedure)


def with_key(source: str, key: Key) -> str:
    """The source of a case with this key in the place of its own.

    The rest says what it said, though the front matter is written anew (comments are lost). The
    source must be that of a case that was read; whether the new one is one is for the reader.
    """
    match = FRONT.fullmatch(source)
    assert match is not None, "a case that was read has front matter"
    top = yaml.compose(match["yaml"], Loader=yaml.BaseLoader)
    assert isinstance(top, yaml.MappingNode), "a case that was read is a mapping"
    value = yaml.compose(yaml.safe_dump(_plain(key), sort_keys=False), Loader=yaml.BaseLoader)
    top.value = [(name, value if name.value == "key" else held) for name, held in top.value]
    written = yaml.serialize(top, Dumper=yaml.BaseDumper, allow_unicode=True, width=100)
    return f"---\n{written}{source[match.end('yaml') :]}"


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


def _plain(key: Key) -> dict[str, Any]:
    """The key as the file writes it; what is empty is left out."""
    written: dict[str, Any] = {
        "diagnoses": [_diagnosis(item) for item in key.diagnoses],
        "procedures": [_procedure(item) for item in key.procedures],
        "ruled_out": list(key.ruled_out),
    }
    return {name: rows for name, rows in written.items() if rows}


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
