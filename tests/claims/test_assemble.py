"""From a case and its codes to the boxes of a claim, and on to the payer."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from claims.assemble import (
    MemberFile,
    Sending,
    assemble,
    claim_as_sent,
    fresh_content,
    past_services,
    patient_of,
    payer_terms,
    practice_charge,
    true_content,
    with_codes,
)
from claims.facts import Accepted, Coverage, Patient
from claims.payer.library import UnknownPayer
from coding.answer import Answer, DiagnosisLine, ProcedureLine
from coding.cases import Case, parse_case
from coding.cases.answers import right_answer
from coding.codebook.default import codebook

CASES = Path(__file__).parent / "cases"
DAY = date(2026, 3, 10)


def case(name: str) -> Case:
    path = CASES / f"bench-{name}.md"
    return parse_case(path.read_text(encoding="utf-8"), path=str(path))


def test_true_content_has_no_slip():
    wound = case("wound")
    content = true_content(wound, right_answer(wound), codes=codebook())
    assert (content.accident, content.accident_date) == ("other", date(2026, 5, 23))


def test_fresh_content_has_the_slips_and_no_numbers():
    scan, video = case("scan"), case("video")
    fresh = fresh_content(scan, right_answer(scan), codes=codebook())
    true = true_content(scan, right_answer(scan), codes=codebook())
    assert true.authorization == "AUTH-260421-73"
    assert fresh == true.with_boxes(authorization="", referral="")
    assert fresh_content(video, right_answer(video), codes=codebook()).place_of_service == "11"


def test_with_codes_turns_pointed_codes_into_places():
    clean = case("clean")
    blank = true_content(clean, Answer(), codes=codebook())
    answer = Answer(
        diagnoses=(DiagnosisLine("N39.0"), DiagnosisLine("B96.20")),
        procedures=(ProcedureLine("OV-324", pointers=("b9620", "N39.0", "I10")),),
    )
    (line,) = with_codes(blank, answer, on=DAY, codes=codebook()).lines
    assert (line.pointers, line.charge) == ((2, 1), Decimal("185.00"))


def test_practice_charge_is_by_the_unit():
    book = codebook()
    one = practice_charge("J3301", units=1, on=DAY, codes=book)
    assert practice_charge("J3301", units=4, on=DAY, codes=book) == 4 * one
    assert practice_charge("ZZ-999", units=1, on=DAY, codes=book) == Decimal("0.00")


def test_claim_as_sent_carries_how_it_was_sent():
    clean = case("clean")
    content = true_content(clean, right_answer(clean), codes=codebook())
    sending = Sending(
        sent=date(2026, 4, 1),
        frequency=7,
        original_reference="SBX1",
        original_remitted=date(2026, 3, 26),
        received=date(2026, 4, 2),
        attachments=("records",),
        accident="work",
    )
    claim = claim_as_sent(content, sending)
    assert (
        claim.frequency,
        claim.original_reference,
        claim.original_remitted,
        claim.received_on,
        claim.attachments,
        claim.accident,
        claim.charge,
    ) == (7, "SBX1", date(2026, 3, 26), date(2026, 4, 2), ("records",), "work", Decimal("221.00"))


def test_assemble_without_a_member_knows_nobody():
    clean = case("clean")
    content = true_content(clean, right_answer(clean), codes=codebook())
    scenario = assemble(
        content, Sending(sent=DAY), member=None, patient=patient_of(clean), codes=codebook()
    )
    assert scenario.coverage == Coverage(member_id="")
    assert scenario.patient == Patient(born=date(1971, 6, 4), sex="F", name="Rowan Ashdown")


def test_assemble_with_a_member_brings_terms_and_fees():
    clean = case("clean")
    content = true_content(clean, right_answer(clean), codes=codebook())
    coverage = Coverage(member_id="SBX100200301", out_of_pocket_left=Decimal("2750.00"))
    member = MemberFile(plan_id="ppo-standard", coverage=coverage)
    scenario = assemble(
        content, Sending(sent=DAY), member=member, patient=patient_of(clean), codes=codebook()
    )
    assert scenario.payer == payer_terms("SBX01")
    assert scenario.coverage == coverage
    assert scenario.fees["OV-324"].fee == Decimal("128.47")


def test_past_services_are_the_payers_history():
    (past,) = past_services(case("scan").coverage[0].history)
    assert past == Accepted(
        date=date(2025, 9, 16),
        procedure="OV-334",
        rendering_npi="9990000058",
        reference="SBX25262000288",
    )


def test_unknown_payer_is_named():
    with pytest.raises(UnknownPayer):
        payer_terms("SBX99")
