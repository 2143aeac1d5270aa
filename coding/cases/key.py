"""The answer key: what a right answer holds, why, and where the note says so."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from enum import StrEnum

from coding.documents import Node
from coding.note_blocks import Span
from coding.notes import locate_all

CODE = r"[A-Za-z0-9][A-Za-z0-9.-]{1,11}"
MODIFIER = r"[A-Za-z0-9]{2}"
MAX_DIAGNOSES = 12
MAX_PROCEDURES = 50
MAX_QUOTES = 20
DIAGNOSIS_FIELDS = ("role", "accept", "evidence", "rationale", "guideline")
PROCEDURE_FIELDS = (
    *("modifiers", "units", "pointers", "accept", "evidence", "rationale", "guideline", "unlocks"),
)


class Role(StrEnum):
    """What a diagnosis of the key is to the encounter."""

    FIRST = "first"
    REQUIRED = "required"
    EXTERNAL = "external"
    OPTIONAL = "optional"


@dataclass(frozen=True)
class Quote:
    """Words of the note that support a code; every (start, end) where they stand in it."""

    text: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class KeyDiagnosis:
    """A diagnosis of the key. ``accept`` are alternatives that earn full credit."""

    code: str
    _: KW_ONLY
    role: Role = Role.REQUIRED
    accept: tuple[str, ...] = ()
    evidence: tuple[Quote, ...] = ()
    rationale: str = ""
    guideline: str = ""


@dataclass(frozen=True)
class KeyProcedure:
    """A service of the key. ``pointers`` are diagnosis codes, the main one first; ``unlocks`` are
    further modifiers that the note supports, though the right claim does without them."""

    code: str
    _: KW_ONLY
    modifiers: tuple[str, ...] = ()
    units: int = 1
    pointers: tuple[str, ...] = ()
    accept: tuple[str, ...] = ()
    evidence: tuple[Quote, ...] = ()
    rationale: str = ""
    guideline: str = ""
    unlocks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Key:
    """The whole key, diagnoses in their right order. ``ruled_out`` are diagnoses that the note
    only suspects or excludes; a prefix stands for its category."""

    diagnoses: tuple[KeyDiagnosis, ...] = ()
    procedures: tuple[KeyProcedure, ...] = ()
    ruled_out: tuple[str, ...] = ()


def read_key(node: Node, *, note: str = "") -> Key:
    """Read a ``key`` section; quotes are looked up in the note.

    A diagnosis without a role is ``first`` when it stands first, otherwise ``required``; a
    procedure without modifiers, units or pointers has none, one and none. Raises DocumentError.
    """
    node.mapping((), ("diagnoses", "procedures", "ruled_out"))
    key = Key(
        diagnoses=_diagnoses(node, note),
        procedures=node.each("procedures", lambda item: _procedure(item, note)),
        ruled_out=node.each("ruled_out", read_code),
    )
    if not key.diagnoses and not key.procedures:
        raise node.error("has no diagnosis and no procedure to mark; write at least one")
    if len(key.procedures) > MAX_PROCEDURES:
        raise node["procedures"].error(f"has more than {MAX_PROCEDURES} lines; shorten it")
    return key


def read_code(node: Node) -> str:
    """A code of any system, in capitals."""
    return node.matching(CODE, wanted="a code, such as E11.65, OV-324 or J3301").upper()


def read_modifier(node: Node) -> str:
    """A modifier, in capitals."""
    return node.matching(MODIFIER, wanted="a modifier of two characters, such as RT or Z5").upper()


def _diagnoses(node: Node, note: str) -> tuple[KeyDiagnosis, ...]:
    listed = node.get("diagnoses")
    items = listed.items() if listed else ()
    if listed and len(items) > MAX_DIAGNOSES:
        raise listed.error(f"a claim holds {MAX_DIAGNOSES} at most; shorten it")
    return tuple(_diagnosis(item, note, is_leading=at == 0) for at, item in enumerate(items))


def _diagnosis(node: Node, note: str, *, is_leading: bool) -> KeyDiagnosis:
    node.mapping(("code",), DIAGNOSIS_FIELDS)
    default = Role.FIRST if is_leading else Role.REQUIRED
    role = Role(node.read("role", lambda item: item.choice(tuple(Role)), default))
    if is_leading != (role == Role.FIRST):
        raise node.error("the diagnosis that stands first has role first, and no other has")
    return KeyDiagnosis(
        read_code(node["code"]),
        role=role,
        accept=node.each("accept", read_code),
        evidence=node.each("evidence", lambda item: _quote(item, note), limit=MAX_QUOTES),
        rationale=node.read("rationale", Node.text, ""),
        guideline=node.read("guideline", Node.text, ""),
    )


def _procedure(node: Node, note: str) -> KeyProcedure:
    node.mapping(("code",), PROCEDURE_FIELDS)
    return KeyProcedure(
        read_code(node["code"]),
        modifiers=tuple(dict.fromkeys(node.each("modifiers", read_modifier))),
        units=node.read("units", lambda item: item.integer(minimum=1), 1),
        pointers=node.each("pointers", read_code),
        accept=node.each("accept", read_code),
        evidence=node.each("evidence", lambda item: _quote(item, note), limit=MAX_QUOTES),
        rationale=node.read("rationale", Node.text, ""),
        guideline=node.read("guideline", Node.text, ""),
        unlocks=node.each("unlocks", read_modifier),
    )


def _quote(node: Node, note: str) -> Quote:
    text = node.text()
    if not text.strip():
        raise node.error("is empty; quote words of the note")
    return Quote(text, locate_all(note, text))
