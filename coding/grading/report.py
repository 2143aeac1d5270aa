"""What marking says of an answer: the score, its parts, the strict figures and the findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any


class Category(StrEnum):
    """The kinds of coding error, one a finding."""

    OMITTED = "omitted"
    EXTRA = "unsupported"
    SYMPTOM = "symptom integral to diagnosis"
    NOT_SPECIFIC = "not to highest specificity"
    UNDER_SPECIFIED = "under-specified"
    WRONG_SUBCATEGORY = "wrong subcategory"
    WRONG_CATEGORY = "wrong category"
    WRONG_SIDE = "wrong laterality"
    WRONG_SEVENTH = "wrong 7th character"
    WRONG_FIRST = "wrong first-listed"
    ORDER = "wrong order"
    MISSING_COMPANION = "missing companion code"
    EXCLUDES1 = "Excludes1 conflict"
    UNCERTAIN = "uncertain diagnosis coded"
    HISTORY = "status or history"
    INVALID = "invalid on date of service"
    FAMILY = "procedure family"
    LEVEL = "level"
    ADD_ON = "add-on misuse"
    MODIFIER_MISSING = "modifier missing"
    MODIFIER_UNNEEDED = "modifier unneeded"
    UNITS = "units"
    DOSE = "dose conversion"
    POINTER_MAIN = "wrong primary pointer"
    POINTER = "pointer"


class GateRule(StrEnum):
    """Errors after which a score stays at 69 percent or below, however good the rest."""

    EXCLUDES1 = "excludes1"
    INVALID = "invalid code"
    FIRST = "never first"
    RULED_OUT = "ruled out"
    UPCODED = "upcoded"
    MODIFIER = "unsupported modifier"


@dataclass(frozen=True, kw_only=True)
class Gate:
    """A gate that fired, for one code of the answer, in our own words."""

    rule: GateRule
    code: str
    message: str

    def to_json(self) -> dict[str, str]:
        """As ``grade --json`` prints it."""
        return {"gate": self.rule.value, "code": self.code, "message": self.message}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that marking found.

    ``code`` is the key's, ``answer`` the coder's; either may be empty. ``credit`` is what the
    answer earned of 1. ``line`` is the service line of the key (or, for a service that the key
    does not have, of the answer), counted from 1; None for diagnoses.
    ``quote``, ``rationale`` and ``guideline`` come from the key, when it gives them.
    """

    code: str
    answer: str
    credit: Fraction
    category: Category
    message: str
    line: int | None = None
    quote: str = ""
    rationale: str = ""
    guideline: str = ""

    def to_json(self) -> dict[str, Any]:
        """As ``grade --json`` prints it; what is not known is left out."""
        base = {
            "code": self.code,
            "answer": self.answer,
            "credit": str(rounded(self.credit, places=2)),
            "category": self.category.value,
            "message": self.message,
        }
        more = {
            "line": self.line,
            "quote": self.quote,
            "rationale": self.rationale,
            "guideline": self.guideline,
        }
        return base | {name: value for name, value in more.items() if value}


@dataclass(frozen=True, kw_only=True)
class CodeMark:
    """One code of the key beside the code that was matched with it, or an answer's code that has
    no partner (``key`` empty). ``is_procedure`` tells services from diagnoses. ``position`` is
    the place of the answer's code, counted from 1, or None when it was left out. ``has_evidence``
    is None where the key quotes no words.
    """

    key: str
    answer: str
    credit: Fraction
    is_procedure: bool
    is_optional: bool = False
    position: int | None = None
    has_evidence: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Strict:
    """The audit figures, code over code: right codes over the key's, and over the key's plus those
    that should not be there. ``case_pass`` is record over record: nothing wrong at all."""

    key: Decimal
    union: Decimal
    case_pass: bool


@dataclass(frozen=True, kw_only=True)
class Report:
    """The mark of one answer. Ratios run from 0 to 1 with four decimals, rounded half up.

    ``parts`` holds only what the key gives to mark. ``evidence`` is the share of the matched codes
    whose words were highlighted where the key quotes them; it is no part of the score, and None
    when the key quotes nothing. ``capped`` says that a gate fired.
    """

    score: Decimal
    capped: bool
    gates: tuple[Gate, ...]
    parts: Mapping[str, Decimal]
    strict: Strict
    findings: tuple[Finding, ...]
    evidence: Decimal | None = None
    codes: tuple[CodeMark, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As ``grade --json`` prints it, figures as text; ``evidence`` only when it was marked."""
        printed: dict[str, Any] = {
            "score": str(self.score),
            "capped": self.capped,
            "gates": [gate.to_json() for gate in self.gates],
            "parts": {name: str(figure) for name, figure in self.parts.items()},
            "strict": {
                "key": str(self.strict.key),
                "union": str(self.strict.union),
                "case_pass": self.strict.case_pass,
            },
            "findings": [finding.to_json() for finding in self.findings],
        }
        return printed if self.evidence is None else printed | {"evidence": str(self.evidence)}


def rounded(figure: Fraction, *, places: int = 4) -> Decimal:
    """An exact figure of zero or more as a decimal, half up."""
    scale = 10**places
    units = (2 * figure.numerator * scale + figure.denominator) // (2 * figure.denominator)
    return Decimal(units).scaleb(-places)
