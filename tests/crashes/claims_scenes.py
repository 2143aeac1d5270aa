"""A scene for every writing service of `claims`, and for everything that a day can bring."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial

from claims.models import BillingSetup, LedgerEntry, Submission
from claims.payer.appeals import Ground
from claims.queries.lookups import note_passages
from claims.scrubber import Strength
from claims.services import (
    appealing,
    approving,
    asking,
    authorizing,
    billing_lines,
    calendar,
    checking,
    commenting,
    correcting,
    diagnosing,
    hand_posting,
    opening,
    patient,
    posting,
    preparing,
    refunding,
    reopening,
    secondary,
    sending,
    unpaid,
    voiding,
)
from claims.services.refunding import Payee
from coding.services import start_attempt
from tests.claims.bench import SCAN, WOUND, Hands, alone, pair
from tests.claims.doors import (
    FIRST,
    ORDERED,
    SEEN,
    SENIOR,
    answered,
    asked,
    automatic,
    closed,
    found_twice,
    opened,
    overpaid,
    paid_by_patient,
    pended,
    posted,
    recoded,
    second,
    sent,
    small,
    stopped,
)
from tests.claims.doors import (
    correcting as corrected,
)
from tests.claims.doors import (
    unpaid as never_paid,
)
from tests.crashes.scene import Scene, on_claim, scene
from tests.factories import make_case

WHY = "For the test."


def _actor(hands: Hands) -> object:
    return hands.biller


def _claim(hands: Hands) -> object:
    return hands.claim


def _claim_id(hands: Hands) -> int:
    return hands.claim.pk


def _version(hands: Hands) -> int:
    return hands.claim.version


def _attempt_id(hands: Hands) -> int:
    return hands.attempt_id


def _today(hands: Hands) -> date:
    return hands.attempt.scenario_date


def ready_to_send() -> Hands:
    """A draft that the scrubber lets through."""
    return opened().check()


def accepted() -> Hands:
    """A claim to which the front door has given its number."""
    hands = sent()
    hands.move()
    return hands


def wrong_member() -> Hands:
    """A claim sent for a member whom the payer does not know."""
    hands = opened().unscrubbed()
    hands.edit(member_id="SBX200000000")
    hands.send()
    return hands


def about_to_pend() -> Hands:
    """An accepted claim for which the payer will want the accident answers."""
    hands = opened(WOUND).check()
    hands.send()
    hands.move()
    return hands


def about_to_be_denied() -> Hands:
    """An accepted correction of which nothing is payable."""
    hands = opened(SCAN).unscrubbed()
    hands.send()
    hands.answered().post().correct()
    hands.edit(rendering_npi="9990000059")
    hands.resend()
    hands.move()
    return hands


def duplicate() -> Hands:
    """An accepted new original beside a claim that the payer has answered."""
    hands = posted()
    hands.correct(Submission.Frequency.ORIGINAL)
    hands.edit(rendering_npi="9990000033")
    hands.unscrubbed().resend()
    hands.move()
    return hands


def appealed(*words: str) -> Hands:
    """A scan without leave that is appealed with these passages of the note."""
    hands = opened(SCAN).unscrubbed()
    hands.send()
    hands.answered().post()
    key = hands.case.key
    coded = (*key.diagnoses, *key.procedures)
    said = words or [quote.text for row in coded for quote in row.evidence][:6]
    hands.appeal("Look again: " + " ".join(said), said)
    return hands


def asked_leave() -> Hands:
    """A scan whose authorization is asked for."""
    return opened(SCAN).ask_leave("IM-314")


def billed() -> Hands:
    """A statement is with a patient who will pay it."""
    hands = posted()
    hands.bill()
    return hands


def with_plan() -> Hands:
    """A patient who pays by installments."""
    hands = never_paid()
    hands.plan(3)
    return hands


def sent_on() -> Hands:
    """A claim whose first payer will send its answer on to the second."""
    swaps = {
        "registration: {}": second("SBX02", "hmo-gold", "SBX200200301"),
        FIRST: SENIOR,
        SEEN: ORDERED,
    }
    hands = alone(swaps=swaps).code().open().unscrubbed()
    hands.send()
    hands.move()
    return hands


def paid_then_mended() -> Hands:
    """A mended claim: the patient paid on one line what the payer's new answer asks on another."""
    hands = paid_by_patient()
    hands.correct()
    hands.recode().resend()
    return hands.answered()


def on_second() -> Hands:
    """The second payer's claim, in draft."""
    return found_twice().bill_next()


def first_answered_anew() -> Hands:
    """A first payer's claim whose new answer leaves the second another amount."""
    first = found_twice()
    first.bill_next()
    first.correct()
    first.edit(charges=(Decimal("190.00"), Decimal("10.00"), Decimal("5.00")))
    first.resend()
    return first.answered()


def second_posted() -> Hands:
    """A second payer's claim, posted; both claims wait for what the patient still owes."""
    after = on_second().check()
    after.send()
    return after.answered().post()


def second_billed() -> Hands:
    """The same after the statement, which the patient will pay."""
    after = second_posted()
    after.bill()
    return after


def commented() -> Hands:
    """A claim with a comment on a box."""
    hands = sent()
    commenting.comment_box(hands.claim, actor=hands.biller, field="member_id", text=WHY)
    return hands


def scan_posted() -> Hands:
    """A scan denied for want of leave, its remittance posted."""
    return stopped().post()


