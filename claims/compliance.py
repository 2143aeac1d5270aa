"""What no biller may do to get paid, found in what was sent and tried. PURE.

Source: False Claims Act, 31 U.S.C. 3729, for codes that the record does not support; the provider's
contract and 42 CFR 424.55 for amounts that rest on the practice; Medicare Claims Processing Manual,
chapter 1, for duplicates.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from claims.content import ClaimContent
from claims.money import dollars
from coding.cases.key import Key


class Kind(StrEnum):
    """The compliance failures that are named."""

    BILLED_PATIENT = "billed_patient"
    DIAGNOSIS_TO_PAY = "diagnosis_to_pay"
    MODIFIER_TO_PAY = "modifier_to_pay"
    DUPLICATE = "duplicate"


@dataclass(frozen=True)
class Failure:
    """One compliance failure, in a sentence."""

    kind: Kind
    says: str


def failures_of(
    sent: Sequence[ClaimContent],
    *,
    key: Key,
    patient_bills: Sequence[Decimal] = (),
    duplicates: int = 0,
) -> tuple[Failure, ...]:
    """Every failure, in the order of its kind.

    ``sent`` are the submissions in their order, ``patient_bills`` the dollars that rested on the
    practice and were nearly billed to the patient, ``duplicates`` how often the payer answered
    that it had the claim already.
    """
    return (
        *(_billed(amount) for amount in patient_bills),
        *_new_diagnoses(sent, key),
        *_new_modifiers(sent, key),
        *_duplicates(duplicates),
    )


def _billed(amount: Decimal) -> Failure:
    return Failure(
        Kind.BILLED_PATIENT,
        f"{dollars(amount)} that rests on the practice was to be billed to the patient.",
    )


def _new_diagnoses(sent: Sequence[ClaimContent], key: Key) -> Iterator[Failure]:
    """A diagnosis that came onto the claim after an answer, and that the record does not hold."""
    supported = {code for row in key.diagnoses for code in (row.code, *row.accept)}
    seen: set[str] = set(sent[0].diagnoses) if sent else set()
    for content in sent[1:]:
        for code in content.diagnoses:
            if code not in seen | supported:
                yield Failure(
                    Kind.DIAGNOSIS_TO_PAY,
                    f"Diagnosis {code} was added after the payer's answer; the record does not "
                    "support it.",
                )
        seen |= set(content.diagnoses)


def _new_modifiers(sent: Sequence[ClaimContent], key: Key) -> Iterator[Failure]:
    """A modifier that came onto a service after an answer, and that the record does not hold."""
    seen = _modifiers(sent[0]) if sent else set()
    for content in sent[1:]:
        for procedure, modifier in sorted(_modifiers(content) - seen):
            if modifier not in _supported(key, procedure):
                yield Failure(
                    Kind.MODIFIER_TO_PAY,
                    f"Modifier {modifier} was added to {procedure} after the payer's answer; the "
                    "record does not support it.",
                )
        seen |= _modifiers(content)


def _modifiers(content: ClaimContent) -> set[tuple[str, str]]:
    return {(line.procedure, modifier) for line in content.lines for modifier in line.modifiers}


def _supported(key: Key, procedure: str) -> set[str]:
    rows = [row for row in key.procedures if procedure in {row.code, *row.accept}]
    return {modifier for row in rows for modifier in (*row.modifiers, *row.unlocks)}


def _duplicates(count: int) -> Iterator[Failure]:
    if count:
        times = "once" if count == 1 else f"{count} times"
        yield Failure(
            Kind.DUPLICATE,
            f"A service that the payer had already was billed again {times}, without asking for "
            "the status.",
        )
