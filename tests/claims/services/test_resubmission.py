"""How a correction goes out: in the place of the answered claim, or as a new original."""

from decimal import Decimal

import pytest

from claims.models import Remittance, Submission
from claims.queries.answers import answers_of
from claims.services.accounts import newest_remittance
from claims.services.asking import ask_status
from claims.services.refusals import NotClean, NothingChanged
from claims.services.resubmission import asked_frequency, next_frequency
from tests.claims.bench import Hands, alone
from tests.claims.books import check_books

pytestmark = pytest.mark.django_db
ORIGINAL, REPLACEMENT = Submission.Frequency.ORIGINAL, Submission.Frequency.REPLACEMENT
CHARGES = (Decimal("185.00"), Decimal("24.00"), Decimal("13.00"))


def paid() -> Hands:
    """Paid and posted, with the scrubber off."""
    hands = alone().code().open().unscrubbed()
    hands.send()
    return hands.answered().post()


def unprocessable() -> Hands:
    """Denied with MA130: the rendering number is none."""
    hands = alone().code().open().unscrubbed()
    hands.edit(rendering_npi="9990000026")
    hands.send()
    return hands.answered()


def refused_twice() -> Hands:
    """A new original with another charge beside a paid claim, refused."""
    hands = paid()
    hands.correct(ORIGINAL)
    hands.edit(charges=CHARGES)
    hands.resend()
    return hands


def test_new_original_beside_an_answered_claim_is_a_duplicate():
    hands = refused_twice()
    before, counters = newest_remittance(hands.claim), hands.attempt.coverages.count()
    told = hands.move(times=2)
    assert "refused the new original as a duplicate of claim" in told[-1]
    refusal = Remittance.objects.get(cause="duplicate")
    reasons = {
        f"{row.group}-{row.carc}" for line in refusal.lines.all() for row in line.adjustments.all()
    }
    assert reasons == {"OA-18"}
    assert (refusal.paid, refusal.cheque, refusal.taken_back, refusal.owed) == (0, 0, 0, 0)
    assert newest_remittance(hands.claim) == before
    assert hands.attempt.coverages.count() == counters


def test_duplicate_leaves_answer_books_and_boxes_as_they_were():
    hands = refused_twice()
    answer = newest_remittance(hands.claim)
    standing = answer.submission
    owed, rows = hands.claim.balance(), hands.claim.ledger.count()
    hands.answered()
    claim = hands.claim
    assert claim.state == "paid"
    assert (
        claim.icn
        == standing.acknowledgment.icn
        != Submission.objects.get(number=2).acknowledgment.icn
    )
    assert claim.content == standing.content
    assert (claim.balance(), claim.ledger.count()) == (owed, rows)
    check_books(claim)


def test_after_a_duplicate_the_replacement_is_taken():
    hands = refused_twice().answered()
    hands.correct()
    hands.edit(charges=CHARGES)
    hands.resend()
    replacement = Submission.objects.get(number=3)
    first = Submission.objects.get(number=1).acknowledgment.icn
    assert (replacement.frequency, replacement.original_reference) == (7, first)
    hands.answered().post()
    assert hands.claim.state == "paid"
    assert newest_remittance(hands.claim).submission == replacement
    check_books(hands.claim)


def test_scrubber_says_that_a_new_original_would_be_a_duplicate():
    hands = alone().code().open()
    hands.send()
    hands.answered().post()
    hands.correct(ORIGINAL)
    with pytest.raises(NotClean) as stopped:
        hands.resend()
    assert {row.rule for row in stopped.value.findings} == {"S40"}


def test_replacement_must_differ_from_the_claim_that_stands_and_an_original_need_not():
    hands = paid()
    hands.correct(REPLACEMENT)
    with pytest.raises(NothingChanged):
        hands.resend()
    hands.edit(resubmission="1")
    hands.resend()
    hands.answered()
    assert Remittance.objects.filter(cause="duplicate").count() == 1
    hands.correct(REPLACEMENT)
    with pytest.raises(NothingChanged):
        hands.resend()


def test_replacement_of_an_unprocessable_claim_has_nothing_to_replace():
    hands = unprocessable()
    assert asked_frequency(hands.claim) == ORIGINAL
    hands.correct(REPLACEMENT)
    hands.edit(rendering_npi="9990000025")
    hands.resend()
    hands.answered()
    answer = newest_remittance(hands.claim)
    row = answer.lines.first().adjustments.get()
    assert (hands.claim.state, row.group, row.carc, row.rarcs) == ("denied", "CO", "16", ["M47"])
    assert "MA130" in answer.rarcs
    hands.correct(ORIGINAL)
    hands.resend()
    hands.answered()
    assert hands.claim.state == "paid"


def test_box_22_counts_only_where_the_payer_holds_a_claim():
    hands = alone().code().open()
    hands.edit(resubmission="7")
    assert next_frequency(hands.claim) == ORIGINAL
    hands.send()
    hands.answered().post()
    hands.correct(ORIGINAL)
    assert next_frequency(hands.claim) == ORIGINAL
    hands.edit(resubmission="7")
    assert next_frequency(hands.claim) == REPLACEMENT
    hands.edit(payer_id="SBX02", member_id="SBX200200301")
    assert next_frequency(hands.claim) == ORIGINAL


def test_cancel_clears_box_22():
    hands = paid()
    before = hands.claim.content
    hands.correct(ORIGINAL)
    hands.cancel()
    assert hands.claim.content == before


def test_status_speaks_of_the_claim_that_stands():
    hands = refused_twice().answered()
    payload = ask_status(hands.claim.pk, **hands.call()).payload
    assert payload["category"] == "F1"


def test_refusal_of_a_duplicate_is_told_and_is_nothing_to_post():
    hands = refused_twice().answered()
    views = answers_of(
        hands.claim, posted=frozenset([newest_remittance(hands.claim).pk])
    ).remittances
    assert [(row.cause, row.is_newest, row.is_refusal) for row in views] == [
        ("Refused as a duplicate", False, True),
        ("Adjudication", True, False),
    ]
