"""What the payer does on its dates, as rows."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from claims.models import Acknowledgment, Claim, InformationRequest, Remittance
from claims.payer import answer, finding_json
from claims.services.findings import trace_json
from claims.services.payer_moves import claim_number
from claims.services.scenarios import scenario_sent
from coding.codebook.default import codebook
from tests.claims.bench import CLEAN, KNEE, WOUND, Hands, alone
from tests.claims.counters import left

pytestmark = pytest.mark.django_db
D = Decimal
ACCIDENT_PAYER = {
    "payer: SBX01": "payer: SBX05",
    "plan: ppo-plus": "plan: auto-medical",
    "member_id: SBX100559106": "member_id: SBX500559106",
    "accident: other": "accident: auto",
}


def sent(hands: Hands) -> Hands:
    hands.code().open().unscrubbed().send()
    return hands


def test_claim_number_is_payer_day_of_the_year_and_claim():
    number = claim_number(Claim(pk=1), payer_id="SBX01", on=date(2026, 3, 17))
    assert number == "SBX26076000001"


def test_accepted_claim_has_number_and_receipt():
    hands = sent(alone())
    hands.move()
    claim, row = hands.claim, Acknowledgment.objects.get()
    assert (row.accepted, row.icn, row.on, row.findings) == (
        True,
        f"SBX26070{claim.pk:06d}",
        date(2026, 3, 11),
        [],
    )
    assert (claim.icn, claim.received_on) == (row.icn, row.on)


def test_rejected_claim_has_findings_and_no_number():
    hands = alone().code().open()
    hands.edit(member_id="SBX100200399")
    hands.unscrubbed().send()
    hands.move()
    row = Acknowledgment.objects.get()
    assert (row.accepted, row.icn) == (False, "")
    assert row.findings == [
        {
            "rule": "member_not_found",
            "line": None,
            "field": "member_id",
            "owner": "biller",
            "detail": "The payer knows no member SBX100200399.",
            "evidence": ["SBX100200399"],
            "group": "",
            "carc": "",
            "rarcs": [],
            "status": "A7:164",
            "amount": "0.00",
            "decisive": True,
        }
    ]
    assert not hands.claim.ledger.exists()


def test_remittance_rows_are_the_payers_answer():
    hands = sent(alone())
    scenario = scenario_sent(hands.claim.submissions.get())
    said = answer(scenario, codes=codebook())
    hands.answered()
    row = Remittance.objects.get()
    stored = (row.outcome, row.charge, row.paid, row.patient_responsibility, row.on)
    assert stored == (
        "paid",
        said.charge,
        said.paid,
        said.patient_responsibility,
        date(2026, 3, 26),
    )
    lines = [
        (
            line.number,
            line.procedure,
            line.charge,
            line.allowed,
            line.paid,
            tuple(line.rarcs),
            [
                (a.position, a.group, a.carc, a.amount, tuple(a.rarcs))
                for a in line.adjustments.all()
            ],
        )
        for line in row.lines.all()
    ]
    assert lines == [
        (
            line.line,
            line.procedure,
            line.charge,
            line.allowed,
            line.paid,
            line.rarcs,
            [
                (place, a.group, a.carc, a.amount, a.rarcs)
                for place, a in enumerate(line.adjustments, start=1)
            ],
        )
        for line in said.lines
    ]
    assert row.findings == [trace_json(finding) for finding in said.findings]
    assert (row.deductible_taken, row.out_of_pocket_taken) == (
        said.deductible_taken,
        said.out_of_pocket_taken,
    )


def test_trace_json_says_all_that_the_payers_json_says():
    hands = sent(alone())
    said = answer(scenario_sent(hands.claim.submissions.get()), codes=codebook())
    for finding in said.findings:
        assert finding_json(finding).items() <= trace_json(finding).items()


def test_answer_moves_counters_and_opens_windows():
    hands = sent(alone()).answered()
    claim = hands.claim
    assert left(hands) == (D("0.00"), D("2708.14"))
    today = hands.attempt.scenario_date
    assert claim.correct_until == today + timedelta(days=179)
    assert claim.appeal_until == today + timedelta(days=180)


def test_pended_claim_leaves_the_counters_alone():
    hands = sent(alone(WOUND)).answered()
    request = InformationRequest.objects.get()
    asked = hands.attempt.scenario_date
    assert (request.wanted, request.asked_on, request.due_on) == (
        "accident",
        asked,
        date(2026, 5, 24) + timedelta(days=30),
    )
    assert left(hands) == (D("150.00"), D("3200.00"))
    assert Remittance.objects.count() == 0


def test_payer_that_wants_two_things_asks_twice():
    hands = sent(alone(WOUND, swaps=ACCIDENT_PAYER)).answered()
    wanted = []
    while hands.claim.state == "pended":
        wanted.append(InformationRequest.objects.last().wanted)
        hands.inform()
        hands.answered()
    assert (wanted, hands.claim.state) == (["accident", "records"], "paid")
    requests = InformationRequest.objects.order_by("pk")
    assert all(row.due_on > row.asked_on for row in requests)


def test_lapse_is_a_denial_that_leaves_it_to_the_patient():
    hands = sent(alone(WOUND)).answered()
    hands.move()
    row = Remittance.objects.get()
    found = {(a.group, a.carc) for line in row.lines.all() for a in line.adjustments.all()}
    assert (row.cause, row.outcome, row.paid, found) == ("lapse", "denied", D(0), {("PR", "227")})
    hands.post()
    assert hands.bill().payload["amount"] == str(row.charge)


def test_claim_of_an_unknown_plan_member_is_rejected_by_the_other_payer():
    hands = alone(CLEAN).code().open()
    hands.edit(payer_id="SBX02")
    hands.unscrubbed().send()
    hands.move()
    assert hands.claim.state == "rejected"


def test_replacement_that_pays_less_is_taken_back_in_one_cheque():
    hands = alone(KNEE).code().open().check()
    hands.send()
    hands.answered().post().correct()
    first = Remittance.objects.get(submission__claim=hands.claim)
    hands.recode(hands.slip("drug billed as one unit"))
    hands.resend()
    hands.answered()
    second = Remittance.objects.filter(submission__claim=hands.claim).order_by("-number")[0]
    assert (first.cheque, first.provider_adjustments, first.owed) == (first.paid, [], 0)
    assert second.paid < first.paid
    assert second.taken_back == first.paid
    assert (second.cheque, second.owed) == (0, first.paid - second.paid)
    (row,) = second.provider_adjustments
    assert (row["reason"], Decimal(row["amount"])) == ("FB", second.paid - first.paid)


def test_void_takes_the_whole_payment_back():
    hands = alone().code().open().check()
    hands.send()
    hands.answered().post()
    paid = Remittance.objects.get(submission__claim=hands.claim).paid
    hands.void()
    last = Remittance.objects.filter(submission__claim=hands.claim).order_by("-number")[0]
    assert (last.paid, last.taken_back, last.cheque, last.owed) == (0, paid, 0, paid)
