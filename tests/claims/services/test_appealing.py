"""Appeal, and the payer's decision."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from claims.models import Appeal, Remittance
from claims.payer.appeals import Ground
from claims.services.advance import IllegalMove
from claims.services.appealing import file_appeal
from claims.services.refusals import Refused
from coding.models import Attempt
from tests.claims.bench import KNEE, SCAN, Hands, alone, pair
from tests.claims.books import check_books
from tests.claims.counters import left

pytestmark = pytest.mark.django_db
LETTER = "The scan was medically necessary; the attacks came three times as often as last fall."
WORDS = [
    "MRI brain without contrast, our scanner, read by me",
    "Migraine, not intractable, without status migrainosus; aura uncertain.",
]


def without_leave(hands: Hands | None = None) -> Hands:
    """A scan without leave: the visit is paid, the scan is denied CO-197."""
    hands = hands or alone(SCAN)
    hands.code().open()
    hands.unscrubbed().send()
    return hands.answered().post()


def test_appeal_is_filed_against_the_newest_remittance():
    hands = without_leave()
    hands.appeal(f" {LETTER} ", WORDS)
    appeal = Appeal.objects.get()
    today = hands.attempt.scenario_date
    filed = (
        appeal.remittance,
        appeal.level,
        appeal.letter,
        appeal.evidence,
        appeal.filed_on,
        appeal.filed_by,
        appeal.decide_on,
        appeal.outcome,
    )
    assert filed == (
        Remittance.objects.get(),
        1,
        LETTER,
        WORDS,
        today,
        hands.biller,
        today + timedelta(days=30),
        "waiting",
    )
    assert hands.claim.state == "appealed"


def test_won_appeal_is_a_new_remittance_that_pays_the_denied_line():
    hands = without_leave()
    first = Remittance.objects.get()
    hands.appeal(LETTER, WORDS)
    told = hands.move()
    second = Remittance.objects.get(number=2)
    assert told[0].startswith("The appeal is won. Cardinal Health Plan Sandbox paid $")
    assert (second.cause, second.submission) == ("appeal", first.submission)
    assert second.paid > first.paid
    assert left(hands)[1] == Decimal("1640.00") - second.out_of_pocket_taken
    assert (hands.claim.state, Appeal.objects.get().outcome) == ("paid", "overturned")
    hands.post()
    assert hands.claim.balance() == second.patient_responsibility
    check_books(hands.claim)


def test_lost_appeal_leaves_the_answer_and_opens_the_next_level():
    hands = without_leave()
    hands.appeal("Please pay.", ["Headaches, more often since January."])
    told = hands.move()
    claim = hands.claim
    assert told == [
        "Cardinal Health Plan Sandbox upheld its answer. "
        "The letter shows nothing new from the record."
    ]
    assert (claim.state, Remittance.objects.count()) == ("paid", 1)
    assert claim.appeal_until == hands.attempt.scenario_date + timedelta(days=30)
    hands.appeal(LETTER, WORDS)
    assert Appeal.objects.get(level=2).outcome == "waiting"
    hands.move()
    assert Appeal.objects.get(level=2).outcome == "overturned"


def test_last_level_is_the_last():
    hands = without_leave()
    for _ in range(2):
        hands.appeal("Please pay.", ["Headaches, more often since January."])
        hands.move()
    assert hands.claim.appeal_until is None
    with pytest.raises(IllegalMove):
        hands.appeal(LETTER, WORDS)


def test_late_letter_may_be_sent_and_is_answered_as_late():
    hands = without_leave()
    until = hands.claim.appeal_until
    assert until is not None
    Attempt.objects.update(scenario_date=until + timedelta(days=1))
    hands.appeal(LETTER, WORDS)
    told = hands.move()
    assert "The window closed on" in told[0]
    assert (Appeal.objects.get().outcome, Appeal.objects.get().carc) == ("upheld", "286")


def test_letter_on_another_ground_than_the_denials_is_upheld():
    hands = without_leave()
    hands.appeal(LETTER, WORDS, ground=Ground.TIMELY)
    told = hands.move()
    assert "argues on another ground" in told[0]
    assert (Appeal.objects.get().carc, Remittance.objects.count()) == ("193", 1)


def test_ground_that_fits_the_denial_wins():
    hands = without_leave()
    hands.appeal(LETTER, WORDS, ground=Ground.AUTHORIZATION)
    hands.move()
    assert Appeal.objects.get().outcome == "overturned"


@pytest.mark.parametrize(
    ("field", "letter", "evidence"),
    [
        ("letter", "  ", WORDS),
        ("letter", "x" * 5001, WORDS),
        ("evidence", LETTER, []),
        ("evidence", LETTER, WORDS * 4),
        ("evidence", LETTER, ["Words that nobody wrote."]),
    ],
)
def test_appeal_refuses_what_is_no_argument(field: str, letter: str, evidence: list[str]):
    hands = without_leave()
    with pytest.raises(Refused) as refused:
        hands.appeal(letter, evidence)
    assert refused.value.field == field
    assert hands.claim.state == "paid"


def test_appeal_of_a_paid_claim_without_a_denial_is_upheld():
    hands = alone().code().open()
    hands.send()
    hands.answered().post()
    hands.appeal("Pay more.", [hands.case.note.splitlines()[1]])
    hands.move()
    assert Appeal.objects.get().outcome == "upheld"


def test_appeal_is_the_billers():
    hands = without_leave(pair(SCAN))
    with pytest.raises(PermissionDenied):
        file_appeal(hands.claim.pk, **hands.call(actor=hands.coder, letter="a", evidence=["b"]))


def test_appeal_with_a_repeated_key_is_filed_once():
    hands = without_leave()
    call = hands.call(letter=LETTER, evidence=WORDS)
    assert file_appeal(hands.claim.pk, **call) == file_appeal(hands.claim.pk, **call)
    assert Appeal.objects.count() == 1


def test_claim_denied_as_a_whole_can_be_won():
    hands = alone(KNEE)
    hands.code(hands.slip(hands.case.pitfalls[0].name)).open()
    hands.unscrubbed().send()
    hands.answered().post()
    before = Remittance.objects.get().paid
    quotes = [quote.text for row in hands.case.key.procedures for quote in row.evidence][:6]
    hands.appeal("The visit was separate.", quotes)
    hands.move()
    assert Remittance.objects.get(number=2).paid > before
    assert hands.attempt.scenario_date > date(2026, 1, 1)
