from decimal import Decimal

from claims.facts import Policy
from claims.payer import answer, explain
from claims.payer.trace import Cause
from claims.rules.finding import Owner
from tests.claims.code_table import CODES
from tests.claims.scenarios import GOLDEN, fee, make


def causes(scenario):
    return explain(answer(scenario, codes=CODES), scenario)


def test_denied_line_leads_from_rule_to_field_desk_dollars_and_next_step():
    scenario = make(policies=(Policy(id="P1", procedure="LB-110", diagnoses=("I10",)),))
    assert causes(scenario)[1] == Cause(
        rule="pointer_unsupported",
        line=2,
        field="pointers",
        box="24E",
        sent="1",
        owner=Owner.CODER,
        code="CO-11",
        detail="LB-110 points at E11.65, which does not support it; I10 on this claim would.",
        amount=Decimal("42.00"),
        effect="$42.00 denied; it rests on the practice.",
        next_step="Read the note, mend pointer or side, send a replacement.",
        decisive=True,
    )


def test_dearest_cause_stands_first_and_the_overtaken_last():
    scenario = make(fees={"LB-110": fee(referral=True, places=("22",))})
    assert [(row.rule, row.amount, row.decisive) for row in causes(scenario)] == [
        ("contractual", Decimal("56.53"), True),
        ("place_not_allowed", Decimal("42.00"), True),
        ("copay", Decimal("30.00"), True),
        ("referral_missing", Decimal("0.00"), False),
    ]


def test_effect_says_who_bears_the_dollars():
    assert {row.code: row.effect for row in causes(GOLDEN)} == {
        "CO-45": "$23.80 written off.",
        "PR-1": "$10.00 for the patient.",
        "PR-2": "$1.64 for the patient.",
        "PR-3": "$30.00 for the patient.",
    }


def test_rejection_names_its_status_and_says_send_again():
    (cause,) = causes(make(claim={"member_id": "SBX100200310"}))
    assert (cause.code, cause.box, cause.sent) == ("A7:164", "1a", "SBX100200310")
    assert cause.effect == "The claim was turned back; nothing was decided."
    assert cause.next_step == "Check the card and send again."


def test_unprocessable_claim_is_sent_anew():
    cause = causes(make(claim={"diagnoses": ("E11", "I10")}))[0]
    assert (cause.amount, cause.line) == (Decimal("227.00"), None)
    assert cause.next_step.endswith("Mend it and send a new claim, frequency 1.")


def test_pended_claim_says_what_to_send():
    scenario = make(claim={"diagnoses": ("S61.411A", "I10"), "accident": "unanswered"})
    (cause,) = causes(scenario)
    assert (cause.effect, cause.sent) == ("The payer waits.", "unanswered")
    assert cause.next_step.startswith("Get the accident answers from the patient")


def test_amounts_of_the_causes_make_up_the_difference():
    answered = answer(GOLDEN, codes=CODES)
    moved = sum(row.amount for row in explain(answered, GOLDEN) if row.code)
    assert moved == answered.charge - answered.paid
