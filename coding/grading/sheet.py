"""Read a marking file: a date of service, a key and an answer to mark against it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from coding.answer import MAX_LINES, MAX_MODIFIERS, Answer, DiagnosisLine, ProcedureLine
from coding.cases.key import Key, read_code, read_key, read_modifier
from coding.documents import Node, read_document


@dataclass(frozen=True, kw_only=True)
class MarkingSheet:
    """What ``grade`` needs, from one file."""

    on: date
    key: Key
    answer: Answer


def read_sheet(text: str, *, path: str) -> MarkingSheet:
    """Read one marking file. Raises DocumentError with path, line, field and mend."""
    top = read_document(text, path=path).mapping(("on", "key", "answer"))
    return MarkingSheet(
        on=top["on"].date(), key=read_key(top["key"]), answer=_answer(top["answer"])
    )


def _answer(node: Node) -> Answer:
    node.mapping((), ("diagnoses", "procedures"))
    answer = Answer(
        diagnoses=tuple(DiagnosisLine(code) for code in node.each("diagnoses", read_code)),
        procedures=node.each("procedures", _procedure),
    )
    if max(len(answer.diagnoses), len(answer.procedures)) > MAX_LINES:
        raise node.error(f"has more than {MAX_LINES} diagnoses or procedures; shorten it")
    return answer


def _procedure(node: Node) -> ProcedureLine:
    node.mapping(("code",), ("modifiers", "units", "pointers"))
    modifiers = node.each("modifiers", read_modifier)
    if len(modifiers) > MAX_MODIFIERS:
        raise node["modifiers"].error(f"has more than {MAX_MODIFIERS}; a line holds no more")
    return ProcedureLine(
        read_code(node["code"]),
        modifiers=modifiers,
        units=node.read("units", Node.integer, 1),
        pointers=node.each("pointers", read_code),
    )
