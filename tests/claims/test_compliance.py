"""What no biller may do is found in what was sent and tried."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from claims.compliance import Kind, failures_of
from claims.content import ClaimContent, ContentLine
from coding.cases.key import Key, KeyDiagnosis, KeyProcedure

KEY = Key(
    diagnoses=(KeyDiagnosis("M17.11", accept=("M17.9",)), KeyDiagnosis("E11.65")),
    procedures=(KeyProcedure("OV-334", modifiers=("Z5",), unlocks=("GT",)),),
)
DAY = date(2026, 3, 10)
LINE = ContentLine("OV-334", (), 1, Decimal("125.00"), (1,), DAY)
SENT = ClaimContent(
    payer_id="SBX01",
    member_id="SBX1",
    patient_name="Ana Example",
    patient_born=date(1980, 1, 1),
    patient_sex="F",
    accident="none",
    accident_date=None,
    place_of_service="11",
    rendering_npi="",
    billing_npi="",
    ordering_npi="",
    authorization="",
    referral="",
    diagnoses=("M17.11",),
    lines=(LINE,),
)


def kinds(*sent: ClaimContent, **tried: object) -> list[Kind]:
    return [row.kind for row in failures_of(sent, key=KEY, **tried)]


def test_diagnosis_added_after_an_answer_must_be_in_the_record():
    supported = replace(SENT, diagnoses=("M17.11", "E11.65", "M17.9"))
    unsupported = replace(SENT, diagnoses=("M17.11", "G56.01"))
    assert kinds(SENT, supported) == []
    assert kinds(SENT, unsupported, unsupported) == [Kind.DIAGNOSIS_TO_PAY]
    assert kinds(unsupported) == []
    assert kinds(unsupported, SENT, unsupported) == []


def test_modifier_added_after_an_answer_must_be_in_the_record():
    def with_modifier(code: str) -> ClaimContent:
        return replace(SENT, lines=(replace(LINE, modifiers=(code,)),))

    assert kinds(SENT, with_modifier("Z5")) == []
    assert kinds(SENT, with_modifier("GT")) == []
    assert kinds(SENT, with_modifier("59")) == [Kind.MODIFIER_TO_PAY]
    assert kinds(with_modifier("59")) == []


def test_amounts_on_the_practice_and_duplicates_are_told_in_dollars_and_times():
    said = failures_of([SENT], key=KEY, patient_bills=[Decimal("125.00")], duplicates=2)
    assert [row.says for row in said] == [
        "$125.00 that rests on the practice was to be billed to the patient.",
        "A service that the payer had already was billed again 2 times, without asking for the "
        "status.",
    ]


def test_nothing_sent_fails_nothing():
    assert kinds() == []
