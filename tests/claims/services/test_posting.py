"""Post what the payer answered; give up what nobody pays; take a claim back."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from claims.models import LedgerEntry, Remittance, Submission
from claims.services.advance import IllegalMove, StaleClaim
from claims.services.posting import post_remittance, write_off
from claims.services.refusals import Refused
from claims.services.voiding import void_claim
from tests.claims.bench import MOSTLY, SCAN, Hands, alone, pair
from tests.claims.books import check_books, money
from tests.claims.counters import left
from tests.factories import make_user

pytestmark = pytest.mark.django_db
D = Decimal
WriteOff = LedgerEntry.WriteOff


def books(**amounts: str) -> dict[str, Decimal]:
    blank = dict.fromkeys(
        ("charge", "payer", "adjusted", "patient", "written_off", "balance"), "0.00"
    )
    return {name: D(amount) for name, amount in {**blank, **amounts}.items()}


def answered(hands: Hands) -> Hands:
    hands.code().open()
    hands.send()
    return hands.answered()


def without_leave(hands: Hands | None = None) -> Hands:
    """A scan that was sent without leave: the visit is paid, the scan is not."""
    hands = hands or alone(SCAN)
    hands.code().open()
    hands.unscrubbed().send()
    return hands.answered()


def test_acceptance_opens_the_books_with_the_charges():
    hands = alone().code().open()
    hands.send()
    assert money(hands.claim) == books()
    hands.move()
    assert money(hands.claim) == books(charge="221.00", balance="221.00")


def test_post_remittance_posts_payments_and_contract_reductions_only():
    hands = answered(alone())
    hands.post()
    remittance = Remittance.objects.get()
    posted = [
        (row.line, row.kind, row.amount, row.group, row.carc)
        for row in hands.claim.ledger.filter(remittance=remittance)
    ]
    assert posted == [
        (1, "payer_payment", D("-98.47"), "", ""),
        (2, "payer_payment", D("-2.32"), "", ""),
        (3, "payer_payment", D("-5.12"), "", ""),
        (1, "adjustment", D("-56.53"), "CO", "45"),
        (2, "adjustment", D("-11.10"), "CO", "45"),
        (3, "adjustment", D("-5.60"), "CO", "45"),
    ]
    assert money(hands.claim) == books(
        charge="221.00", payer="105.91", adjusted="73.23", balance="41.86"
    )
    check_books(hands.claim)


def test_post_remittance_twice_changes_nothing():
    hands = answered(alone())
    call = {"actor": hands.biller, "expected_version": hands.claim.version}
    first = post_remittance(hands.claim.pk, **call)
    rows = hands.claim.ledger.count()
    assert post_remittance(hands.claim.pk, **call) == first
    assert hands.claim.ledger.count() == rows


def test_post_remittance_leaves_a_denied_line_open():
    hands = without_leave().post()
    claim = hands.claim
    assert claim.state == "paid"
    line = Remittance.objects.get().lines.get(number=2)
    denied = line.adjustments.get()
    assert (line.paid, denied.group, denied.carc, denied.amount) == (
        D("0.00"),
        "CO",
        "197",
        line.charge,
    )
    assert sum(row.amount for row in claim.ledger.filter(line=2)) == line.charge
    check_books(claim)


def test_post_remittance_needs_one():
    hands = alone().code().open()
    with pytest.raises(Refused):
        hands.post()


def test_post_remittance_refuses_a_stale_page():
    hands = answered(alone())
    with pytest.raises(StaleClaim):
        post_remittance(hands.claim.pk, actor=hands.biller, expected_version=1)


def test_post_remittance_is_the_billers():
    hands = answered(pair())
    with pytest.raises(PermissionDenied):
        post_remittance(hands.claim.pk, actor=hands.coder, expected_version=hands.claim.version)


def test_posting_a_replacement_first_takes_the_earlier_postings_back():
    hands = without_leave().post()
    hands.correct()
    hands.ask_leave("IM-314").move()
    hands.edit(authorization="AUTH-260421-73")
    hands.resend()
    hands.answered()
    before = money(hands.claim)
    hands.post()
    claim, newest = hands.claim, Remittance.objects.get(number=2)
    assert before["payer"] == Remittance.objects.get(number=1).paid
    assert money(claim)["payer"] == newest.paid > before["payer"]
    taken_back = claim.ledger.filter(remittance__number=1, reverses=None, reversed_by=None)
    assert not taken_back.exists()
    assert claim.balance() == newest.patient_responsibility
    check_books(claim)


def test_replacement_gives_the_counters_back_before_it_is_priced():
    hands = without_leave().post()
    first = Remittance.objects.get()
    assert left(hands)[1] == D("1640.00") - first.out_of_pocket_taken
    hands.correct()
    hands.ask_leave("IM-314").move()
    hands.edit(authorization="AUTH-260421-73")
    hands.resend()
    hands.answered()
    second = Remittance.objects.get(number=2)
    assert left(hands) == (
        D("120.00") - second.deductible_taken,
        D("1640.00") - second.out_of_pocket_taken,
    )


def test_paid_in_full_closes_by_itself():
    hands = answered(alone()).post()
    hands.bill()
    hands.move()
    claim = hands.claim
    assert (claim.state, claim.disposition, claim.balance()) == (
        "closed",
        "paid_in_full",
        D("0.00"),
    )
    assert claim.events.last().by == "system"


def give_up(hands: Hands, **changes: Any) -> dict[str, Any]:
    call = {"amount": D("10.00"), "kind": WriteOff.AVOIDABLE, "reason": "No leave asked."}
    return hands.call(**{**call, **changes})


def test_write_off_takes_what_is_open_with_the_payer():
    hands = without_leave().post()
    denied = hands.claim.ledger.get(line=2, kind="charge").amount
    before = hands.claim.balance()
    event = write_off(hands.claim.pk, **give_up(hands, amount=denied))
    entry = hands.claim.ledger.get(kind="write_off")
    seen = (entry.line, entry.amount, entry.write_off, entry.memo, entry.actor)
    assert seen == (2, -denied, "avoidable", "No leave asked.", hands.biller)
    assert event.payload == {
        "amount": str(denied),
        "kind": "avoidable",
        "reason": "No leave asked.",
    }
    assert hands.claim.balance() == before - denied
    check_books(hands.claim)


def test_write_off_of_the_whole_balance_closes_as_written_off():
    hands = without_leave().post()
    denied = hands.claim.ledger.get(line=2, kind="charge").amount
    hands.bill()
    hands.move()
    write_off(hands.claim.pk, **give_up(hands, amount=denied))
    assert (hands.claim.state, hands.claim.disposition) == ("closed", "written_off")


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("amount", {"amount": D("0.00")}),
        ("amount", {"amount": D("-1.00")}),
        ("amount", {"amount": D("1.001")}),
        ("amount", {"amount": D("9999.00")}),
        ("reason", {"reason": " "}),
        ("reason", {"reason": "x" * 201}),
        ("kind", {"kind": WriteOff.VOID}),
        ("kind", {"kind": WriteOff.COLLECTIONS}),
    ],
)
def test_write_off_refuses_what_does_not_fit(field: str, changes: dict[str, Any]):
    hands = without_leave().post()
    with pytest.raises(Refused) as refused:
        write_off(hands.claim.pk, **give_up(hands, **changes))
    assert refused.value.field == field


def test_write_off_of_the_patients_part_is_no_contract_matter():
    hands = answered(alone()).post()
    for kind in (WriteOff.CONTRACTUAL, WriteOff.AVOIDABLE):
        with pytest.raises(Refused):
            write_off(hands.claim.pk, **give_up(hands, kind=kind, amount=D("1.00")))


def test_small_balance_is_up_to_ten_dollars():
    hands = answered(alone(swaps=MOSTLY)).post()
    with pytest.raises(Refused) as refused:
        write_off(hands.claim.pk, **give_up(hands, kind=WriteOff.SMALL_BALANCE, amount=D("9.00")))
    assert (refused.value.field, "$41.86" in refused.value.message) == ("kind", True)
    hands.bill()
    hands.move()
    small = give_up(hands, kind=WriteOff.SMALL_BALANCE, amount=D("8.37"))
    write_off(hands.claim.pk, **small)
    assert (hands.claim.state, hands.claim.disposition) == ("closed", "written_off")


def test_write_off_waits_for_the_posting():
    hands = without_leave()
    with pytest.raises(Refused):
        write_off(hands.claim.pk, **give_up(hands))


def test_write_off_above_the_limit_needs_approval():
    hands = without_leave(pair(SCAN)).post()
    large = {"amount": D("50.01")}
    with pytest.raises(PermissionDenied):
        write_off(hands.claim.pk, **give_up(hands, **large))
    write_off(hands.claim.pk, **give_up(hands, amount=D("50.00")))
    teacher = make_user("teacher")
    write_off(hands.claim.pk, **give_up(hands, actor=teacher, **large))
    assert money(hands.claim)["written_off"] == D("100.01")


def test_write_off_with_a_repeated_key_has_one_effect():
    hands = without_leave().post()
    call = give_up(hands)
    assert write_off(hands.claim.pk, **call) == write_off(hands.claim.pk, **call)
    assert money(hands.claim)["written_off"] == D("10.00")


def test_void_brings_everything_back_to_zero():
    hands = answered(alone()).post()
    number = hands.claim.icn
    hands.bill()
    hands.void()
    claim = hands.claim
    assert (claim.state, claim.disposition, claim.balance()) == ("closed", "voided", D("0.00"))
    assert money(claim) == books(charge="221.00", written_off="221.00")
    sent = Submission.objects.get(number=2)
    assert (sent.frequency, sent.original_reference) == (8, number)
    remittance = Remittance.objects.get(number=2)
    assert (remittance.cause, remittance.paid, remittance.charge) == ("void", D(0), D(0))
    assert left(hands) == (D("10.00"), D("2750.00"))
    check_books(claim)


def test_void_refunds_the_patient_and_withdraws_the_statement():
    hands = without_leave().post()
    hands.bill()
    hands.move()
    assert money(hands.claim)["patient"] > 0
    hands.void()
    assert money(hands.claim)["patient"] == D("0.00")
    check_books(hands.claim)


def test_void_needs_a_reason_and_a_payer_that_takes_it():
    hands = answered(alone()).post()
    with pytest.raises(Refused) as refused:
        void_claim(hands.claim.pk, **hands.call(reason=" "))
    assert refused.value.field == "reason"


def test_void_of_a_draft_is_illegal():
    hands = alone().code().open()
    with pytest.raises(IllegalMove):
        void_claim(hands.claim.pk, **hands.call(reason="Mistake."))


def test_submissions_and_remittances_never_change():
    hands = without_leave().post()
    sent = Submission.objects.values().get()
    answer = Remittance.objects.values().get()
    lines = list(Remittance.objects.get().lines.values())
    hands.correct()
    hands.ask_leave("IM-314").move()
    hands.edit(authorization="AUTH-260421-73")
    hands.resend()
    hands.answered().post().bill()
    hands.void()
    assert Submission.objects.values().get(number=1) == sent
    assert Remittance.objects.values().get(number=1) == answer
    assert list(Remittance.objects.get(number=1).lines.values()) == lines


def test_events_carry_the_scenario_date():
    hands = answered(alone()).post()
    dates = {event.move: event.on for event in hands.claim.events.all()}
    assert dates == {
        "open": date(2026, 3, 10),
        "submit": date(2026, 3, 10),
        "accept": date(2026, 3, 11),
        "pay": date(2026, 3, 26),
        "post": date(2026, 3, 26),
    }
