"""Send the claim: held by the scrubber, sent once, sent again when something changed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from claims.models import InformationRequest, Submission
from claims.queries.holds import hold_of
from claims.services.accounts import newest_remittance, reductions_of
from claims.services.advance import IllegalMove, StaleClaim
from claims.services.refusals import NotClean, NothingChanged, Refused
from claims.services.sending import (
    next_frequency,
    reason_key,
    resubmit_claim,
    scrub_claim,
    send_information,
    submit_claim,
)
from coding.cases.answers import right_answer
from tests.claims.bench import CLEAN, VIDEO, WOUND, Hands, alone, pair
from tests.claims.pages import client_of

pytestmark = pytest.mark.django_db
SENIOR = {
    "payer: SBX01": "payer: SBX04",
    "plan: ppo-standard": "plan: senior-b",
    "member_id: SBX100200301": "member_id: SBX400200301",
    'rendering_npi: "9990000025"\n': 'rendering_npi: "9990000025"\n  ordering_npi: "9990000025"\n',
}


def test_submit_freezes_what_was_sent():
    hands = alone().code().open().check()
    hands.edit(referral="R1")
    event = submit_claim(hands.claim.pk, **hands.call())
    submission = Submission.objects.get()
    sent = (
        submission.number,
        submission.frequency,
        submission.original_reference,
        submission.charge,
        submission.sent_on,
        submission.sent_by,
        submission.content,
        submission.scrub_findings,
    )
    claim = hands.claim
    assert sent == (
        1,
        1,
        "",
        Decimal("221.00"),
        date(2026, 3, 10),
        hands.biller,
        claim.content,
        [],
    )
    assert event.payload == {
        "submission": submission.pk,
        "number": 1,
        "frequency": 1,
        "coding_version": claim.coding_version_id,
    }


def test_submit_is_held_by_a_warning_without_a_reason():
    hands = alone().code().open()
    with pytest.raises(NotClean) as held:
        submit_claim(hands.claim.pk, **hands.call(warning_reasons={"S06": " "}))
    assert [reason_key(row) for row in held.value.findings] == ["S06"]
    assert (hands.claim.state, Submission.objects.count()) == ("draft", 0)


def test_submit_keeps_the_reasons_of_warnings():
    hands = alone().code().open()
    submit_claim(hands.claim.pk, **hands.call(warning_reasons={"S06": " asked by phone "}))
    submission = Submission.objects.get()
    assert submission.warning_reasons == {"S06": "asked by phone"}
    assert [row["rule"] for row in submission.scrub_findings] == ["S06"]


def test_submit_is_held_by_an_error_whatever_the_reasons():
    hands = alone().code().open()
    hands.edit(member_id="ABC")
    with pytest.raises(NotClean) as held:
        submit_claim(hands.claim.pk, **hands.call(warning_reasons={"S01": "so", "S06": "so"}))
    assert [row.rule for row in held.value.findings] == ["S01"]


def test_claim_past_its_filing_limit_goes_out_with_a_reason_and_comes_back_denied():
    """No box mends the date: held for good, it could be neither appealed nor written off."""
    hands = alone().code().open()
    for _ in range(14):
        hands.move("week")
    hands.check()
    hold = hold_of(hands.claim)
    assert (hold.text, hold.errors, [row.rule for row in hold.reasoned]) == ("1 error", (), ["S41"])
    with pytest.raises(NotClean) as held:
        submit_claim(hands.claim.pk, **hands.call())
    assert [row.rule for row in held.value.findings] == ["S41"]
    page = client_of(hands.biller).get(f"/claims/{hands.claim.pk}/?show=send").content.decode()
    assert 'name="reason_S41"' in page
    submit_claim(hands.claim.pk, **hands.call(warning_reasons={"S41": "Found late."}))
    hands.answered()
    answer = newest_remittance(hands.claim)
    assert {row.carc for row in reductions_of(answer)} == {"29"}
    assert Submission.objects.get().warning_reasons == {"S41": "Found late."}


def test_submit_refuses_charges_that_no_claim_holds():
    hands = alone()
    right = right_answer(hands.case)
    dear = replace(right.procedures[0], code="OB-322", units=999, modifiers=())
    hands.code(replace(right, procedures=(dear,) * 3)).open().unscrubbed()
    with pytest.raises(Refused) as refused:
        submit_claim(hands.claim.pk, **hands.call())
    assert "$11,418,570.00" in refused.value.message
    assert (hands.claim.state, Submission.objects.count()) == ("draft", 0)


def test_submit_twice_with_one_key_sends_once():
    hands = alone().code().open().check()
    call = hands.call()
    assert submit_claim(hands.claim.pk, **call) == submit_claim(hands.claim.pk, **call)
    assert Submission.objects.count() == 1


def test_submit_twice_with_two_keys_is_refused():
    hands = alone().code().open().check()
    call = hands.call()
    submit_claim(hands.claim.pk, **call)
    with pytest.raises(StaleClaim):
        submit_claim(hands.claim.pk, **{**call, "key": "another"})
    with pytest.raises(IllegalMove):
        submit_claim(hands.claim.pk, **hands.call())
    assert Submission.objects.count() == 1


def test_submit_is_the_billers():
    hands = pair().code().open()
    with pytest.raises(PermissionDenied):
        submit_claim(hands.claim.pk, **hands.call(actor=hands.coder))


def test_rejected_claim_is_mended_and_sent_again_as_an_original():
    hands = alone().code().open()
    hands.edit(member_id="SBX100200399")
    hands.send()
    assert hands.move() == [
        "Prairie Mutual Sandbox turned the claim back at the front door. "
        "The payer knows no member SBX100200399."
    ]
    assert (hands.claim.state, hands.claim.icn) == ("rejected", "")
    hands.edit(member_id="SBX100200301")
    hands.send()
    sent = list(Submission.objects.values_list("number", "frequency", "original_reference"))
    assert sent == [(1, 1, ""), (2, 1, "")]


def paid_and_open(hands: Hands) -> Hands:
    """A claim that was answered and is being corrected."""
    hands.code().open()
    hands.send()
    hands.answered().post().correct()
    return hands


def test_resubmit_is_a_replacement_that_names_the_original():
    hands = paid_and_open(alone())
    number = hands.claim.icn
    hands.edit(referral="R1")
    hands.resend()
    submission = Submission.objects.get(number=2)
    assert (submission.frequency, submission.original_reference) == (7, number)
    assert hands.claim.state == "submitted"


def test_resubmit_of_the_same_claim_is_refused():
    hands = paid_and_open(alone())
    with pytest.raises(NothingChanged):
        resubmit_claim(hands.claim.pk, **hands.call(warning_reasons=hands.reasons()))
    assert Submission.objects.count() == 1


def test_resubmit_to_a_payer_without_replacements_is_asked_for_as_a_reopening():
    hands = paid_and_open(alone(CLEAN, swaps=SENIOR))
    hands.edit(referral="R1")
    hands.resend()
    submission = Submission.objects.get(number=2)
    assert (submission.frequency, submission.original_reference, submission.is_reopening) == (
        7,
        hands.claim.icn,
        True,
    )
    hands.answered()
    assert hands.claim.state == "paid"
    assert hands.claim.submissions.filter(acknowledgment__accepted=True).count() == 2


def test_resubmit_to_a_payer_with_replacements_is_no_reopening():
    hands = paid_and_open(alone())
    hands.edit(referral="R1")
    hands.resend()
    assert not Submission.objects.get(number=2).is_reopening


def test_resubmit_to_another_payer_is_an_original_received_afresh():
    hands = paid_and_open(alone())
    hands.edit(payer_id="SBX02", member_id="SBX200200301")
    assert next_frequency(hands.claim) == 1
    hands.resend()
    assert hands.claim.received_on is None


def test_resubmit_after_unprocessable_is_an_original():
    hands = alone().code().open()
    hands.edit(rendering_npi="9990000026")
    hands.unscrubbed().send()
    hands.answered()
    assert hands.claim.state == "denied"
    hands.correct()
    hands.edit(rendering_npi="9990000025")
    hands.resend()
    assert Submission.objects.get(number=2).frequency == 1
    hands.answered()
    assert hands.claim.state == "paid"


def test_resubmit_may_be_repeated_with_its_key():
    hands = paid_and_open(alone())
    hands.edit(referral="R1")
    call = hands.call(warning_reasons=hands.reasons())
    assert resubmit_claim(hands.claim.pk, **call) == resubmit_claim(hands.claim.pk, **call)
    assert Submission.objects.count() == 2


def test_rejected_replacement_goes_out_as_a_replacement_again():
    hands = paid_and_open(alone())
    hands.edit(member_id="SBX100200399")
    hands.resend()
    hands.move()
    assert hands.claim.state == "rejected"
    hands.edit(member_id="SBX100200301", referral="R1")
    hands.send()
    assert Submission.objects.get(number=3).frequency == 7


def test_scrubber_strength_is_the_assignments():
    hands = alone().code().open()
    claim = hands.claim
    claim.scrubber = "off"
    assert scrub_claim(claim) == ()


def pended() -> Hands:
    """A claim whose payer waits for the accident answers."""
    hands = alone(WOUND).code().open()
    hands.send()
    hands.answered()
    assert hands.claim.state == "pended"
    return hands


def test_send_information_takes_the_claim_up_again_and_it_is_paid():
    hands = pended()
    answer = {"document": "accident", "note": " signed "}
    send_information(hands.claim.pk, **hands.call(answer=answer))
    request = InformationRequest.objects.get()
    assert request.answer == {"document": "accident", "note": "signed", "accident": "other"}
    assert (hands.claim.state, request.answered_on) == ("submitted", hands.attempt.scenario_date)
    hands.answered()
    assert hands.claim.state == "paid"


def test_document_that_was_not_asked_for_is_taken_and_the_claim_waits_on():
    hands = pended()
    due = InformationRequest.objects.get().due_on
    event = send_information(hands.claim.pk, **hands.call(answer={"document": "records"}))
    assert event.move == "send_other"
    assert event.payload["says"].endswith(f"until {due}.")
    request = InformationRequest.objects.get()
    assert (hands.claim.state, request.answered_on, request.due_on) == ("pended", None, due)
    hands.move()
    assert hands.claim.state == "denied"


def test_document_that_was_asked_for_still_counts_after_another():
    hands = pended()
    send_information(hands.claim.pk, **hands.call(answer={"document": "statement"}))
    send_information(hands.claim.pk, **hands.call(answer={"document": "accident"}))
    assert hands.claim.state == "submitted"


def test_request_lapses_once_and_not_again_beside_a_later_one():
    hands = pended()
    hands.move()
    hands.correct()
    hands.edit(rendering_npi="9990000033")
    hands.unscrubbed().resend()
    hands.answered()
    assert (hands.claim.state, InformationRequest.objects.count()) == ("pended", 2)
    told = hands.move()
    assert len(told) == 1
    assert hands.claim.state == "denied"


def test_send_information_refuses_to_send_nothing():
    hands = pended()
    with pytest.raises(Refused) as refused:
        send_information(hands.claim.pk, **hands.call(answer={"document": ""}))
    assert refused.value.field == "document"


def test_send_information_in_time_is_until_the_due_date():
    hands = pended()
    due = InformationRequest.objects.get().due_on
    while hands.attempt.scenario_date < due:
        hands.move("day")
    send_information(hands.claim.pk, **hands.call(answer={"document": "accident"}))
    assert hands.claim.state == "submitted"


def test_information_that_does_not_come_is_a_denial_the_day_after():
    hands = pended()
    told = hands.move()
    assert told == [
        "The accident answers did not reach Prairie Mutual Sandbox in time. "
        "Prairie Mutual Sandbox denied the claim. The remittance says why."
    ]
    due = InformationRequest.objects.get().due_on
    assert (hands.claim.state, (hands.attempt.scenario_date - due).days) == ("denied", 1)


def test_video_sent_from_the_office_is_denied_and_paid_when_corrected():
    hands = alone(VIDEO).code().open()
    hands.unscrubbed().send()
    hands.answered()
    assert hands.claim.state == "denied"
    hands.post().correct()
    hands.edit(place_of_service="10")
    hands.resend()
    hands.answered()
    assert hands.claim.state == "paid"