CALENDAR = {
    "accept": sent,
    "reject": wrong_member,
    "pay": accepted,
    "request_information": about_to_pend,
    "let_lapse": pended,
    "deny": about_to_be_denied,
    "refuse_duplicate": duplicate,
    "uphold": partial(appealed, "MRI brain without contrast, our scanner, read by me"),
    "overturn": appealed,
    "answer_authorization": asked_leave,
    "close": billed,
    "close_both": second_billed,
    "installment": with_plan,
    "crossover": sent_on,
}
"""What the next event of the calendar brings, by the move that it makes of the claim where it makes
one, and a scene in which it does."""

SCENES: tuple[Scene, ...] = (
    scene(
        opening.set_up_billing,
        lambda: start_attempt(make_case().newest()),
        lambda attempt: attempt.pk,
    ),
    scene(opening.choose_scrubber, opened, _attempt_id, actor=_actor, strength=Strength.BASIC),
    scene(opening.follow_scrubber, opened, lambda hands: [hands.attempt_id], strength=Strength.OFF),
    scene(opening.open_claim, lambda: alone().code(), _attempt_id, actor=_actor, key="once"),
    on_claim(opening.take_codes, recoded),
    scene(
        opening.return_codes,
        opened,
        _claim_id,
        actor=_actor,
        reason=WHY,
        expected_version=_version,
    ),
    on_claim(preparing.edit_boxes, opened, content_changes={"member_id": "SBX999"}),
    scene(checking.check_coverage, opened, _claim_id, actor=_actor),
    scene(
        authorizing.request_authorization,
        lambda: opened(SCAN),
        _claim_id,
        actor=_actor,
        procedure="IM-314",
    ),
    on_claim(sending.submit_claim, ready_to_send),
    on_claim(sending.resubmit_claim, corrected, warning_reasons=Hands.reasons),
    on_claim(sending.send_information, pended, answer={"document": "accident", "note": ""}),
    on_claim(asking.ask_status, sent),
    on_claim(diagnosing.diagnose, stopped, chosen=""),
    on_claim(billing_lines.bill_line, stopped, line=2),
    on_claim(hand_posting.post_by_line, answered, typed=Hands.amounts),
    scene(hand_posting.post_at_once, automatic, _claim_id, actor=_actor, expected_version=_version),
    scene(
        hand_posting.choose_posting,
        answered,
        _claim_id,
        actor=_actor,
        expected_version=_version,
        posting=BillingSetup.Posting.AUTOMATIC,
    ),
    scene(posting.post_remittance, answered, _claim_id, actor=_actor, expected_version=_version),
    scene(
        posting.post_remittance,
        paid_then_mended,
        _claim_id,
        actor=_actor,
        expected_version=_version,
        tells="after the patient paid",
    ),
    scene(
        posting.post_remittance,
        first_answered_anew,
        _claim_id,
        actor=_actor,
        expected_version=_version,
        tells="with a second payer",
    ),
    on_claim(
        posting.write_off,
        small,
        amount=Decimal("1.86"),
        reason=WHY,
        kind=LedgerEntry.WriteOff.SMALL_BALANCE,
    ),
    on_claim(
        approving.give_up,
        small,
        tells="at once",
        amount=Decimal("1.86"),
        reason=WHY,
        kind=LedgerEntry.WriteOff.SMALL_BALANCE,
    ),
    on_claim(
        approving.give_up,
        scan_posted,
        tells="with leave",
        amount=Decimal("60.00"),
        reason=WHY,
        kind=LedgerEntry.WriteOff.AVOIDABLE,
    ),
    on_claim(approving.approve_write_off, asked),
    on_claim(approving.refuse_write_off, asked, reason=WHY),
    on_claim(patient.bill_patient, posted),
    on_claim(refunding.refund, overpaid, to=Payee.PATIENT, amount=Decimal("1.00"), reason=WHY),
    on_claim(unpaid.agree_payment_plan, never_paid, months=3),
    on_claim(unpaid.send_to_collections, lambda: never_paid(3), reason=WHY),
    on_claim(correcting.open_correction, posted),
    on_claim(correcting.cancel_correction, corrected),
    on_claim(
        appealing.file_appeal,
        posted,
        letter="The record supports it.",
        evidence=lambda hands: [note_passages(hands.claim)[0]],
        ground=Ground.RECORDS,
    ),
    on_claim(voiding.void_claim, lambda: pair_posted(), reason=WHY),
    on_claim(
        voiding.void_claim,
        lambda: replace(on_second(), sequence=1),
        tells="of the first payer",
        reason=WHY,
    ),
    on_claim(voiding.void_claim, second_posted, tells="of the second payer", reason=WHY),
    on_claim(reopening.reopen_claim, closed, reason=WHY),
    on_claim(secondary.open_next_claim, found_twice),
    scene(commenting.comment_box, sent, _claim, actor=_actor, field="member_id", text=WHY),
    scene(
        commenting.remove_box_comment,
        commented,
        _claim,
        actor=_actor,
        number=lambda hands: hands.claim.comments.get().pk,
    ),
    *(
        scene(
            calendar.move_calendar,
            ready,
            _attempt_id,
            actor=_actor,
            step="event",
            from_date=_today,
            tells=what,
        )
        for what, ready in CALENDAR.items()
    ),
)


def pair_posted() -> Hands:
    """A posted claim of a class, so that closing it has its consequences there."""
    hands = pair().code().open().check()
    hands.send()
    return hands.answered().post()
