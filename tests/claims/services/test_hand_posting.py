"""Post line by line: what agrees is posted, what does not is kept as a slip and refused."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from claims.models import BillingSetup, ClaimEvent, PostingSlip
from claims.posting_check import Typed
from claims.services.advance import StaleClaim
from claims.services.hand_posting import (
    PostingSlips,
    choose_posting,
    may_post_at_once,
    post_at_once,
    post_by_line,
)
from claims.services.refusals import Refused
from tests.claims.bench import Hands, alone, pair
from tests.claims.books import check_books, money

pytestmark = pytest.mark.django_db
D = Decimal


def answered(hands: Hands) -> Hands:
    hands.code().open()
    hands.send()
    return hands.answered()


def test_what_agrees_is_posted_like_the_remittance():
    typed, at_once = answered(alone()), answered(pair())
    typed.post_by_line()
    at_once.post()
    assert money(typed.claim) == money(at_once.claim)
    assert ClaimEvent.objects.get(claim=typed.claim, move="post").payload["by_hand"] is True
    check_books(typed.claim)


def test_what_does_not_agree_is_refused_line_by_line_and_kept():
    hands = answered(alone())
    wrong = {1: Typed(paid=D("98.74"), adjusted=D("56.53"))}
    before = money(hands.claim)
    with pytest.raises(PostingSlips) as refused:
        hands.post_by_line(wrong)
    assert [(slip.line, slip.field, slip.message) for slip in refused.value.slips] == [
        (
            1,
            "paid",
            "Line 1: $98.74 is not what the payer paid here. The difference divides by nine: look "
            "for two digits that changed places.",
        )
    ]
    assert money(hands.claim) == before
    slip = PostingSlip.objects.get()
    assert (slip.line, slip.field, slip.typed, slip.wanted, slip.actor) == (
        1,
        "paid",
        D("98.74"),
        D("98.47"),
        hands.biller,
    )


def test_slip_with_a_repeated_key_is_kept_once():
    hands = answered(alone())
    call = hands.call(typed=dict.fromkeys(hands.amounts(), Typed(paid=D("1"), adjusted=D("1"))))
    for _ in range(2):
        with pytest.raises(PostingSlips):
            post_by_line(hands.claim.pk, **call)
    assert PostingSlip.objects.count() == 6


def test_slip_on_a_stale_page_or_at_another_desk_is_not_kept():
    hands = answered(pair())
    wrong = dict.fromkeys(hands.amounts(), Typed(paid=D("1"), adjusted=D("1")))
    with pytest.raises(StaleClaim):
        post_by_line(hands.claim.pk, **hands.call(typed=wrong, expected_version=1))
    with pytest.raises(PermissionDenied):
        post_by_line(hands.claim.pk, **hands.call(typed=wrong, actor=hands.coder))
    assert not PostingSlip.objects.exists()


def test_one_step_may_post_after_a_first_posting_by_hand_or_by_setting():
    hands = answered(alone())
    step = {"actor": hands.biller, "expected_version": hands.claim.version}
    with pytest.raises(Refused):
        post_at_once(hands.claim.pk, **step)
    hands.post_by_line()
    assert may_post_at_once(hands.claim)
    other = answered(pair())
    BillingSetup.objects.filter(attempt=other.attempt_id).update(posting="automatic")
    post_at_once(other.claim.pk, actor=other.biller, expected_version=other.claim.version)
    assert money(other.claim) == money(hands.claim)


def test_how_to_post_is_chosen_by_who_practises_alone_and_by_the_instructor():
    ours, theirs = answered(alone()), answered(pair())
    automatic = BillingSetup.Posting.AUTOMATIC
    for hands, may in ((ours, True), (theirs, False)):
        call = {"actor": hands.biller, "expected_version": hands.claim.version}
        if may:
            choose_posting(hands.claim.pk, posting=automatic, **call)
        else:
            with pytest.raises(PermissionDenied):
                choose_posting(hands.claim.pk, posting=automatic, **call)
        assert may_post_at_once(hands.claim) is may
