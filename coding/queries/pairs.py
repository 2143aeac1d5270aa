"""The key beside the answer, code by code."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from coding.answer import Answer, DiagnosisLine, ProcedureLine
from coding.cases import Key, KeyDiagnosis, KeyProcedure
from coding.codebook.default import codebook
from coding.display import percent_text
from coding.queries.found import code_href


@dataclass(frozen=True)
class CodeSide:
    """One side of a pair: a code with what belongs to it."""

    code: str
    title: str
    href: str
    details: Sequence["Detail"]


@dataclass(frozen=True)
class Detail:
    """What belongs to a service line; `is_off` where the learner's differs from the key's."""

    name: str
    text: str
    is_off: bool = False


@dataclass(frozen=True)
class PairRow:
    """A code of the key beside the learner's; either side may be missing."""

    kind: str
    yours: CodeSide | None
    key: CodeSide | None
    credit: str
    is_right: bool
    evidence: str
    is_optional: bool
    rationale: str
    guideline: str


def pair_rows(
    rows: Iterable[Mapping[str, Any]], answer: Answer, key: Key, *, on: date
) -> list[PairRow]:
    """The stored pairs with both sides spelled out; key codes come in the order of the key."""
    wanted: dict[bool, Iterator[KeyDiagnosis | KeyProcedure]] = {
        False: iter(key.diagnoses),
        True: iter(key.procedures),
    }
    found = []
    for row in rows:
        is_service = row["is_procedure"]
        mine: Sequence[DiagnosisLine | ProcedureLine] = (
            answer.procedures if is_service else answer.diagnoses
        )
        line = mine[row["position"] - 1] if row["position"] else None
        item = next(wanted[is_service], None) if row["key"] else None
        found.append(_pair(row, line, item, on=on))
    return found


def _pair(
    row: Mapping[str, Any],
    line: DiagnosisLine | ProcedureLine | None,
    item: KeyDiagnosis | KeyProcedure | None,
    *,
    on: date,
) -> PairRow:
    key = _side(item, on=on) if item else None
    return PairRow(
        kind="service" if row["is_procedure"] else "diagnosis",
        yours=_side(line, on=on, beside=key) if line else None,
        key=key,
        credit=percent_text(Decimal(row["credit"])),
        is_right=Decimal(row["credit"]) == 1,
        evidence=_evidence(line, row["has_evidence"]),
        is_optional=row["is_optional"],
        rationale=item.rationale if item else "",
        guideline=item.guideline if item else "",
    )


def _evidence(line: DiagnosisLine | ProcedureLine | None, is_found: bool | None) -> str:
    """Whether the linked words are among those that the key quotes."""
    if line is None or is_found is None:
        return ""
    if not line.evidence:
        return "No evidence linked"
    return "Evidence as in the key" if is_found else "Evidence elsewhere than in the key"


def _side(
    line: DiagnosisLine | ProcedureLine | KeyDiagnosis | KeyProcedure,
    *,
    on: date,
    beside: CodeSide | None = None,
) -> CodeSide:
    details: list[Detail] = []
    if isinstance(line, ProcedureLine | KeyProcedure):
        right = {detail.name: detail.text for detail in beside.details} if beside else {}
        texts = {
            "Modifiers": " ".join(sorted(line.modifiers)) or "none",
            "Units": str(line.units),
            "Points at": ", ".join(line.pointers) or "nothing",
        }
        details = [
            Detail(name, text, right.get(name, text) != text) for name, text in texts.items()
        ]
    entry = codebook().find(line.code, on=on)
    return CodeSide(line.code, entry.title if entry else "", code_href(entry, on=on), details)
