"""Whatever a biller does, in whatever order, the truths of the money hold after every step."""

from collections.abc import Callable
from decimal import Decimal
from random import Random

import pytest
from django.core.exceptions import PermissionDenied

from claims.content import ClaimContent
from claims.models import Claim, LedgerEntry, Remittance
from claims.posting_check import Typed
from claims.queries.books import books_of
from claims.queries.money import statement_days
from claims.queries.reconciling import reconcile
from claims.services.accounts import line_accounts, newest_remittance, posted_remittance
from claims.services.advance import IllegalMove
from claims.services.hand_posting import post_by_line
from claims.services.patient import statements_of_answer
from claims.services.posting import STEPS_OF_THEIR_OWN, write_off_room
from claims.services.refunding import Payee, credit_room
from claims.services.refusals import Refused
from tests.claims.bench import CLEAN, KNEE, SCAN, VIDEO, WOUND, Hands, alone
from tests.claims.books import check_books, check_statements
from tests.claims.counters import left

pytestmark = pytest.mark.django_db
STEPS = 14
Step = Callable[[Hands, Random], object]


def _edit(hands: Hands, dice: Random) -> object:
    charges = tuple(
        line.charge + dice.choice([Decimal("0.00"), Decimal("1.37")])
        for line in hands.claim.boxes.lines
    )
    place = dice.choice(["10", "11", "20"])
    return hands.edit(
        charges=charges, place_of_service=place, accident=dice.choice(["none", "other"])
    )


def _refund(hands: Hands, dice: Random) -> object:
    to = dice.choice(list(Payee))
    return hands.refund(dice.choice([credit_room(hands.claim, to), Decimal("1.00")]), to)


def _type_in(hands: Hands, dice: Random) -> object:
    """Type the remittance, with a slip now and then; a slip posts nothing."""
    wrong = Typed(paid=Decimal("0.01"), adjusted=Decimal("0.01"))
    if dice.random() < 0.3:
        hands_off = hands.call(typed=dict.fromkeys(hands.amounts(), wrong))
        return post_by_line(hands.claim.pk, **hands_off)
    return hands.post_by_line()


def _write_off(hands: Hands, dice: Random) -> object:
    kinds = [kind for kind in LedgerEntry.WriteOff if kind not in STEPS_OF_THEIR_OWN]
    kind = dice.choice(kinds)
    room = write_off_room(hands.claim, kind)
    return hands.write_off(dice.choice([room, Decimal("3.21")]), kind)


STEPS_OF_A_BILLER: dict[str, Step] = {
    "send": lambda hands, _: hands.send(),
    "resend": lambda hands, _: hands.resend(),
    "event": lambda hands, _: hands.move("event"),
    "week": lambda hands, _: hands.move("week"),
    "edit": _edit,
    "post": lambda hands, _: hands.post(),
    "correct": lambda hands, _: hands.correct(),
    "cancel": lambda hands, _: hands.cancel(),
    "bill": lambda hands, _: hands.bill(),
    "write off": _write_off,
    "refund": _refund,
    "type in": _type_in,
    "plan": lambda hands, dice: hands.plan(dice.randint(2, 6)),
    "collect": lambda hands, _: hands.collect(),
    "month": lambda hands, _: hands.move("week", times=4),
    "void": lambda hands, dice: hands.void() if dice.random() < 0.2 else hands.move("day"),
    "appeal": lambda hands, _: hands.appeal(
        "Please look again.", [hands.case.note.splitlines()[1]]
    ),
    "reopen": lambda hands, _: hands.reopen(),
    "send information": lambda hands, _: hands.inform(),
}


@pytest.mark.parametrize("slug", [CLEAN, KNEE, SCAN, VIDEO, WOUND])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_truths_hold_on_any_path(slug: str, seed: int) -> None:
    dice, hands = Random(f"{slug}{seed}"), alone(slug).code()
    hands.open().unscrubbed().send()
    frozen: dict[int, object] = {}
    made = []
    for _ in range(STEPS):
        made.append(take_a_step(hands, dice))
        check(hands, frozen)
    assert len(set(made)) >= 4, made


def take_a_step(hands: Hands, dice: Random) -> str:
    """Try the steps in any order until one is not refused; what is refused changes nothing."""
    names = list(STEPS_OF_A_BILLER)
    dice.shuffle(names)
    for name in names:
        before = hands.claim.version
        try:
            STEPS_OF_A_BILLER[name](hands, dice)
        except (Refused, IllegalMove, PermissionDenied):
            assert hands.claim.version == before
        else:
            return name
    raise AssertionError("nothing can be done, not even waiting")


def check(hands: Hands, frozen: dict[int, object]) -> None:
    """Every truth at once."""
    claim = hands.claim
    check_books(claim)
    check_statements(claim)
    check_counters(hands, claim)
    check_proof(claim)
    for remittance in Remittance.objects.filter(submission__claim=claim).order_by("pk"):
        row = (
            Remittance.objects.filter(pk=remittance.pk).values().get(),
            list(remittance.lines.order_by("number").values()),
            Remittance.objects.filter(pk=remittance.pk).values("submission__content").get(),
        )
        assert frozen.setdefault(remittance.pk, row) == row
    if claim.state in ("paid", "denied"):
        check_standing(claim)
    versions = list(claim.events.values_list("version", flat=True))
    assert versions == sorted(set(versions))
    assert claim.version == versions[-1]
    assert (claim.state == "closed") == bool(claim.disposition)
    assert claim.state != "closed" or claim.balance() == 0


def check_standing(claim: Claim) -> None:
    """An answered claim is the one that its answer is about: its number and what it says."""
    answer = newest_remittance(claim)
    assert answer is not None
    sent = ClaimContent.from_json(answer.submission.content)
    assert claim.boxes.with_prior({}).says_as(sent.with_prior({}))
    if answer.cause != Remittance.Cause.VOID:
        assert claim.icn == answer.submission.acknowledgment.icn


def check_proof(claim: Claim) -> None:
    """The reconciliation page's own sums hold, and the credits make up the balance."""
    books, posted = books_of([claim.pk])[claim.pk], posted_remittance(claim)
    assert books.in_force == (posted.pk if posted else None)
    assert statement_days(claim, books) == [row.on for row in statements_of_answer(claim)]
    proof = reconcile([claim.pk])
    assert proof.problems == ()
    assert proof.sums.balance == claim.balance()
    for account in line_accounts(claim):
        assert account.balance == (
            account.open_with_payer
            + account.patient_owes
            - account.patient_credit
            - account.payer_credit
        )


def check_counters(hands: Hands, claim: Claim) -> None:
    """The payer's counters are those of the case less what the answer in force takes."""
    facts = hands.case.coverage[hands.sequence - 1]
    newest = newest_remittance(claim)
    taken = (
        (newest.deductible_taken, newest.out_of_pocket_taken)
        if newest
        else (Decimal("0.00"), Decimal("0.00"))
    )
    assert left(hands) == (
        facts.deductible_left - taken[0],
        facts.out_of_pocket_left - taken[1],
    )
