"""What a coder answered: codes, modifiers, units, pointers, each tied to words of the note."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, asdict, dataclass
from typing import Any, TypeVar

MAX_LINES = 50
MAX_MODIFIERS = 4
MAX_UNITS = 999_999
MAX_CODE, MAX_TEXT = 12, 4000

T = TypeVar("T")


class AnswerError(ValueError):
    """Stored JSON is not an answer; the message names the field."""


@dataclass(frozen=True)
class Passage:
    """Words of the note: character offsets into its source, end not included, and the words."""

    start: int
    end: int
    text: str

    def overlaps(self, start: int, end: int) -> bool:
        """Whether this passage shares at least one character with ``start..end``."""
        return self.start < end and start < self.end


@dataclass(frozen=True)
class DiagnosisLine:
    """One diagnosis, in the place where the coder put it."""

    code: str
    _: KW_ONLY
    evidence: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class ProcedureLine:
    """One service. ``pointers`` are diagnosis codes, the main one first, so that putting the
    diagnoses in another order keeps what each line points at."""

    code: str
    _: KW_ONLY
    modifiers: tuple[str, ...] = ()
    units: int = 1
    pointers: tuple[str, ...] = ()
    evidence: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class Answer:
    """A coder's whole answer; diagnoses in their order on the claim."""

    diagnoses: tuple[DiagnosisLine, ...] = ()
    procedures: tuple[ProcedureLine, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain lists, dicts, texts and numbers; ``from_json`` gives the same answer back."""
        return {name: _plain(value) for name, value in asdict(self).items()}

    @classmethod
    def from_json(cls, data: object) -> Answer:
        """Read what ``to_json`` wrote; an empty dict is an empty answer.

        Raises AnswerError for anything else, unknown fields included.
        """
        fields = _fields(data, "answer", allowed=("diagnoses", "procedures"))
        return cls(
            diagnoses=_list(fields, "diagnoses", _diagnosis, limit=MAX_LINES),
            procedures=_list(fields, "procedures", _procedure, limit=MAX_LINES),
        )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _diagnosis(data: object) -> DiagnosisLine:
    fields = _fields(data, "diagnosis", allowed=("code", "evidence"))
    return DiagnosisLine(_code(fields.get("code")), evidence=_list(fields, "evidence", _passage))


def _procedure(data: object) -> ProcedureLine:
    allowed = ("code", "modifiers", "units", "pointers", "evidence")
    fields = _fields(data, "procedure", allowed=allowed)
    return ProcedureLine(
        _code(fields.get("code")),
        modifiers=_list(fields, "modifiers", _code, limit=MAX_MODIFIERS),
        units=_number(fields.get("units", 1), "units", maximum=MAX_UNITS),
        pointers=_list(fields, "pointers", _code),
        evidence=_list(fields, "evidence", _passage),
    )


def _passage(data: object) -> Passage:
    fields = _fields(data, "evidence", allowed=("start", "end", "text"))
    start = _number(fields.get("start"), "start", maximum=10**6)
    end = _number(fields.get("end"), "end", maximum=10**6)
    if end <= start:
        raise AnswerError("evidence: must end after it starts")
    return Passage(start, end, _text(fields.get("text"), "text", limit=MAX_TEXT))


def _fields(data: object, name: str, *, allowed: Sequence[str]) -> Mapping[str, object]:
    if not isinstance(data, Mapping):
        raise AnswerError(f"{name}: must be an object")
    unknown = [key for key in data if key not in allowed]
    if unknown:
        raise AnswerError(f"{name}: unknown field {unknown[0]!r}")
    return data


def _list(
    fields: Mapping[str, object],
    name: str,
    convert: Callable[[object], T],
    *,
    limit: int = MAX_LINES,
) -> tuple[T, ...]:
    items = fields.get(name, [])
    if not isinstance(items, list | tuple):
        raise AnswerError(f"{name}: must be a list")
    if len(items) > limit:
        raise AnswerError(f"{name}: at most {limit}")
    return tuple(convert(item) for item in items)


def _code(value: object) -> str:
    text = _text(value, "code", limit=MAX_CODE)
    if not text.strip():
        raise AnswerError("code: is empty")
    return text


def _text(value: object, name: str, *, limit: int) -> str:
    if not isinstance(value, str) or len(value) > limit:
        raise AnswerError(f"{name}: must be a text of at most {limit} characters")
    return value


def _number(value: object, name: str, *, maximum: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= maximum:
        raise AnswerError(f"{name}: must be a whole number from 0 to {maximum}")
    return value
